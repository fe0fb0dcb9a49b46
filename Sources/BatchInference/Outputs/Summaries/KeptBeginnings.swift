import AWSOperations
import Synchronization

/// The beginnings of an output and of its input, read once: they are looked at first, and read through after that.
final class KeptBeginnings: ObjectReader {
    private let storage: any ObjectReader
    private let kept = Mutex<[S3Location: GetObjectResponse]>([:])

    /// Objects up to so many bytes are read with one request.
    static let length = 1 << 19

    init(of storage: any ObjectReader) { self.storage = storage }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        guard let range, range.lowerBound == 0 else { return try await storage.readObject(at: location, range: range) }
        if let answer = kept.withLock({ $0[location] }) { return answer }
        let answer = try await storage.readObject(at: location, range: 0..<max(range.count, Self.length))
        kept.withLock { $0[location] = answer }
        return answer
    }
}
