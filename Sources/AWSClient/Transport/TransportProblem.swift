import AWSOperations

/// Why no complete answer came.
enum TransportProblem: Error, Sendable {
    case cancelled
    /// The URL cannot be used as it is.
    case badURL(String)
    /// A header of that name cannot go out: its value has a line break.
    case badHeader(name: String)
    /// The answer's body is longer than what is kept in memory, in bytes.
    case tooLarge(limit: Int)
    /// A header line of the answer, or all of them, is longer than libcurl reads.
    case headersTooLarge
    case failed(kind: TransportError.Kind, detail: String, mayHaveArrived: Bool)

    /// In a few words, for a log.
    var summary: String {
        switch self {
        case .cancelled: "cancelled"
        case .badURL(let detail), .failed(_, let detail, _): detail
        case .badHeader(let name): "the header \(name) has a line break"
        case .tooLarge(let limit): "a body over \(limit) bytes"
        case .headersTooLarge: "headers longer than are read"
        }
    }
}
