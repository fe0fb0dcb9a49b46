import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

// ArgumentParser has one of its own that it re-exports.
typealias Status = flightdeck.ExitStatus

@Suite("Failures and exit statuses")
struct CommandFailureTests {
    private static func service(_ code: String, status: Int = 400) -> AWSFailure {
        .service(
            ServiceError(
                operation: ListAutoMLJobsRequest.operation, code: code, message: "no\u{1B}[2J", httpStatus: status,
                requestID: "id-1"))
    }

    @Test("Hundreds of objects that can't be read for one reason are one line, a few of them are each named")
    func manyShortfalls() {
        func shortfalls(_ count: Int) -> [Shortfall] {
            (0..<count).map {
                Shortfall(
                    "can't read s3://demo/out/p\($0).csv.out", failure: .configuration(problem: "no", remedy: "r"))
            }
        }
        #expect(CommandFailure(shortfalls(3)).problem.split(separator: "\n").count == 3)
        let many = CommandFailure(shortfalls(300) + [Shortfall("the list is incomplete", failure: .cancelled)])
        let lines = many.problem.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first == "can't read s3://demo/out/p0.csv.out, and 299 more of the kind: no")
    }

    @Test(
        "each kind of failure has its exit status",
        arguments: [
            (service("AccessDeniedException"), Status.access),
            (service("ExpiredTokenException"), .access),
            (service("SignatureDoesNotMatch", status: 403), .access),
            (service("ValidationException"), .failed),
            (service("ThrottlingException"), .failed),
            (.credentials(CredentialsError(kind: .notFound, problem: "none", remedy: "log in")), .access),
            (.configuration(problem: "no region", remedy: "--region"), .usage),
            (
                .transport(
                    TransportError(
                        operation: ListAutoMLJobsRequest.operation, kind: .connectionRefused, host: "127.0.0.1:1",
                        detail: "refused", mayHaveArrived: false)), .failed
            ),
            (.cancelled, .interrupted),
        ])
    func statuses(_ failure: AWSFailure, _ status: Status) {
        #expect(CommandFailure(failure).status == status)
    }

    @Test(
        "what S3 says of a bucket or an object comes with what to do",
        arguments: [
            ("NoSuchBucket", 404), ("NoSuchKey", 404), ("NotFound", 404), ("PreconditionFailed", 412),
            ("InvalidObjectState", 403), ("InvalidBucketName", 400), ("InvalidRange", 416), ("KeyTooLongError", 400),
            ("NoSuchUpload", 404), ("SlowDown", 503), ("InternalError", 500), ("AccessDenied", 403),
        ])
    func objects(code: String, status: Int) {
        let failure = CommandFailure(
            AWSFailure.service(
                ServiceError(
                    operation: GetObjectRequest.operation, code: code, message: "no", httpStatus: status, requestID: "i"
                )))
        #expect(!failure.remedy.isEmpty)
        #expect(failure.lines.count >= 2)
    }

    @Test("a launch that fails has the status of its cause")
    func launches() {
        func failure(_ reason: LaunchFailure.Reason) -> LaunchFailure {
            LaunchFailure(reason: reason, problem: "p", remedy: "r", leftBehind: .nothing, record: nil)
        }
        #expect(CommandFailure(failure(.invalidPlan([]))).status == .usage)
        #expect(CommandFailure(failure(.service(Self.service("AccessDenied")))).status == .access)
        #expect(CommandFailure(failure(.transformNameTaken)).status == .failed)
    }

    @Test("messages keep the request id, carry the remedy, and hold nothing that a terminal acts on")
    func messages() {
        let lines = CommandFailure(Self.service("AccessDeniedException")).lines
        #expect(lines.first?.contains("id-1") == true)
        #expect(lines.last?.contains("sagemaker:ListAutoMLJobs") == true)
        #expect(!lines.joined().contains("\u{1B}"))
    }

    @Test("a transform that the sandbox of --demo does not know is not looked for in another sandbox's listing")
    func inDemo() {
        let unknown = AWSFailure.service(
            ServiceError(
                operation: DescribeTransformJobRequest.operation, code: "ValidationException",
                message: "Could not find requested job", httpStatus: 400, requestID: nil))
        #expect(CommandFailure(unknown).remedy.contains("flightdeck transforms"))
        #expect(CommandFailure(inDemo: unknown).remedy.contains("its own sandbox"))
        let denied = Self.service("AccessDeniedException")
        #expect(CommandFailure(inDemo: denied) == CommandFailure(denied))
    }

    @Test("a failure without words prints nothing")
    func silent() {
        #expect(CommandFailure(.failed, "").lines.isEmpty)
    }

    @Test(
        "V1 is asked where V2 is denied or unknown, and not where the job is",
        arguments: [
            ("AccessDeniedException", true), ("UnknownOperationException", true), ("ValidationException", false),
            ("ThrottlingException", false),
        ])
    func fallback(_ code: String, _ expected: Bool) {
        #expect(ClientServices.asksForV1(Self.service(code)) == expected)
    }

    @Test("only yes is yes", arguments: [("y", true), (" YES \n", true), ("", false), ("no", false), ("yess", false)])
    func confirmation(_ answer: String, _ expected: Bool) {
        #expect(Confirmation.isYes(answer) == expected)
        #expect(!Confirmation.isYes(nil))
    }
}
