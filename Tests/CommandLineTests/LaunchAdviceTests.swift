import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

@Suite("What is advised after a launch that failed")
struct LaunchAdviceTests {
    private static func failure(_ code: String, _ state: LaunchRecord.State) -> LaunchFailure {
        let plan = LaunchPlan(
            jobName: "j", candidateName: "c", containerSets: ContainerSets(), modelName: "m", roleArn: "",
            input: "s3://bucket/in/", output: "s3://bucket/out/", transformJobName: "nightly")
        var record = LaunchRecord(
            plan: plan, identity: LaunchIdentity(account: "111122223333", region: "eu-west-1", profile: nil),
            now: Timestamp(secondsSinceEpoch: 0))
        record.state = state
        let refusal = AWSFailure.service(
            ServiceError(
                operation: CreateTransformJobRequest.operation, code: code, message: "no", httpStatus: 400,
                requestID: nil))
        return LaunchFailure(
            reason: .service(refusal), problem: "no", remedy: "change it", leftBehind: record.leftBehind, record: record
        )
    }

    private static func remedy(_ failure: LaunchFailure) async -> String? {
        let events = AsyncStream<LaunchEvent> {
            $0.yield(.failed(failure))
            $0.finish()
        }
        let output = CommandOutput(
            isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: false, writeResult: { _ in },
            writeError: { _ in })
        do {
            _ = try await LaunchProgress.follow(events, output: output)
            return nil
        } catch {
            return (error as? CommandFailure)?.remedy
        }
    }

    @Test("what may pass can be finished; what would be refused again can only be cleaned up; nothing needs nothing")
    func advice() async {
        let quota = await Self.remedy(Self.failure("ResourceLimitExceeded", .modelCreated))
        #expect(quota?.contains("finish it with: flightdeck resume nightly") == true)
        let left = await Self.remedy(Self.failure("ValidationException", .cleaningUp))
        #expect(left?.contains("finish it") == false)
        #expect(left?.contains("remove what is left: flightdeck resume nightly --clean-up") == true)
        #expect(await Self.remedy(Self.failure("ValidationException", .cleanedUp)) == "change it")
    }
}
