import Testing

@testable import Console

@Suite struct RectTests {
    @Test func sizesAreNeverNegative() {
        #expect(Size(columns: -3, rows: 4) == Size(columns: 0, rows: 4))
        #expect(Rect(column: 0, row: 0, columns: -1, rows: -1).isEmpty)
    }

    @Test func splitsIntoAPartAndTheRest() {
        let rect = Rect(column: 2, row: 1, columns: 10, rows: 6)
        #expect(rect.splitLeft(3).0 == Rect(column: 2, row: 1, columns: 3, rows: 6))
        #expect(rect.splitLeft(3).1 == Rect(column: 5, row: 1, columns: 7, rows: 6))
        #expect(rect.splitRight(3).0 == Rect(column: 9, row: 1, columns: 3, rows: 6))
        #expect(rect.splitRight(3).1 == Rect(column: 2, row: 1, columns: 7, rows: 6))
        #expect(rect.splitTop(2).0 == Rect(column: 2, row: 1, columns: 10, rows: 2))
        #expect(rect.splitBottom(2).0 == Rect(column: 2, row: 5, columns: 10, rows: 2))
        #expect(rect.splitBottom(2).1 == Rect(column: 2, row: 1, columns: 10, rows: 4))
    }

    @Test(arguments: [-2, 0, 1, 3, 7, 1000]) func partsCoverTheWholeAtAnySize(_ n: Int) {
        for columns in 0...5 {
            for rows in 0...5 {
                let rect = Rect(column: 1, row: 1, columns: columns, rows: rows)
                for (part, rest) in [rect.splitLeft(n), rect.splitRight(n)] {
                    #expect(part.columns + rest.columns == columns && part.rows == rows && rest.rows == rows)
                    #expect(rect.intersection(part).size == part.size && part.intersection(rest).isEmpty)
                }
                for (part, rest) in [rect.splitTop(n), rect.splitBottom(n)] {
                    #expect(part.rows + rest.rows == rows && part.columns == columns && rest.columns == columns)
                    #expect(rect.intersection(part).size == part.size && part.intersection(rest).isEmpty)
                }
                let inner = rect.inset(columns: n, rows: n)
                #expect(rect.intersection(inner).size == inner.size)
            }
        }
    }

    @Test func centersAndInsets() {
        let rect = Rect(column: 0, row: 0, columns: 11, rows: 5)
        #expect(rect.centered(Size(columns: 5, rows: 3)) == Rect(column: 3, row: 1, columns: 5, rows: 3))
        #expect(rect.centered(Size(columns: 50, rows: 30)) == rect)
        #expect(rect.inset(left: 1, top: 2, right: 3) == Rect(column: 1, row: 2, columns: 7, rows: 3))
        #expect(rect.row(4) == Rect(column: 0, row: 4, columns: 11, rows: 1))
        #expect(rect.row(5).isEmpty && rect.row(-1).isEmpty)
    }
}
