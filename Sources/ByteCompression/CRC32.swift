import CZlib

/// CRC-32 (IEEE 802.3): the checksum of gzip files, and the one that AWS clients send by default.
public enum CRC32 {
    public static func value(of bytes: [UInt8]) -> UInt32 {
        UInt32(bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
    }
}
