import AWSOperations
import Testing

@testable import BatchInference

/// What a plan becomes after a failure, and the record that it happened on.
@Suite struct DiagnosisEditsTests {
    private func edits(_ id: String, _ change: (inout LaunchPlan) -> Void = { _ in }) -> [PlanEdit] {
        var plan = Samples.plan
        change(&plan)
        return Diagnosis(id: id, cause: "", evidence: "", fix: "", side: .container).edits(of: plan)
    }

    @Test func requestsBecomeSmaller() {
        #expect(edits("payload-too-large") == [.payload(megabytes: 3)])
        #expect(edits("payload-too-large") { $0.maxPayloadInMB = 20 } == [.payload(megabytes: 10)])
        #expect(edits("payload-too-large") { $0.maxPayloadInMB = 1 } == [.singleRecord])
        #expect(edits("payload-too-large") { ($0.maxPayloadInMB, $0.batchStrategy) = (1, .singleRecord) }.isEmpty)
        #expect(edits("payload-too-large") { $0.split = .none } == [.splitByLine])
    }

    @Test func recordsGetRoomWithinWhatSageMakerTakes() {
        #expect(edits("record-too-large") == [.payload(megabytes: 24)])
        #expect(
            edits("record-too-large") { $0.maxConcurrentTransforms = 8 } == [.payload(megabytes: 24), .concurrency(4)])
        #expect(edits("record-too-large") { $0.maxPayloadInMB = 100 }.isEmpty)
    }

    @Test func timeMemoryAndFormats() {
        #expect(edits("timeout").first == .invocationTimeout(seconds: 1800))
        #expect(edits("timeout") { ($0.invocationTimeout, $0.maxPayloadInMB) = (3600, 6) } == [.payload(megabytes: 3)])
        #expect(edits("memory") { $0.instanceType = .mlM5Large } == [.instanceType(.mlM5Xlarge)])
        #expect(edits("answer-format") == [.accept("text/csv")])
        #expect(edits("answer-format") { $0.accept = "text/csv" }.isEmpty)
        #expect(edits("compressed-input") == [.compression(gzip: true)])
        #expect(edits("not-compressed").isEmpty)
        #expect(edits("not-compressed") { $0.compression = .gzip } == [.compression(gzip: false)])
        #expect(edits("internal-error").isEmpty)
        #expect(edits("internal-error") { $0.captureDestination = "s3://b/c/" } == [.withoutCapture])
        #expect(edits("column-count").isEmpty)
    }

    /// Each edit does to the plan what it says, and a plan that was mended isn't mended in the same way for ever.
    @Test(arguments: ["payload-too-large", "record-too-large", "timeout", "memory", "answer-format", "single-record"])
    func mendingComesToAnEnd(id: String) {
        var plan = Samples.plan
        var rounds = 0
        while rounds < 20 {
            let edits = Diagnosis(id: id, cause: "", evidence: "", fix: "").edits(of: plan)
            if edits.isEmpty { break }
            for edit in edits {
                let before = plan
                edit.apply(to: &plan)
                #expect(plan != before && !edit.phrase.isEmpty)
            }
            rounds += 1
        }
        #expect(rounds < 20)
    }

    @Test(arguments: [
        (RecordClue.field("F"), OffendingRecord.found(number: 2, cells: ["Biscoe", "F", "46.1"])),
        (.text("Sko\u{301}"), .notFound(records: 4, isWhole: true)),
        (.text("kog"), .found(number: 4, cells: ["Skog", "1", "2", "3"])),
        (.fieldCount(4), .found(number: 4, cells: ["Skog", "1", "2", "3"])),
        (.field("f"), .notFound(records: 4, isWhole: true)),
    ])
    func theRecordIsFound(clue: RecordClue, expected: OffendingRecord) async throws {
        let observations = FakeObservations()
        observations.put("s3://demo/in/a.csv", "Torgersen,39.1,18.7\nBiscoe,F,46.1\n\nDream,1,2\nSkog,1,2,3\n")
        var diagnosis = Diagnosis(id: "header-row", cause: "", evidence: "", fix: "")
        (diagnosis.clue, diagnosis.objects) = (clue, ["s3://demo/in/a.csv"])
        let found = try await OffendingRecord.find(for: diagnosis, of: Samples.transform(), in: observations)
        #expect(found == expected)
        #expect(found?.text(of: "s3://demo/in/a.csv").contains("a.csv") == true)
        diagnosis.clue = nil
        #expect(try await OffendingRecord.find(for: diagnosis, of: Samples.transform(), in: observations) == nil)
    }
}

/// The load of each instance.
@Suite struct TransformMetricReaderTests {
    private func points(_ values: [Double]) -> [(Timestamp, Double)] {
        values.enumerated().map { (Timestamp(secondsSinceEpoch: Double($0.offset * 60)), $0.element) }
    }

    @Test func instancesAreReadByThemselvesAndTogether() async throws {
        let observations = FakeObservations()
        let (busy, quiet) = (points([100, 180, 190]), points([1, 1]) + [(Timestamp(secondsSinceEpoch: 120), 3)])
        observations.change { state in
            state.metricPoints = ["CPUUtilization t/i-1": busy, "CPUUtilization t/i-2": quiet]
        }
        var job = Samples.transform()
        job.transformStartTime = Timestamp(secondsSinceEpoch: 0)
        let (series, failure) = try await TransformMetricReader(metrics: observations).series(
            of: job, hosts: ["t/i-1", "t/i-2"], now: Timestamp(secondsSinceEpoch: 200))
        #expect(failure == nil)
        #expect(series.cpu.map(\.value) == [50.5, 90.5, 96.5])
        #expect(series.instances.map(\.instance) == ["i-1", "i-2"])
        #expect(series.instances[0].cpu.map(\.value) == [100, 180, 190])
        // Of two cores, 3 % of one is nothing.
        #expect(series.idleInstances(as: InstanceType(.mlM5Large)).map(\.instance) == ["i-2"])
        // Without a type, nobody knows what the figures are a part of.
        #expect(series.idleInstances(as: nil).isEmpty)
    }

    @Test func tooFewPointsSayNothing() {
        let load = InstanceLoad(
            host: "t/i-1", cpu: points([0, 0]).map { MetricPoint(time: $0.0, value: $0.1) })
        #expect(load.isIdle(as: InstanceType(.mlM5Large)) == nil)
    }
}
