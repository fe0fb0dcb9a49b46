/// Percent-encoding by AWS's rule: all but `A-Z a-z 0-9 - _ . ~` become `%XX` in upper case (RFC 3986, unreserved).
public enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F, 0x2E, 0x7E: true
        default: false
        }
    }

    /// Encodes a text's UTF-8; slashes stay where `keepingSlashes`, as in a path.
    public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        func stays(_ byte: UInt8) -> Bool { isUnreserved(byte) || (keepingSlashes && byte == 0x2F) }
        if text.utf8.allSatisfy(stays) { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if stays(byte) {
                encoded.append(byte)
            } else {
                encoded.append(0x25)
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Decodes `%XX`; a plus sign becomes a space where `plusIsSpace`. Nil where a percent sign begins no byte.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        let (decoded, isWhole) = decodeLeniently(text, plusIsSpace: plusIsSpace)
        return isWhole ? decoded : nil
    }

    /// Decodes `%XX` as `decode` does, and as Python does: a percent sign that begins no byte stays as it is.
    ///
    /// `isWhole` is false where there is one.
    public static func decodeLeniently(
        _ text: some StringProtocol, plusIsSpace: Bool = false
    ) -> (text: String, isWhole: Bool) {
        let sent = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sent.count)
        var isWhole = true
        var place = 0
        while place < sent.count {
            let byte = sent[place]
            place += 1
            guard byte == 0x25 else {
                bytes.append(plusIsSpace && byte == 0x2B ? 0x20 : byte)
                continue
            }
            if place + 1 < sent.count, let high = value(sent[place]), let low = value(sent[place + 1]) {
                bytes.append(high << 4 | low)
                place += 2
            } else {
                bytes.append(byte)
                isWhole = false
            }
        }
        return (String(decoding: bytes, as: UTF8.self), isWhole)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
