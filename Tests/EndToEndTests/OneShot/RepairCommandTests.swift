import FoundationEssentials
import Subprocess
import Testing

@Suite("Repairing, comparing and reporting at the shell", .serialized)
struct RepairCommandTests {
    private static let launch = [
        "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type", "ml.m5.xlarge",
    ]

    @Test("what is missing is sent again, both runs are one, and history, report and compare tell of them")
    func wholeWay() async throws {
        try await Workplace.withSandbox { place in
            let first = try await place.flightdeck(Self.launch + ["--yes", "--wait"])
            let name = try #require(first.lines.first, "\(first.error)")
            let none = try await place.flightdeck("repair", name, "--yes")
            #expect(none.status == .exited(0) && none.error.contains("nothing to repair"), "\(none.error)")

            // Two outputs go, as if their objects had failed.
            let before = try await place.flightdeck("outputs", name, "--json").json()
            let outputs = before["Outputs"].elements.compactMap { $0["Output"]["Key"].text }
            #expect(outputs.count > 2)
            for key in outputs.prefix(2) {
                let deleted = try await place.delete("s3://flightdeck-demo/\(key)")
                #expect(deleted)
            }
            let planned = try await place.flightdeck("repair", name, "--dry-run", "--json").json()
            #expect(planned["Repaired"] == .number(2) && planned["Repairs"].text == name)
            #expect(
                planned["CreateTransformJob"]["TransformInput"]["DataSource"]["S3DataSource"]["S3DataType"].text
                    == "ManifestFile")
            #expect(try await place.flightdeck("outputs", name, "--json").json()["Counts"]["Missing"] == .number(2))

            let repair = try await place.flightdeck("repair", name, "--yes", "--wait")
            #expect(repair.status == .exited(0), "\(repair.error)")
            let second = try #require(repair.lines.first)
            #expect(repair.error.contains("reusing identical model"))
            for asked in [name, second] {
                let document = try await place.flightdeck("outputs", asked, "--json").json()
                #expect(document["TransformJobName"].text == name || asked == second)
                #expect(
                    document["Counts"]["Missing"] == .number(0)
                        && document["Counts"]["Written"] == .number(Double(outputs.count)))
                #expect(document["Counts"]["ByRepair"].elements.first?["Outputs"] == .number(2))
                #expect(document["Counts"]["ByRepair"].elements.first?["TransformJobName"].text == second)
            }
            let folder = "\(place.folder)/all"
            let download = try await place.flightdeck("outputs", second, "--download", folder)
            #expect(download.status == .exited(0))
            let watch = try await place.flightdeck("watch", name)
            #expect(watch.error.contains("of which 2 by the repair \(second)"), "\(watch.error)")

            let history = try await place.flightdeck("history", "--json").json()
            let kept = history["Runs"].elements.map { $0["TransformJobName"].text }
            #expect(kept.contains(name) && kept.contains(second))
            let file = "\(place.folder)/report.md"
            let report = try await place.flightdeck("report", second, "--output", file)
            #expect(report.status == .exited(0), "\(report.error)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("2 by the repair") && text.contains("## Timeline") && text.contains("## Predictions"))
            let document = try await place.flightdeck("report", name, "--json").json()
            #expect(document["RepairedBy"].elements.count == 1 && document["Counts"]["Missing"] == .number(0))

