import AWSOperations

/// Every line of a log in the order of their times: the text in a spool, twenty bytes for each line in memory.
///
/// Lines come in any order, late streams among them. What is asked of it reads the text piece by piece and lets others in
/// between, so that no answer waits for a long one.
public actor LogArchive {
    /// A line that is found again however many come before it.
    public typealias LineID = UInt32

    /// One line as it is shown.
    public struct Line: Hashable, Sendable, Identifiable {
        public var id: LineID
        public var line: LogLine
        public var level: LogLevel

        public init(id: LineID, line: LogLine, level: LogLevel) {
            self.id = id
            self.line = line
            self.level = level
        }
    }

    /// Some lines of those that are shown, in order.
    public struct Window: Hashable, Sendable {
        public var lines: [Line] = []
        /// Where the first of them stands among those that are shown.
        public var start = 0
        /// How many are shown.
        public var count = 0

        public init(lines: [Line] = [], start: Int = 0, count: Int = 0) {
            self.lines = lines
            self.start = start
            self.count = count
        }

        public var isAtStart: Bool { start == 0 }
        public var isAtEnd: Bool { start + lines.count >= count }
    }

    /// Where a window is.
    public enum Place: Hashable, Sendable {
        case end
        case start
        /// Around that line; around where it would be, if it isn't shown.
        case line(LineID)
    }

    /// Which lines are shown.
    public struct Selection: Hashable, Sendable {
        public var words: [LogWord] = []
        public var least = LogLevel.unmarked
        /// Streams, by their names without the job's.
        public var hiddenStreams: Set<String> = []

        public init() {}

        public var isAll: Bool { words.isEmpty && least == .unmarked && hiddenStreams.isEmpty }
    }

    /// What there is in all.
    public struct Totals: Hashable, Sendable {
        public struct Stream: Hashable, Sendable {
            /// Without the job's name.
            public var name: String
            public var lines = 0
            public var errors = 0
        }

        public var lines = 0
        public var errors = 0
        public var warnings = 0
        public var streams: [Stream] = []
        /// Lines beyond the archive's capacity, which aren't kept.
        public var unkept = 0

        public init() {}
    }

    private let spool: any LogSpool
    private let capacity: Int
    public private(set) var totals = Totals()
    public private(set) var selection = Selection()

    // One entry a line, by its number.
    private var starts = CompactOffsets()
    private var places = BlockList<Double>()
    private var streamNumbers = BlockList<UInt16>()
    private var marks = BlockList<UInt8>()
    /// The lines' numbers in the order of their times; of one time, as they came.
    private var order: [LineID] = []
    /// Those that are shown, in the same order; nil where all are.
    private var shown: [LineID]?
    /// Whether the words of the selection were found in each line.
    private var selected: LogMatches?
    private var found: LogMatches?
    private var numbers: [String: UInt16] = [:]
    private var levels = LogLevels()

    private static let levelBits: UInt8 = 0b11
    private static let continuationBit: UInt8 = 0b100
    private static let untimedBit: UInt8 = 0b1000

    /// - Parameter capacity: The most lines that are kept, which bounds the memory.
    public init(spool: any LogSpool, capacity: Int = 4_000_000) {
        self.spool = spool
        self.capacity = min(max(capacity, 1), Int(LineID.max) - 1)
    }

    /// How many lines are shown.
    public var shownCount: Int { shown?.count ?? order.count }

    // MARK: Filling

    /// Adds lines that were not added before, in the order of their times among themselves.
    public func append(_ added: [LogLine]) async throws {
        let lines = added.prefix(capacity - places.count)
        totals.unkept += added.count - lines.count
        guard !lines.isEmpty else { return }
        var bytes: [UInt8] = []
        for line in lines { bytes += line.message.utf8 }
        _ = try await spool.append(bytes)
        let first = LineID(places.count)
        for line in lines { note(line) }
        let new = Array(first..<LineID(places.count))
        Self.merge(new, into: &order) { isBefore($0, $1) }
        var position = 0
        for id in new {
            let text = bytes[position..<(position + starts.length(of: Int(id)))]
            position += text.count
            let (stream, clock) = (streamNumbers[Int(id)], clock(id))
            selected?.check(text, id: id, stream: stream, of: totals.streams, clock: clock)
            found?.check(text, id: id, stream: stream, of: totals.streams, clock: clock)
        }
        if shown != nil { Self.merge(new.filter { isShown($0) }, into: &shown!) { isBefore($0, $1) } }
    }

    private func note(_ line: LogLine) {
        let stream = number(of: line.stream)
        let (level, goesOn) = levels.level(of: line)
        starts.append(length: line.message.utf8.count)
        places.append(line.place.secondsSinceEpoch)
        streamNumbers.append(stream)
        marks.append(
            level.rawValue | (goesOn ? Self.continuationBit : 0) | (line.time.isKnown ? 0 : Self.untimedBit))
        totals.lines += 1
        totals.streams[Int(stream)].lines += 1
        guard !goesOn else { return }
        if level == .error {
            totals.errors += 1
            totals.streams[Int(stream)].errors += 1
        } else if level == .warning {
            totals.warnings += 1
        }
    }

    private func number(of stream: String) -> UInt16 {
        if let known = numbers[stream] { return known }
        // So many streams have no log that anybody reads: further ones share the last number.
        let number = UInt16(min(totals.streams.count, Int(UInt16.max)))
        numbers[stream] = number
        if Int(number) == totals.streams.count {
            totals.streams.append(Totals.Stream(name: stream))
        }
        return number
    }

    private func isBefore(_ one: LineID, _ other: LineID) -> Bool {
        (places[Int(one)], one) < (places[Int(other)], other)
    }

    /// Merges sorted numbers into sorted numbers; mostly they all come behind.
    private static func merge(_ new: [LineID], into old: inout [LineID], before isBefore: (LineID, LineID) -> Bool) {
        guard let first = new.first else { return }
        guard let last = old.last, isBefore(first, last) else {
            old += new
            return
        }
        let start = old.partition(before: first, isBefore)
        let tail = Array(old[start...])
        old.removeSubrange(start...)
        old.reserveCapacity(start + tail.count + new.count)
        var (left, right) = (0, 0)
        while left < tail.count, right < new.count {
            if isBefore(new[right], tail[left]) {
                old.append(new[right])
                right += 1
            } else {
                old.append(tail[left])
                left += 1
            }
        }
        old += tail[left...]
        old += new[right...]
    }

    // MARK: Showing

    /// Shows other lines; throws `CancellationError`, which leaves what is shown.
    public func select(_ wanted: Selection) async throws {
        var matches: LogMatches?
        if !wanted.words.isEmpty {
            matches = selected?.words == wanted.words ? selected : try await search(wanted.words)
        }
        selected = matches
        selection = wanted
        shown = wanted.isAll ? nil : order.filter { isShown($0) }
    }

    private func isShown(_ id: LineID) -> Bool {
        level(id) >= selection.least && (selected?.holds(id) ?? true)
            && (selection.hiddenStreams.isEmpty || !selection.hiddenStreams.contains(streamName(id)))
    }

    /// The lines around a place, at most so many before and behind it.
    public func window(at place: Place, before: Int, after: Int) async throws -> Window {
        let all = shown ?? order
        let middle =
            switch place {
            case .start: 0
            case .end: all.count
            case .line(let id): Int(id) < places.count ? all.partition(before: id) { isBefore($0, $1) } : all.count
            }
        let range = max(middle - before, 0)..<min(middle + after, all.count)
        let ids = Array(all[range])
        return Window(lines: try await lines(ids), start: range.lowerBound, count: all.count)
    }

    /// Some of the lines that are shown, by their positions; none where there are no more.
    public func lines(in range: Range<Int>) async throws -> [Line] {
        let all = shown ?? order
        return try await lines(Array(all[range.clamped(to: 0..<all.count)]))
    }

    private func lines(_ ids: [LineID]) async throws -> [Line] {
        var texts: [LineID: String] = [:]
        // What lies together is read together.
        var pending = ids.sorted()[...]
        while let first = pending.first {
            var end = first
            while let next = pending.first, starts.offset(of: Int(next)) - starts.offset(of: Int(first)) < Self.piece {
                end = next
                pending.removeFirst()
            }
            let start = starts.offset(of: Int(first))
            let bytes = try await spool.read(at: start, count: starts.end(of: Int(end)) - start)
            for id in ids where id >= first && id <= end {
                let place = starts.offset(of: Int(id)) - start
                texts[id] = String(decoding: bytes[place..<(place + starts.length(of: Int(id)))], as: UTF8.self)
            }
        }
        return ids.map { id in
            let place = Timestamp(secondsSinceEpoch: places[Int(id)])
            return Line(
                id: id,
                line: LogLine(
                    time: marks[Int(id)] & Self.untimedBit == 0 ? place : .unknown, stream: streamName(id),
                    message: texts[id] ?? "", place: place), level: level(id))
        }
    }

    private func level(_ id: LineID) -> LogLevel { LogLevel(rawValue: marks[Int(id)] & Self.levelBits) ?? .unmarked }
    private func streamName(_ id: LineID) -> String { totals.streams[Int(streamNumbers[Int(id)])].name }
    private func clock(_ id: LineID) -> Timestamp? {
        marks[Int(id)] & Self.untimedBit == 0 ? Timestamp(secondsSinceEpoch: places[Int(id)]) : nil
    }

    // MARK: Finding

    /// Looks for words; the number of lines that hold them, shown or not. Throws `CancellationError`.
    public func find(_ words: [LogWord]) async throws -> Int {
        guard !words.isEmpty else {
            found = nil
            return 0
        }
        if found?.words != words { found = try await search(words) }
        return found?.count ?? 0
    }

    /// The next line that is shown and holds what was looked for, after or before a line; nil where there is none.
    public func nextFound(from id: LineID?, forward: Bool) -> LineID? {
        guard let found else { return nil }
        return next(from: id, forward: forward) { found.holds($0) }
    }

    /// The next error, or the one before; a stack trace counts once.
    public func nextError(from id: LineID?, forward: Bool) -> LineID? {
        next(from: id, forward: forward) { id in
            level(id) == .error && marks[Int(id)] & Self.continuationBit == 0
        }
    }

    private func next(from id: LineID?, forward: Bool, where isWanted: (LineID) -> Bool) -> LineID? {
        let all = shown ?? order
        let place = id.map { id in all.partition(before: id) { isBefore($0, $1) } } ?? (forward ? -1 : all.count)
        if forward {
            let start = place < all.count && place >= 0 && all[place] == id ? place + 1 : max(place, 0)
            return all[start...].first(where: isWanted)
        }
        return all[..<place].last(where: isWanted)
    }

    /// Bytes of text that are read at a time.
    private static let piece = 1 << 20

    /// Reads the whole text, also what comes meanwhile.
    private func search(_ words: [LogWord]) async throws -> LogMatches {
        var matches = LogMatches(words)
        var next = 0
        while next < places.count {
            try Task.checkCancellation()
            var end = next + 1
            let start = starts.offset(of: next)
            // In steps, since lines have about the same length.
            while end < places.count, starts.end(of: min(end + 256, places.count) - 1) - start < Self.piece {
                end = min(end + 256, places.count)
            }
            let bytes = try await spool.read(at: start, count: starts.end(of: end - 1) - start)
            var position = 0
            for id in next..<end {
                let length = starts.length(of: id)
                matches.check(
                    bytes[position..<(position + length)], id: LineID(id), stream: streamNumbers[id],
                    of: totals.streams, clock: clock(LineID(id)))
                position += length
            }
            next = end
            await Task.yield()
        }
        return matches
    }
}

