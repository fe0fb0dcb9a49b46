import AWSOperations
import Testing

@testable import Sandbox

struct AutoMLJobTests {
    @Test func listsWithOrderFilterAndPages() async throws {
        try await RunningSandbox.use { running in
            var names: [String] = []
            var request = ListAutoMLJobsRequest(sortOrder: .descending, sortBy: .creationTime, maxResults: 2)
            var times: [Timestamp] = []
            repeat {
                let page = try await running.client.send(request)
                #expect(page.autoMLJobSummaries.count <= 2)
                names += page.autoMLJobSummaries.map(\.autoMLJobName)
                times += page.autoMLJobSummaries.map(\.creationTime)
                request.nextToken = page.nextToken
            } while request.nextToken != nil
            #expect(Set(names).count == 7)
            #expect(times == times.sorted(by: >))
            let failed = try await running.client.send(ListAutoMLJobsRequest(statusEquals: .failed))
            #expect(failed.autoMLJobSummaries.map(\.autoMLJobName) == ["churn-march"])
            #expect(failed.autoMLJobSummaries.first?.failureReason?.contains("Churn?") == true)
            let wrong = await running.refusal {
                try await running.client.send(ListAutoMLJobsRequest(maxResults: 101))
            }
            #expect(wrong?.message.contains("Member must have value less than or equal to 100") == true)
        }
    }

    @Test(arguments: [("penguins-species", 3), ("penguins-body-mass", 2), ("penguins-ensemble", 1)])
    func describesWithItsContainers(job: String, count: Int) async throws {
        try await RunningSandbox.use { running in
            let first = try await running.client.send(DescribeAutoMLJobRequest(autoMLJobName: job))
            let second = try await running.client.send(DescribeAutoMLJobV2Request(autoMLJobName: job))
            #expect(first.autoMLJobStatus == .completed)
            #expect(first.bestCandidate == second.bestCandidate)
            let best = try #require(first.bestCandidate)
            let containers = best.inferenceContainers ?? best.inferenceContainerDefinitions?["CPU"]
            #expect(containers?.count == count)
            for container in containers ?? [] {
                let location = try #require(S3Location(container.modelDataUrl))
                let head = try await running.client.send(
                    HeadObjectRequest(bucket: location.bucket, key: location.key))
                #expect(head.contentLength > 0)
            }
            let artifacts = try #require(first.autoMLJobArtifacts)
            #expect((artifacts.candidateDefinitionNotebookLocation == nil) == (job == "penguins-ensemble"))
            for notebook in [artifacts.candidateDefinitionNotebookLocation, artifacts.dataExplorationNotebookLocation] {
                guard let location = notebook.flatMap({ S3Location($0) }) else { continue }
                let parsed = try JSONValue(parsing: Array(try await running.text(location.key).utf8)[...])
                #expect(parsed["nbformat"]?.text == "4" && parsed["cells"] != nil)
            }
            #expect(first.creationTime < first.lastModifiedTime)
            let ended = try #require(first.endTime)
            #expect(ended <= .now)
            #expect(try #require(best.endTime) < ended)
        }
    }

    @Test func theFirstVersionRefusesJobsOfTheSecond() async throws {
        try await RunningSandbox.use { running in
            let job = "penguins-sex-tabular"
            let second = try await running.client.send(DescribeAutoMLJobV2Request(autoMLJobName: job))
            #expect(second.autoMLProblemTypeConfigName == .tabular)
            let refused = await running.refusal {
                try await running.client.send(DescribeAutoMLJobRequest(autoMLJobName: job))
            }
            #expect(refused?.code == "ValidationException")
            let unknown = await running.refusal {
                try await running.client.send(DescribeAutoMLJobRequest(autoMLJobName: "none"))
            }
            #expect(unknown?.code == "ResourceNotFound")
        }
    }

    @Test func ordersCandidates() async throws {
        try await RunningSandbox.use { running in
            func list(_ request: ListCandidatesForAutoMLJobRequest) async throws -> [AutoMLCandidate] {
                try await running.client.send(request).candidates
            }
            let newest = try await list(ListCandidatesForAutoMLJobRequest(autoMLJobName: "penguins-species"))
            #expect(newest.count == 9)
            #expect(newest.map(\.creationTime) == newest.map(\.creationTime).sorted(by: >))
            let best = try await list(
                ListCandidatesForAutoMLJobRequest(
                    autoMLJobName: "penguins-species", sortOrder: .descending, sortBy: .finalObjectiveMetricValue))
            let values = best.compactMap { $0.finalAutoMLJobObjectiveMetric?.value }
            #expect(values == values.sorted(by: >))
            #expect(best.last?.candidateStatus == .failed)
            let completed = try await list(
                ListCandidatesForAutoMLJobRequest(autoMLJobName: "penguins-species", statusEquals: .completed))
            #expect(completed.count == 8)
            let one = try await list(
                ListCandidatesForAutoMLJobRequest(
                    autoMLJobName: "penguins-species", candidateNameEquals: best[0].candidateName))
            #expect(one.map(\.candidateName) == [best[0].candidateName])
        }
    }

