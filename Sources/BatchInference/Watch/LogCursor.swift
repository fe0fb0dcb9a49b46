import AWSOperations

/// How far each stream of a transform's log has been read.
///
/// Streams are looked for anew each time, since instances and containers start late; a stream's own token stands for
/// what was read of it, so that no line comes twice.
struct LogCursor: Sendable {
    static let group = "/aws/sagemaker/TransformJobs"
    /// Pages that are read of one stream in one round, so that a huge log does not hold up the first lines.
    private static let pagesPerRound = 10

    private let jobName: String
    private var tokens: [ByteText: String] = [:]
    private var streams: [String] = []
    /// False until a container has written.
    private(set) var groupExists = false
    /// Whether a stream has lines that the last round had no room for.
    private(set) var hasMore = false

    init(jobName: String) {
        self.jobName = jobName
    }

    /// The instances, as the metrics' Host dimension names them: `<job>/<instance>`, without the stream's epoch.
    var hosts: [String] {
        var hosts: [String] = []
        for stream in streams {
            let parts = stream.byteParts(at: "/", omittingEmpty: true)
            guard parts.count >= 2 else { continue }
            let instance = parts[1]
            let name: Substring
            if let hyphen = instance.lastByteIndex(of: "-"),
                instance[instance.utf8.index(after: hyphen)...].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                instance[hyphen...].utf8.count > 9
            {
                name = instance[..<hyphen]
            } else {
                name = instance
            }
            let host = "\(parts[0])/\(name)"
            if !hosts.contains(where: host.hasSameBytes) { hosts.append(host) }
        }
        return hosts
    }

    /// The lines that were not read before, in the order of their times; throws `AWSFailure`.
    ///
    /// When a later stream fails, the failure is thrown only if nothing new was read, so that no line is lost.
    mutating func readNew(from logs: any TransformLogs) async throws -> [LogLine] {
        do {
            try await findStreams(in: logs)
        } catch let failure as AWSFailure where failure.isNotFound {
            return []
        }
        groupExists = true
        hasMore = false
        var lines: [LogLine] = []
        for stream in streams {
            do {
                try await read(stream, from: logs, into: &lines)
            } catch {
                guard lines.isEmpty else { break }
                throw error
            }
        }
        lines.sort { $0.time < $1.time }
        return lines
    }

    private mutating func findStreams(in logs: any TransformLogs) async throws {
        let request = DescribeLogStreamsRequest(
            logGroupName: Self.group, logStreamNamePrefix: jobName + "/", limit: 50)
        for try await page in PageSequence(request, pageLimit: 40, fetch: { try await logs.listLogStreams($0) }) {
            for stream in page.items.compactMap(\.logStreamName) where !streams.contains(where: stream.hasSameBytes) {
                streams.append(stream)
            }
        }
    }

    private mutating func read(
        _ stream: String, from logs: any TransformLogs, into lines: inout [LogLine]
    ) async throws {
        let shortName = String(stream.droppingBytePrefix(jobName + "/") ?? stream[...])
        for _ in 0..<Self.pagesPerRound {
            let response: GetLogEventsResponse
            do {
                response = try await logs.readLogEvents(
                    GetLogEventsRequest(
                        logStreamName: stream, logGroupName: Self.group, nextToken: tokens[ByteText(stream)],
                        startFromHead: true)
                )
            } catch let failure as AWSFailure where failure.isNotFound {
                return
            }
            for event in response.events ?? [] {
                guard let message = event.message else { continue }
                lines.append(
                    LogLine(
                        time: Timestamp(secondsSinceEpoch: Double(event.timestamp ?? 0) / 1000), stream: shortName,
                        message: message.trimmingLineBreaks()))
            }
            guard let token = response.nextForwardToken, token != tokens[ByteText(stream)] else { return }
            tokens[ByteText(stream)] = token
        }
        hasMore = true
    }
}

extension String {
    fileprivate func trimmingLineBreaks() -> String {
        guard let last = utf8.last, last == 10 || last == 13 else { return self }
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