/// A word that a line is asked for, in small letters.
public struct LogWord: Hashable, Sendable {
    /// Where it may stand.
    public enum Column: Hashable, Sendable, CaseIterable { case time, stream, message }

    public var text: String
    public var columns: Set<Column>

    public init(_ text: String, in columns: Set<Column> = Set(Column.allCases)) {
        self.text = text.lowercased()
        self.columns = columns
    }
}

/// Which lines hold all of some words.
private struct LogMatches {
    let words: [LogWord]
    private(set) var count = 0
    private let texts: [[UInt8]]
    private var bits: [UInt64] = []
    /// The words that each stream's name has, by its number.
    private var named: [[Bool]] = []

    init(_ words: [LogWord]) {
        self.words = words
        texts = words.map { Array($0.text.utf8) }
    }

    func holds(_ id: LogArchive.LineID) -> Bool {
        let (word, bit) = Int(id).quotientAndRemainder(dividingBy: 64)
        return word < bits.count && bits[word] & (1 << UInt64(bit)) != 0
    }

    private mutating func learnNames(of streams: [LogArchive.Totals.Stream]) {
        for stream in streams[named.count...] {
            let name = stream.name.lowercased()
            let short = LogLine(time: .unknown, stream: stream.name, message: "").shortStream.lowercased()
            named.append(
                words.map { word in
                    word.columns.contains(.stream)
                        && (name.range(of: word.text) != nil || short.range(of: word.text) != nil)
                })
        }
    }

