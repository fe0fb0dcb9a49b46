import FoundationEssentials
import Subprocess
import Testing

@Suite("Watching all that runs at the shell", .serialized)
struct FleetCommandTests {
    /// Starts transforms of a model of the sandbox: `name:input[:output]` each.
    private static let start = """
        import boto3, sys
        client = boto3.client("sagemaker")
        for number, word in enumerate(sys.argv[1:]):
            name, source = word.split(":")
            client.create_transform_job(
                TransformJobName=name, ModelName="penguins-species-model",
                TransformInput={"DataSource": {"S3DataSource": {
                    "S3DataType": "S3Prefix", "S3Uri": "s3://flightdeck-demo/" + source}},
                    "ContentType": "text/csv", "SplitType": "Line"},
                TransformOutput={"S3OutputPath": "s3://flightdeck-demo/fleet/" + name, "AssembleWith": "Line"},
                TransformResources={
                    "InstanceType": ("ml.m5.xlarge", "ml.m5.large")[number % 2], "InstanceCount": 1})
        """
    private static let stop = """
        import boto3, sys
        for name in sys.argv[1:]:
            boto3.client("sagemaker").stop_transform_job(TransformJobName=name)
        """

    /// A profile whose account is a sandbox, reached at its own address or at another.
    private static func profile(_ name: String, of place: Workplace, at endpoint: String? = nil) throws -> String {
        """
        [profile \(name)]
        region = us-west-2
        endpoint_url = \(try endpoint ?? #require(place.variables["AWS_ENDPOINT_URL"]))
        aws_access_key_id = \(try #require(place.variables["AWS_ACCESS_KEY_ID"]))
        aws_secret_access_key = \(try #require(place.variables["AWS_SECRET_ACCESS_KEY"]))
        \(place.variables["AWS_SESSION_TOKEN"].map { "aws_session_token = \($0)" } ?? "")

        """
    }

    /// A home that knows its accounts by a config file alone.
    private static func together(_ place: Workplace, by file: String) -> Workplace {
        place.with([
            "AWS_CONFIG_FILE": file, "AWS_ENDPOINT_URL": nil, "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil,
            "AWS_SESSION_TOKEN": nil, "AWS_REGION": nil, "AWS_DEFAULT_REGION": nil,
        ])
    }

    /// Two accounts with a sandbox each, as profiles of one home.
    private func withTwoAccounts(
        provisioning: Int, _ work: (_ together: Workplace, _ first: Workplace, _ second: Workplace) async throws -> Void
    ) async throws {
        try await Workplace.withSandbox(provisioning: provisioning) { first in
            try await Workplace.withSandbox(provisioning: provisioning) { second in
                let config = try Self.profile("first", of: first) + Self.profile("second", of: second)
                let file = first.folder + "/both"
                try config.write(toFile: file, atomically: true, encoding: .utf8)
                let together = Self.together(first, by: file)
                try await work(together, first, second)
            }
        }
    }

