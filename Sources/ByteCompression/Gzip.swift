/// Gzip files (RFC 1952), read by zlib.
public enum Gzip {
    /// Whether bytes begin as a gzip member does.
    public static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// The beginning of what a gzip file holds.
    public struct Beginning: Hashable, Sendable {
        public var bytes: [UInt8]
        /// False where the compressed bytes ended in the middle.
        public var isWhole: Bool
        /// False where there is more than was wanted.
        public var isWithinLimit: Bool
    }

    /// Expands the beginning, at most `limit` bytes, of all members that follow one another; nil where the bytes are no
    /// gzip, or are damaged in what is read of them.
    public static func beginning(of bytes: [UInt8], limit: Int) -> Beginning? {
        guard bytes.count >= headerLength, isGzip(bytes) else { return nil }
        var reader = GzipReader(bytes, limit: limit)
        repeat {
            switch reader.readMember() {
            case .member: break
            case .cutShort: return Beginning(bytes: reader.output, isWhole: false, isWithinLimit: true)
            case .full: return Beginning(bytes: reader.output, isWhole: true, isWithinLimit: false)
            case .failed: return nil
            }
        } while reader.isAtMember
        return Beginning(bytes: reader.output, isWhole: true, isWithinLimit: true)
    }

    /// Expands all members, one after another, as `gunzip` does; checks lengths and checksums.
    ///
    /// `limit` bounds the bytes that come out, against a small file that expands to a huge one.
    public static func expanding(_ bytes: [UInt8], limit: Int = 1 << 30) throws(GzipError) -> [UInt8] {
        guard isGzip(bytes) else { throw .notGzip }
        var reader = GzipReader(bytes, limit: limit)
        repeat {
            switch reader.readMember() {
            case .member: break
            case .cutShort: throw .truncated
            case .full: throw .tooLarge
            case .failed(let error): throw error
            }
        } while reader.skipPadding()
        return reader.output
    }

    /// Wraps bytes in one gzip member that holds them uncompressed: the same bytes in give the same bytes out, whatever
    /// the version of zlib.
    public static func storing(_ bytes: [UInt8]) -> [UInt8] {
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        member.reserveCapacity(bytes.count + 64)
        func append(_ value: UInt32) {
            withUnsafeBytes(of: value.littleEndian) { member.append(contentsOf: $0) }
        }
        var start = 0
        repeat {
            let end = min(start + 0xffff, bytes.count)
            let length = UInt16(end - start)
            member.append(end == bytes.count ? 1 : 0)
            append(UInt32(length) | UInt32(~length) << 16)
            member.append(contentsOf: bytes[start..<end])
            start = end
        } while start < bytes.count
        append(CRC32.value(of: bytes))
        append(UInt32(truncatingIfNeeded: bytes.count))
        return member
    }

    /// A member's header without its optional fields, in bytes.
    private static let headerLength = 10
}

/// Why bytes are no sound gzip file.
public enum GzipError: Error, Hashable, Sendable {
    case notGzip
    case truncated
    case badBlock
    case checksum
    case tooLarge
}