    mutating func check(
        _ text: ArraySlice<UInt8>, id: LogArchive.LineID, stream: UInt16, of streams: [LogArchive.Totals.Stream],
        clock: Timestamp?
    ) {
        if named.count < streams.count { learnNames(of: streams) }
        let named = named[Int(stream)]
        for (index, word) in words.enumerated() where !named[index] {
            if word.columns.contains(.message), Self.holds(text, texts[index]) { continue }
            if word.columns.contains(.time), let clock, Self.mayBeTime(texts[index]),
                clock.iso8601.lowercased().range(of: word.text) != nil
            {
                continue
            }
            return
        }
        let (word, bit) = Int(id).quotientAndRemainder(dividingBy: 64)
        if word >= bits.count { bits += Array(repeating: 0, count: word - bits.count + 1) }
        bits[word] |= 1 << UInt64(bit)
        count += 1
    }

    private static func mayBeTime(_ text: [UInt8]) -> Bool {
        text.allSatisfy { (0x30...0x3A).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "t") }
    }

    /// Whether a text holds one in small letters, whatever the case of its own ASCII letters.
    private static func holds(_ text: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        return text.withUnsafeBufferPointer { text in
            wanted.withUnsafeBufferPointer { wanted in
                guard text.count >= wanted.count else { return false }
                let last = text.count - wanted.count
                var start = 0
                while start <= last {
                    if folded(text[start]) == first {
                        var place = 1
                        while place < wanted.count, folded(text[start + place]) == wanted[place] { place += 1 }
                        if place == wanted.count { return true }
                    }
                    start += 1
                }
                return false
            }
        }
    }

    @inline(__always)
    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// Values that are only added to, in blocks: a long list has no room to spare, and is never copied to grow.
