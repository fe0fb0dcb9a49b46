import FoundationEssentials
import Subprocess

/// An STS on loopback that hands out a role for one MFA code alone.
enum RoleService {
    static let code = "424242"
    static let device = "arn:aws:iam::123456789012:mfa/me"

    /// Runs the work in a home whose profile `guarded` takes a role with a code; what is then asked answers as before.
    static func run(before place: Workplace, _ work: (Workplace) async throws -> Void) async throws {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let executable: Executable = python.contains("/") ? .path(.init(python)) : .name(python)
        let key = place.variables["AWS_ACCESS_KEY_ID"] ?? ""
        let secret = place.variables["AWS_SECRET_ACCESS_KEY"] ?? ""
        _ = try await Subprocess.run(
            executable, arguments: ["-c", script, key, secret, code], input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            let port = try await lines.next()?.filter { !$0.isWhitespace } ?? ""
            do {
                try await work(try home(of: place, port: port, key: key, secret: secret))
            } catch {
                try execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .kill)
        }
    }

    private static func home(of place: Workplace, port: String, key: String, secret: String) throws -> Workplace {
        let folder = "\(place.folder)/.aws"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let config = """
            [profile base]
            aws_access_key_id = \(key)
            aws_secret_access_key = \(secret)
            [profile guarded]
            role_arn = arn:aws:iam::123456789012:role/Operator
            source_profile = base
            mfa_serial = \(device)
            """
        try Data(config.utf8).write(to: URL(filePath: "\(folder)/config"))
        return place.with([
            "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_PROFILE": "guarded",
            "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(port)",
        ])
    }

    /// GetCallerIdentity is answered too, for it goes to the same endpoint.
    private static let script = """
        import datetime, http.server, sys, urllib.parse
        key, secret, code = sys.argv[1:4]

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                if form["Action"] == ["GetCallerIdentity"]:
                    return self.answer(200, "<GetCallerIdentityResponse><GetCallerIdentityResult>"
                        "<Account>123456789012</Account><UserId>A:s</UserId>"
                        "<Arn>arn:aws:sts::123456789012:assumed-role/Operator/s</Arn>"
                        "</GetCallerIdentityResult></GetCallerIdentityResponse>")
                if form.get("TokenCode") != [code]:
                    return self.answer(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>"
                        "MultiFactorAuthentication failed with invalid MFA one time pass code. "
                        "</Message></Error></ErrorResponse>")
                end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
                self.answer(200, "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
                    f"<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey>"
                    f"<SessionToken>hush-session-token</SessionToken>"
                    f"<Expiration>{end:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials></AssumeRoleResult>"
                    "</AssumeRoleResponse>")

            def answer(self, status, text):
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}