            let other = try await place.flightdeck(Self.launch + ["--max-payload-in-mb", "2", "--yes", "--wait"])
            let third = try #require(other.lines.first, "\(other.error)")
            let comparison = try await place.flightdeck("compare", name, third, "--json").json()
            let differing = comparison["SettingsThatDiffer"].elements.map { $0["Option"].text }
            #expect(differing.contains("MaxPayloadInMB") && !differing.contains("SplitType"))
            #expect(comparison["Columns"].elements.first?["PSI"] == .number(0), "the same rows by the same model")
            let table = try await place.flightdeck("compare", name, third)
            #expect(
                table.status == .exited(0) && table.output.contains("PSI 0.0000, stable"),
                "\(table.output)\(table.error)")
        }
    }

    @Test(
        "a repair that is cut before its transform is finished with its manifest, or cleaned up without one",
        arguments: [true, false])
    func cut(isCleanedUp: Bool) async throws {
        try await Workplace.withSandbox { place in
            let first = try await place.flightdeck(Self.launch + ["--yes", "--wait"])
            let name = try #require(first.lines.first)
            let outputs = try await place.flightdeck("outputs", name, "--json").json()
            let key = try #require(outputs["Outputs"].elements.first?["Output"]["Key"].text)
            #expect(try await place.delete("s3://flightdeck-demo/\(key)"))
            let plan = try await place.flightdeck("repair", name, "--dry-run", "--json").json()
            let manifest = try #require(plan["ManifestS3Uri"].text)
            let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
            try await HoldingProxy.run(before: endpoint, holding: ".CreateTransformJob") { proxy, held in
                let killed = try await run(
                    .path(.init(BuiltProgram.path)), arguments: ["repair", name, "--yes", "--skip-preflight"],
                    environment: .custom(place.with(["AWS_ENDPOINT_URL": proxy]).environment), input: .none,
                    output: .discarded, error: .discarded
                ) { execution in
                    try await held()
                    try execution.send(signal: .kill)
                }
                #expect(killed.terminationStatus == .signaled(9))
            }
            let listed = try await place.flightdeck("resume", "--json").json()["Launches"].elements
            #expect(listed.count == 1)
            let repaired = try await place.flightdeck("repair", name, "--yes")
            #expect(repaired.status == .exited(1) && repaired.error.contains("was interrupted"), "\(repaired.error)")

            let arguments = ["resume", "--all", "--yes"] + (isCleanedUp ? ["--clean-up"] : [])
            let resumed = try await place.flightdeck(arguments)
            #expect(resumed.status == .exited(0), "\(resumed.error)")
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"].elements.isEmpty)
            if isCleanedUp {
                let again = try await place.flightdeck("repair", name, "--dry-run", "--json").json()
                #expect(again["ManifestS3Uri"].text == manifest, "its folder is free again")
            } else {
                let second = try #require(resumed.lines.first)
                #expect(try await place.flightdeck("watch", second, "--quiet").status == .exited(0))
                let after = try await place.flightdeck("outputs", name, "--json").json()
                #expect(after["Counts"]["Missing"] == .number(0))
                let last = try await place.flightdeck(["resume", "--all", "--yes", "--clean-up"])
                #expect(last.status == .exited(0) && last.error.contains("no interrupted launches"), "\(last.error)")
            }
        }
    }

    @Test("a completed run with fewer predictions than records is told, by watch, in its events and in the history")
    func fewerPredictions() async throws {
        try await Workplace.withSandbox { place in
            let launch = Self.launch.map { $0.hasPrefix("s3:") ? "s3://flightdeck-demo/inbox/april/" : $0 }
            let whole = try await place.flightdeck(launch + ["--yes", "--wait"])
            #expect(whole.status == .exited(0) && !whole.error.contains("fewer predictions"), "\(whole.error)")
            let name = try #require(whole.lines.first)
            let outputs = try await place.flightdeck("outputs", name, "--json").json()
            let keys = outputs["Outputs"].elements.compactMap { $0["Output"]["Key"].text }
            let key = try #require(keys.first { $0.contains("dream") }, "\(keys)")
            let program = """
                import boto3, sys
                boto3.client("s3").put_object(Bucket="flightdeck-demo", Key=sys.argv[1], Body=b"Adelie\\n" * 7)
                """
            try await place.python(program, key)
            let watch = try await place.flightdeck("watch", name, "--quiet")
            #expect(watch.status == .exited(0), "\(watch.error)")
            #expect(
                watch.error.contains("fewer predictions than records: dream.csv has 7 for 51 records"), "\(watch.error)"
            )
            let events = try await place.flightdeck("watch", name, "--json").lines.map {
                try JSONDecoder().decode(JSONDocument.self, from: Data($0.utf8))
            }
            let causes = events.last?["Causes"].elements.map { $0["Id"].text } ?? []
            #expect(causes.first == "fewer-predictions")
            #expect(events.last?["Causes"].elements.first?["Evidence"].text == "all objects read")
            let history = try await place.flightdeck("history")
            #expect(history.output.contains("fewer predictions than records"), "\(history.output)")
        }
    }

    @Test("a repair that isn't launched leaves no manifest behind")
    func refused() async throws {
        try await Workplace.withSandbox { place in
            let first = try await place.flightdeck(Self.launch + ["--yes", "--wait"])
            let name = try #require(first.lines.first)
            let document = try await place.flightdeck("outputs", name, "--json").json()
            let key = try #require(document["Outputs"].elements.first?["Output"]["Key"].text)
            #expect(try await place.delete("s3://flightdeck-demo/\(key)"))
            // No quota for that type: that is known before anything is written.
            let type = ["--instance-type", "ml.p3.16xlarge"]
            let repair = try await place.flightdeck(["repair", name, "--yes"] + type)
            #expect(repair.status == .exited(1), "\(repair.error)")
            #expect(repair.error.contains("nothing was written or created"), "\(repair.error)")
            let dry = try await place.flightdeck(["repair", name, "--dry-run", "--json"] + type)
            #expect(dry.status == .exited(1), "\(dry.error)")
            let checks = try dry.json()["Preflight"]["Findings"].elements
            #expect(checks.contains { $0["Check"].text == "quota" && $0["Verdict"].text == "failed" }, "\(dry.output)")
            #expect(!checks.contains { $0["Check"].text == "columns" }, "the input isn't there yet")
            #expect(dry.error.contains("the preflight found 1 thing that would fail"), "\(dry.error)")

            // The objects' own mistakes are seen once the manifest is there; it goes again.
            let wrong = try await place.flightdeck(
                Self.launch.map { $0.hasPrefix("s3:") ? "s3://flightdeck-demo/mistakes/target-left-in/" : $0 }
                    + ["--yes", "--skip-preflight", "--wait", "--transform-job-name", "wrong-columns"])
            #expect(wrong.status == .exited(1), "\(wrong.error)")
            let again = try await place.flightdeck("repair", "wrong-columns", "--yes", "--no-fix")
            #expect(again.status == .exited(1) && again.error.contains("the manifest was removed"), "\(again.error)")

            let question = try await place.flightdeck("repair", name)
            #expect(question.status == .exited(2), "nobody can be asked")
            let resume = try await place.flightdeck("resume", "--json").json()
            #expect(resume["Launches"].elements.isEmpty, "\(resume)")
            let planned = try await place.flightdeck("repair", name, "--dry-run", "--json").json()
            #expect(
                planned["ManifestS3Uri"].text?.contains("-input/input.manifest") == true,
                "the first folder is free again"
            )
        }
    }
}

extension Workplace {
    /// Deletes an object of the sandbox with boto3.
    fileprivate func delete(_ uri: String) async throws -> Bool {
        let rest = uri.dropFirst("s3://".count)
        guard let slash = rest.firstIndex(of: "/") else { return false }
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let result = try await run(
            python.contains("/") ? .path(.init(python)) : .name(python),
            arguments: [
                "-c", "import boto3, sys; boto3.client('s3').delete_object(Bucket=sys.argv[1], Key=sys.argv[2])",
                String(rest[..<slash]), String(rest[rest.index(after: slash)...]),
            ], environment: .custom(environment), output: .string(limit: 1 << 16), error: .string(limit: 1 << 20))
        return result.terminationStatus == .exited(0)
    }
}