    @Test func aRunningJobGainsCandidatesAndEnds() throws {
        let start = Timestamp(secondsSinceEpoch: 1_795_000_000)
        let timing = SandboxTiming(candidateInterval: 20)
        let records = DemoJobs(seededAt: start, timing: timing).records(
            species: DemoTraining.species, bodyMass: DemoTraining.bodyMass, ensemble: DemoTraining.ensemble,
            sex: DemoTraining.sex)
        let job = try #require(records.first { $0.name == "penguins-sex" })
        func counts(after seconds: Double) -> (done: Int, running: Int) {
            let candidates = job.candidates(at: start.adding(seconds: seconds))
            return (
                candidates.count { $0.candidateStatus != .inProgress },
                candidates.count { $0.candidateStatus == .inProgress }
            )
        }
        #expect(counts(after: 1) == (4, 1))
        #expect(counts(after: 21) == (5, 1))
        #expect(counts(after: 61) == (7, 1))
        #expect(job.status(at: start.adding(seconds: 61)) == .inProgress)
        #expect(job.best(at: start.adding(seconds: 61)) != nil)
        #expect(counts(after: 3600) == (10, 0))
        #expect(job.status(at: start.adding(seconds: 3600)) == .completed)
        let growing = stride(from: 0.0, to: 200, by: 5).map { counts(after: $0).done }
        #expect(growing == growing.sorted())
    }

    @Test func aRunningJobStopsAndStaysStopped() async throws {
        try await TemporaryDirectory.use { directory in
            let start = Timestamp(secondsSinceEpoch: 1_795_000_000)
            let timing = SandboxTiming(stopping: 5, candidateInterval: 20)
            let records = DemoJobs(seededAt: start, timing: timing).records(
                species: DemoTraining.species, bodyMass: DemoTraining.bodyMass, ensemble: DemoTraining.ensemble,
                sex: DemoTraining.sex)
            let catalog = try await opened(directory, timing, records)
            let asked = start.adding(seconds: 30)
            try await catalog.stop("penguins-sex", at: asked)
            func look(_ catalog: AutoMLCatalog, after seconds: Double) async throws -> String {
                let now = start.adding(seconds: seconds)
                let job = try await catalog.describeV2("penguins-sex", at: now)
                let request = ListCandidatesForAutoMLJobRequest(autoMLJobName: "penguins-sex", maxResults: 50)
                let candidates = try await catalog.candidates(request, at: now).candidates
                let ended = candidates.count { $0.candidateStatus == .completed }
                let stopped = candidates.count { $0.candidateStatus == .stopped }
                return "\(job.autoMLJobStatus.rawValue) \(job.autoMLJobSecondaryStatus.rawValue) \(ended) \(stopped) "
                    + "\(candidates.count) \(job.endTime != nil)"
            }
            #expect(try await look(catalog, after: 29) == "InProgress ModelTuning 5 0 6 false")
            #expect(try await look(catalog, after: 31) == "Stopping Stopping 5 0 6 false")
            #expect(try await look(catalog, after: 36) == "Stopped Stopped 5 1 6 true")
            #expect(try await look(catalog, after: 3600) == "Stopped Stopped 5 1 6 true")
            // Stopping twice is no error while it stops, and one that is over can't be stopped.
            try await catalog.stop("penguins-sex", at: start.adding(seconds: 32))
            for (job, code) in [
                ("penguins-sex", "ValidationException"), ("penguins-species", "ValidationException"),
                ("none", "ResourceNotFound"), ("not_a_name", "ValidationException"),
            ] {
                let refused = await #expect(throws: ServiceFault.self) {
                    try await catalog.stop(job, at: start.adding(seconds: 40))
                }
                #expect(refused?.code == code)
            }
            // A later start of the sandbox finds it stopped.
            let later = try await opened(directory, timing, records)
            #expect(try await look(later, after: 3600) == "Stopped Stopped 5 1 6 true")
        }
    }

    private func opened(
        _ directory: String, _ timing: SandboxTiming, _ records: [AutoMLJobRecord]
    ) async throws -> AutoMLCatalog {
        let catalog = try AutoMLCatalog(files: FileTree(directory, isKept: true), timing: timing)
        await catalog.add(records)
        return catalog
    }

    @Test func labelledInputsHoldTheirTarget() async throws {
        try await RunningSandbox.use { running in
            func lines(_ key: String) async throws -> [[Substring]] {
                try await running.text("labelled/\(key)").split(separator: "\n")
                    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            }
            let species = try await lines("species/validation.csv")
            #expect(species.count == 69 && species[0][0] == "species")
            #expect(Set(species.dropFirst().map { $0[0] }).count == 3)
            let mass = try await lines("body-mass/validation.csv")
            #expect(mass.count == 68 && mass.allSatisfy { $0.count == 8 && Double($0[5]) ?? 0 > 2000 })
            let sex = try await lines("sex/validation.csv")
            #expect(sex.count == 66 && sex.allSatisfy { $0.count == 8 && ["male", "female"].contains($0[6]) })
            let ensemble = try await lines("ensemble/validation.csv")
            #expect(Set(ensemble.compactMap(\.last)) == ["Adelie", "Chinstrap", "Gentoo"])
            #expect(try await lines("sex-season/part-001.csv").count { $0[6].isEmpty } == 11)
            let birds = try await lines("new-birds/part-001.csv") + lines("new-birds/part-002.csv")
            let trained = Set(PenguinData.table.rows.map { $0.joined(separator: ",") })
            #expect(birds.count == 600 && Set(birds).count == 600)
            #expect(birds.allSatisfy { $0.count == 8 && !trained.contains($0.joined(separator: ",")) })
            // Of the same process: as heavy on average as those of their kind that were measured.
            func weight(_ birds: [[String]]) -> Double {
                let males = birds.filter { $0[0] == "Gentoo" && $0[6] == "male" }.compactMap { Double($0[5]) }
                return males.reduce(0, +) / Double(max(males.count, 1))
            }
            #expect(abs(weight(birds.map { $0.map(String.init) }) - weight(PenguinData.table.rows)) < 100)
        }
    }
}
