/// Finds where JSON values begin and end, byte by byte, in one document after another.
///
/// Containers answer a request with one document: a value a record, a list of them, or an object that holds the list
/// `predictions`. The values of such lists are records of their own, so that none of them has to be read whole.
struct JSONValueScanner: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case go
        /// A record begins with this byte; what was taken for one before it is none.
        case begin
        /// What was taken for a record is none.
        case drop
        /// The record ends with this byte.
        case endWith
        /// The record has ended before this byte, which is to be stepped on again.
        case endBefore
    }

    private var depth = 0
    /// The depth at which records stand: 0 for documents, 1 in a list, 2 in the list of an object.
    private var recordDepth = 0
    private var isRecording = false
    private var isScalar = false
    private var isInString = false
    private var isEscaped = false
    /// Whether what is left of a document holds no records.
    private var isRest = false
    private var isList = false
    private var awaitsFirst = false
    /// Of the object that the document is: its last name, and what comes next.
    private var name: [UInt8] = []
    private var expectsName = false
    private var expectsValue = false

    init() {}

    /// Goes on between two records that stand so deep.
    init(level: Int) { (depth, recordDepth) = (level, level) }

    /// How deep the next record stands; nil where there is none to come in this document, or one is under way.
    var level: Int? { isRecording || isRest || isInString || depth != recordDepth ? nil : recordDepth }

    /// How deep the record under way stands; nil for a document, which may turn out to be a list of records.
    var recordLevel: Int? { isRecording && recordDepth > 0 ? recordDepth : nil }

    private static let predictions = Array("predictions".utf8)

    mutating func step(_ byte: UInt8) -> Step {
        if isInString { return stepInString(byte) }
        if isRest { return stepInRest(byte) }
        guard isRecording else { return stepOutside(byte) }
        guard !isScalar else { return stepInScalar(byte) }
        if recordDepth == 0, depth == 1, let step = stepAtTop(byte) { return step }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth <= recordDepth { return endRecord() }
        default: break
        }
        return .go
    }

    private mutating func stepInString(_ byte: UInt8) -> Step {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            if isRecording, isScalar { return endRecord() }
            return .go
        }
        // Enough of a name to tell it from others.
        if expectsName, depth == 1, recordDepth == 0, name.count <= Self.predictions.count { name.append(byte) }
        return .go
    }

    private mutating func stepInRest(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth <= 0 { endDocument() }
        default: break
        }
        return .go
    }

    private mutating func stepOutside(_ byte: UInt8) -> Step {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","): return .go
        case UInt8(ascii: "}") where recordDepth > 0, UInt8(ascii: "]") where recordDepth > 0:
            depth -= 1
            if depth <= 0 {
                endDocument()
            } else {
                isRest = true
            }
            return .go
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            isScalar = false
            depth += 1
            if recordDepth == 0 {
                isList = byte == UInt8(ascii: "[")
                awaitsFirst = isList
                expectsName = !isList
                expectsValue = false
                name = []
            }
        case UInt8(ascii: "\""):
            isScalar = true
            isInString = true
        // A byte order mark stands before the first value.
        case 0xEF, 0xBB, 0xBF: return .go
        default: isScalar = true
        }
        isRecording = true
        return .begin
    }

    private mutating func stepInScalar(_ byte: UInt8) -> Step {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["),
            UInt8(ascii: "{"), UInt8(ascii: "\""):
            isRecording = false
            isScalar = false
            return .endBefore
        default: return .go
        }
    }

    /// Right within a document that is taken for one record; nil for what any record may hold.
    private mutating func stepAtTop(_ byte: UInt8) -> Step? {
        if [0x20, 0x09, 0x0A, 0x0D].contains(byte) { return .go }
        if isList {
            guard awaitsFirst else { return nil }
            awaitsFirst = false
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return nil }
            recordDepth = 1
            depth = 2
            return .begin
        }
        switch byte {
        case UInt8(ascii: ","):
            expectsName = true
            name = []
        case UInt8(ascii: ":"):
            expectsName = false
            expectsValue = true
        default:
            let isValue = expectsValue
            expectsValue = false
            guard isValue, byte == UInt8(ascii: "["), name == Self.predictions else { return nil }
            recordDepth = 2
            depth = 2
            isRecording = false
            return .drop
        }
        return .go
    }

    private mutating func endRecord() -> Step {
        isRecording = false
        isScalar = false
        depth = recordDepth
        return .endWith
    }

    private mutating func endDocument() {
        self = JSONValueScanner()
    }
}
