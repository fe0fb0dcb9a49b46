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
                operation: operation, detail: "its headers are longer than are read (100 KB a line, 300 KB in all)",
                requestID: nil)
        case .badURL(let detail):
            self = .configuration(problem: "\(host) cannot be asked: \(detail)", remedy: "check the endpoint URL")
        case .badHeader(let name):
            self = .configuration(
                problem: "the header \(name) cannot be sent: its value has a line break",
                remedy: "look for a stray line end where it comes from: the credentials, or what is asked for")
        }
    }
}
