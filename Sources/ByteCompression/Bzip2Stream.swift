import CBzip2

/// Why bytes are no sound bzip2 file.
public enum Bzip2Error: Error, Hashable, Sendable {
    case notBzip2
    case truncated
    case damaged
}

/// Reads bzip2 as its bytes come, all streams one after another, in pieces of bounded length.
public final class Bzip2Stream {
    // libbz2's state points back at its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<bz_stream>
    private var piece: [CChar]
    /// Whether the bytes so far end behind a stream, so that they may be all.
    public private(set) var isAtStreamEnd = false
    private var isOpen = true

    /// - Parameter pieceLength: Bytes that are handed out at once at most.
    public init(pieceLength: Int = 1 << 18) {
        piece = Array(repeating: 0, count: max(pieceLength, 1))
        stream = .allocate(capacity: 1)
        stream.initialize(to: bz_stream())
        guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else { preconditionFailure("no memory for libbz2") }
    }

    deinit {
        if isOpen { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    /// Unpacks the next bytes; `take` gets what comes of them, piece by piece.
    public func read(_ bytes: [UInt8], _ take: ([UInt8]) -> Void) throws(Bzip2Error) {
        var position = 0
        while position < bytes.count {
            if isAtStreamEnd {
                BZ2_bzDecompressEnd(stream)
                stream.pointee = bz_stream()
                isOpen = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
                guard isOpen else { preconditionFailure("no memory for libbz2") }
                isAtStreamEnd = false
            }
            try step(bytes, &position, take)
        }
    }

    /// The bytes have ended; throws where they do so within a stream.
    public func finish() throws(Bzip2Error) { if !isAtStreamEnd { throw .truncated } }

    private func step(_ bytes: [UInt8], _ position: inout Int, _ take: ([UInt8]) -> Void) throws(Bzip2Error) {
        var room = 0
        repeat {
            let available = min(bytes.count - position, Int(UInt32.max))
            let length = piece.count
            let status = bytes.withUnsafeBytes { input in
                piece.withUnsafeMutableBufferPointer { output in
                    let source = input.baseAddress?.advanced(by: position).assumingMemoryBound(to: CChar.self)
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: source)
                    stream.pointee.avail_in = UInt32(available)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(length)
                    return BZ2_bzDecompress(stream)
                }
            }
            position += available - Int(stream.pointee.avail_in)
            room = Int(stream.pointee.avail_out)
            if room < length { take(piece[..<(length - room)].map { UInt8(bitPattern: $0) }) }
            switch status {
            case BZ_STREAM_END:
                isAtStreamEnd = true
                return
            case BZ_OK: break
            case BZ_DATA_ERROR_MAGIC: throw .notBzip2
            default: throw .damaged
            }
            // A full piece may have more behind it, without another byte to read.
        } while room == 0
    }
}
