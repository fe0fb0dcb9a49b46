import AWSClient
import BatchInference
import Console
import LocalStore
import Logging
import Monitor

extension DoctorCommand {
    /// Examines, prints, and throws what the exit status says.
    func run(demo: DemoService?, logger: Logger?, output: CommandOutput) async throws {
        let database = demo?.database ?? StateDatabase(path: UserDirectories.current.database) { output.note($0) }
        let examination = Examination(
            options: global, demo: demo, database: database, logger: logger,
            bucket: try bucket.map { try Self.name(of: $0) },
            patience: Doctor.Patience(answer: Double(timeout), credentials: 2 * Double(timeout)),
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
