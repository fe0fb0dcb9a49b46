/// Bytes as lower-case hexadecimal text.
public enum Hexadecimal {
    /// Without a branch: letters are 39 places further on than they would be after the nine.
    private static func digit(_ value: UInt8) -> UInt8 { UInt8(ascii: "0") &+ value &+ ((value &+ 6) >> 4) &* 39 }

    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[index * 2] = digit(byte >> 4)
                text[index * 2 + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }
}
