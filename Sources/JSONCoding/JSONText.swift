/// JSON text as it grows, for one encoding on one thread.
///
/// Nobody tells an encoder when a container ends. So each knows how deep it is, and whatever is written first ends the
/// containers that are deeper: to write to one again after its neighbour was begun, or two values in one place, is a
/// mistake that stops the program. A value that writes nothing becomes an empty object.
final class JSONText {
    private struct Open {
        let end: UInt8
        /// Tells containers at one depth apart.
        let serial: Int
        var isEmpty = true
    }

    private var bytes: [UInt8] = []
    private var open: [Open] = []
    private var nextSerial = 0
    /// Whether a place waits for its value.
    private var isValueDue = true

    /// Begins an object or array in the container at `depth`; returns what names it from then on.
    func begin(_ start: UInt8, _ end: UInt8) -> Int {
        beginValue()
        bytes.append(start)
        nextSerial += 1
        open.append(Open(end: end, serial: nextSerial))
        return nextSerial
    }

    /// How many containers are open.
    var depth: Int { open.count }

    /// Ends what is deeper, and makes ready for one more member of the container.
    func nextMember(at depth: Int, serial: Int) {
        close(to: depth)
        precondition(open.last?.serial == serial, "written to a JSON container that has ended")
        if !open[depth - 1].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[depth - 1].isEmpty = false
        isValueDue = true
    }

    func key(_ key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        isValueDue = true
    }

    private func beginValue() {
        precondition(isValueDue, "a JSON value already exists")
        isValueDue = false
    }

    /// All of it, with everything ended.
    func finished() -> [UInt8] {
        close(to: 0)
        return bytes
    }

    private func close(to depth: Int) {
        if isValueDue { raw("{}") }
        while open.count > depth { bytes.append(open.removeLast().end) }
    }

    // MARK: Scalars

    func raw(_ text: StaticString) {
        beginValue()
        append(text)
    }

    private func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func number(_ text: some CustomStringConvertible) {
        beginValue()
        bytes.append(contentsOf: text.description.utf8)
    }

    /// A string with what JSON must have escaped, and no more.
    func string(_ text: String) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            if text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: text)
            } else {
                text.forEach(escaped)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0..<0x20:
            append("\\u00")
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            bytes.append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + byte & 15 - 10)
        default: bytes.append(byte)
        }
    }
}

/// What stands behind backslashes in JSON strings.
enum JSONEscapes {
    /// How many bytes the escape takes that the bytes begin with; nil for none that JSON knows.
    static func length(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count > 1 else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"): return unit(bytes, at: 2) == nil ? nil : 6
        default: return nil
        }
    }

    /// A string's bytes with each escape replaced by what it stands for, in UTF-8; every escape must have a `length`.
    ///
    /// Half of a surrogate pair becomes U+FFFD.
    static func removed(from bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\\") else {
                text.append(bytes[at])
                at += 1
                continue
            }
            let letter = bytes[at + 1]
            guard letter == UInt8(ascii: "u") else {
                text.append(character(letter))
                at += 2
                continue
            }
            let (scalar, length) = scalar(bytes, at: at)
            text.append(contentsOf: UTF8.encode(scalar)!)
            at += length
        }
        return text
    }

    private static func character(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The scalar of `\uXXXX` or of a pair of them, and how many bytes that is.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (Unicode.Scalar, Int) {
        guard let first = unit(bytes, at: start + 2) else { return ("\u{FFFD}", 6) }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard UTF16.isLeadSurrogate(first), start + 12 <= bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
            bytes[start + 7] == UInt8(ascii: "u"), let second = unit(bytes, at: start + 8),
            UTF16.isTrailSurrogate(second)
        else { return ("\u{FFFD}", 6) }
        return (UTF16.decode(UTF16.EncodedScalar([first, second])), 12)
    }

    /// Four hexadecimal digits.
    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for index in start..<start + 4 {
            switch bytes[index] {
            case 0x30...0x39: unit = unit << 4 | UInt16(bytes[index] - 0x30)
            case 0x41...0x46: unit = unit << 4 | UInt16(bytes[index] - 0x37)
            case 0x61...0x66: unit = unit << 4 | UInt16(bytes[index] - 0x57)
            default: return nil
            }
        }
        return unit
    }
}
