import FoundationEssentials
import Testing

@Suite("The whole job with one-shot commands", .serialized)
struct WholeJobCommandsTests {
    @Test("from the job list to predictions on disk")
    func wholeJob() async throws {
        try await Workplace.withSandbox { place in
            let jobs = try await place.flightdeck("jobs", "--json").json()
            #expect(jobs["AutoMLJobSummaries"].elements.contains { $0["AutoMLJobName"].text == "penguins-species" })
            let table = try await place.flightdeck("jobs", "--details")
            #expect(table.lines.first?.hasPrefix("JOB") == true)
            #expect(table.lines.contains { $0.contains("penguins-species") && $0.contains("accuracy") })

            let sized = try await place.flightdeck("candidates", "penguins-ensemble", "--sizes", "--json").json()
            let first = try #require(sized["Leaderboard"].elements.first)
            #expect(first["Rank"].number == 1 && first["Algorithm"].text == "autogluon")
            #expect(first["ModelSizeBytes"].number ?? 0 > 1000 && first["InferenceLatencySeconds"].number ?? 0 > 0)
            let accuracy = try #require(first["Metrics"].elements.first)
            #expect(accuracy["Name"].text == "Accuracy" && accuracy["Train"].number ?? 0 > 0.9)
            let board = try await place.flightdeck("candidates", "penguins-species", "--json").json()
            #expect(board["Candidates"].elements.count >= 5)
            let best = try #require(
                board["Candidates"].elements.first { $0["CandidateStatus"].text == "Completed" }?["CandidateName"].text)

            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--candidate", best, "--input",
                "s3://flightdeck-demo/inbox/march/", "--instance-type", "ml.m5.xlarge", "--inference-response-keys",
                "predicted_label,probability", "--yes", "--wait")
            #expect(launched.status == .exited(0), "\(launched.error)")
            let name = try #require(launched.lines.first)
            #expect(launched.lines.count == 1, "the transform's name alone is the result")

            let transforms = try await place.flightdeck("transforms", "--json").json()
            #expect(transforms["TransformJobSummaries"].elements.first?["TransformJobName"].text == name)
            #expect(transforms["TransformJobSummaries"].elements.first?["TransformJobStatus"].text == "Completed")

            let head = try await place.flightdeck("outputs", name, "--json", "--head", "3").json()["Outputs"].elements
            #expect(head.count == 6)
            #expect(head.allSatisfy { $0["State"].text == "written" && $0["Rows"].elements.count == 3 })
            #expect(head.allSatisfy { $0["Rows"].elements.first?.elements.count == 2 }, "label and probability")
            let shown = try await place.flightdeck("outputs", name, "--head", "2")
            #expect(shown.output.contains("predicted_label") && shown.output.contains("probability"))

