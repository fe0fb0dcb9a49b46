import Testing

@testable import Console

@Suite struct TableTests {
    @Test func asksOnlyForTheVisibleRows() {
        var asked: [Int] = []
        let table = Table(
            columns: [TableColumn("N", width: .fixed(6))], rowCount: 10_000, firstRow: 5_000, selected: 5_001
        ) { index in
            asked.append(index)
            return TableRow([StyledText("\(index)")])
        }
        var surface = Surface(size: Size(columns: 12, rows: 5))
        table.draw(into: &surface, in: surface.bounds)
        #expect(asked == [5_000, 5_001, 5_002, 5_003])
        #expect(SurfaceDump.text(surface) == "   N\n   5000\n ▸ 5001\n   5002\n   5003")
    }

    @Test func tellsWhatIsUnderThePointer() {
        let table = Table(
            columns: [TableColumn("A", width: .fixed(4)), TableColumn("B", width: .fixed(4))], rowCount: 3, firstRow: 1
        ) { _ in TableRow([]) }
        let rect = Rect(column: 2, row: 1, columns: 20, rows: 6)
        #expect(table.row(at: Point(column: 5, row: 2), in: rect) == 1)
        #expect(table.row(at: Point(column: 5, row: 3), in: rect) == 2)
        #expect(table.row(at: Point(column: 5, row: 4), in: rect) == nil)
        #expect(table.row(at: Point(column: 5, row: 1), in: rect) == nil)
        #expect(table.headerColumn(at: Point(column: 5, row: 1), in: rect) == 0)
        #expect(table.headerColumn(at: Point(column: 11, row: 1), in: rect) == 1)
        #expect(table.headerColumn(at: Point(column: 10, row: 1), in: rect) == nil)
    }
}
