import FoundationEssentials
import Subprocess

/// An STS on loopback that hands out a role for one MFA code alone.
enum RoleService {
    static let code = "424242"
    static let device = "arn:aws:iam::111122223333:mfa/me"

    /// Runs the work in a home whose profile `guarded` takes a role with a code; what is then asked answers as before.
    static func run(before place: Workplace, _ work: (Workplace) async throws -> Void) async throws {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let executable: Executable = python.contains("/") ? .path(.init(python)) : .name(python)
        let key = place.variables["AWS_ACCESS_KEY_ID"] ?? ""
        let secret = place.variables["AWS_SECRET_ACCESS_KEY"] ?? ""
        let target = String((place.variables["AWS_ENDPOINT_URL"] ?? "").split(separator: ":").last ?? "")
        _ = try await Subprocess.run(
            executable, arguments: ["-c", script, target, code], input: .none, output: .sequence,
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
            role_arn = arn:aws:iam::111122223333:role/flightdeck-operator
            source_profile = base
            mfa_serial = \(device)
            """
        try Data(config.utf8).write(to: URL(filePath: "\(folder)/config"))
        return place.with([
            "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_PROFILE": "guarded",
            "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(port)",
        ])
    }

    /// Refuses every code but one, and leads everything else to the sandbox's STS, under the name that it was signed for.
    private static let script = """
        import http.client, http.server, sys, urllib.parse
        target, code = int(sys.argv[1]), sys.argv[2]

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                form = urllib.parse.parse_qs(body.decode())
                if form["Action"] == ["AssumeRole"] and form.get("TokenCode") != [code]:
                    return self.answer(403, b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>"
                        b"MultiFactorAuthentication failed with invalid MFA one time pass code. "
                        b"</Message></Error></ErrorResponse>")
                way = http.client.HTTPConnection("127.0.0.1", target)
                way.request("POST", self.path, body, dict(self.headers))
                answer = way.getresponse()
                self.answer(answer.status, answer.read())

            def answer(self, status, text):
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    /// The session token that the program keeps for the AWS CLI.
    static func keptToken(in place: Workplace) throws -> String {
        let folder = "\(place.folder)/.aws/cli/cache"
        let file = try FileManager.default.contentsOfDirectory(atPath: folder).first ?? ""
        let kept = try JSONDecoder().decode(
            [String: [String: String]].self, from: Data(contentsOf: URL(filePath: "\(folder)/\(file)")))
        return kept["Credentials"]?["SessionToken"] ?? ""
    }
}