            let summary = try await place.flightdeck("outputs", name, "--summary", "--by", "island", "--json").json()
            #expect(summary["ObjectsRead"].number == 6 && summary["Columns"].elements.count == 2)
            let grouped = summary["By"]["Groups"].elements.compactMap { $0["Rows"].number }.reduce(0, +)
            #expect(summary["Rows"].number == grouped && grouped > 0)
            let least = try await place.flightdeck("outputs", name, "--least-confident", "2")
            #expect(least.output.contains("CONFIDENCE"), "\(least.output)")
            let joinedTable = "\(place.folder)/joined.csv"
            let taken = try await place.flightdeck(
                "outputs", name, "--format", "csv", "--joined", "--output", joinedTable)
            #expect(taken.status == .exited(0), "\(taken.error)")
            let lines = try String(contentsOfFile: joinedTable, encoding: .utf8).split(separator: "\n")
            #expect(
                lines.first?.hasPrefix("island,") == true
                    && lines.first?.hasSuffix("predicted_label,probability") == true)
            #expect(Double(lines.count - 1) == grouped)
            let refused = try await place.flightdeck("outputs", name, "--summary", "--column", "price")
            #expect(refused.status == .exited(1) && refused.error.contains("has no column price"), "\(refused.error)")

            let folder = "\(place.folder)/made/by/download"
            let downloaded = try await place.flightdeck("outputs", name, "--download", folder)
            #expect(downloaded.status == .exited(0), "\(downloaded.error)")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(files == (1...6).map { "part-00\($0).csv.out" })
            for file in files {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                let labels = Set(
                    text.split(separator: "\n").compactMap { $0.split(separator: ",").first.map(String.init) })
                #expect(
                    !labels.isEmpty && labels.isSubset(of: ["Adelie", "Gentoo", "Chinstrap"]), "\(file): \(labels)")
            }
            #expect(!downloaded.error.contains("replaced"))
            let kept = try await place.flightdeck("outputs", name, "--download", folder)
            #expect(kept.status == .exited(0), "\(kept.error)")
            #expect(kept.error.contains("0 files downloaded; kept 6 that haven't changed"), "\(kept.error)")
            try Data("x".utf8).write(to: URL(filePath: "\(folder)/\(files[0])"))
            let again = try await place.flightdeck("outputs", name, "--download", folder, "--json")
            #expect(again.status == .exited(0) && again.error.contains("; replaced 1 existing file"), "\(again.error)")
            #expect(again.error.contains("; kept 5 that haven't changed"), "\(again.error)")
            for count in ["\"Inputs\": 6", "\"Written\": 6", "\"Missing\": 0", "\"Earlier\": 0", "\"OfUnknownRun\": 0"]
            {
                #expect(again.output.contains(count), "\(count)")
            }
            let written = try again.json()["Download"]["Files"].elements
            #expect(written.map { $0["Path"].text } == files)
        }
    }

    @Test("a dry run prints both requests and creates nothing")
    func dryRun() async throws {
        try await Workplace.withSandbox { place in
            let before = try await place.flightdeck("transforms", "--json").output
            let planned = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--dry-run")
            #expect(planned.status == .exited(0), "\(planned.error)")
            let requests = try planned.json()
            #expect(requests["CreateModel"]["Containers"].elements.count == 3)
            #expect(requests["CreateTransformJob"]["ModelName"] == requests["CreateModel"]["ModelName"])
            let after = try await place.flightdeck("transforms", "--json").output
            #expect(before == after)
            let unfinished = try await place.flightdeck("resume")
            #expect(unfinished.error.contains("no interrupted launches"))
        }
    }

    @Test("watch --json prints one object a line: events, each with its name, and log lines")
    func watchLines() async throws {
        try await Workplace.withSandbox { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-body-mass", "--input", "s3://flightdeck-demo/inbox/body-mass/", "--instance-type",
                "ml.m5.large", "--yes")
            let name = try #require(launched.lines.first, "\(launched.error)")
            let watched = try await place.flightdeck("watch", name, "--json")
            #expect(watched.status == .exited(0), "\(watched.error)")
            let lines = try watched.lines.map { try JSONDecoder().decode(JSONDocument.self, from: Data($0.utf8)) }
            #expect(lines.contains { $0["TransformJobStatus"].text == "Completed" })
            #expect(lines.contains { $0["message"].text?.contains("/invocations") == true })
            let events = lines.compactMap { $0["Event"].text }
            #expect(events.count == lines.count && events.last == "end")
            #expect(events.contains("phase") && events.contains("description") && events.contains("log"))
            let end = try #require(lines.last)
            #expect(end["Status"].text == "Completed" && end["ExitStatus"].number == 0)
            #expect(end["Outputs"]["Missing"].number == 0)
            // The sandbox's price list has the instance: the cost has its source.
            #expect(end["Cost"]["Currency"].text == "USD" && end["Cost"]["PriceSource"].text != nil)
            #expect(lines.allSatisfy { $0["TransformJobName"].text == name })
        }
    }

    @Test("--stop-after stops a transform once, says so, and ends with 3")
    func stopAfter() async throws {
        try await Workplace.withSandbox(paced: true) { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--yes", "--wait", "--stop-after", "1s")
            #expect(launched.status == .exited(3), "\(launched.error)")
            #expect(launched.error.contains("its limit is 1 s"), "\(launched.error)")
            let unlimited = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--yes", "--stop-at-cost", "5")
            #expect(unlimited.status == .exited(2) && unlimited.error.contains("--wait"))
        }
    }

    @Test("--demo needs nothing and leaves nothing")
    func demo() async throws {
        try await Workplace.using { place in
            let jobs = try await place.flightdeck("--demo", "jobs", "--json")
            #expect(jobs.status == .exited(0), "\(jobs.error)")
            #expect(try jobs.json()["AutoMLJobSummaries"].elements.count >= 5)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder).isEmpty)
        }
    }
}
