import FoundationEssentials
import Testing

@Suite("The whole job with one-shot commands", .serialized)
struct WholeJobCommandsTests {
    private struct Jobs: Decodable {
        struct Job: Decodable {
            var AutoMLJobName: String
            var AutoMLJobStatus: String
        }
        var AutoMLJobSummaries: [Job]
    }
    private struct Candidates: Decodable {
        struct Candidate: Decodable {
            var CandidateName: String
            var CandidateStatus: String
        }
        var Candidates: [Candidate]
    }
    private struct Transforms: Decodable {
        var TransformJobSummaries: [Description]
    }
    private struct Description: Decodable {
        var TransformJobName: String
        var TransformJobStatus: String
    }
    private struct Outputs: Decodable {
        struct Pair: Decodable {
            var State: String
            var Rows: [[String]]?
        }
        var Outputs: [Pair]
    }

    @Test("from the job list to predictions on disk")
    func wholeJob() async throws {
        try await Workplace.withSandbox { place in
            let jobs = try await place.flightdeck("jobs", "--json").json(Jobs.self)
            #expect(jobs.AutoMLJobSummaries.contains { $0.AutoMLJobName == "penguins-species" })
            let table = try await place.flightdeck("jobs", "--details")
            #expect(table.lines.first?.hasPrefix("JOB") == true)
            #expect(table.lines.contains { $0.contains("penguins-species") && $0.contains("Accuracy") })

            let board = try await place.flightdeck("candidates", "penguins-species", "--json").json(Candidates.self)
            #expect(board.Candidates.count >= 5)
            let best = try #require(board.Candidates.first { $0.CandidateStatus == "Completed" })

            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--candidate", best.CandidateName, "--input",
                "s3://flightdeck-demo/inbox/march/", "--instance-type", "ml.m5.xlarge", "--inference-response-keys",
                "predicted_label,probability", "--yes", "--wait")
            #expect(launched.status == .exited(0), "\(launched.error)")
            let name = try #require(launched.lines.first)
            #expect(launched.lines.count == 1, "the transform's name alone is the result")

            let transforms = try await place.flightdeck("transforms", "--json").json(Transforms.self)
            #expect(transforms.TransformJobSummaries.first?.TransformJobName == name)
            #expect(transforms.TransformJobSummaries.first?.TransformJobStatus == "Completed")

            let head = try await place.flightdeck("outputs", name, "--json", "--head", "3").json(Outputs.self)
            #expect(head.Outputs.count == 6)
            #expect(head.Outputs.allSatisfy { $0.State == "written" && $0.Rows?.count == 3 })
            #expect(head.Outputs.allSatisfy { $0.Rows?.first?.count == 2 }, "label and probability")
            let shown = try await place.flightdeck("outputs", name, "--head", "2")
            #expect(shown.output.contains("OUTPUT 1") && shown.output.contains("OUTPUT 2"))

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
        }
    }

    @Test("a dry run prints both requests and creates nothing")
    func dryRun() async throws {
        struct Requests: Decodable {
            struct Model: Decodable {
                var ModelName: String
                var Containers: [[String: Opaque]]
            }
            struct Transform: Decodable {
                var ModelName: String
                var TransformJobName: String
            }
            var CreateModel: Model
            var CreateTransformJob: Transform
        }
        try await Workplace.withSandbox { place in
            let before = try await place.flightdeck("transforms", "--json").output
            let planned = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--dry-run")
            #expect(planned.status == .exited(0), "\(planned.error)")
            let requests = try planned.json(Requests.self)
            #expect(requests.CreateModel.Containers.count == 3)
            #expect(requests.CreateTransformJob.ModelName == requests.CreateModel.ModelName)
            let after = try await place.flightdeck("transforms", "--json").output
            #expect(before == after)
            let unfinished = try await place.flightdeck("resume")
            #expect(unfinished.error.contains("no launch was interrupted"))
        }
    }

    @Test("watch --json prints one object a line: descriptions as they change, and log lines")
    func watchLines() async throws {
        struct Line: Decodable {
            var TransformJobStatus: String?
            var message: String?
        }
        try await Workplace.withSandbox { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-body-mass", "--input", "s3://flightdeck-demo/inbox/body-mass/", "--instance-type",
                "ml.m5.large", "--yes")
            let name = try #require(launched.lines.first, "\(launched.error)")
            let watched = try await place.flightdeck("watch", name, "--json")
            #expect(watched.status == .exited(0), "\(watched.error)")
            let lines = try watched.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(lines.contains { $0.TransformJobStatus == "Completed" })
            #expect(lines.contains { $0.message?.contains("/invocations") == true })
        }
    }

    @Test("--demo needs nothing and leaves nothing")
    func demo() async throws {
        try await Workplace.using { place in
            let jobs = try await place.flightdeck("--demo", "jobs", "--json")
            #expect(jobs.status == .exited(0), "\(jobs.error)")
            #expect(try jobs.json(Jobs.self).AutoMLJobSummaries.count >= 5)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder).isEmpty)
        }
    }

    /// Any JSON value, not looked at.
    private struct Opaque: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}
