import Testing

extension TerminalTests {
    @Suite("Rows and summaries by keys")
    struct RowsByKeysTests {
        @Test("From the list of outputs to one record, a filter and a summary", arguments: [(120, 36), (80, 24)])
        func rows(columns: Int, rows: Int) async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place, columns: columns, rows: rows) { terminal in
                    try await terminal.wait(for: "penguins-species", "● live")
                    try await terminal.press("2")
                    try await terminal.wait(for: "penguins-species-single", "o outputs")
                    try await terminal.press("o")
                    try await terminal.wait("predictions beside their inputs") { screen in
                        screen.contains(".csv.out") && screen.contains("predict")
                    }
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "row 1 of", "Enter record")
                    try await terminal.press("G")
                    try await terminal.wait("the last row") { screen in
                        screen.split(separator: "\n").contains { line in
                            let words = line.split(separator: " ")
                            return words.first == "row" && words.count > 3 && words[1] == words[3]
                        }
                    }
                    try await terminal.type("#3")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "row 3 of")
                    try await terminal.press("Enter")
                    try await terminal.wait("the record") { $0.contains("sex") && $0.contains("year") }
                    try await terminal.press("Escape")
                    try await terminal.type("/=Gentoo")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "match 1 of")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Enter record")
                    try await terminal.press("m")
                    try await terminal.wait(for: "[Values]", "Gentoo", "all ")
                    try await terminal.press("Tab")
                    try await terminal.wait(for: "[By a column]", "ROWS")
                    try await terminal.press("q")
                    #expect(try await terminal.waitForEnd() == 0)
                }
            }
        }
    }
}
