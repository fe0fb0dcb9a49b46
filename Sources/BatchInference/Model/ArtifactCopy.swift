import AWSOperations
import Synchronization

/// A model artifact that is copied before a launch: from where, which version, and to where.
public struct ArtifactCopy: Hashable, Sendable, Codable {
    /// An S3 URI.
    @ByteText public var source: String
    /// Of the source as it was looked at, with its quotes: another one is not copied.
    public var eTag: String
    /// In bytes.
    public var size: Int
    /// An S3 URI, with the source's ETag in it: the same artifact is found there again, a changed one goes elsewhere.
    @ByteText public var destination: String

    public init(source: String, eTag: String, size: Int, destination: String) {
        self.source = source
        self.eTag = eTag
        self.size = size
        self.destination = destination
    }

    /// The copy of an object below a prefix.
    public init(of source: S3Location, _ head: HeadObjectResponse, below prefix: S3Location) {
        let eTag = head.eTag ?? ""
        let folder = prefix.key.asFolder
        // An ETag is hexadecimal digits and a hyphen; anything else has no place in a key.
        let version = String(
            eTag.unicodeScalars.filter {
                $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
            })
        let name = source.name.isEmpty ? "artifact" : source.name
        self.init(
            source: source.uri, eTag: eTag, size: head.contentLength,
            destination: S3Location(bucket: prefix.bucket, key: "\(folder)\(version)/\(name)").uri)
    }
}

/// How far the copying of a launch's artifacts has come.
public struct CopyProgress: Hashable, Sendable {
    public var objectsDone: Int
    public var objectsTotal: Int
    public var bytesDone: Int
    public var bytesTotal: Int
    /// The S3 URI of the artifact that is being copied; empty before the first.
    public var current: String

    public init(
        objectsDone: Int = 0, objectsTotal: Int, bytesDone: Int = 0, bytesTotal: Int, current: String = ""
    ) {
        self.objectsDone = objectsDone
        self.objectsTotal = objectsTotal
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.current = current
    }

    /// From 0 to 1.
    public var share: Double {
        if bytesTotal > 0 { return min(1, Double(bytesDone) / Double(bytesTotal)) }
        return objectsTotal > 0 ? Double(objectsDone) / Double(objectsTotal) : 1
    }

    /// `12.3 MB of 45.6 MB, artifact 2 of 3`.
    public var text: String {
        "\(DisplayText.byteCount(bytesDone)) of \(DisplayText.byteCount(bytesTotal)), artifact "
            + "\(min(objectsDone + 1, objectsTotal)) of \(objectsTotal)"
    }
}

/// Why an artifact could not be copied, beside what a service answered.
public enum ArtifactCopyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The source has another ETag by now.
    case changed(source: String)
    /// S3 gave fewer bytes than the object has.
    case incomplete(source: String)
    /// No profile is known that the source could be read with.
    case noSource
    /// It has no ETag, so that its version is not known.
    case noVersion(source: String)

    public var description: String {
        switch self {
        case .changed(let source): "the artifact \(source) changed before it was copied"
        case .incomplete(let source): "the artifact \(source) ended early"
        case .noSource: "can't copy the artifacts without the profile that reads them"
        case .noVersion(let source): "the artifact \(source) has no ETag, so its version is unknown"
        }
    }

    public var remedy: String {
        switch self {
        case .changed: "launch again to copy the artifact as it is now"
        case .incomplete: "try again: finished parts are kept"
        case .noSource: "add --source-profile"
        case .noVersion: "add the missing policies instead of copying"
        }
    }
}

/// Ends the copying of a launch when asked to; what has arrived is kept, for the launch to go on with.
public final class CopyStop: Sendable {
    private struct State {
        var isStopped = false
        var task: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    public init() {}

    /// Ends the copying under way, or the one that is yet to begin.
    public func stop() {
        let task = state.withLock { state in
            state.isStopped = true
            return state.task
        }
        task?.cancel()
    }

    /// Runs work that a stop ends.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let isStopped = state.withLock { state in
            state.task = task
            return state.isStopped
        }
        if isStopped { task.cancel() }
        try await task.value
    }
}
