import AWSOperations

/// Log streams of the transform jobs, kept in a file a job.
actor LogStore {
    static let transformGroup = "/aws/sagemaker/TransformJobs"
    /// Lines that a stream keeps; the oldest go first.
    static let lineLimit = 10_000

    struct Stream: Codable, Sendable {
        var name: String
        var created: Int
        var events: [Event] = []
        /// How many lines were dropped at the head, so that tokens stay valid.
        var dropped = 0
    }

    struct Event: Codable, Sendable {
        /// Milliseconds since 1970.
        var timestamp: Int
        var message: String
    }

    private let files: FileTree
    private var streams: [String: Stream] = [:]

    init(files: FileTree) throws {
        self.files = files
        try files.makeDirectory("logs")
        for file in try files.children(of: "logs") {
            for stream in try files.decode([Stream].self, from: "logs/\(file)") { streams[stream.name] = stream }
        }
    }

    var isEmpty: Bool { streams.isEmpty }
    var all: [Stream] { Array(streams.values) }

    func stream(_ name: String) -> Stream? {
        streams[name]
    }

    func append(_ line: String, to name: String, at moment: Timestamp) {
        let milliseconds = Int(moment.secondsSinceEpoch * 1000)
        streams[name, default: Stream(name: name, created: milliseconds)].events
            .append(Event(timestamp: milliseconds, message: line))
        if let count = streams[name]?.events.count, count > Self.lineLimit {
            streams[name]?.events.removeFirst(count - Self.lineLimit)
            streams[name]?.dropped += count - Self.lineLimit
        }
    }

    /// Writes the streams of a job to its file.
    func save(job: String) throws {
        let mine = streams.values.filter { $0.name.hasPrefix("\(job)/") }
        guard !mine.isEmpty else { return }
        try files.encode(mine.sorted { $0.name < $1.name }, to: "logs/\(job).json")
    }
}
