import AWSOperations

/// What to ask of a listing next, so that ranges of its keys are read side by side: a value that is told each answer.
///
/// It begins as one chain of pages. Where that is long, single keys are asked for to learn where keys vary, and the rest
/// is split there: at `part-02`, `part-03`, … where they count up. A range that turns out long is split again. Ranges
/// adjoin, so that however they are cut, each key is in one of them.
struct RangedListing: Sendable {
    struct Question: Sendable {
        var id: Int
        var request: ListObjectsV2Request
    }

    private struct Range: Sendable {
        let serial: Int
        /// Left out of it; nil where it begins with the listing.
        let lower: [UInt8]?
        /// The last key that it may hold; nil for no end.
        var upper: [UInt8]?
        var cursor: PageCursor<ListObjectsV2Request>
        var last: [UInt8]?
        var pages = 0
        /// Pages after which it is worth parting.
        var pagesUntilCut = RangedListing.pagesUntilCut
        var isAsked = false
        var isRead = false
    }

    /// A search for the first place after which keys vary, by halves.
    private struct Probe: Sendable {
        let range: Int
        /// The last key read when it began.
        let key: [UInt8]
        /// Nothing follows all keys that begin with so many bytes of it.
        var low: Int
        /// Something does that begin with so many; one more than its bytes while nothing is known to.
        var high: Int
        /// The first key after all of those.
        var found: [UInt8] = []
        var isAsked = false

        var middle: Int { (low + high) / 2 }
        var isDone: Bool { low + 1 >= high }
    }

    private let first: ListObjectsV2Request
    private let width: Int
    private var ranges: [Range]
    private var probe: Probe?
    private var asked: [Int: Int] = [:]
    private var probeID: Int?
    private var nextID = 0
    private var nextSerial = 1
    /// Whether the service can start after a key.
    private var canPart = true
    /// Why it can't go on.
    private(set) var failure: AWSFailure?

    /// Pages that a chain has before it is split.
    private static let pagesUntilCut = 3

    /// - Parameter width: How many requests may be under way.
    init(_ location: S3Location, width: Int = 8) {
        first = ListObjectsV2Request(
            bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: 1000)
        self.width = max(1, width)
        ranges = [Range(serial: 0, lower: nil, upper: nil, cursor: PageCursor(first: first))]
    }

    var isFinished: Bool { failure != nil || ranges.allSatisfy(\.isRead) }
    /// Whether all of it has been read.
    var isComplete: Bool { failure == nil && ranges.allSatisfy(\.isRead) }

    /// What can be asked for now.
    mutating func questions() -> [Question] {
        guard !isFinished else { return [] }
        var questions: [Question] = []
        for index in ranges.indices where asked.count < width {
            guard !ranges[index].isRead, !ranges[index].isAsked, let request = ranges[index].cursor.next else {
                continue
            }
            ranges[index].isAsked = true
            asked[nextID] = ranges[index].serial
            questions.append(Question(id: nextID, request: request))
            nextID += 1
        }
        beginProbe()
        // Within a character nothing can be asked; where ranges are cut is of no consequence but for speed.
        while let middle = probe?.middle, probe?.isDone == false, Self.text(probe?.key[..<middle] ?? []) == nil {
            probe?.low = middle
        }
        if probe?.isDone == true { endProbe() }
        if var probe, !probe.isAsked, let after = Self.text(probe.key[..<probe.middle]) {
            var request = first
            request.startAfter = after + Self.greatest
            request.maxKeys = 1
            probe.isAsked = true
            self.probe = probe
            probeID = nextID
            questions.append(Question(id: nextID, request: request))
            nextID += 1
        }
        return questions
    }

    /// Takes an answer; returns the objects of it that belong to the listing.
    mutating func received(_ page: ListObjectsV2Response, for id: Int) -> [S3Object] {
        if id == probeID {
            probeID = nil
            learn(page)
            return []
        }
        guard let serial = asked.removeValue(forKey: id),
            let index = ranges.firstIndex(where: { $0.serial == serial })
        else { return [] }
        return take(page, at: index)
    }

    /// Takes word that a question has no answer. What came before stays good; a probe is done without.
    mutating func failed(_ id: Int, _ failure: AWSFailure) {
        if id == probeID {
            probeID = nil
            probe = nil
            canPart = false
        } else if asked.removeValue(forKey: id) != nil {
            self.failure = self.failure ?? failure
        }
    }

    // MARK: Pages

