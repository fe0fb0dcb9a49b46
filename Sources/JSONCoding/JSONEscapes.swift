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
