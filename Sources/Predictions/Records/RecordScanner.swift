/// Cuts bytes into records as they come, in pieces of any size, and keeps no more of a record than asked for.
///
/// Every rule works on bytes: U+2028, U+0085 and form feeds end nothing. A line ends at a line feed; a carriage return
/// before it belongs to the line end.
public struct RecordScanner: Sendable {
    public enum Rule: Hashable, Sendable {
        /// Every line is a record, as SplitType Line has it.
        case lines
        /// The same, but for line breaks within quotes (RFC 4180).
        case csv
        /// JSON values; those in a list of objects or lists, or in the list `predictions` of an object, one by one.
        case json
    }

    /// Between two records: where the next one begins, and how deep it stands in JSON.
    public struct Place: Hashable, Sendable {
        public var offset: Int
        var level = 0

        /// The beginning of an object.
        public static let beginning = Place(offset: 0)

        /// Where a record begins that stands in nothing else, as a line does.
        public static func line(at offset: Int) -> Place { Place(offset: offset) }
    }

    private let rule: Rule
    private let keptLength: Int
    /// Where the next byte stands in the object.
    private var position = 0
    /// What came of a record in earlier pieces.
    private var kept: [UInt8] = []
    private var start = 0
    private var length = 0
    private var lastByte: UInt8 = 0
    private var isRecording = false
    private var quotes: CSVQuotes
    private var values = JSONValueScanner()
    /// An empty list at the beginning: a record if others follow, else a list of no records.
    private var emptyList: Record?
    private var mayBeEmpty: Bool
    /// Whether the last record of CSV ended with the bytes, within quotes.
    private(set) var endedInQuotes = false

    /// - Parameters:
    ///   - keptLength: Bytes of a record that are kept at most.
    ///   - place: Where the first byte to come stands.
    ///   - delimiter: What stands between the fields of CSV.
    public init(_ rule: Rule, keptLength: Int = .max, from place: Place = .beginning, delimiter: UInt8 = 0x2C) {
        self.rule = rule
        quotes = CSVQuotes(delimiter: delimiter)
        // Room for a byte order mark at least.
        self.keptLength = max(keptLength, 16)
        (position, start) = (place.offset, place.offset)
        mayBeEmpty = rule == .json && place.offset == 0
        if place.offset > 0 { quotes.endRecord() }
        if place.level > 0 { values = JSONValueScanner(level: place.level) }
    }

    /// Where the record begins that is under way or comes next, so that another scanner can go on there; nil where only a
    /// later one can.
    public var recordStart: Place? {
        switch rule {
        case .lines, .csv: Place(offset: start)
        case .json:
            isRecording
                ? values.recordLevel.map { Place(offset: start, level: $0) }
                : values.level.map { Place(offset: position, level: $0) }
        }
    }

