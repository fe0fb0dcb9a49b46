/// A body in the `aws-chunked` coding: chunks with a size line each, then trailing headers.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
struct AWSChunkedBody {
    var content: [UInt8]
    /// Names in lower case.
    var trailers: [String: String]
    /// The signature of every chunk with its bytes, where the chunks are signed.
    var chunkSignatures: [(signature: String, bytes: Range<Int>)]
    /// The trailing headers as they are signed, and their signature.
    var trailerSignature: String?

    /// Nil where the coding is broken.
    init?(_ body: [UInt8]) {
        content = []
        trailers = [:]
        chunkSignatures = []
        var position = 0
        func line() -> String? {
            guard let end = body[position...].firstIndex(of: 10) else { return nil }
            var text = body[position..<end]
            if text.last == 13 { text = text.dropLast() }
            position = end + 1
            return String(decoding: text, as: UTF8.self)
        }
        while true {
            guard let header = line() else { return nil }
            let parts = header.split(separator: ";", maxSplits: 1)
            guard let sizeText = parts.first, let size = Int(sizeText, radix: 16), size >= 0,
                size <= body.count - position
            else { return nil }
            let start = content.count
            content += body[position..<position + size]
            if parts.count > 1, parts[1].hasPrefix("chunk-signature=") {
                chunkSignatures.append((String(parts[1].dropFirst(16)), start..<start + size))
            }
            position += size
            if size == 0 { break }
            guard line() == "" else { return nil }
        }
        while position < body.count, let text = line(), !text.isEmpty {
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let name = parts[0].lowercased()
            let value = String(parts[1].drop { $0 == " " })
            if name == "x-amz-trailer-signature" { trailerSignature = value } else { trailers[name] = value }
        }
    }
}
