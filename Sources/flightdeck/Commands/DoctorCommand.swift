import AWSClient
import AWSOperations
import ArgumentParser
import BatchInference
import Console
import LocalStore
import Logging
import Monitor

/// `flightdeck doctor`
struct DoctorCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check credentials, region, endpoints, clock and permissions.",
        discussion: """
            Tries each permission that a call can show without changing anything, and lists the others as not tried. \
            Ends with what to do, most important first. Prints no secrets, so you can share the report. Exit status: \
            0 if everything tried works, 4 without usable credentials or with a missing permission, 1 if something \
            else fails.
            """)

    @Flag(help: "Print one JSON document.")
    var json = false

    @Option(help: ArgumentHelp("Bucket to check (default: one used by launches or jobs).", valueName: "name"))
    var bucket: String?

    @Option(help: ArgumentHelp("Seconds to wait for each response.", valueName: "seconds"))
    var timeout = 10

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try Check.range(timeout, 1...300, of: "--timeout")
        if let bucket { _ = try Self.name(of: bucket) }
    }

    /// A bucket's name, which may be written as an S3 URI.
    static func name(of bucket: String) throws -> String {
        let uri = bucket.hasBytePrefix("s3://") ? bucket : "s3://\(bucket)/"
        switch S3Location.parse(uri) {
        case .success(let location): return location.bucket
        case .failure: throw ValidationError("--bucket must be a bucket name (got \(bucket))")
        }
    }

    func run() async throws {
        let command = self
        try await Interruption.guarding {
            try ServiceAccess.checkTheme(command.global)
            let output = StandardStreams.output(isASCII: command.global.ascii)
            let logger = command.global.debug ? DebugLog.standardError : nil
            let demo = command.global.demo ? try DemoService(profile: command.global.profile, logger: logger) : nil
            do {
                try await command.run(demo: demo, logger: logger, output: output)
            } catch {
                await demo?.stop()
                throw error
            }
            await demo?.stop()
        }
    }
}

extension DoctorCommand {
    /// Examines, prints, and throws what the exit status says.
    func run(demo: DemoService?, logger: Logger?, output: CommandOutput) async throws {
        let database = demo?.database ?? StateDatabase(path: UserDirectories.current.database) { output.note($0) }
        let examination = Examination(
            options: global, demo: demo, database: database, logger: logger,
            bucket: try bucket.map { try Self.name(of: $0) },
            timeouts: Doctor.Timeouts(answer: Double(timeout), credentials: 2 * Double(timeout)),
            mfaPrompt: .onTerminal)
        let progress = ProgressLine(output)
        var last: DoctorReport?
        for await report in examination.reports() {
            last = report
            let tried = report.checks.filter { $0.outcome != .notTried }
            let done = tried.filter { $0.outcome != .waiting }.count
            progress.show("checking: \(done) of \(tried.count)")
        }
        progress.clear()
        try Task.checkCancellation()
        guard let last else { return }
        if json {
            try output.printJSON(DoctorDocument(last))
        } else {
            for line in Self.lines(last, output: output, columns: output.isTerminal ? StandardStreams.columns : 80) {
                output.print(line)
            }
        }
        switch last.verdict {
        case .failed: throw CommandFailure(.failed, "")
        case .noAccess: throw CommandFailure(.access, "")
        case .running, .sound: break
        }
    }

    /// The report as lines for a terminal or a file, cleaned.
    static func lines(_ report: DoctorReport, output: CommandOutput, columns: Int) -> [String] {
        let glyphs: Glyphs = output.isASCII ? .ascii : .unicode
        let page = DoctorPage(report, now: SystemClock().now)
        return DoctorLayout.lines(page, columns: min(columns, 100), glyphs: glyphs).map { spans in
            var line = spans.map { span -> String in
                let text = CleanText.line(span.text)
                return output.usesColor ? span.role.tint?.painted(text) ?? text : text
            }.joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension DoctorLayout.Role {
    fileprivate var tint: Tint? {
        switch self {
        case .title, .label, .text: nil
        case .origin, .waiting: .faint
        case .passed: .good
        case .warned, .remedy: .busy
        case .failed: .bad
        }
    }
}
