import AWSOperations
import JSONCoding

/// What an unfinished file holds: kept in a small file beside it, so that a later run can go on.
struct DownloadState: Hashable, Codable, Sendable {
    /// `s3://BUCKET/KEY`
    var source: String
    var eTag: String
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
    func missing(partSize: Int) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var next = 0
        for range in finished + [[size, size]] {
            while next < range[0] {
                let end = min(next + partSize, range[0])
                gaps.append(next..<end)
                next = end
            }
            next = max(next, range[1])
        }
        return gaps.isEmpty && size > 0 ? [size - 1..<size] : gaps
    }

    /// Whether the file beside it can be what this says.
    func isSound(fileSize: Int) -> Bool {
        var last = -1
        for range in finished {
            guard range.count == 2, range[0] > last, range[0] >= 0, range[1] > range[0], range[1] <= size else {
                return false
            }
            last = range[1]
        }
        return size > 0 && !eTag.isEmpty && last <= fileSize
    }

    static func read(_ path: String) -> DownloadState? {
        guard let text = (try? FileText.read(path)) ?? nil else { return nil }
        return try? JSON.decode(DownloadState.self, from: Array(text.utf8))
    }

    /// False where it cannot be written, which costs only the resuming.
    func write(to path: String) -> Bool {
        guard let bytes = try? JSON.encode(self) else { return false }
        return PrivateFile.replace(path, with: String(decoding: bytes, as: UTF8.self))
    }
}
