import CZlib

/// Reads gzip members, one after another, from bytes in memory.
struct GzipReader: ~Copyable {
    /// How a reading ended.
    enum Ending: Hashable {
        /// Behind the checksum of a member; the next byte is not of it.
        case member
        /// The bytes end in the middle of a member.
        case cutShort
        /// There is more than the limit allows.
        case full
        case failed(GzipError)
    }

    // zlib's state points back at its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let bytes: [UInt8]
    private let limit: Int
    /// The next byte to read.
    private(set) var position = 0
    private(set) var output: [UInt8] = []

    init(_ bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard flightdeck_inflate_init_gzip(stream) == Z_OK else { preconditionFailure("no memory for zlib") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Whether a member's first bytes follow.
    var isAtMember: Bool { Gzip.isGzip(bytes[position...]) }

    /// Steps over zeros, which may follow the last member as padding; whether anything else follows.
    mutating func skipPadding() -> Bool {
        while position < bytes.count, bytes[position] == 0 { position += 1 }
        return position < bytes.count
    }

    /// Reads the member that begins here.
    mutating func readMember() -> Ending {
        inflateReset(stream)
        while true {
            // One byte more than is wanted tells a stream that ends at the limit from one that goes on.
            let room = min(max(output.count, 65_536), limit - output.count + 1)
            let status = read(room: room)
            if output.count > limit {
                output.removeLast()
                return .full
            }
            switch status {
            case Z_STREAM_END: return .member
            case Z_OK where position < bytes.count || stream.pointee.avail_out == 0: continue
            case Z_OK, Z_BUF_ERROR: return .cutShort
            default: return .failed(GzipError(saying: stream.pointee.msg.map { String(cString: $0) }))
            }
        }
    }

    private mutating func read(room: Int) -> Int32 {
        let before = output.count
        output.append(contentsOf: repeatElement(0, count: room))
        let available = min(bytes.count - position, Int(UInt32.max))
        let status = bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: position))
                stream.pointee.avail_in = UInt32(available)
                stream.pointee.next_out = output.baseAddress?.advanced(by: before)
                stream.pointee.avail_out = UInt32(room)
                return inflate(stream, Z_NO_FLUSH)
            }
        }
        position += available - Int(stream.pointee.avail_in)
        output.removeLast(Int(stream.pointee.avail_out))
        return status
    }
}
