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

    private let rule: Rule
    private let keptLength: Int
    /// Where the next byte stands in the object.
    private var position = 0
    private var kept: [UInt8] = []
    private var start = 0
    private var length = 0
    private var lastByte: UInt8 = 0
    private var isRecording = false
    private var quotes = CSVQuotes()
    private var values = JSONValueScanner()

    /// - Parameter keptLength: Bytes of a record that are kept at most.
    public init(_ rule: Rule, keptLength: Int = .max) {
        self.rule = rule
        // Room for a byte order mark at least.
        self.keptLength = max(keptLength, 16)
    }

    /// Goes on with the next bytes; `take` gets each record that ends within them.
    public mutating func scan(_ bytes: some Collection<UInt8>, _ take: (Record) -> Void) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            scan(buffer: buffer, take)
        }
        if isDone == nil { Array(bytes).withUnsafeBufferPointer { scan(buffer: $0, take) } }
    }

    /// The bytes have ended: a last record needs no line end.
    public mutating func finish(_ take: (Record) -> Void) {
        switch rule {
        case .lines, .csv: if length > 0 { end(isLine: rule == .lines || !quotes.isOpen, take) }
        case .json: if isRecording { end(isLine: false, take) }
        }
        isRecording = false
    }

    /// The beginning of a record whose end has not come: what is kept of it.
    public var pending: Record? {
        guard rule == .json ? isRecording : length > 0 else { return nil }
        return Record(bytes: kept, offset: start, length: max(length, kept.count + 1))
    }

    private mutating func scan(buffer: UnsafeBufferPointer<UInt8>, _ take: (Record) -> Void) {
        switch rule {
        case .lines: scanLines(buffer, take)
        case .csv: scanCSV(buffer, take)
        case .json: scanJSON(buffer, take)
        }
    }

    private mutating func scanLines(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (Record) -> Void) {
        var from = 0
        var index = 0
        while index < buffer.count {
            if buffer[index] == 0x0A {
                keep(buffer, from, index)
                position += 1
                end(isLine: true, take)
                from = index + 1
            }
            index += 1
        }
        keep(buffer, from, index)
    }

    private mutating func scanCSV(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (Record) -> Void) {
        var from = 0
        var index = 0
        while index < buffer.count {
            let byte = buffer[index]
            if byte == 0x0A, !quotes.isWithin {
                keep(buffer, from, index)
                position += 1
                end(isLine: true, take)
                quotes.endRecord()
                from = index + 1
            } else {
                quotes.take(byte)
            }
            index += 1
        }
        keep(buffer, from, index)
    }

    private mutating func scanJSON(_ buffer: UnsafeBufferPointer<UInt8>, _ take: (Record) -> Void) {
        var from = 0
        var index = 0
        while index < buffer.count {
            switch values.step(buffer[index]) {
            case .go: break
            case .begin:
                // What came before belongs to no value, or to the list around it.
                if isRecording { kept = [] }
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
                keep(buffer, from, index + 1)
                from = index + 1
                end(isLine: false, take)
                isRecording = false
            case .endBefore:
                keep(buffer, from, index)
                from = index
                end(isLine: false, take)
                isRecording = false
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

    private mutating func end(isLine: Bool, _ take: (Record) -> Void) {
        if isLine, length > 0, lastByte == 0x0D {
            length -= 1
            if kept.count > length { kept.removeLast() }
        }
        // A byte order mark at the beginning is no part of the first value.
        if start == 0, kept.starts(with: [0xEF, 0xBB, 0xBF]) {
            kept.removeFirst(3)
            length -= 3
        }
        take(Record(bytes: kept, offset: start, length: length))
        kept = []
        length = 0
        start = position
        lastByte = 0
    }
}
