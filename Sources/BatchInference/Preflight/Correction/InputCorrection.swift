import AWSOperations

/// What can be written so that a transform reads it in the place of an input that it would fail on.
public enum InputCorrection: Hashable, Sendable {
    /// Copies of the objects, without a first line of these names.
    case withoutHeader([String])
    /// A manifest of the objects that hold records.
    case dataAlone
}

/// An input that was written in the place of another.
public struct CorrectedInput: Hashable, Sendable {
    /// A prefix, or a manifest.
    public var uri: String
    public var isManifest: Bool
    /// Whether what was gzip is plain now.
    public var isUnpacked: Bool

    public init(uri: String, isManifest: Bool, isUnpacked: Bool = false) {
        self.uri = uri
        self.isManifest = isManifest
        self.isUnpacked = isUnpacked
    }
}

/// What a correction would write, and where: looked up before anybody is asked.
public struct CorrectionWork: Hashable, Sendable {
    /// An object to copy, and where to.
    struct Copy: Hashable, Sendable {
        var source: S3Location
        var size: Int
        var target: S3Location
    }

    public var correction: InputCorrection
    /// Nobody's before: nothing is overwritten there.
    public var folder: S3Location
    var copies: [Copy] = []
    var manifest: Manifest?
    var isUnpacked = false

    struct Manifest: Hashable, Sendable {
        var location: S3Location
        var text: String
        var names: Int
    }

    /// What the plan reads once it is written.
    public var result: CorrectedInput {
        CorrectedInput(uri: (manifest?.location ?? folder).uri, isManifest: manifest != nil, isUnpacked: isUnpacked)
    }

    /// `Write copies of 3 objects, 1.2 MB, without their header row to s3://…`, without a full stop.
    public var sentence: String {
        if let manifest {
            return "Write a manifest of \(manifest.names) object\(manifest.names == 1 ? "" : "s") to "
                + manifest.location.uri
        }
        let bytes = DisplayText.byteCount(ByteSum.of(copies.lazy.map(\.size)))
        return
            "Write copies of \(copies.count) object\(copies.count == 1 ? "" : "s"), \(bytes), without a header row to "
            + folder.uri
    }
}

/// Why an input cannot be corrected here.
public struct CorrectionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { remedy.isEmpty ? problem : "\(problem); \(remedy)" }
}
