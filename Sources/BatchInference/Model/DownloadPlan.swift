import AWSOperations

/// Which objects go into which files below a folder.
public struct DownloadPlan: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public var source: S3Location
        /// In bytes; 0 where the listing did not say.
        public var size: Int { listedSize ?? 0 }
        /// In bytes, as the listing said.
        public var listedSize: Int?
        /// As the listing said; empty where it did not.
        public var eTag: String
        /// As the listing said; nil where it did not.
        public var lastModified: Timestamp?
        /// Below the folder; parts joined by `/`, none of them empty, `.` or `..`; unique within the plan.
        @ByteText public var relativePath: String
    }

    /// Objects that a listing names without a key that can be read, so that nothing can ask for them.
    public struct Unnamed: Hashable, Sendable {
        public var count: Int
        public var location: S3Location
    }

    public var items: [Item]
    /// Nil where every listed object can be asked for, and where rows were chosen.
    public var unnamed: Unnamed?
    /// In bytes.
    public var totalBytes: Int { ByteSum.of(items.lazy.map(\.size)) }
}