    @Test(
        "--all follows two accounts to the last end, tells each once, runs the program for each, and says how it went")
    func all() async throws {
        try await withTwoAccounts(provisioning: 30) { together, first, second in
            try await first.python(
                Self.start, "a-0:inbox/march/", "a-1:inbox/april/", "a-2:inbox/single/",
                "a-wrong:mistakes/target-left-in/",
                "a-stopped:inbox/march/", "shared:inbox/single/")
            try await second.python(Self.start, "b-0:inbox/march/", "b-1:inbox/april/", "shared:inbox/single/")
            let told = together.folder + "/told"
            async let meanwhile: Void = {
                try await first.python(Self.stop, "a-stopped")
                try await second.python(Self.start, "b-late:inbox/single/")
            }()
            let watch = try await together.flightdeck([
                "watch", "--all", "--json", "--profile", "first", "--profiles", "first,second", "--on-end", "/bin/sh",
                "--on-end", "-c", "--on-end", "echo \"$FLIGHTDECK_TRANSFORM $FLIGHTDECK_STATUS\" >> \(told)",
            ])
            try await meanwhile
            #expect(watch.status == .exited(1), "\(watch.error)")
            let events = try watch.lines.map { try JSONDecoder().decode(JSONDocument.self, from: Data($0.utf8)) }
            func named(_ event: String) -> [JSONDocument] { events.filter { $0["Event"].text == event } }
            func names(_ event: String) -> [String] {
                named(event).map { "\($0["Profile"].text ?? "?")/\($0["TransformJobName"].text ?? "?")" }.sorted()
            }
            let completed =
                ["first/a-0", "first/a-1", "first/a-2", "first/shared"]
                + ["second/b-0", "second/b-1", "second/b-late", "second/shared"]
            let ends = (completed + ["first/a-stopped", "first/a-wrong"]).sorted()
            #expect(names("end") == ends, "each once")
            #expect(names("started") == ends)
            #expect(names("outputs") == completed.sorted())
            for event in named("end") {
                let wanted = ["a-stopped": "Stopped", "a-wrong": "Failed"][event["TransformJobName"].text ?? ""]
                #expect(event["TransformJobStatus"].text == wanted ?? "Completed")
                #expect(event["TransformJobArn"].text?.hasPrefix("arn:aws:sagemaker:us-west-2:") == true)
            }
            for event in named("outputs") {
                #expect(event["MissingOutputs"] == .number(0) && event["Outputs"] == event["Inputs"])
                #expect(event["NotCounted"].text == nil)
            }
            let order = events.enumerated()
            for event in named("outputs") {
                // Ends are told before anything is counted.
                let name = event["TransformJobName"].text
                let profile = event["Profile"].text
                let places = order.filter { $1["TransformJobName"].text == name && $1["Profile"].text == profile }
                let end = places.first { $0.element["Event"].text == "end" }?.offset ?? .max
                let count = places.first { $0.element["Event"].text == "outputs" }?.offset ?? -1
                #expect(end < count)
            }
            let summary = try #require(events.last)
            #expect(summary["Event"].text == "summary" && named("summary").count == 1)
            #expect(summary["Completed"] == .number(8) && summary["Failed"] == .number(1))
            #expect(summary["Stopped"] == .number(1) && summary["ExitStatus"] == .number(1))
            let lines = try String(contentsOfFile: told, encoding: .utf8).split(separator: "\n").map(String.init)
            let wanted = ends.map { end in
                let name = String(end.split(separator: "/")[1])
                return "\(name) \(["a-stopped": "Stopped", "a-wrong": "Failed"][name] ?? "Completed")"
            }
            #expect(lines.sorted() == wanted.sorted())

            let idle = try await together.flightdeck(
                "watch", "--all", "--profile", "first", "--profiles", "first,second")
            #expect(idle.status == .exited(0), "\(idle.error)")
            #expect(idle.output.isEmpty && idle.error.contains("first, us-west-2: nothing running"), "\(idle.error)")
        }
    }

