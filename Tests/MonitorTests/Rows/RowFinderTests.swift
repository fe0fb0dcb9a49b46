import Console
import Predictions
import Testing

@testable import BatchInference
@testable import Monitor

@Suite("What is looked for in rows, as a value")
struct RowFinderTests {
    private static let columns = [
        RowPager.Column(.input, 0, title: "island"), RowPager.Column(.output, 0, title: "label"),
    ]

    private static func rows(_ labels: [String]) -> [FoundRow] {
        labels.enumerated().map { number, label in
            FoundRow(
                number: number * 10, offset: number * 100, input: Row(["Dream"]), output: Row([label]))
        }
    }

    private static func query(_ text: String) throws -> RowQuery {
        try RowQuery(text, columns: columns, selected: columns[1])
    }

    /// With a filter that has let so many rows through.
    private static func filtered(_ labels: [String], isComplete: Bool = true) throws -> RowFinder {
        var finder = RowFinder()
        finder.filter(by: try query("island:dream"), "island:dream", .output, arePairs: true)
        finder.take(
            rows(labels), RowQueryProgress(rows: 100, matches: labels.count, share: 0.5, isComplete: isComplete))
        return finder
    }

    @Test("A filter says how far it is until it's complete or stopped")
    func progress() throws {
        var finder = RowFinder()
        #expect(finder.position == nil && finder.state == nil && finder.emptyText(hasSides: true) == nil)
        finder.filter(by: try Self.query("label=x"), "label=x", .output, arePairs: false)
        #expect(finder.isBusy && finder.state == "filter: label=x   \(DisplayText.percent(0)) so far   Esc stops")
        #expect(finder.emptyText(hasSides: true) == "looking for rows of the output that match label=x")
        finder.take(Self.rows(["x"]), RowQueryProgress(rows: 9, matches: 3, share: 0.25))
        #expect(finder.position == "row 1, match 1 of 3 so far (the first 1 shown)")
        finder.stop()
        #expect(
            !finder.isBusy
                && finder.state == "filter: label=x   stopped at \(DisplayText.percent(0.25))   Esc shows all")
        finder.take([], RowQueryProgress(rows: 99, matches: 1, share: 1, isComplete: true))
        #expect(finder.state == "filter: label=x   Esc shows all")
        finder.dropFilter()
        #expect(finder.filter == nil && finder.state == nil)
    }

    @Test("The selection stays within the filtered rows, and in sight")
    func moving() throws {
        var finder = try Self.filtered((0..<10).map { "\($0)" })
        finder.move(by: 7, height: 4)
        #expect(finder.filter?.cursor == 7 && finder.filter?.top == 4)
        finder.move(by: 99, height: 4)
        #expect(finder.filter?.cursor == 9 && finder.filter?.top == 6)
        finder.move(by: -99, height: 4)
        #expect(finder.filter?.cursor == 0 && finder.filter?.top == 0)
        #expect(finder.filter?.selected?.number == 0)
        var empty = RowFinder()
        empty.move(by: 1, height: 4)
        #expect(empty.filter == nil)
    }

    @Test("Among filtered rows, matches are found both ways, and where there's none, that is said")
    func amongFiltered() throws {
        var finder = try Self.filtered(["a", "b", "a", "c"])
        finder.look(for: try Self.query("label=a"), "label=a")
        let forwards = finder.findAmongFiltered(backwards: false)
        #expect(forwards && finder.filter?.cursor == 2)
        let again = finder.findAmongFiltered(backwards: false)
        #expect(!again && finder.filter?.cursor == 2)
        #expect(finder.noMatch(backwards: false) == "no match below among the filtered rows")
        let back = finder.findAmongFiltered(backwards: true)
        #expect(back && finder.filter?.cursor == 0)
        finder.reset()
        #expect(finder.text == "label=a" && finder.noMatch(backwards: true) == "no match above: label=a")
    }

    @Test("A search is under way until it has ended, and what it looks for is shown apart")
    func searching() throws {
        var finder = RowFinder()
        finder.look(for: try Self.query("GENT island:dream"), "GENT island:dream")
        finder.advance(RowQueryProgress(rows: 1))
        #expect(finder.isBusy && finder.state == "searching: 1 row   Esc stops")
        finder.endSearch()
        #expect(!finder.isBusy && finder.state == nil)
        #expect(finder.finds("Gentoo", in: Self.columns[1]) && !finder.finds("Adelie", in: Self.columns[1]))
        #expect(finder.finds("Dream", in: Self.columns[0]))
    }

    @Test("Rows that come before those at hand leave the same one selected and in sight")
    func window() throws {
        func block(_ numbers: Range<Int>, first: Int?) -> RowBlock {
            RowBlock(
                rows: numbers.map { Row(["\($0)"], number: $0) }, firstNumber: first,
                start: numbers.lowerBound * 10, end: numbers.upperBound * 10, isAtStart: numbers.lowerBound == 0,
                isAtEnd: false)
        }
        var window = RowWindow()
        window.move(by: 5, height: 10)
        #expect(window.tape == nil && window.cursor == 0)
        window.show(block(30..<60, first: 30), at: .number(45), height: 12)
        #expect(window.cursor == 15 && window.top == 11)
        let before = try #require(window.tape?.previous)
        window.isLoading = true
        window.prepend(block(0..<30, first: 0), before: before, keeping: .selection)
        #expect(window.cursor == 45 && window.top == 41 && !window.isLoading)
        #expect(window.tape?.number(at: window.cursor) == 45)
        window.move(by: 100, height: 12)
        #expect(window.cursor == 59 && window.top == 48)
        window.find(50)
        #expect(window.cursor == 50 && window.top == 48)
        window.find(10)
        #expect(window.top == 5)
        let isOther = window.learn(7, ofRowAt: 30)
        #expect(!isOther && window.tape?.firstNumber == 0)
    }
}
