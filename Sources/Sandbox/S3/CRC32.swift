/// CRC-32 (IEEE 802.3), the checksum that AWS clients send by default, and that of gzip files.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
    }

    static func value(of bytes: some Sequence<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            var value = ~UInt32(0)
            for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 255)] ^ value >> 8 }
            return ~value
        }
    }

    /// The checksum as S3 writes it: base64 of its four bytes, most significant first.
    static func base64(_ bytes: [UInt8]) -> String {
        let value = value(of: bytes)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        // 32 bits are five whole digits of six bits, two bits more, and two signs of padding.
        var digits = (0..<5).map { alphabet[Int(value >> (26 - 6 * UInt32($0)) & 63)] }
        digits.append(alphabet[Int(value & 3) << 4])
        return String(decoding: digits, as: UTF8.self) + "=="
    }
}