private struct BlockList<Element> {
    private static var block: Int { 1 << 15 }
    private var blocks: [[Element]] = []
    private(set) var count = 0

    mutating func append(_ element: Element) {
        if count % Self.block == 0 {
            blocks.append([])
            // A short log needs no whole block.
            if count > 0 { blocks[blocks.count - 1].reserveCapacity(Self.block) }
        }
        blocks[blocks.count - 1].append(element)
        count += 1
    }

    subscript(index: Int) -> Element { blocks[index / Self.block][index % Self.block] }
}

/// Offsets of texts that lie one behind the other, four bytes each.
private struct CompactOffsets {
    private static let block = 1 << 12
    /// Where each block begins.
    private var bases: [Int] = []
    private var ends = BlockList<UInt32>()
    private var total = 0

    mutating func append(length: Int) {
        if ends.count % Self.block == 0 { bases.append(total) }
        total += length
        ends.append(UInt32(clamping: total - bases[bases.count - 1]))
    }

    func offset(of index: Int) -> Int {
        index % Self.block == 0 ? bases[index / Self.block] : end(of: index - 1)
    }

    func end(of index: Int) -> Int { bases[index / Self.block] + Int(ends[index]) }
    func length(of index: Int) -> Int { end(of: index) - offset(of: index) }
}

extension [LogArchive.LineID] {
    /// The first position whose line doesn't come before another.
    fileprivate func partition(
        before id: LogArchive.LineID, _ isBefore: (LogArchive.LineID, LogArchive.LineID) -> Bool
    ) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle], id) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Lines in memory, for tests and for where there is no disk.
public actor MemoryLogSpool: LogSpool {
    private var bytes: [UInt8] = []

    public init() {}

    public func append(_ more: [UInt8]) -> Int {
        bytes += more
        return bytes.count - more.count
    }

    public func read(at offset: Int, count: Int) -> [UInt8] { Array(bytes[offset..<(offset + count)]) }
    public func clear() { bytes = [] }
}
