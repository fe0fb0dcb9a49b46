import AWSOperations

/// How large the models of a leaderboard are: of each candidate all artifacts that its containers load, together.
///
/// One listing of what the artifacts' keys have in common tells of all candidates, instead of a request for each.
public struct ModelSizeLoader: Sendable {
    private let storage: any ObjectStorage
    /// The most pages of 1,000 keys that are read of one listing.
    private let pageLimit: Int

    public init(storage: any ObjectStorage, pageLimit: Int = 5) {
        self.storage = storage
        self.pageLimit = pageLimit
    }

    /// What could be found out: bytes by a row's id, and why others are missing.
    public struct Sizes: Hashable, Sendable {
        public var bytes: [Leaderboard.Row.ID: Int] = [:]
        public var failure: AWSFailure?

        public init(bytes: [Leaderboard.Row.ID: Int] = [:], failure: AWSFailure? = nil) {
            self.bytes = bytes
            self.failure = failure
        }
    }

    public func sizes(of rows: [Leaderboard.Row]) async -> Sizes {
        let artifacts = rows.map { ($0.id, Self.artifacts(of: $0.candidate)) }.filter { !$0.1.isEmpty }
        var sizes: [S3Location: Int] = [:]
        var result = Sizes()
        for folder in Self.folders(of: artifacts.flatMap(\.1)) {
            let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key)
            do {
                for try await page in PageSequence(
                    request, pageLimit: pageLimit, fetch: { try await storage.listObjects($0) })
                {
                    for object in page.contents {
                        sizes[S3Location(bucket: folder.bucket, key: object.key)] = object.size
                    }
                }
            } catch {
                result.failure = result.failure ?? AWSFailure(wrapping: error)
            }
        }
        for (id, locations) in artifacts {
            let known = locations.compactMap { sizes[$0] }
            // The size of a part would be a wrong number.
            if known.count == locations.count { result.bytes[id] = known.reduce(0, +) }
        }
        return result
    }

    /// Every artifact once; containers may share one.
    private static func artifacts(of candidate: AutoMLCandidate) -> [S3Location] {
        var seen: Set<S3Location> = []
        return ContainerSets(candidate).preferred.compactMap { S3Location($0.modelDataUrl) }
            .filter { !$0.key.isEmpty && seen.insert($0).inserted }
    }

    /// The places to list: of each bucket and each kind of artifact what the keys begin with.
    ///
    /// Autopilot keeps data processors and models apart, with much else beside them in what both have in common.
    private static func folders(of locations: [S3Location]) -> [S3Location] {
        var prefixes: [S3Location: String] = [:]
        var order: [S3Location] = []
        for location in locations {
            // `out/JOB/tuning/…`: the third folder tells what kind of artifact it is.
            let kind = location.key.split(separator: "/", omittingEmptySubsequences: false).prefix(3)
                .joined(separator: "/")
            let group = S3Location(bucket: location.bucket, key: kind)
            if let known = prefixes[group] {
                prefixes[group] = commonPrefix(known, location.key)
            } else {
                prefixes[group] = location.key
                order.append(group)
            }
        }
        return order.prefix(8).map { S3Location(bucket: $0.bucket, key: prefixes[$0] ?? $0.key) }
    }

    private static func commonPrefix(_ one: String, _ other: String) -> String {
        var bytes: [UInt8] = []
        for (left, right) in zip(one.utf8, other.utf8) {
            guard left == right else { break }
            bytes.append(left)
        }
        // Not in the middle of a character.
        while !bytes.isEmpty, String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
