import AWSSigning

/// A token that carries where the next page begins, opaque to clients.
enum PageToken {
    static func encode(_ text: String) -> String {
        "p1-" + Hexadecimal.encode(Array(text.utf8))
    }

    static func decode(_ token: String) -> String? {
        guard token.hasPrefix("p1-") else { return nil }
        let digits = Array(token.dropFirst(3).utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
