import FoundationEssentials
import Testing

@Suite("flightdeck doctor", .serialized)
struct DoctorTests {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush-hush"]

    /// Writes a file below the workplace's home.
    private func write(_ text: String, to path: String, in place: Workplace) throws {
        let file = URL(filePath: "\(place.folder)/\(path)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test("all is well with a sandbox: 0, whom it is, where everything comes from, and no secret")
    func sound() async throws {
        try await Workplace.withSandbox { place in
            let named = place.with(["AWS_PROFILE": "default"])
            try write("[default]\nregion = eu-west-1\n", to: ".aws/config", in: place)
            let ended = try await named.flightdeck("doctor", "--timeout", "60")
            #expect(ended.status == .exited(0), "\(ended.output)\(ended.error)")
            for words in [
                "AWS_ACCESS_KEY_ID in the environment overrides AWS_PROFILE = default",
                "overrides region in [default],",
                "(AWS_ENDPOINT_URL)", "arn:aws:iam::111122223333:user/flightdeck", "✓ sagemaker:ListTransformJobs",
                "not tried: it would start instances", "What to do",
            ] { #expect(ended.output.contains(words), "\(words)") }
            #expect(!ended.output.contains(place.variables["AWS_SECRET_ACCESS_KEY"]!))
            #expect(!ended.output.contains(place.variables["AWS_ACCESS_KEY_ID"]!))
            #expect(!ended.output.contains("\u{1B}"))
            #expect(ended.lines.allSatisfy { $0.count <= 80 }, "no line is wider than a terminal's usual 80")
        }
    }

    @Test("JSON has its documented keys, and the outcome of each check")
    func json() async throws {
        try await Workplace.withSandbox { place in
            let ended = try await place.flightdeck("doctor", "--timeout", "60", "--json", "--bucket", "flightdeck-demo")
            #expect(ended.status == .exited(0), "\(ended.error)")
            let document = try ended.json()
            #expect(document["Version"] == .number(1))
            #expect(document["Verdict"].text == "sound")
            #expect(document["Identity"]["Account"].text == "111122223333")
            #expect(document["Credentials"]["Provider"].text == "environment")
            #expect(document["Credentials"]["AccessKeyId"].text?.hasPrefix("****************") == true)
            guard case .number(let offset) = document["ClockOffsetSeconds"] else {
                return #expect(Bool(false), "no clock offset")
            }
            #expect(abs(offset) < 60)
            let checks = document["Checks"].elements
            #expect(checks.first { $0["Id"].text == "permission.s3:ListBucket" }?["Outcome"].text == "passed")
            #expect(!checks.contains { $0["Outcome"].text == "waiting" })
        }
    }

    @Test("permissions that are missing are named, and 4")
    func denied() async throws {
        try await Workplace.withSandbox { place in
            try await FaultyNetwork.run(before: place.variables["AWS_ENDPOINT_URL"]!, in: place.folder) { network in
                try network.become(.withoutLogs)
                let behind = place.with(["AWS_ENDPOINT_URL": network.endpoint])
                let ended = try await behind.flightdeck("doctor", "--timeout", "60", "--json")
                #expect(ended.status == .exited(4), "\(ended.output)")
                let document = try ended.json()
                #expect(document["Verdict"].text == "no-access")
                let missing = document["Checks"].elements.compactMap { $0["MissingAction"].text }
                #expect(missing == ["logs:DescribeLogStreams", "logs:GetLogEvents"])
                let text = try await behind.flightdeck("doctor", "--timeout", "60")
                #expect(text.output.contains("2 permissions are missing: logs:DescribeLogStreams"))
            }
        }
    }

    @Test("a login that is over: 4, and the very line that renews it")
    func login() async throws {
        try await Workplace.using { place in
            let config = """
                [profile "ml dev"]
                region = eu-west-1
                sso_start_url = https://flightdeck.awsapps.com/start
                sso_region = eu-west-1
                sso_account_id = 111122223333
                sso_role_name = Data
                """
            try write(config, to: ".aws/config", in: place)
            let nowhere = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_PROFILE": "ml dev"]
            let ended = try await place.with(nowhere).flightdeck("doctor", "--timeout", "20")
            #expect(ended.status == .exited(4), "\(ended.output)")
            #expect(ended.output.contains("→ run: aws sso login --profile 'ml dev'"))
            #expect(ended.output.contains(".aws/config:6"), "where it is set up")
        }
    }

    @Test("what fails otherwise is 1: no region, no such profile, nobody there")
    func failed() async throws {
        try await Workplace.using { place in
            let here = place.with(Self.keys)
            let region = try await here.flightdeck("doctor")
            #expect(region.status == .exited(1))
            #expect(region.output.contains("no region is set") && region.output.contains("→ name one with --region"))
            let profile = try await here.flightdeck("doctor", "--profile", "nobody")
            #expect(profile.status == .exited(1))
            #expect(profile.output.contains("the profile nobody (--profile) is in neither"))
            let silent = try await here.flightdeck(
                "doctor", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:1", "--timeout", "60")
            #expect(silent.status == .exited(1), "\(silent.output)")
            #expect(silent.output.contains("127.0.0.1:1") && !silent.output.contains("hush-hush"))
        }
    }

    @Test("the embedded sandbox is examined, too")
    func demo() async throws {
        try await Workplace.using { place in
            let ended = try await place.flightdeck("doctor", "--timeout", "60", "--demo", "--ascii")
            #expect(ended.status == .exited(0), "\(ended.output)\(ended.error)")
            #expect(ended.output.contains("embedded sandbox"))
            #expect(ended.output.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test("a theme and a CA bundle that are not there are refused by every command, with what to do")
    func refused() async throws {
        try await Workplace.using { place in
            let here = place.with(Self.keys)
            let bundle = try await here.flightdeck("jobs", "--region", "eu-west-1", "--ca-bundle", "/nope")
            #expect(bundle.status == .exited(2))
            #expect(bundle.error.contains("can't read the CA bundle /nope (--ca-bundle): no such file"))
            #expect(bundle.error.contains("use a PEM file"))
            for command in ["jobs", "doctor", "sandbox"] {
                let theme = try await here.flightdeck(command, "--region", "eu-west-1", "--theme", "nope")
                #expect(theme.status == .exited(2), "\(command)")
                #expect(theme.error.contains("no theme is named \"nope\": choose one of "))
            }
        }
    }
}
