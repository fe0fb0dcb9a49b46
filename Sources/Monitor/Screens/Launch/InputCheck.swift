import AWSOperations
import BatchInference

/// A quick look at what lies at the input location: one listing, no object is read.
enum InputCheck: Hashable, Sendable {
    /// The location is not one that could be looked at.
    case none
    case asking
    /// `isMore` where there are more objects than one listing tells.
    case found(objects: Int, bytes: Int, isMore: Bool)
    case nothing
    case failed(problem: String, remedy: String)

    static func look(at location: S3Location, in storage: any ObjectStorage) async -> InputCheck {
        do {
            let page = try await storage.listObjects(
                ListObjectsV2Request(
                    bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: 1000))
            // Consoles make empty objects that stand for folders.
            let objects = page.contents.filter { !($0.key.hasSuffix("/") && $0.size == 0) }
            guard !objects.isEmpty else { return .nothing }
            return .found(
                objects: objects.count, bytes: ByteSum.of(objects.lazy.map(\.size)), isMore: page.isTruncated)
        } catch let failure as AWSFailure {
            return .failed(problem: failure.problem, remedy: failure.remedy)
        } catch {
            return .failed(problem: "\(error)", remedy: "")
        }
    }

    /// `12 objects, 3.4 MB`; nil where nothing was found.
    var summary: String? {
        guard case .found(let objects, let bytes, let isMore) = self else { return nil }
        let count = "\(isMore ? "more than " : "")\(DisplayText.count(objects)) object\(objects == 1 ? "" : "s")"
        return "\(count), \(isMore ? "over " : "")\(DisplayText.byteCount(bytes))"
    }
}
