import AWSOperations

/// What stands directly under an S3 prefix.
public enum PrefixEntry: Hashable, Sendable, Identifiable {
    /// A common prefix, ending in a slash.
    case folder(S3Location)
    /// Size and time are nil where the listing does not tell.
    case object(S3Location, size: Int?, modified: Timestamp?)

    public var location: S3Location {
        switch self {
        case .folder(let location), .object(let location, _, _): location
        }
    }

    public var id: ByteText { ByteText(location.uri) }

    public var isFolder: Bool {
        if case .folder = self { true } else { false }
    }

    /// The last part of the key; a folder's ends in a slash.
    public var name: String {
        switch self {
        case .folder(let location):
            (location.key.droppingByteSuffix("/") ?? location.key[...]).lastPathPart + "/"
        case .object(let location, _, _): location.name
        }
    }
}

/// One page of a prefix's entries, folders first.
public struct PrefixPage: Hashable, Sendable {
    public var entries: [PrefixEntry]
    public var isLast: Bool
    /// Entries of the page that can't be shown, for want of a key.
    public var leftOut: Int

    public init(entries: [PrefixEntry], isLast: Bool, leftOut: Int = 0) {
        self.entries = entries
        self.isLast = isLast
        self.leftOut = leftOut
    }
}

/// Walks through S3 by folders, for a picker.
public struct PrefixBrowser: Sendable {
    private let storage: any ObjectStorage
    private let pageLimit: Int

    public init(storage: any ObjectStorage, pageLimit: Int = 20) {
        self.storage = storage
        self.pageLimit = pageLimit
    }

    /// The entries under a prefix, a page at a time; the prefix need not end in a slash. Ends by throwing `AWSFailure`.
    public func pages(under location: S3Location) -> AsyncThrowingStream<PrefixPage, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                let request = ListObjectsV2Request(
                    bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, delimiter: "/",
                    maxKeys: 1000)
                do {
                    let storage = storage
                    let pages = PageSequence(request, pageLimit: pageLimit) { try await storage.listObjects($0) }
                    // An entry is one, on however many pages it is named.
                    var known: Set<ByteText> = []
                    for try await page in pages.prefix(pageLimit) {
                        let entries = Self.entries(of: page, under: location).filter { known.insert($0.id).inserted }
                        continuation.yield(
                            PrefixPage(
                                entries: entries, isLast: page.nextPageToken == nil, leftOut: page.itemsLeftOut))
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: AWSFailure(wrapping: error))
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// The folder above a location; nil at a bucket's top.
    public static func parent(of location: S3Location) -> S3Location? {
        guard !location.key.isEmpty else { return nil }
        let name = location.key.droppingByteSuffix("/") ?? location.key[...]
        return S3Location(bucket: location.bucket, key: String(name.parentFolder))
    }

    private static func entries(of page: ListObjectsV2Response, under location: S3Location) -> [PrefixEntry] {
        page.commonPrefixes.map { .folder(S3Location(bucket: location.bucket, key: $0)) }
            // A folder's own marker object is not one of its entries.
            + page.contents.filter { !$0.key.hasSameBytes(as: location.key) || !$0.key.hasByteSuffix("/") }.map {
                .object(
                    S3Location(bucket: location.bucket, key: $0.key), size: $0.$size, modified: $0.$lastModified)
            }
    }
}
