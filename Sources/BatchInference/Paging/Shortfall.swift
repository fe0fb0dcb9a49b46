import AWSOperations

/// What a page or listing lacks because a call failed, while the rest is shown.
public struct Shortfall: Error, Hashable, Sendable {
    /// What is missing, without a full stop: `the list of candidates is incomplete`.
    public var missing: String
    public var failure: AWSFailure

    public init(_ missing: String, failure: AWSFailure) {
        self.missing = DisplayText.oneLine(missing)
        self.failure = failure
    }

    /// What is missing and why, in one sentence without a full stop.
    public var problem: String { "\(missing): \(failure.problem)" }

    /// What to do; a throttled service is asked again later.
    public var remedy: String {
        failure.isThrottling ? "wait a minute, then try again" : failure.remedy
    }

    /// Problem and remedy in one line.
    public var line: String { remedy.isEmpty ? problem : "\(problem): \(remedy)" }

    /// The same with many of one kind and cause as one, which names the first and counts the others: of a million objects
    /// that may not be read, one line says it.
    public static func gathered(_ all: [Shortfall]) -> [Shortfall] {
        guard all.count > fewest else { return all }
        struct Kind: Hashable {
            var words: String
            var problem: String
        }
        var groups: [Kind: [Int]] = [:]
        let kinds = all.map { Kind(words: $0.wordsWithoutPlaces, problem: $0.failure.problem) }
        for (index, kind) in kinds.enumerated() { groups[kind, default: []].append(index) }
        return all.indices.compactMap { index in
            let group = groups[kinds[index]] ?? []
            guard group.count > fewest else { return all[index] }
            guard group.first == index else { return nil }
            return Shortfall(
                "\(all[index].missing), and \(DisplayText.count(group.count - 1)) more of the kind",
                failure: all[index].failure)
        }
    }

    /// So many of one kind are told one by one.
    private static let fewest = 3

    /// What is missing, wherever that is.
    private var wordsWithoutPlaces: String {
        missing.firstByteRange(of: "s3://").map { String(missing[..<$0.lowerBound]) } ?? missing
    }
}

extension AWSFailure {
    /// Any thrown error as a failure: ports throw `AWSFailure`, and tasks `CancellationError`.
    public init(wrapping error: any Error) {
        switch error {
        case let failure as AWSFailure: self = failure
        case is CancellationError: self = .cancelled
        default: self = .configuration(problem: "\(error)", remedy: "")
        }
    }
}