    private mutating func take(_ page: ListObjectsV2Response, at index: Int) -> [S3Object] {
        var range = ranges[index]
        range.isAsked = false
        range.pages += 1
        let page = range.cursor.received(page)
        var taken: [S3Object] = []
        taken.reserveCapacity(page.contents.count)
        var isPast = false
        for object in page.contents {
            var key = object.key
            let place = key.withUTF8 { bytes -> Place in
                if let lower = range.lower, !Self.precedes(lower, bytes) { return .before }
                if let upper = range.upper, Self.precedes(upper, bytes) { return .past }
                if range.last.map({ Self.precedes($0, bytes) }) ?? true { range.last = Array(bytes) }
                return .within
            }
            switch place {
            case .within: taken.append(object)
            case .past: isPast = true
            case .before:
                // It began elsewhere than was asked, so that others read the same keys.
                failure = .undecodable(
                    operation: ListObjectsV2Request.operation, detail: "keys before the one to start after",
                    requestID: nil)
                return []
            }
        }
        range.isRead = isPast || range.cursor.next == nil
        if let stall = range.cursor.failure { failure = failure ?? stall }
        ranges[index] = range
        return taken
    }

    /// Where a key is, as a range sees it.
    private enum Place {
        case before
        case within
        case past
    }

    // MARK: Parting

    /// What comes after every key that begins with the same text, but for one that nobody has.
    private static let greatest = "\u{10FFFF}"

    private mutating func beginProbe() {
        guard canPart, probe == nil, ranges.count(where: { !$0.isRead }) <= width / 2 else { return }
        let longest = ranges.indices.filter { !ranges[$0].isRead && ranges[$0].pages >= ranges[$0].pagesUntilCut }
            .max { ranges[$0].pages < ranges[$1].pages }
        guard let longest, let key = ranges[longest].last else { return }
        let low = first.prefix?.utf8.count ?? 0
        guard key.count > low else { return }
        probe = Probe(range: ranges[longest].serial, key: key, low: low, high: key.count + 1)
        if probe?.isDone == true { endProbe() }
    }

    private mutating func learn(_ page: ListObjectsV2Response) {
        guard var probe, let index = ranges.firstIndex(where: { $0.serial == probe.range }) else {
            self.probe = nil
            return
        }
        probe.isAsked = false
        let middle = probe.middle
        let next = page.contents.first.map { Array($0.key.utf8) }
        if let next, !probe.key[..<middle].lexicographicallyPrecedes(next) || next.starts(with: probe.key[..<middle]) {
            // It began elsewhere than was asked.
            canPart = false
            self.probe = nil
            return
        }
        if let next, ranges[index].upper.map({ !$0.precedes(next) }) ?? true {
            probe.high = middle
            probe.found = next
        } else {
            probe.low = middle
        }
        self.probe = probe
        if probe.isDone { endProbe() }
    }

    /// Parts the range at what was found.
    private mutating func endProbe() {
        guard let probe else { return }
        self.probe = nil
        guard canPart, let index = ranges.firstIndex(where: { $0.serial == probe.range }) else { return }
        // Where nothing can be told by it, it isn't tried again before the range has grown.
        ranges[index].pagesUntilCut = ranges[index].pages * 2
        guard !ranges[index].isRead, !probe.found.isEmpty, probe.high <= probe.key.count else { return }
        let shared = probe.key[..<(probe.high - 1)]
        guard probe.found.starts(with: shared), probe.found.count > shared.count, Self.text(shared) != nil else {
            return
        }
        let next = probe.found[shared.count]
        let end: UInt8
        switch next {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): end = UInt8(ascii: "9")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): end = UInt8(ascii: "Z")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): end = UInt8(ascii: "z")
        case 0x21...0x7E: end = next
        default: return
        }
        let values = Int(end - next) + 1
        let parts = min(width, values)
        var cuts: [[UInt8]] = []
        for part in 0..<parts {
            let cut = shared + [next + UInt8(part * values / parts)]
            let isAhead = ranges[index].last.map { $0.precedes(Array(cut)) } ?? true
            let isWithin = ranges[index].upper.map { Array(cut).precedes($0) } ?? true
            if isAhead, isWithin, cuts.last.map({ $0.precedes(Array(cut)) }) ?? true { cuts.append(Array(cut)) }
        }
        guard !cuts.isEmpty else { return }
        let upper = ranges[index].upper
        ranges[index].upper = cuts[0]
        for (offset, cut) in cuts.enumerated() {
            var request = first
            request.startAfter = String(decoding: cut, as: UTF8.self)
            ranges.insert(
                Range(
                    serial: nextSerial, lower: cut, upper: offset + 1 < cuts.count ? cuts[offset + 1] : upper,
                    cursor: PageCursor(first: request)),
                at: index + 1 + offset)
            nextSerial += 1
        }
        ranges[index].pagesUntilCut = ranges[index].pages + Self.pagesUntilCut
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func precedes(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let shared = min(left.count, right.count)
        for index in 0..<shared where left[index] != right[index] { return left[index] < right[index] }
        return left.count < right.count
    }
}