    /// Continues with the next bytes; `take` gets each record that ends within them.
    public mutating func scan(_ bytes: some Collection<UInt8>, _ take: (Record) -> Void) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            scan(buffer: buffer) { take($0.record) }
        }
        if isDone == nil { Array(bytes).withUnsafeBufferPointer { scan(buffer: $0) { take($0.record) } } }
    }

    /// The same, but for records that nobody wants: of these nothing is copied, and `skip` is told whether they are blank.
    public mutating func scan(
        _ bytes: [UInt8], wanting isWanted: () -> Bool, skip: (_ isBlank: Bool) -> Void, _ take: (Record) -> Void
    ) {
        bytes.withUnsafeBufferPointer { buffer in
            scan(buffer: buffer) { record in
                if isWanted() { take(record.record) } else { skip(record.isBlank) }
            }
        }
    }

    /// The bytes have ended: a last record needs no line end.
    public mutating func finish(_ take: (Record) -> Void) { finishBytes { take($0.record) } }

    /// The beginning of a record whose end has not come: what is kept of it.
    public var pending: Record? {
        guard rule == .json ? isRecording : length > 0 else { return nil }
        return Record(bytes: kept, offset: start, length: max(length, kept.count + 1))
    }

    @inline(__always)
    mutating func finishBytes(_ take: (RecordBytes) -> Void) {
        switch rule {
        case .lines, .csv:
            endedInQuotes = rule == .csv && quotes.isOpen && length > 0
            if length > 0 { endKept(isLine: rule == .lines || !quotes.isOpen, take) }
        case .json: if isRecording { endKept(isLine: false, take) }
        }
        emptyList = nil
        isRecording = false
    }

    @inline(__always)
    mutating func scan(buffer: UnsafeBufferPointer<UInt8>, _ take: (RecordBytes) -> Void) {
        switch rule {
        case .lines: scanLines(buffer, take)
        case .csv: scanCSV(buffer, take)
        case .json: scanJSON(buffer, take)
        }
    }

    @inline(__always)
    private mutating func scanLines(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (RecordBytes) -> Void) {
        var from = 0
        while true {
            let end = ByteSearch.first(0x0A, in: buffer, from: from)
            guard end < buffer.count else { break }
            endLine(buffer, from, end, take)
            from = end + 1
        }
        keep(buffer, from, buffer.count)
    }

    @inline(__always)
    private mutating func scanCSV(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (RecordBytes) -> Void) {
        var from = 0
        var index = 0
        var quotes = quotes
        while true {
            index = quotes.skip(buffer, from: index)
            guard index < buffer.count else { break }
            let byte = buffer[index]
            if byte == 0x0A, !quotes.isWithin {
                endLine(buffer, from, index, take)
                quotes.endRecord()
                from = index + 1
            } else {
                quotes.take(byte)
            }
            index += 1
        }
        self.quotes = quotes
        keep(buffer, from, buffer.count)
    }

    private mutating func scanJSON(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (RecordBytes) -> Void) {
        var from = 0
        var index = 0
        while index < buffer.count {
            switch values.step(buffer[index]) {
            case .go: break
            case .begin:
                // What came before belongs to no value, or to the list around it.
                if isRecording { kept = [] }
                if let list = emptyList {
                    emptyList = nil
                    hand(list, to: take)
                }
                position += index - from
                isRecording = true
                start = position
                length = 0
                from = index
            case .drop:
                position += index - from
                isRecording = false
                (kept, length) = ([], 0)
                from = index
            case .endWith:
                endValue(buffer, from, index + 1, take)
                from = index + 1
            case .endBefore:
                endValue(buffer, from, index, take)
                from = index
                // The byte itself may begin the next value.
                continue
            }
            index += 1
        }
        if isRecording { keep(buffer, from, index) } else { position += index - from }
    }

    private mutating func keep(_ buffer: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) {
        guard to > from else { return }
        let room = keptLength - kept.count
        if room > 0 { kept.append(contentsOf: buffer[from..<(from + min(to - from, room))]) }
        length += to - from
        position += to - from
        lastByte = buffer[to - 1]
    }

    private mutating func endValue(
        _ buffer: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int, _ take: (RecordBytes) -> Void
    ) {
        keep(buffer, from, to)
        isRecording = false
        guard mayBeEmpty else { return endKept(isLine: false, take) }
        mayBeEmpty = false
        guard values.level == 0, kept.count == length, kept.allSatisfy({ Self.isOfEmptyList($0) }) else {
            return endKept(isLine: false, take)
        }
        var list: Record?
        endKept(isLine: false) { list = $0.record }
        emptyList = list
    }

    /// Whether a byte may be one of `[ ]`, of which there's nothing to read.
    private static func isOfEmptyList(_ byte: UInt8) -> Bool {
        [0x5B, 0x5D, 0x20, 0x09, 0x0A, 0x0D].contains(byte)
    }

    private func hand(_ record: Record, to take: (RecordBytes) -> Void) {
        record.bytes.withUnsafeBufferPointer {
            take(RecordBytes(bytes: $0, offset: record.offset, length: record.length))
        }
    }

    /// Ends a record at a line feed; one that stands whole in the buffer is handed out where it is.
    @inline(__always)
    private mutating func endLine(
        _ buffer: UnsafeBufferPointer<UInt8>, _ from: Int, _ end: Int, _ take: (RecordBytes) -> Void
    ) {
        if length > 0 {
            keep(buffer, from, end)
            position += 1
            endKept(isLine: true, take)
            return
        }
        let count = end &- from
        let last = count > 0 ? buffer[end &- 1] : 0
        position &+= count &+ 1
        take(
            Self.record(
                UnsafeBufferPointer(rebasing: buffer[from..<from &+ min(count, keptLength)]), start: start,
                length: count,
                isLine: true, last: last))
        start = position
    }

    @inline(never)
    private mutating func endKept(isLine: Bool, _ take: (RecordBytes) -> Void) {
        kept.withUnsafeBufferPointer {
            take(Self.record($0, start: start, length: length, isLine: isLine, last: lastByte))
        }
        kept.removeAll(keepingCapacity: kept.capacity <= 1 << 16)
        length = 0
        start = position
        lastByte = 0
    }

    @inline(__always)
    private static func record(
        _ bytes: UnsafeBufferPointer<UInt8>, start: Int, length: Int, isLine: Bool, last: UInt8
    ) -> RecordBytes {
        var (bytes, length) = (bytes, length)
        if isLine, length > 0, last == 0x0D {
            length -= 1
            if bytes.count > length { bytes = UnsafeBufferPointer(rebasing: bytes[..<length]) }
        }
        // A byte order mark at the beginning is no part of the first value.
        if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = UnsafeBufferPointer(rebasing: bytes[3...])
            length -= 3
        }
        return RecordBytes(bytes: bytes, offset: start, length: length)
    }
}
