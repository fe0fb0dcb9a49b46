import FoundationEssentials
import Subprocess
import Testing

@Suite("A sample run that is killed", .serialized, .timeLimit(.minutes(3)))
struct CutSampleRunTests {
    private static let sampleRun: [String] = [
        "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
        "ml.m5.xlarge", "--model-name", "sample-model", "--sample-rows", "4", "--yes",
    ]

    /// What is in the account: the names of its transforms under way, its models, and the objects of sample runs.
    private func account(_ place: Workplace) async throws -> (running: [String], models: [String], objects: [String]) {
        let script = """
            import boto3, json
            m, s = boto3.client("sagemaker"), boto3.client("s3")
            jobs = m.list_transform_jobs()["TransformJobSummaries"]
            print(json.dumps([
                [j["TransformJobName"] for j in jobs if j["TransformJobStatus"] in ("InProgress", "Stopping")],
                [x["ModelName"] for x in m.list_models()["Models"] if x["ModelName"].startswith("sample")],
                [o["Key"] for o in s.list_objects_v2(Bucket="flightdeck-demo").get("Contents", [])
                 if "flightdeck-samples/" in o["Key"]]]))
            """
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let result = try await run(
            python.contains("/") ? .path(.init(python)) : .name(python), arguments: ["-c", script],
            environment: .custom(place.environment), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        let found = try JSONDecoder().decode([[String]].self, from: Data(result.standardOutput.utf8))
        return (found[0], found[1], found[2])
    }

    private func killed(_ place: Workplace, _ when: () async throws -> Void) async throws {
        let killed = try await run(
            .path(.init(BuiltProgram.path)), arguments: Arguments(Self.sampleRun),
            environment: .custom(place.environment), input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await when()
            try execution.send(signal: .kill)
        }
        #expect(killed.terminationStatus == .signaled(9))
    }

    /// The one launch that is offered; returns the sample run's name.
    private func offered(_ place: Workplace) async throws -> String {
        let launches = try await place.flightdeck("resume", "--json").json()["Launches"].elements
        #expect(launches.count == 1 && launches.first?["SampleRun"] == .bool(true))
        return try #require(launches.first?["CreateTransformJob"]["TransformJobName"].text)
    }

    @Test("while its transform runs: is offered, is not taken up again, and is taken back whole")
    func running() async throws {
        try await Workplace.withSandbox(slowly: true) { place in
            try await killed(place) {
                while try await account(place).running.isEmpty { try await Task.sleep(for: .milliseconds(100)) }
                // While it lives, the sample run is nobody else's.
                #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            }
            let name = try await offered(place)
            let before = try await account(place)
            #expect(before.running == [name] && before.models == ["sample-model"] && before.objects.count == 1)
            let resumed = try await place.flightdeck("resume", name, "--yes")
            #expect(resumed.status == .exited(2) && resumed.error.contains("--clean-up \(name)"))
            let all = try await place.flightdeck("resume", "--all", "--yes")
            #expect(all.status == .exited(0) && all.output.isEmpty && all.error.contains("is a sample run"))
            let cleaned = try await place.flightdeck("resume", name, "--clean-up", "--yes")
            #expect(cleaned.status == .exited(0), "\(cleaned.error)")
            #expect(cleaned.error.contains("stopping transform \(name)"))
            let after = try await account(place)
            #expect(after.running.isEmpty && after.models.isEmpty && after.objects.isEmpty)
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
        }
    }

    @Test("before its transform was made: its rows and its model go")
    func before() async throws {
        try await Workplace.withSandbox { place in
            let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
            try await HoldingProxy.run(before: endpoint, holding: ".CreateTransformJob") { proxy, held in
                try await killed(place.with(["AWS_ENDPOINT_URL": proxy])) { try await held() }
            }
            let name = try await offered(place)
            let before = try await account(place)
            #expect(before.models == ["sample-model"] && before.objects.count == 1)
            let cleaned = try await place.flightdeck("resume", "--all", "--clean-up", "--yes")
            #expect(cleaned.status == .exited(0), "\(cleaned.error)")
            let after = try await account(place)
            #expect(after.models.isEmpty && after.objects.isEmpty)
            #expect(try await place.flightdeck("watch", name).status == .exited(1), "it was never made")
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
        }
    }
}
