import CZlib

/// Reads gzip as its bytes come, all members one after another, in pieces of bounded length.
public final class GzipStream {
    // zlib's state points back at its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var piece: [UInt8]
    /// Whether the bytes so far end behind a member, so that they may be all.
    public private(set) var isAtMemberEnd = false
    private var isPadding = false

    /// - Parameter pieceLength: Bytes that are handed out at once at most.
    public init(pieceLength: Int = 1 << 18) {
        piece = Array(repeating: 0, count: max(pieceLength, 1))
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard flightdeck_inflate_init_gzip(stream) == Z_OK else { preconditionFailure("no memory for zlib") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks the next bytes; `take` gets what comes of them, piece by piece.
    public func read(_ bytes: [UInt8], _ take: ([UInt8]) -> Void) throws(GzipError) {
        var position = 0
        while position < bytes.count {
            if isAtMemberEnd {
                // Zeros may follow the last member as padding.
                if bytes[position] == 0 {
                    isPadding = true
                    position += 1
                    continue
                }
                guard !isPadding else { throw .notGzip }
                inflateReset(stream)
                isAtMemberEnd = false
            }
            try step(bytes, &position, take)
        }
    }

    /// The bytes have ended; throws where they do so within a member.
    public func finish() throws(GzipError) { if !isAtMemberEnd { throw .truncated } }

    private func step(_ bytes: [UInt8], _ position: inout Int, _ take: ([UInt8]) -> Void) throws(GzipError) {
        var room = 0
        repeat {
            let available = min(bytes.count - position, Int(UInt32.max))
            let length = piece.count
            let status = bytes.withUnsafeBufferPointer { input in
                piece.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: position))
                    stream.pointee.avail_in = UInt32(available)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(length)
                    return inflate(stream, Z_NO_FLUSH)
                }
            }
            position += available - Int(stream.pointee.avail_in)
            room = Int(stream.pointee.avail_out)
            if room < length { take(Array(piece[..<(length - room)])) }
            switch status {
            case Z_STREAM_END:
                isAtMemberEnd = true
                return
            case Z_OK, Z_BUF_ERROR: break
            default: throw GzipError(saying: stream.pointee.msg.map { String(cString: $0) })
            }
            // A full piece may have more behind it, without another byte to read.
        } while room == 0
    }
}

extension GzipError {
    /// What zlib complains of, in its words.
    init(saying message: String?) {
        switch message {
        case "incorrect header check", "unknown compression method": self = .notGzip
        case "incorrect data check", "incorrect length check": self = .checksum
        default: self = .badBlock
        }
    }
}
