import AWSOperations
import BatchInference

/// A document with what it lacks under `Incomplete`, and under `ItemsNotShown` how many items of an answer could not be
/// read at all; only one that lacks something has them.
struct IncompleteDocument<Document: Encodable>: Encodable {
    var document: Document
    var shortfalls: [Shortfall]
    var leftOut = 0

    private enum CodingKeys: String, CodingKey {
        case incomplete = "Incomplete"
        case itemsNotShown = "ItemsNotShown"
    }

    func encode(to encoder: any Encoder) throws {
        try document.encode(to: encoder)
        guard !shortfalls.isEmpty || leftOut > 0 else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        if leftOut > 0 { try container.encode(leftOut, forKey: .itemsNotShown) }
        guard !shortfalls.isEmpty else { return }
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
    /// Prints a document, what it lacks under `Incomplete`, and under `ItemsNotShown` how many items are left out of it.
    func printJSON(_ value: some Encodable, lacking shortfalls: [Shortfall], leftOut: Int = 0) throws {
        try printJSON(IncompleteDocument(document: value, shortfalls: shortfalls, leftOut: leftOut))
    }

    /// Says how many items of a list could not be read at all; `things` for example `jobs`.
    func noteLeftOut(_ count: Int, things: String) {
        if count > 0 { note(DisplayText.leftOut(count, things: things)) }
    }
}
