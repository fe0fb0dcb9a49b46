import AWSOperations
import BatchInference

/// A document with what it lacks under `Incomplete`, which only one that lacks something has.
struct IncompleteDocument<Document: Encodable>: Encodable {
    var document: Document
    var shortfalls: [Shortfall]

    private enum CodingKeys: String, CodingKey {
        case incomplete = "Incomplete"
    }

    func encode(to encoder: any Encoder) throws {
        try document.encode(to: encoder)
        guard !shortfalls.isEmpty else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Reasons(shortfalls), forKey: .incomplete)
    }

    private struct Reasons: Encodable {
        var reason: String
        var causes: [Cause]

        init(_ shortfalls: [Shortfall]) {
            reason = shortfalls.map(\.missing).joined(separator: "; ")
            causes = shortfalls.map { Cause($0.failure, remedy: $0.remedy) }
        }

        private enum CodingKeys: String, CodingKey {
            case reason = "Reason"
            case causes = "Causes"
        }
    }

    /// A failed call in a document.
    struct Cause: Encodable {
        var operation: String?
        var code: String?
        var message: String
        var remedy: String?

        init(_ failure: AWSFailure, remedy: String) {
            operation = failure.operation?.name
            code = failure.serviceError?.code
            message = failure.problem
            self.remedy = remedy.isEmpty ? nil : remedy
        }

        private enum CodingKeys: String, CodingKey {
            case operation = "Operation"
            case code = "Code"
            case message = "Message"
            case remedy = "Remedy"
        }
    }
}

extension CommandOutput {
    /// Prints a document, and what it lacks under `Incomplete`.
    func printJSON(_ value: some Encodable, lacking shortfalls: [Shortfall]) throws {
        try printJSON(IncompleteDocument(document: value, shortfalls: shortfalls))
    }
}
