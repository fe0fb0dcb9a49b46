import AWSOperations
import BatchInference
import Console

/// The beginning of an object, as far as it can be read by a person.
enum ObjectPeek: Hashable, Sendable {
    case text([String])
    /// Not text; says what it looks like.
    case binary(String)
    case empty
    case failed(String)

    /// How much is read of an object.
    static let byteLimit = 4096

    static func read(_ location: S3Location, from storage: any ObjectStorage) async -> ObjectPeek {
        do {
            let response = try await storage.readObject(at: location, range: 0..<byteLimit)
            return ObjectPeek(response.body)
        } catch let failure as AWSFailure {
            // S3 refuses a range of an object without bytes.
            if failure.serviceError?.httpStatus == 416 { return .empty }
            return .failed(failure.remedy.isEmpty ? failure.problem : "\(failure.problem): \(failure.remedy)")
        } catch {
            return .failed("\(error)")
        }
    }

    init(_ bytes: [UInt8]) {
        if bytes.isEmpty {
            self = .empty
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            self = .binary("compressed with gzip")
        } else if bytes.starts(with: Array("PAR1".utf8)) {
            self = .binary("a Parquet file: transforms don't split Parquet")
        } else if bytes.contains(0) {
            self = .binary("not text")
        } else {
            var lines = CleanText.lines(String(decoding: bytes, as: UTF8.self))
            // The last line of a cut text is most likely not whole.
            if bytes.count >= Self.byteLimit, lines.count > 1 { lines.removeLast() }
            if lines.last == "" { lines.removeLast() }
            self = .text(lines)
        }
    }
}
