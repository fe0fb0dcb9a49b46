/// Gzip members (RFC 1952): written with stored blocks, read with any.
enum Gzip {
    /// The bytes as one gzip member that holds them uncompressed; the same bytes in give the same bytes out.
    static func storing(_ bytes: [UInt8]) -> [UInt8] {
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        member.reserveCapacity(bytes.count + 64)
        var start = 0
        repeat {
            let end = min(start + 0xffff, bytes.count)
            let length = UInt16(end - start)
            member.append(end == bytes.count ? 1 : 0)
            member.append(littleEndian: UInt32(length) | UInt32(~length) << 16)
            member.append(contentsOf: bytes[start..<end])
            start = end
        } while start < bytes.count
        member.append(littleEndian: CRC32.value(of: bytes))
        member.append(littleEndian: UInt32(truncatingIfNeeded: bytes.count))
        return member
    }

    /// What the members hold, one after the other, as `gunzip` does; checks lengths and checksums.
    ///
    /// `limit` bounds the bytes that come out, against a small file that unpacks to a huge one.
    static func expanding(_ bytes: [UInt8], limit: Int = 1 << 30) throws(GzipError) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        repeat {
            position = try skipHeader(of: bytes, at: position)
            let start = output.count
            var inflate = Inflate(input: bytes, position: position, output: output, limit: limit)
            output = []
            try inflate.run()
            output = inflate.output
            position = inflate.position
            guard position + 8 <= bytes.count else { throw .truncated }
            guard bytes.littleEndian(at: position) == CRC32.value(of: output[start...]),
                bytes.littleEndian(at: position + 4) == UInt32(truncatingIfNeeded: output.count - start)
            else { throw .checksum }
            position += 8
            // Zero padding after the last member is allowed.
            while position < bytes.count, bytes[position] == 0 { position += 1 }
        } while position < bytes.count
        return output
    }

    private static func skipHeader(of bytes: [UInt8], at start: Int) throws(GzipError) -> Int {
        guard bytes.count >= start + 2, bytes[start] == 0x1f, bytes[start + 1] == 0x8b else { throw .notGzip }
        guard bytes.count >= start + 10 else { throw .truncated }
        guard bytes[start + 2] == 8 else { throw .notGzip }
        let flags = bytes[start + 3]
        var position = start + 10
        if flags & 4 != 0 {
            guard position + 2 <= bytes.count else { throw .truncated }
            position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while position < bytes.count, bytes[position] != 0 { position += 1 }
            position += 1
        }
        if flags & 2 != 0 { position += 2 }
        guard position < bytes.count else { throw .truncated }
        return position
    }
}

/// Why bytes are no sound gzip file.
enum GzipError: Error, Hashable, Sendable {
    case notGzip
    case truncated
    case badBlock
    case checksum
    case tooLarge
}

extension [UInt8] {
    mutating func append(littleEndian value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    func littleEndian(at position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[position + $1]) << UInt32(8 * $1) }
    }
}
