import Console
import Testing

@testable import Monitor

@Suite("The page of keys")
struct HelpPageTests {
    @Test("every word of every row is there, wrapped to the screen", arguments: [(120, 36), (80, 24), (44, 12)])
    func nothingIsCut(columns: Int, rows: Int) {
        var stage = Stage(
            OutputsScreen(transform: Samples.transform("penguins-1702")), columns: columns, rows: rows)
        stage.press("?")
        var seen = ""
        for _ in 0..<200 {
            seen += stage.text.replacingLineEnds
            stage.press("Down")
        }
        #expect(!seen.isEmpty)
        let rows = stage.state.commandRows
        for row in rows {
            for word in row.help.split(separator: " ") where word.count < columns / 3 {
                #expect(seen.contains(word), "\(row.id): \(word)")
            }
            if case .unavailable(let reason) = row.availability, let last = reason.split(separator: " ").last {
                #expect(seen.contains("\(last))"), "\(row.id): \(reason)")
            }
        }
    }
}

extension String {
    fileprivate var replacingLineEnds: String { String(map { $0.isNewline ? " " : $0 }) }
}
