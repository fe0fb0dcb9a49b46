import ByteCompression

extension CRC32 {
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

extension [UInt8] {
    mutating func append(littleEndian value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    func littleEndian(at position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[position + $1]) << UInt32(8 * $1) }
    }
}
