import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck logs TRANSFORM`
struct LogsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print a transform's whole log: all streams, in time order.",
        discussion: """
            Prints each line once, in bounded memory even for a million lines: lines that must wait for an earlier \
            one are kept in a temporary file. Times are in UTC.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Flag(name: .shortAndLong, help: "Keep printing new lines until the transform ends.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "Only lines since this time: 90s, 15m, 2h or 3d ago, or a time such as 2026-11-29T10:00:00Z.",
            valueName: "time"))
    var since: PastTime?

    @Option(
        help: ArgumentHelp(
            "Only lines that contain this text; case matters only if it has capitals.",
            valueName: "text"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "Only streams whose name contains this text, for example data-log; repeatable.", valueName: "text"))
    var stream: [String] = []

    @Flag(help: "Print each line as a JSON object, as GetLogEvents gives it, with its stream.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        if filter?.isEmpty == true { throw ValidationError("--filter must not be empty") }
        if stream.contains("") { throw ValidationError("--stream must not be empty") }
    }

    func run(in context: CommandContext) async throws {
        var overview = TransformOverview(try await context.cloud.describeTransformJob(named: transform))
        let start = since?.moment(before: context.clock.now)
        var reader = LogReader(
            transform: transform, logs: context.cloud, spool: TemporarySpool(), since: start, streams: stream)
        let text = filter.map(TextSearch.init)
        let output = context.output
        var found = 0
        var writer = LogLineWriter(transform: transform, isJSON: json, output: output)
        func printLines(_ lines: [LogLine]) throws {
            // Written at once: a system call a line would take longer than everything else.
            for line in lines where text?.matches(line.message) ?? true {
                found += 1
                try writer.append(line)
            }
            let batch = writer.taken()
            if !batch.isEmpty { output.writeResult(batch) }
        }
        var hasSettled = false
        var reading = FollowingTrouble(name: transform, context: context)
        var describing = reading
        while true {
            let end = overview.isEnded ? overview.endedAt : nil
            do {
                try await reader.read(endedAt: end) { try printLines($0) }
                reading.hasPassed()
            } catch let failure as AWSFailure where follow {
                try await reading.take(failure)
            }
            guard follow, !hasSettled else { break }
            // Late lines are given time to arrive, and are read a last time.
            hasSettled = overview.isEnded && !reading.isLasting
            let pace = context.pace
            try await context.clock.sleep(
                seconds: reading.isLasting || describing.isLasting
                    ? pace.log.longest : hasSettled ? pace.settling : pace.log.shortest)
            guard !overview.isEnded else { continue }
            do {
                overview = TransformOverview(try await context.cloud.describeTransformJob(named: transform))
                describing.hasPassed()
            } catch let failure as AWSFailure {
                try await describing.take(failure)
            }
        }
        try Task.checkCancellation()
        guard let gap = reader.gaps.first else {
            if found == 0 {
                output.note(absence(of: reader, hasEnded: overview.isEnded))
            } else if reader.gaveUpOnEmptyPages {
                output.note("some streams have only empty pages after these lines: the rest has probably expired")
            }
            return
        }
        for other in reader.gaps.dropFirst() { output.note(other.problem) }
        throw CommandFailure(.failed, gap.problem, remedy: gap.remedy)
    }

    /// Why no line was printed.
    private func absence(of reader: LogReader, hasEnded: Bool) -> String {
        if !reader.exists || reader.streamCount == 0 && stream.isEmpty {
            return hasEnded
                ? "CloudWatch has no log of \(transform): it was deleted, has expired, or was never written"
                : "\(transform) has no log yet: no container has written a line"
        }
        if reader.streamCount == 0 {
            return "no log stream has a name that contains \(stream.joined(separator: " or "))"
        }
        if reader.gaveUpOnEmptyPages {
            return "CloudWatch has only empty pages for this log: its lines have probably expired"
        }
        return filter != nil || since != nil ? "no matching lines" : "the log has no lines"
    }
}

/// A text that is looked for; capitals count only where it has some itself.
struct TextSearch {
    private let text: [UInt8]
    private let foldsCase: Bool

    init(_ text: String) {
        foldsCase = !text.utf8.contains { (0x41...0x5A).contains($0) }
        self.text = Array(text.utf8)
    }

    func matches(_ line: String) -> Bool {
        guard let first = text.first else { return true }
        var line = line
        return line.withUTF8 { bytes in
            guard bytes.count >= text.count else { return false }
            for start in 0...(bytes.count - text.count) where folded(bytes[start]) == first {
                if text.indices.allSatisfy({ folded(bytes[start + $0]) == text[$0] }) { return true }
            }
            return false
        }
    }

    private func folded(_ byte: UInt8) -> UInt8 {
        foldsCase && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
