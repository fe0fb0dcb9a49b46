import FoundationEssentials
import Subprocess
import Testing

@Suite("Launching across accounts", .serialized)
struct AcrossAccountsTests {
    private static let across = ["--source-profile", "sandbox", "--profile", "sandbox-deploy"]
    private static let launch =
        [
            "launch", "penguins-species", "--input", "s3://flightdeck-deploy/inbox/april/", "--instance-type",
            "ml.m5.xlarge", "--yes",
        ] + across

    /// Runs a line in a shell, in which `aws` is the AWS CLI; what it printed.
    private func shell(_ line: String, in place: Workplace) async throws -> Finished {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let folder = python.contains("/") ? python.split(separator: "/").dropLast().joined(separator: "/") : ""
        let path = folder.isEmpty ? "" : "/\(folder):"
        let ready = place.with(["PATH": path + (place.variables["PATH"] ?? "")])
        let result = try await run(
            .path("/bin/sh"), arguments: ["-c", line], environment: .custom(ready.environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Finished(
            status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }

    @Test("denied, then the printed policies put in place by the AWS CLI as they stand, then launched")
    func policies() async throws {
        try await Workplace.withSandbox(accounts: true) { place in
            let refused = try await place.flightdeck(Self.launch)
            #expect(refused.status == .exited(1), "\(refused.error)")
            #expect(refused.error.contains("account 4444-5555-6666 isn't allowed to read"), "\(refused.error)")
            #expect(refused.error.contains("flightdeck policies"), "\(refused.error)")

            let asked = ["policies", "penguins-species"] + Self.across
            let missing = try await place.flightdeck(asked)
            #expect(missing.status == .exited(1), "\(missing.error)")
            let commands = missing.lines.filter { $0.hasPrefix("aws ") }
            #expect(commands.count == 1)
            for command in commands {
                let applied = try await shell(command, in: place)
                #expect(applied.status == .exited(0), "\(command)\n\(applied.error)")
            }
            let again = try await place.flightdeck(asked + ["--json"])
            #expect(again.status == .exited(0), "\(again.error)")
            #expect(try again.json()["Missing"].elements.isEmpty)
            #expect(try again.json()["Reach"].elements.allSatisfy { $0["Outcome"].text == "passed" })

            let launched = try await place.flightdeck(Self.launch + ["--wait"])
            #expect(launched.status == .exited(0), "\(launched.error)")
            let name = try #require(launched.lines.first)
            let there = try await place.flightdeck("transforms", "--json", "--profile", "sandbox-deploy").json()
            #expect(there["TransformJobSummaries"].elements.map { $0["TransformJobName"].text } == [name])
        }
    }

    @Test("a job whose artifacts are sealed needs its key's policy too, by the AWS CLI as printed")
    func sealed() async throws {
        try await Workplace.withSandbox(accounts: true) { place in
            let asked = ["policies", "penguins-sex"] + Self.across
            let missing = try await place.flightdeck(asked)
            #expect(missing.status == .exited(1), "\(missing.error)")
            let commands = missing.lines.filter { $0.hasPrefix("aws ") }
            #expect(commands.contains { $0.hasPrefix("aws kms put-key-policy") }, "\(missing.output)")
            for command in commands {
                let applied = try await shell(command, in: place)
                #expect(applied.status == .exited(0), "\(command)\n\(applied.error)")
            }
            #expect(try await place.flightdeck(asked).status == .exited(0))
        }
    }

    @Test("the artifacts copied instead, with the source's role; a second launch copies nothing")
    func copies() async throws {
        try await Workplace.withSandbox(accounts: true) { place in
            let copying = Self.launch.map { $0 == "sandbox" ? "sandbox-source" : $0 } + ["--copy-artifacts"]
            let planned = try await place.flightdeck(copying + ["--dry-run"])
            #expect(planned.status == .exited(0), "\(planned.error)")
            #expect(planned.error.contains("would copy"))
            let model = try planned.json()["CreateModel"]["Containers"].elements.map { $0["ModelDataUrl"].text ?? "" }
            #expect(model.allSatisfy { $0.hasPrefix("s3://flightdeck-deploy/flightdeck-artifacts/") }, "\(model)")

            let launched = try await place.flightdeck(copying + ["--wait"])
            #expect(launched.status == .exited(0), "\(launched.error)")
            #expect(launched.error.contains("copied"))
            let listed = try await shell(
                "aws s3 ls --recursive s3://flightdeck-deploy/flightdeck-artifacts/ --profile sandbox-deploy", in: place
            )
            #expect(listed.lines.count == Set(model).count, "\(listed.output)")
            let again = try await place.flightdeck(copying + ["--wait"])
            #expect(again.status == .exited(0), "\(again.error)")
            let unchanged = try await shell(
                "aws s3 ls --recursive s3://flightdeck-deploy/flightdeck-artifacts/ --profile sandbox-deploy", in: place
            )
            #expect(unchanged.output == listed.output)
        }
    }

    @Test("killed in mid-copy: offered, finished with what had arrived, and cleaned up where that is wanted")
    func killedCopy() async throws {
        try await Workplace.withSandbox(accounts: true) { place in
            let model = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/april/", "--instance-type",
                "ml.m5.xlarge", "--dry-run", "--skip-preflight"
            ).json()["CreateModel"]["Containers"].elements.compactMap { $0["ModelDataUrl"].text }
            // 40 MB of zeros behind a real artifact: gzip readers stop before them, and it goes in five parts.
            let first = try #require(model.first)
            let grown = try await shell(
                """
                set -e
                cd \(place.folder)
                aws s3 cp \(first) artifact && head -c 40000000 /dev/zero >> artifact
                aws s3api put-object --bucket flightdeck-demo --key \(first.dropFirst("s3://flightdeck-demo/".count)) \
                    --body artifact
                """, in: place)
            #expect(grown.status == .exited(0), "\(grown.error)")
            let copying = Self.launch + ["--copy-artifacts", "--skip-preflight", "--transform-job-name", "cut-copy"]
            for isCleanedUp in [true, false] {
                let held = try await killInMidCopy(copying, in: place)
                #expect(held)
                let list = try await place.flightdeck("resume", "--json").json()["Launches"].elements
                #expect(list.map { $0["State"].text } == ["copyingArtifacts"])
                #expect(try await uploads(in: place) == 1)
                guard isCleanedUp else { break }
                let cleaned = try await place.flightdeck(
                    "resume", "cut-copy", "--clean-up", "--yes", "--profile", "sandbox-deploy")
                #expect(cleaned.status == .exited(0), "\(cleaned.error)")
                #expect(try await uploads(in: place) == 0)
            }
            let resumed = try await place.flightdeck("resume", "cut-copy", "--yes", "--profile", "sandbox-deploy")
            #expect(resumed.status == .exited(0), "\(resumed.error)")
            #expect(resumed.lines == ["cut-copy"])
            #expect(try await uploads(in: place) == 0)
            let ended = try await place.flightdeck("watch", "cut-copy", "--profile", "sandbox-deploy")
            #expect(ended.status == .exited(0), "\(ended.error)")
        }
    }

    /// Kills a launch while its third part is under way.
    private func killInMidCopy(_ arguments: [String], in place: Workplace) async throws -> Bool {
        let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
        var held = false
        try await HoldingProxy.run(before: endpoint, holding: "partNumber=3&") { proxy, isHeld in
            let killed = try await run(
                .path(.init(BuiltProgram.path)), arguments: Arguments(arguments),
                environment: .custom(place.with(["AWS_ENDPOINT_URL": proxy]).environment), input: .none,
                output: .discarded, error: .discarded
            ) { execution in
                try await isHeld()
                held = true
                try execution.send(signal: .kill)
            }
            #expect(killed.terminationStatus == .signaled(9))
        }
        return held
    }

    private func uploads(in place: Workplace) async throws -> Int {
        let listed = try await shell(
            "aws s3api list-multipart-uploads --bucket flightdeck-deploy --profile sandbox-deploy "
                + "--query 'length(Uploads || `[]`)' --output text", in: place)
        #expect(listed.status == .exited(0), "\(listed.error)")
        return Int(listed.lines.first ?? "") ?? -1
    }

    @Test("a role that does not trust the caller ends with status 4 and its trust policy; no profile with 2")
    func trust() async throws {
        try await Workplace.withSandbox(accounts: true) { place in
            let locked = Self.launch.map { $0 == "sandbox" ? "sandbox-locked" : $0 }
            let refused = try await place.flightdeck(locked)
            #expect(refused.status == .exited(4), "\(refused.error)")
            #expect(refused.error.contains("\"AWS\": \"arn:aws:iam::444455556666:root\""), "\(refused.error)")
            #expect(refused.error.contains("aws iam update-assume-role-policy --role-name autopilot-locked"))

            let asked = try await place.flightdeck(
                "policies", "penguins-species", "--source-profile", "sandbox-locked", "--profile", "sandbox-deploy")
            #expect(asked.status == .exited(4), "\(asked.error)")
            let remark = "# no profile of account 1111-2222-3333 is known: run it with that account's credentials\n"
            #expect(asked.output.contains(remark + "aws iam"), "\(asked.output)")
            let command = try #require(asked.lines.first { $0.hasPrefix("aws iam") })
            let applied = try await shell(command + " --profile sandbox", in: place)
            #expect(applied.status == .exited(0), "\(applied.error)")
            let after = try await place.flightdeck(
                "policies", "penguins-species", "--source-profile", "sandbox-locked", "--profile", "sandbox-deploy")
            #expect(after.status == .exited(1), "the artifacts are next: \(after.error)")

            let unknown = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://a-bucket/b", "--instance-type", "ml.m5.xlarge",
                "--source-profile", "nobody", "--yes")
            #expect(unknown.status == .exited(2) && unknown.error.contains("nobody"), "\(unknown.error)")
            #expect(!unknown.error.contains(" --profile"), "it is the other option's: \(unknown.error)")
        }
    }

    @Test("the demo has both accounts, and a plan keeps where its job is")
    func demo() async throws {
        try await Workplace.using { place in
            let planned = try await place.flightdeck(
                Self.launch + ["--demo", "--copy-artifacts", "--dry-run", "--save-plan", "\(place.folder)/plan.toml"])
            #expect(planned.status == .exited(0), "\(planned.error)")
            let text = try String(contentsOfFile: "\(place.folder)/plan.toml", encoding: .utf8)
            #expect(text.contains("source-profile = \"sandbox\""))
            #expect(text.contains("copy-artifacts-to = \"s3://flightdeck-deploy/flightdeck-artifacts/\""))
            let exported = try await place.flightdeck(
                "export", "--plan", "\(place.folder)/plan.toml", "--as", "aws-cli", "--demo", "--profile",
                "sandbox-deploy")
            #expect(exported.status == .exited(0), "\(exported.error)")
            #expect(exported.output.contains("#   aws s3 cp s3://flightdeck-demo/"), "\(exported.output)")
            let pipe = " - --profile sandbox | aws s3 cp - s3://flightdeck-deploy/"
            #expect(exported.output.contains(pipe), "\(exported.output)")
            let unknown = try await place.flightdeck("jobs", "--demo", "--profile", "nobody")
            #expect(unknown.status == .exited(2), "\(unknown.error)")
            #expect(unknown.error.contains("sandbox, sandbox-deploy"), "\(unknown.error)")
            #expect(!unknown.error.contains("/config"), "\(unknown.error)")
        }
    }
}
