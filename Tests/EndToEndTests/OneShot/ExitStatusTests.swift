import FoundationEssentials
import Subprocess
import Testing

@Suite("Exit statuses and messages", .serialized)
struct ExitStatusTests {
    @Test("what is wrong with the arguments or settings is 2")
    func usage() async throws {
        try await Workplace.using { place in
            let noRegion = try await place.flightdeck("jobs")
            #expect(noRegion.status == .exited(2))
            #expect(noRegion.error.contains("region") && noRegion.error.contains("--region"))
            let badURI = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3//bucket/x", "--instance-type", "ml.m5.xlarge")
            #expect(badURI.status == .exited(2))
            #expect(badURI.error.contains("--input") && badURI.error.contains("s3://"))
            let badProfile = try await place.flightdeck("--profile", "nobody", "jobs")
            #expect(badProfile.status == .exited(2))
            #expect(badProfile.error.contains("nobody"))
            let noTerminal = try await place.flightdeck("--demo")
            #expect(noTerminal.status == .exited(2))
            #expect(noTerminal.output.isEmpty && noTerminal.error.contains("terminal"))
        }
    }

    @Test("no credentials, and wrong ones, are 4")
    func access() async throws {
        try await Workplace.withSandbox { place in
            let wrong = try await place.with(["AWS_SECRET_ACCESS_KEY": "wrong"]).flightdeck("jobs")
            #expect(wrong.status == .exited(4))
            #expect(wrong.output.isEmpty && !wrong.error.isEmpty)
            let none = try await place.with(["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil]).flightdeck("jobs")
            #expect(none.status == .exited(4))
            #expect(none.error.lowercased().contains("credentials"))
        }
    }

    @Test("an endpoint that cannot be reached, and unknown names, are 1")
    func failed() async throws {
        try await Workplace.withSandbox { place in
            let unreachable = try await place.flightdeck("jobs", "--endpoint-url", "http://127.0.0.1:1")
            #expect(unreachable.status == .exited(1))
            #expect(unreachable.error.contains("127.0.0.1:1"))
            for command in [
                ["candidates", "nothing"], ["watch", "nothing"], ["outputs", "nothing"], ["stop", "nothing"],
            ] {
                let unknown = try await place.flightdeck(command[0], command[1])
                #expect(unknown.status == .exited(1), "\(command)")
                #expect(
                    unknown.error.contains("nothing") || unknown.error.contains("Could not find"), "\(unknown.error)")
            }
            let candidate = try await place.flightdeck(
                "launch", "penguins-species", "--candidate", "nobody", "--input", "s3://flightdeck-demo/inbox/march/",
                "--instance-type", "ml.m5.xlarge", "--yes")
            #expect(candidate.status == .exited(1))
            #expect(candidate.error.contains("nobody"))
        }
    }

    @Test("a transform that fails is 1, with its reason and a likely cause")
    func failedTransform() async throws {
        try await Workplace.withSandbox { place in
            let ended = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/mistakes/target-left-in/",
                "--instance-type", "ml.m5.xlarge", "--yes", "--skip-preflight",
                "--wait")
            #expect(ended.status == .exited(1))
            #expect(ended.error.contains("Failed") && ended.error.contains("likely:"), "\(ended.error)")
            let name = try #require(ended.lines.first)
            let watched = try await place.flightdeck("watch", name, "--quiet")
            #expect(watched.status == .exited(1))
            let outputs = try await place.flightdeck("outputs", name)
            #expect(outputs.status == .exited(0))
            #expect(outputs.output.contains("missing"))
        }
    }

    @Test("a transform that is stopped is 3, and stopping asks first")
    func stopped() async throws {
        try await Workplace.withSandbox(slowly: true) { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--yes")
            let name = try #require(launched.lines.first, "\(launched.error)")
            let unasked = try await place.flightdeck("stop", name)
            #expect(unasked.status == .exited(2))
            #expect(unasked.error.contains("--yes"))
            async let watching = place.flightdeck("watch", name)
            let stopped = try await place.flightdeck("stop", name, "--yes", "--wait")
            #expect(stopped.status == .exited(0), "\(stopped.error)")
            #expect(try await watching.status == .exited(3))
            let again = try await place.flightdeck("stop", name, "--yes")
            #expect(again.status == .exited(1))
        }
    }

    @Test("an interruption is 130, says so, and the transform goes on")
    func interrupted() async throws {
        try await Workplace.withSandbox(slowly: true) { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--yes")
            let name = try #require(launched.lines.first, "\(launched.error)")
            let watched = try await run(
                .path(.init(BuiltProgram.path)), arguments: ["watch", name, "--json"],
                environment: .custom(place.environment), input: .none, output: .sequence,
                error: .string(limit: 1 << 16)
            ) { execution in
                // The first line shows that it watches. What follows is read as well: whoever writes to a pipe that
                // nobody reads ends by that.
                var isFirst = true
                for try await _ in execution.standardOutput.strings() {
                    if isFirst { try execution.send(signal: .interrupt) }
                    isFirst = false
                }
            }
            #expect(watched.terminationStatus == .exited(130))
            #expect(watched.standardError.contains("keeps running"), "\(watched.standardError)")
            let listed = try await place.flightdeck("transforms", "--json").json()["TransformJobSummaries"].elements
            #expect(listed.first { $0["TransformJobName"].text == name }?["TransformJobStatus"].text == "InProgress")
        }
    }

    @Test("a launch without --yes and without a terminal creates nothing")
    func unconfirmed() async throws {
        try await Workplace.withSandbox { place in
            let before = try await place.flightdeck("transforms", "--json").output
            let refused = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge")
            #expect(refused.status == .exited(2))
            #expect(refused.error.contains("--yes"))
            #expect(try await place.flightdeck("transforms", "--json").output == before)
        }
    }
}
