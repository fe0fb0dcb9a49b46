import Synchronization

/// The regions in which buckets turned out to be.
final class BucketRegions: Sendable {
    private let regions = Mutex<[String: String]>([:])

    subscript(bucket: String) -> String? {
        get { regions.withLock { $0[bucket] } }
        set { regions.withLock { $0[bucket] = newValue } }
    }
}
