import AWSOperations

/// An object read part by part, from its beginning on: the same object to its end, or none.
struct ObjectParts {
    private let storage: any ObjectReader
    private let location: S3Location
    private let longest: Int
    private let listed: S3Object?
    private let partsAhead: Int
    private var eTag: String?
    private(set) var position = 0
    private(set) var total = 0
    private var hasBegun = false
    private var ahead = ReadAhead()

    /// - Parameter partsAhead: Parts of full length that are under way while one is worked on.
    init(
        storage: any ObjectReader, location: S3Location, longest: Int = 4 << 20, listed: S3Object?, partsAhead: Int = 0
    ) {
        self.storage = storage
        self.location = location
        self.longest = longest
        self.listed = listed
        self.partsAhead = partsAhead
    }

    var isAtEnd: Bool { hasBegun && position >= total }
    var share: Double { total == 0 ? 1 : min(Double(position) / Double(total), 1) }

    /// The next bytes, about so many; none at the end.
    mutating func next(_ length: Int = .max) async throws(AWSFailure) -> [UInt8] {
        guard !isAtEnd else { return [] }
        do {
            let answer = try await part(min(max(length, 1), longest))
            guard !hasBegun || (answer.totalLength == total && answer.head.eTag == eTag) else {
                throw Self.changed("its size or ETag differs from the start")
            }
            let whole = max(answer.totalLength, answer.body.count)
            if !hasBegun { try checkListed(size: whole, eTag: answer.head.eTag) }
            // Less than there is would be taken for its end.
            guard !answer.body.isEmpty || whole <= position else { throw Self.cutShort(position, of: whole) }
            hasBegun = true
            total = whole
            eTag = answer.head.eTag
            position += answer.body.count
            return answer.body
        } catch {
            let failure = AWSFailure(wrapping: error)
            // S3 refuses any range of an empty object.
            if !hasBegun, failure.serviceError?.code == "InvalidRange" || failure.serviceError?.httpStatus == 416 {
                try checkListed(size: 0, eTag: nil)
                hasBegun = true
                return []
            }
            throw failure
        }
    }

    private mutating func part(_ length: Int) async throws -> GetObjectResponse {
        let answer: GetObjectResponse
        if let task = ahead.takeFirst(at: position) {
            answer = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } else {
            answer = try await storage.readObject(at: location, range: position..<(position + length))
        }
        guard partsAhead > 0, length == longest else { return answer }
        // Parts that came shorter than asked for leave a gap behind them, which the next call reads first.
        var start = max(ahead.end, position + answer.body.count)
        let end = max(answer.totalLength, total)
        while ahead.count < partsAhead, start < end {
            let range = start..<min(start + longest, end)
            ahead.add(
                Task { [storage, location] in try await storage.readObject(at: location, range: range) }, range: range)
            start = range.upperBound
        }
        return answer
    }

    /// Refuses another object than the listed one: it was written again since, or something else than S3 has answered.
    private func checkListed(size: Int, eTag: String?) throws(AWSFailure) {
        guard let listed else { return }
        if let eTag, !eTag.isEmpty, !listed.eTag.isEmpty, Self.bare(eTag) != Self.bare(listed.eTag) {
            throw Self.changed("it has another ETag than in the listing")
        }
        guard let said = listed.$size, said != size else { return }
        if size < said { throw Self.cutShort(size, of: said) }
        throw Self.changed("it has \(size) bytes, and the listing says \(said)")
    }

    private static func bare(_ eTag: String) -> [UInt8] { eTag.utf8.filter { $0 != UInt8(ascii: "\"") } }

    private static func changed(_ how: String) -> AWSFailure {
        .configuration(problem: "changed while reading: \(how)", remedy: "try again")
    }

    private static func cutShort(_ count: Int, of whole: Int) -> AWSFailure {
        .configuration(
            problem: "cut short: \(count) of \(DisplayText.bytes(whole)) arrived", remedy: "try again")
    }
}

/// Parts that are under way; they end with whoever wanted them.
private final class ReadAhead {
    private var tasks: [(range: Range<Int>, task: Task<GetObjectResponse, any Error>)] = []

    deinit { for item in tasks { item.task.cancel() } }

    var count: Int { tasks.count }
    /// Where the last part ends.
    var end: Int { tasks.last?.range.upperBound ?? 0 }

    func add(_ task: Task<GetObjectResponse, any Error>, range: Range<Int>) { tasks.append((range, task)) }

    /// The part that begins at a place; what lies before it is given up.
    func takeFirst(at position: Int) -> Task<GetObjectResponse, any Error>? {
        while let first = tasks.first, first.range.lowerBound < position { tasks.removeFirst().task.cancel() }
        return tasks.first?.range.lowerBound == position ? tasks.removeFirst().task : nil
    }
}
