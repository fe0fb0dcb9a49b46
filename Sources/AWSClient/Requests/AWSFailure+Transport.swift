import AWSOperations

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
                operation: operation, detail: "the answer is longer than \(limit >> 20) MB", requestID: nil)
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