    @Test("An account that is throttled, then expired, holds up no other, and its ends are told once it works again")
    func trouble() async throws {
        try await withTwoAccounts(provisioning: 12) { together, first, second in
            try await Workplace.withSandbox(provisioning: 12) { third in
                let endpoint = try #require(second.variables["AWS_ENDPOINT_URL"])
                try await FaultyNetwork.run(before: endpoint, in: together.folder) { network in
                    let file = together.folder + "/three"
                    let config =
                        try Self.profile("first", of: first)
                        + Self.profile("second", of: second, at: network.endpoint) + Self.profile("third", of: third)
                    try config.write(toFile: file, atomically: true, encoding: .utf8)
                    try await first.python(Self.start, "a-0:inbox/march/")
                    try await second.python(Self.start, "b-0:inbox/march/", "b-1:inbox/april/")
                    try await third.python(Self.start, "c-0:inbox/single/")
                    async let meanwhile: Void = {
                        try await Task.sleep(for: .seconds(4))
                        try network.become(.throttled)
                        try await Task.sleep(for: .seconds(6))
                        try network.become(.expired)
                        try await Task.sleep(for: .seconds(8))
                        try network.become(.working)
                    }()
                    let watch = try await Self.together(together, by: file).flightdeck([
                        "watch", "--all", "--json", "--profile", "first", "--profiles", "first,second,third",
                    ])
                    try await meanwhile
                    #expect(watch.status == .exited(0), "\(watch.error)")
                    let events = try watch.lines.map {
                        try JSONDecoder().decode(JSONDocument.self, from: Data($0.utf8))
                    }
                    func who(_ event: String, _ key: String) -> [String] {
                        events.filter { $0["Event"].text == event }.compactMap { $0[key].text }
                    }
                    #expect(who("end", "TransformJobName").sorted() == ["a-0", "b-0", "b-1", "c-0"], "each once")
                    #expect(Set(who("trouble", "Profile")) == ["second"])
                    #expect(who("recovery", "Profile") == who("trouble", "Profile"))
                    let others = events.lastIndex { $0["Event"].text == "end" && $0["Profile"].text != "second" }
                    let recovery = events.firstIndex { $0["Event"].text == "recovery" }
                    #expect(try #require(others) < #require(recovery), "nobody waited for the one in trouble")
                    #expect(events.last?["Completed"] == .number(4) && events.last?["ExitStatus"] == .number(0))
                }
            }
        }
    }

    @Test(
        "--any ends with the first end, --latest follows the newest of all accounts that can be read")
    func anyAndLatest() async throws {
        try await withTwoAccounts(provisioning: 30) { together, first, second in
            let accounts = ["--profile", "first", "--profiles", "first,second"]
            try await first.python(Self.start, "older:inbox/march/", "other:inbox/single/")
            try await second.python(Self.start, "newest:inbox/april/")
            async let stopped: Void = first.python(Self.stop, "other")
            let any = try await together.flightdeck(["watch", "--any"] + accounts)
            try await stopped
            #expect(any.status == .exited(3), "\(any.error)")
            #expect(
                any.lines.count == 1 && any.lines[0].hasPrefix("other (first, us-west-2): Stopped"), "\(any.output)")

            let latest = try await together.flightdeck(["watch", "--latest", "--quiet"] + accounts)
            #expect(latest.status == .exited(0), "\(latest.error)")
            #expect(latest.error.contains("newest: the newest transform"), "\(latest.error)")
            #expect(latest.error.contains("newest: Completed: 3 of 3 outputs"), "\(latest.error)")

            let rest = try await together.flightdeck(["watch", "--all"] + accounts)
            #expect(rest.status == .exited(0), "\(rest.error)")

            // Keys that the service refuses hide nobody else's newest.
            let file = try String(contentsOfFile: together.folder + "/both", encoding: .utf8)
            let key = try #require(second.variables["AWS_SECRET_ACCESS_KEY"])
            let wrong = together.folder + "/wrong"
            try file.replacing(key, with: "x" + key.dropFirst()).write(toFile: wrong, atomically: true, encoding: .utf8)
            let broken = together.with(["AWS_CONFIG_FILE": wrong])
            let none = try await broken.flightdeck([
                "watch", "--latest", "--quiet", "--profile", "first", "--profiles", "nobody",
            ])
            #expect(none.status == .exited(2) && none.error.contains("nobody"), "\(none.error)")
            #expect(none.output.isEmpty && none.error.contains("(--profiles)"), "\(none.error)")
            let seen = try await broken.flightdeck(["watch", "--latest", "--quiet"] + accounts)
            #expect(
                seen.error.contains("second: ") && seen.error.contains("other: the newest transform"), "\(seen.error)")
        }
    }
}

extension Workplace {
    /// Runs a Python program with boto3 on the sandbox.
    func python(_ program: String, _ arguments: String...) async throws {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let result = try await run(
            python.contains("/") ? .path(.init(python)) : .name(python), arguments: .init(["-c", program] + arguments),
            environment: .custom(environment), output: .discarded, error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
    }
}
