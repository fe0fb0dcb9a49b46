import AWSOperations
import Predictions
import Testing

@testable import BatchInference

/// What an evaluation would launch, where its candidates run on different instances.
@Suite struct EvaluationPlanTests {
    /// Of the three candidates, the one in the middle has containers for a GPU alone.
    private static let board: Leaderboard = {
        let candidates = ["a", "b", "c"].enumerated().map { place, name in
            var candidate = Samples.churnCandidate
            candidate.candidateName = name
            candidate.finalAutoMLJobObjectiveMetric?.value = 0.9 - Double(place) / 100
            if name == "b" {
                candidate.inferenceContainers = nil
                candidate.inferenceContainerDefinitions = [
                    "GPU": [AutoMLContainerDefinition(image: "r/gpu@sha256:1", modelDataUrl: "s3://b-1/m")]
                ]
            }
            return candidate
        }
        return Leaderboard(candidates: candidates)
    }()

    private func record(
        on type: TransformInstanceType? = nil, _ names: [String] = ["a", "b", "c"]
    ) throws -> EvaluationRecord {
        var input = LabelledInput(uri: "s3://rows-1/labelled/", target: "churn")
        (input.objects, input.rows, input.inputFilter) = (1, 333, "$[1:]")
        var options = EvaluationPlanner.Options()
        options.instanceType = type
        let planner = EvaluationPlanner(job: JobOverview(Samples.description("automl-churn")), board: Self.board)
        return try planner.record(
            planner.candidates(named: names, top: 3), on: input, .init(uri: input.uri), options: options,
            as: LaunchIdentity(account: "111122223333", region: "eu-west-1"),
            now: Timestamp(secondsSinceEpoch: 1_800_000_000))
    }

    private static let outlook = EvaluationOutlook(
        prices: [
            .mlM5Xlarge: .known(InstancePrice(type: .mlM5Xlarge, amount: 0.2, currency: "USD")),
            .mlG4dnXlarge: .known(InstancePrice(type: .mlG4dnXlarge, amount: 0.7, currency: "USD")),
        ])

    @Test("each candidate's own type is named, and the most that each costs is added up")
    func ownTypes() throws {
        let record = try record()
        #expect(record.candidates.map(\.instanceType) == [.mlM5Xlarge, .mlG4dnXlarge, .mlM5Xlarge])
        let text = record.lines(Self.outlook).joined(separator: "\n")
        #expect(text.contains("2 transforms on 1 x ml.m5.xlarge each and 1 transform on 1 x ml.g4dn.xlarge;"))
        #expect(text.contains("at most about $1.10:") && text.contains("candidate  b, on ml.g4dn.xlarge"))
        #expect(record.question.hasPrefix("Create 3 models and start 2 transforms on 1 x ml.m5.xlarge each and 1 "))
        #expect(record.question.contains("1 transform on 1 x ml.g4dn.xlarge in account 1111-2222-3333"))
        var unpriced = Self.outlook
        unpriced.prices[.mlG4dnXlarge] = .unknown(reason: "no price")
        #expect(record.lines(unpriced).contains { $0.contains("cost       unknown: no price") })
        let alike = try self.record(["a", "c"])
        #expect(alike.lines(Self.outlook).contains("candidate  a"))
        #expect(
            try self.record(["c"]).question.hasPrefix("Create 1 model and start 1 transform on 1 x ml.m5.xlarge in"))
    }

    @Test("a type with a quota of 0 is said before anything is created, and the others go on")
    func noQuota() throws {
        var quotas = TransformQuotas(perType: [.mlM5Xlarge: .init(value: 4), .mlG4dnXlarge: .init(value: 0)])
        let admitted = try record().admitted(by: quotas)
        #expect(admitted.taking.map(\.name) == ["a", "c"] && admitted.leftOut.map(\.name) == ["b"])
        let problem = "the account's quota for transforms on ml.g4dn.xlarge is 0"
        #expect(admitted.lines(Self.outlook).contains { $0.hasPrefix("left out   b: \(problem); choose") })
        #expect(admitted.lines(Self.outlook).contains { $0.contains("at most about $0.40:") })
        #expect(admitted.question.contains("2 models") && admitted.question.contains("each, without b (\(problem)) in"))
        #expect(EvaluationRoom(for: admitted, quotas, nil).next(of: admitted) == 0)
        quotas.perType[.mlM5Xlarge]?.value = 0
        #expect(try record().admitted(by: quotas).taking.isEmpty)
    }

    @Test("a candidate that can't run on the type that was asked for is left out; all of them are refused")
    func otherType() throws {
        let record = try record(on: .mlM5Large)
        #expect(record.taking.map(\.name) == ["a", "c"])
        #expect(record.leftOut.first?.problem == "the candidate has only GPU containers")
        let found = #expect(throws: EvaluationProblem.self) { _ = try self.record(on: .mlM5Large, ["b"]) }
        #expect(found?.description.contains("only GPU containers") == true)
    }

    @Test("the room of each type is its own, and that of all types holds for all")
    func room() throws {
        var record = try record()
        let quotas = TransformQuotas(
            perType: [.mlM5Xlarge: .init(value: 1), .mlG4dnXlarge: .init(value: 5)], overall: .init(value: 20))
        let running = RunningInstances()
        let room = EvaluationRoom(for: record, quotas, running)
        #expect(room.atOnce(of: record) == 2 && room.next(of: record) == 0)
        record.candidates[0].state = .running
        #expect(room.next(of: record) == 1)
        record.candidates[1].state = .running
        #expect(room.next(of: record) == nil)
        record.candidates[0].state = .completed
        #expect(room.next(of: record) == 2)
        let narrow = TransformQuotas(perType: quotas.perType, overall: .init(value: 1))
        record.candidates[0].state = .waiting
        #expect(EvaluationRoom(for: record, narrow, RunningInstances()).overall == 2)
        #expect(EvaluationRoom().atOnce(of: record) == nil)
    }

    @Test("rows that repeat others are counted across objects, up to a number of distinct rows that is told")
    func repeats() {
        func counted(_ rows: [[String]], limit: Int) -> LabelledInput.Repeats? {
            let counter = RepeatCounter(limit: limit)
            for (number, row) in rows.enumerated() { counter.note(Row(row, number: number)) }
            return counter.found
        }
        #expect(counted([["a", "bc"], ["ab", "c"], ["abc"], ["a", "b", "c"]], limit: 10) == nil)
        let rows = [["a", "1"], ["b", "1"], ["a", "1"], ["c", "1"], ["a", "1"], ["c", "1"]]
        #expect(counted(rows, limit: 10) == .init(count: 3, keptRows: nil))
        // Which rows are kept is left to their hashes: what is counted is at least so many.
        let cut = counted(rows, limit: 2)
        #expect(cut?.keptRows == 2 && (1...3).contains(cut?.count ?? 0))
        var random = SeededChance(seed: 3)
        let many = (0..<200_000).map { _ in ["\(random.next() % 150_000)"] }
        #expect(counted(many, limit: 1_000_000) == .init(count: 200_000 - Set(many).count, keptRows: nil))
        var input = LabelledInput(uri: "s3://rows-1/a.csv", target: "y")
        input.rows = 6
        input.repeats = counted(rows, limit: 10)
        #expect(input.notes.first?.hasPrefix("3 of 6 labelled rows repeat others exactly: where") == true)
        input.repeats = counted(rows, limit: 2)
        input.repeats?.count = 2
        #expect(input.notes.first?.hasPrefix("at least 2 of 6 labelled rows repeat others exactly (compared") == true)
    }
}
