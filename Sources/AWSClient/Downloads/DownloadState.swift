import AWSOperations
import JSONCoding

/// What an unfinished file holds: kept in a small file beside it, so that a later run can go on.
struct DownloadState: Hashable, Codable, Sendable {
    /// `s3://BUCKET/KEY`
    @ByteText var source: String
    @ByteText var eTag: String
    /// The whole object's, in bytes.
    var size: Int
    /// What is in place: `[from, upTo]` each, sorted, without overlaps.
    private(set) var finished: [[Int]] = []

    /// Nil for an object that is empty, or whose length is not known.
    init?(source: String, object: DownloadedObject, eTag: String) {
        guard let length = object.length, length > 0 else { return nil }
        self.source = source
        self.eTag = eTag
        size = length
    }

    var object: DownloadedObject { DownloadedObject(length: size, eTag: eTag) }

    /// Bytes in place.
    var done: Int { finished.reduce(0) { $0 + $1[1] - $1[0] } }

    mutating func add(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let first = finished.firstIndex { $0[1] >= range.lowerBound } ?? finished.count
        let end = finished[first...].firstIndex { $0[0] > range.upperBound } ?? finished.count
        let touched = finished[first..<end]
        let low = min(range.lowerBound, touched.first?[0] ?? range.lowerBound)
        let high = max(range.upperBound, touched.last?[1] ?? range.upperBound)
        finished.replaceSubrange(first..<end, with: [[low, high]])
    }

    /// What is missing, in pieces of at most `partSize` bytes; at least the last byte, so that the service is asked
    /// whether it is still the same object.
    ///
    /// One after the other: a list of them all would take what a false size says.
    func missing(partSize: Int) -> some Sequence<Range<Int>> {
        let size = size
        let isWhole = done == size
        let start = (next: isWhole ? size - 1 : 0, rest: isWhole ? [] : finished[...])
        return sequence(state: start) { state in
            while let range = state.rest.first, state.next >= range[0] {
                state.next = max(state.next, range[1])
                state.rest = state.rest.dropFirst()
            }
            guard state.next < size else { return nil }
            let low = state.next
            state.next = min(low + partSize, state.rest.first?[0] ?? size)
            return low..<state.next
        }
    }

    /// Larger than any object of S3, in bytes.
    private static let largest = 1 << 50
    /// More ranges than a download leaves, whose parts follow one another.
    private static let mostRanges = 4096
    /// Bytes of its file.
    private static let fileLimit = 256 << 10

    /// Whether the file beside it can be what this says.
    func isSound(fileSize: Int) -> Bool {
        guard size <= Self.largest, finished.count <= Self.mostRanges else { return false }
        var last = -1
        for range in finished {
            guard range.count == 2, range[0] > last, range[0] >= 0, range[1] > range[0], range[1] <= size else {
                return false
            }
            last = range[1]
        }
        // A file that is longer than its object would stay so.
        return size > 0 && !eTag.isEmpty && last <= fileSize && fileSize <= size
    }

    /// What an earlier run wrote; nil where it is no state, whoever put it there.
    static func read(_ name: String, in folder: FileFolder) -> DownloadState? {
        guard let bytes = folder.readSmall(name, limit: fileLimit) else { return nil }
        return try? JSON.decode(DownloadState.self, from: bytes)
    }

    /// False where it cannot be written, which costs only the resuming.
    func write(_ name: String, in folder: FileFolder) -> Bool {
        guard let bytes = try? JSON.encode(self), bytes.count <= Self.fileLimit else { return false }
        return folder.replace(name, with: bytes)
    }
}
