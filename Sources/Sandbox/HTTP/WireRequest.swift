/// One HTTP request as it came over the wire: nothing decoded, normalised or reordered.
struct WireRequest: Sendable {
    var method: String
    /// Percent-encoded, as sent.
    var path: String
    /// Percent-encoded, as sent, without the question mark.
    var query: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// The query's fields, decoded, in the order sent; a field without `=` has an empty value.
    var queryFields: [(name: String, value: String)] {
        FormFields.parse(query, plusIsSpace: false)
    }

    func queryValue(_ name: String) -> String? {
        queryFields.first { $0.name == name }?.value
    }

    /// The host without its port.
    var hostName: String {
        let host = headers["host"] ?? ""
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }

    var bodyText: String { String(decoding: body, as: UTF8.self) }
}

/// The fields of a query string or of an `application/x-www-form-urlencoded` body.
enum FormFields {
    static func parse(_ text: String, plusIsSpace: Bool) -> [(name: String, value: String)] {
        text.split(separator: "&", omittingEmptySubsequences: true).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1] : ""
            return (
                PercentEncoding.decode(parts[0], plusIsSpace: plusIsSpace),
                PercentEncoding.decode(value, plusIsSpace: plusIsSpace)
            )
        }
    }
}

/// Percent encoding by RFC 3986, on bytes.
enum PercentEncoding {
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let high = hexValue(rest[rest.startIndex]),
                let low = hexValue(rest[rest.startIndex + 1])
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Everything but letters, digits, `-._~` and the bytes of `keeping` becomes `%XX`.
    static func encode(_ text: String, keeping: String = "") -> String {
        let kept = Set(keeping.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
            case _ where kept.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
