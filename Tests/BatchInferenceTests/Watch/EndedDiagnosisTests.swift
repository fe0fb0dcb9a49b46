import AWSOperations
import Testing

@testable import BatchInference

@Suite("Causes of a transform that ended before anybody looked")
struct EndedDiagnosisTests {
    private let observations = FakeObservations()
    private let services: FakeServices
    private let job: DescribeTransformJobResponse

    init() {
        services = FakeServices(sageMaker: FakeSageMaker(), observations: observations)
        var job = Samples.transform()
        job.transformJobStatus = .failed
        job.failureReason = "ClientError: See job logs for more information"
        job.creationTime = Timestamp(secondsSinceEpoch: 1_799_990_000)
        job.transformEndTime = job.creationTime.adding(seconds: 900)
        self.job = job
    }

    private func found() async -> [Diagnosis] {
        await Diagnosis.ofEnded(job, outputs: nil, from: services, now: job.creationTime.adding(seconds: 9000))
    }

    private func write(_ lines: [String], to stream: String, after seconds: Double) {
        observations.state.withLock { state in
            state.logGroupExists = true
            state.eventsPerPage = 5000
            state.streams["\(job.transformJobName)/\(stream)"] = lines.enumerated().map { index, line in
                OutputLogEvent(
                    timestamp: job.creationTime.milliseconds + Int(seconds * 1000) + index * 10, message: line)
            }
        }
    }

    @Test("What SageMaker said of an object counts, however many lines the container wrote after it")
    func causeBeforeManyLines() async {
        write(
            [
                "[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD",
                "[sagemaker logs]: b/in/a.csv: ClientError: 400",
                "[sagemaker logs]: b/in/a.csv: Expected number of columns is 7 but received 8",
            ], to: "i-1/data-log", after: 100)
        let served = "169.254.255.130 - - \"POST /invocations HTTP/1.1\" 200 1"
        write(Array(repeating: served, count: 12_000), to: "i-1", after: 200)
        let diagnoses = await found()
        #expect(diagnoses.map(\.id) == ["column-count"])
        #expect(diagnoses.first?.objects == ["s3://b/in/a.csv"])
    }

    @Test("Nobody is sent to a log that has no lines, or isn't there")
    func nothingToRead() async throws {
        let none = try #require(await found().first)
        #expect(none.cause == "unknown cause: the log might say, but CloudWatch has none of this transform")
        #expect(!none.fix.contains("read the last lines"))
        write([], to: "i-1", after: 100)
        let empty = try #require(await found().first)
        #expect(empty.cause == "unknown cause: the log might say, but it has no lines")
        write(["starting"], to: "i-1", after: 100)
        #expect(await found().first?.fix.contains("read the last lines") == true)
    }
}
