import Foundation
import Testing

extension TerminalTests {
    @Suite("The whole job by keys")
    struct WholeJobTests {
        @Test("From the job list to predictions on disk, by what the footer says", arguments: [(120, 36), (80, 24)])
        func wholeJob(columns: Int, rows: Int) async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place, columns: columns, rows: rows) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates", "● live")
                    // The footer of a narrow screen has no room for it.
                    if columns >= 120 { try await terminal.wait(for: "/ filter") }
                    try await terminal.type("/species")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "▸ penguins-species", "1 of")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "★", "n new transform")
                    try await terminal.press("n")
                    try await terminal.wait(for: "ml.m5.xlarge", "Ctrl-P preview", "Ctrl-L launch")
                    try await browse(to: ["inbox/", "march/"], in: terminal)
                    try await terminal.wait(for: "s3://flightdeck-demo/inbox/march/", "ready to launch")
                    try await terminal.press("C-l")
                    try await terminal.wait(for: "Launch this transform?", "ml.m5.xlarge", "y launch")
                    try await terminal.press("y")
                    try await terminal.wait(for: "Transforms", "o outputs")
                    try await terminal.wait("the transform's end") { screen in
                        screen.split(separator: "\n").contains { $0.contains("▸") && $0.contains("Completed") }
                    }
                    try await terminal.press("o")
                    try await terminal.wait("predictions beside their inputs") { screen in
                        screen.contains("part-001.csv") && screen.contains("prediction")
                            && ["Adelie", "Gentoo", "Chinstrap"].contains { screen.contains($0) }
                    }
                    try await terminal.wait(for: "D download all")
                    try await terminal.press("D")
                    try await terminal.wait(for: "✓ 6 files")
                    try expectPredictions(below: terminal.folder)
                    try await terminal.press("q")
                    #expect(try await terminal.waitForEnd() == 0)
                }
            }
        }

        /// Opens the browser from the form and goes to a folder, by the rows that it shows.
        private func browse(to folders: [String], in terminal: TmuxSession) async throws {
            try await terminal.press("C-o")
            try await terminal.wait(for: ". this folder")
            for folder in folders {
                try await terminal.wait(for: folder)
                try await terminal.type("/\(folder)")
                try await terminal.press("Enter")
                try await terminal.wait("the folder marked") { screen in
                    screen.split(separator: "\n").contains { $0.contains("▸") && $0.contains(folder) }
                }
                try await terminal.press("Enter")
            }
            try await terminal.wait(for: "part-001.csv", ". this folder")
            try await terminal.press(".")
        }

        private func expectPredictions(below folder: String) throws {
            let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            let outputs = files.filter { $0.hasSuffix(".csv.out") }
            #expect(outputs.count == 6, "\(files)")
            #expect(!files.contains { $0.hasSuffix(".part") })
            for output in outputs {
                let text = try String(contentsOfFile: "\(folder)/\(output)", encoding: .utf8)
                let labels = Set(text.split(separator: "\n").map { $0.split(separator: ",")[0] })
                #expect(
                    !labels.isEmpty && labels.isSubset(of: ["Adelie", "Gentoo", "Chinstrap"]), "\(output): \(labels)")
            }
        }
    }
}
