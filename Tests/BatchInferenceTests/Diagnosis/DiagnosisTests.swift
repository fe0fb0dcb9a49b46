import AWSOperations
import BatchInference
import Testing

@Suite struct DiagnosisTests {
    @Test(arguments: [
        ("Expected number of columns is 654 but received 653", "column-count"),
        ("demo/in/a.csv: ClientError: 413", "payload-too-large"),
        ("\"POST /invocations HTTP/1.1\" 413 0", "payload-too-large"),
        ("ValueError: could not convert string to float: 'island'", "header-row"),
        ("line 3: bare \" in non-quoted field", "quotes"),
        ("The account-level service limit 'ml.m5.large for transform job usage' is 0 Instances", "quota"),
        ("CapacityError: Unable to provision requested ML compute capacity. Please retry", "capacity"),
        ("Could not access model data at s3://b/model.tar.gz. Please ensure that the role exists", "model-data"),
        ("AlgorithmError: container did not pass the ping health check", "ping"),
        ("Model server did not respond: invocation timed out", "timeout"),
        ("InternalServerError: We encountered an internal error. Please try again.", "internal-error"),
        ("ThrottlingException: Rate exceeded", "throttled"),
        ("ClientError: See job logs for more information", "see-data-log"),
        ("MemoryError: Unable to allocate 4.00 GiB", "memory"),
        ("ClientError: 415", "content-type"),
    ])
    func usualCausesAreRecognised(text: String, id: String) {
        let fromReason = Diagnosis.all(status: .failed, failureReason: text, logLines: [])
        #expect(fromReason.first?.id == id, "\(fromReason.map(\.id))")
        #expect(fromReason.first?.evidence == text)
        // What only a failure reason says is not read from a log.
        guard !["internal-error", "see-data-log"].contains(id) else { return }
        let fromLog = Diagnosis.all(
            status: .failed, failureReason: "Something", logLines: ["starting", text, "ended"])
        #expect(fromLog.contains { $0.id == id && $0.evidence == text })
        #expect(fromLog.allSatisfy { !$0.cause.isEmpty && !$0.fix.isEmpty })
    }

    @Test func aCauseInTheLogHidesAReasonThatOnlyPointsThere() {
        let found = Diagnosis.all(
            status: .failed, failureReason: "ClientError: See job logs for more information",
            logLines: ["Expected number of columns is 7 but received 6"])
        #expect(found.map(\.id) == ["column-count"])
    }

    @Test func anUnknownReasonPointsToTheLog() {
        let found = Diagnosis.all(status: .failed, failureReason: "Something new", logLines: [])
        #expect(found.map(\.id) == ["see-log"])
    }

    @Test func harmlessLinesOfARunningTransformSayNothing() {
        let lines = ["Starting", "\"POST /invocations HTTP/1.1\" 200 413", "Shape of the requested data: '(64, 6)'"]
        #expect(Diagnosis.all(status: .inProgress, failureReason: nil, logLines: lines).isEmpty)
    }

    @Test func completedWithoutOutputs() {
        let none = OutputProgress(inputObjects: 3, inputBytes: 9, outputObjects: 0, outputBytes: 0)
        #expect(
            Diagnosis.all(status: .completed, failureReason: nil, logLines: [], outputs: none).map(\.id) == [
                "no-output"
            ])
        let empty = OutputProgress(inputObjects: 0, inputBytes: 0, outputObjects: 0, outputBytes: 0)
        #expect(
            Diagnosis.all(status: .inProgress, failureReason: nil, logLines: [], outputs: empty).map(\.id) == [
                "no-input"
            ])
        let some = OutputProgress(inputObjects: 3, inputBytes: 9, outputObjects: 2, outputBytes: 1)
        #expect(
            Diagnosis.all(status: .completed, failureReason: nil, logLines: [], outputs: some).map(\.id)
                == ["outputs-missing"])
    }

    @Test(arguments: [
        ("ResourceLimitExceeded", "The account-level service limit 'x for transform job usage' is 0", "quota"),
        ("AccessDeniedException", "User: u is not authorized to perform: iam:PassRole on resource: r", "pass-role"),
        ("AccessDeniedException", "User: u is not authorized to perform: sagemaker:CreateModel", "denied"),
        (
            "ValidationException",
            "Could not access model data at s3://b/m.tar.gz. Please ensure that the role \"r\" exists and that its trust "
                + "relationship policy allows the action \"sts:AssumeRole\"",
            "model-data"
        ),
        ("ValidationException", "Could not assume role arn:aws:iam::1:role/r", "assume-role"),
        ("ValidationException", "Cannot create already existing model \"arn\"", "name-taken"),
        ("ResourceInUse", "Job name must be unique", "name-taken"),
        ("ThrottlingException", "Rate exceeded", "throttled"),
        ("ExpiredTokenException", "The security token included in the request is expired", "expired"),
    ])
    func refusalsAreExplained(code: String, message: String, id: String) {
        let diagnosis = Diagnosis.refusal(.refusal("CreateModel", code, message))
        #expect(diagnosis?.id == id)
        #expect(diagnosis?.fix.isEmpty == false)
    }
}
