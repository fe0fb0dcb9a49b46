import AWSOperations
import BatchInference
import Console

/// What of a filter the service can be asked for itself: the status, a part of the name, and when it was created.
struct TransformSearch: Hashable, Sendable {
    enum State: Hashable, Sendable {
        case none
        case underWay
        case finished(count: Int, isComplete: Bool)
        case failed(AWSFailure)
    }

    private var status: TransformJobStatus?
    /// As it was typed.
    private var name: String?
    /// Seconds before now.
    private var youngerThan: Double?
    private var olderThan: Double?

    /// Nil where the filter says nothing that the service understands.
    init?(_ filter: String, columns: [ListColumn<TransformRow>], _ context: Context) {
        let query = FilterQuery(filter, columns: columns.map { $0.queried(context.glyphs) })
        func isColumn(_ name: String, _ test: FilterQuery.Test) -> Bool {
            test.columns.map { $0.allSatisfy { columns[$0].name == name } } ?? false
        }
        let words = FilterQuery.words(of: filter)
        for (test, word) in zip(query.tests, words) {
            if isColumn("status", test) {
                status = status ?? Self.status(called: test.wanted)
            } else if let bound = test.bound, isColumn("age", test) {
                if bound.isUpper {
                    youngerThan = min(youngerThan ?? .infinity, bound.seconds)
                } else {
                    olderThan = max(olderThan ?? 0, bound.seconds)
                }
            } else if test.columns == nil || isColumn("transform", test) {
                // With its capital letters: the service may tell them apart.
                let typed = String(word.suffix(test.wanted.utf8.count))
                guard Self.canBeInName(typed), typed.utf8.count > name?.utf8.count ?? 0 else { continue }
                name = typed
            }
        }
        guard status != nil || name != nil || youngerThan != nil || olderThan != nil else { return nil }
    }

    /// A status by its own name, or by what a transform of it is said to do.
    private static func status(called word: String) -> TransformJobStatus? {
        if ["running", "provisioning", "in progress"].contains(word) { return .inProgress }
        return TransformJobStatus.known.first { $0.rawValue.lowercased() == word }
    }

    private static func canBeInName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    func updates(_ loader: TransformListLoader, now: Timestamp) -> AsyncStream<TransformListUpdate> {
        loader.updates(
            nameContains: name, status: status, createdAfter: youngerThan.map { now.adding(seconds: -$0) },
            createdBefore: olderThan.map { now.adding(seconds: -$0) })
    }

    /// `status Failed, name churn`.
    private var text: String {
        var parts: [String] = []
        if let status { parts.append("status \(status.rawValue)") }
        if let name { parts.append("name \(name)") }
        if let youngerThan { parts.append("younger than \(DisplayText.age(seconds: youngerThan))") }
        if let olderThan { parts.append("older than \(DisplayText.age(seconds: olderThan))") }
        return parts.joined(separator: ", ")
    }

    /// How far the service has been asked, for the status line.
    func remark(_ state: State) -> String {
        switch state {
        case .none: ""
        case .underWay: "; asking SageMaker for \(text)"
        case .finished(let count, let isComplete):
            isComplete
                ? "; SageMaker has \(DisplayText.count(count)) with \(text)"
                : "; with the newest \(DisplayText.count(count)) that SageMaker has with \(text)"
        case .failed(let failure): "; SageMaker can't be asked for \(text): \(failure.problem)"
        }
    }
}
