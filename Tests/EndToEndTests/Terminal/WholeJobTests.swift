import Foundation
import Testing

@Suite("The whole job by keys, in a real terminal", .serialized)
struct WholeJobTests {
    /// Opens the demo in a terminal, with a home of its own.
    private func demo(
        columns: Int = 120, rows: Int = 36, options: String = "", home: TemporaryHome
    ) async throws -> TmuxSession {
        try await TmuxSession.start(
            "\(BuiltProgram.path) --demo \(options)", columns: columns, rows: rows, environment: home.environment)
    }

    @Test("From the job list to predictions on disk, by what the footer says", arguments: [(120, 36), (80, 24)])
    func wholeJob(columns: Int, rows: Int) async throws {
        let home = try TemporaryHome()
        defer { home.remove() }
        let terminal = try await demo(columns: columns, rows: rows, home: home)
        do {
            try await terminal.wait(for: "penguins-species")
            try await terminal.wait("the footer") { $0.contains("Enter candidates") }
            try await terminal.type("/")
            try await terminal.type("species")
            try await terminal.press("Enter")
            try await terminal.press("Enter")
            try await terminal.wait("the leaderboard with its best candidate") { $0.contains("★") }
            try await terminal.press("n")
            try await terminal.wait(for: "New transform")
            try await terminal.wait(for: "Input")
            try await terminal.type("s3://flightdeck-demo/inbox/march/")
            try await terminal.press("C-l")
            try await terminal.wait("the question that names what will be made") {
                $0.contains("Cancel") && $0.contains("ml.m5")
            }
            try await terminal.press("y")
            try await terminal.wait(for: "Transforms", seconds: 30)
            try await terminal.wait("the transform's end", seconds: 60) { screen in
                screen.split(separator: "\n").contains { $0.contains("▸") && $0.contains("Completed") }
            }
            try await terminal.press("o")
            try await terminal.wait("inputs beside their outputs") { $0.contains(".csv.out") }
            try await terminal.wait("predictions") {
                $0.contains("Adelie") || $0.contains("Gentoo") || $0.contains("Chinstrap")
            }
            try await terminal.press("D")
            try await terminal.wait(for: "file")
            let files = home.files(below: "flightdeck-downloads")
            #expect(files.contains { $0.hasSuffix(".csv.out") })
            for file in files where file.hasSuffix(".csv.out") {
                let text = try String(contentsOfFile: file, encoding: .utf8)
                #expect(!text.isEmpty)
                let labels = Set(text.split(separator: "\n").map { $0.split(separator: ",").first.map(String.init) ?? "" })
                #expect(labels.isSubset(of: ["Adelie", "Gentoo", "Chinstrap"]), "\(file): \(labels)")
            }
            try await terminal.press("q")
            try await terminal.wait(for: "exit status 0")
        } catch {
            await terminal.end()
            throw error
        }
        await terminal.end()
    }
}
