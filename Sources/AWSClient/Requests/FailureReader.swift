import AWSOperations

/// Finds out whether an answer is a failure, and all that the retry policy wants to know of it.
struct FailureReader {
    let call: Call
    let signed: SignedCall
    let attempts: Int

    /// What went wrong; nil for a good answer.
    func read(_ answer: HTTPAnswer) -> RetryPolicy.Failure? {
        if answer.head.isSuccess, !isErrorInside(answer) { return nil }
        // No service says this.
        if answer.head.status == 407 {
            return .transport(
                TransportError(
                    operation: call.operation, kind: .proxyAuthentication, host: signed.authority,
                    detail: "the proxy requires a name and password", mayHaveArrived: false, attempts: attempts))
        }
        let said = ErrorWire.read(answer, operation: call.operation)
        var error = said.error
        error.attempts = attempts
        return .service(
            error, retryAfter: retryAfter(answer.head), clockOffset: clockOffset(answer.head),
            bucketRegion: bucketRegion(error, said: said.region, head: answer.head))
    }

    /// Whether a status of success may be wrong: S3 may begin to answer 200 before it knows that it fails.
    static func mayFailInside(_ call: Call) -> Bool {
        call.operation.service == .s3 && call.operation != GetObjectRequest.operation
    }

    private func isErrorInside(_ answer: HTTPAnswer) -> Bool {
        guard Self.mayFailInside(call) else { return false }
        // The first element's name tells it, without reading the thousand objects of a listing twice.
        var reader = XMLReader(answer.bytes)
        guard case .start("Error") = try? reader.next() else { return false }
        return (try? XMLElement.parse(answer.bytes))?.name == "Error"
    }

    /// `x-amz-retry-after` in milliseconds, else `Retry-After` in seconds or as a date.
    private func retryAfter(_ head: HTTPHead) -> Double? {
        if let milliseconds = head["x-amz-retry-after"].flatMap(Self.number) { return milliseconds / 1000 }
        guard let text = head["retry-after"] else { return nil }
        if let seconds = Self.number(text) { return seconds }
        // By the clock of whoever wrote it, where it tells.
        let now = head["date"].flatMap(HTTPDate.parse)?.secondsSinceEpoch ?? signed.signedAt
        return HTTPDate.parse(text).map { max(0, $0.secondsSinceEpoch - now) }
    }

    private static func number(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? max(0, $0) : nil }
    }

    /// A date that no service's clock can show says nothing.
    private func clockOffset(_ head: HTTPHead) -> Double? {
        guard let date = head["date"].flatMap(HTTPDate.parse), Self.plausibleDates.contains(date) else { return nil }
        return date.secondsSinceEpoch - signed.signedAt
    }

    /// From 1990 to 2100.
    private static let plausibleDates =
        Timestamp(secondsSinceEpoch: 631_152_000)...Timestamp(secondsSinceEpoch: 4_102_444_800)

    private func bucketRegion(_ error: ServiceError, said: String?, head: HTTPHead) -> String? {
        guard case .bucket = call.target else { return nil }
        guard Self.namesARegion(error, method: call.method) else { return nil }
        return Self.region(in: head, besides: signed.region, said: said)
    }

    /// Whether a bucket's request went to another region than the bucket's, or may have.
    static func namesARegion(_ error: ServiceError, method: HTTPRequest.Method) -> Bool {
        [301, 302, 307].contains(error.httpStatus)
            || ["AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException"]
                .contains(error.code)
            || (method == .head && error.httpStatus == 400)
    }

    /// The bucket's region as an answer names it; nil where that is the one asked, or none.
    static func region(in head: HTTPHead, besides asked: String, said: String? = nil) -> String? {
        guard let region = head["x-amz-bucket-region"] ?? said, region != asked, RegionName.isValid(region)
        else { return nil }
        return region
    }
}

extension AWSFailure {
    /// What a problem below HTTP is for whoever called an operation.
    ///
    /// - Parameter host: The host and port that were asked.
    init(_ problem: TransportProblem, of operation: OperationDescriptor, host: String, attempts: Int = 1) {
        switch problem {
        case .cancelled: self = .cancelled
        case .failed(let kind, let detail, let mayHaveArrived):
            self = .transport(
                TransportError(
                    operation: operation, kind: kind, host: host, detail: detail,
                    mayHaveArrived: mayHaveArrived, attempts: attempts))
        case .tooLarge(let limit):
            self = .undecodable(
                operation: operation, detail: "it is longer than \(limit >> 20) MB", requestID: nil)
        case .headersTooLarge:
            self = .undecodable(
                operation: operation, detail: "its headers are too long (limits: 100 KB per line, 300 KB in total)",
                requestID: nil)
        case .badURL(let detail):
            self = .configuration(problem: "can't connect to \(host): \(detail)", remedy: "check the endpoint URL")
        case .badHeader(let name):
            self = .configuration(
                problem: "can't send the header \(name): its value has a line break",
                remedy: "look for a stray line end in its source: the credentials or the request")
        }
    }
}
