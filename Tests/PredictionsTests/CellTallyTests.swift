import Predictions
import SeededNumbers
import Testing

@Suite("Cells that are picked where they stand are those of whole rows")
struct CellTallyTests {
    private static func text(_ rows: Int, _ random: inout SeededRandom) -> [UInt8] {
        var text = ""
        for _ in 0..<rows {
            let cells = (0..<random.below(5)).map { _ in
                random.one(of: [
                    "Adelie", "", "\"a,b\"", "\"say \"\"x\"\"\"", "\"two\nlines\"", "é", "0.25", "x\"y", "\"open",
                ])
            }
            text += cells.joined(separator: ",") + random.one(of: ["\n", "\n", "\r\n"])
        }
        return Array((random.below(2) == 0 ? "\u{FEFF}" + text : text).utf8.dropLast(random.below(2)))
    }

    private static func rows(
        of bytes: [UInt8], _ form: RecordForm, isLines: Bool, skipsBlank: Bool, keptLength: Int
    ) -> [Row] {
        var reader = RowReader(form, isLines: isLines, keptLength: keptLength)
        var rows: [Row] = []
        reader.read(bytes) { if !(skipsBlank && $0.isBlank) { rows.append($0) } }
        reader.finish { if !(skipsBlank && $0.isBlank) { rows.append($0) } }
        return rows
    }

    private static func facts(_ statistics: ColumnStatistics) -> [String] {
        [
            "\(statistics.rows) \(statistics.empty) \(statistics.absent) \(statistics.cut)",
            statistics.labels().map { "\($0.label): \($0.count)" }.joined(separator: ", "),
        ]
    }

    @Test(arguments: 0..<60)
    func asRows(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let (one, other) = (Self.text(60, &random), Self.text(60 + random.below(3), &random))
        let (isLines, skipsBlank, keptLength) = (seed % 3 == 0, seed % 2 == 0, seed % 5 == 0 ? 16 : 1 << 20)
        let form: RecordForm = seed % 7 == 0 ? .text : .csv
        func reader(_ form: RecordForm, _ places: [Int]) -> CellReader {
            CellReader(form, isLines: isLines, places: places, skipsBlankLines: skipsBlank, keptLength: keptLength)
        }
        var (own, beside) = (reader(form, [0, 2]), reader(.csv, [1]))
        let groups = GroupedStatistics(groupLimit: 4, limits: .init())
        var tally = CellTally(
            [.init(isBeside: false, index: 1), .init(isBeside: true, index: 0)], limits: .init(),
            grouping: (by: .init(isBeside: true, index: 0), of: .init(isBeside: false, index: 0)), groups: groups)
        // Pieces of one side come when the other's rows have found their partners.
        var left = pieces(of: one, atMost: 60, &random)
        var right = pieces(of: other, atMost: 60, &random)
        var hasEnded = (own: false, beside: false)
        while !hasEnded.own || !hasEnded.beside {
            if own.isEmpty, !hasEnded.own {
                if left.isEmpty { own.finish() } else { own.read(left.removeFirst()) }
                hasEnded.own = left.isEmpty && own.index.isComplete
            }
            if beside.isEmpty, !hasEnded.beside {
                if right.isEmpty { beside.finish() } else { beside.read(right.removeFirst()) }
                hasEnded.beside = right.isEmpty && beside.index.isComplete
            }
            tally.take(&own, beside: &beside)
            if hasEnded.own, own.isEmpty { beside.countAlone() }
            if hasEnded.beside, beside.isEmpty { own.countAlone() }
        }
        let rows = (
            Self.rows(of: one, form, isLines: isLines, skipsBlank: skipsBlank, keptLength: keptLength),
            Self.rows(of: other, .csv, isLines: isLines, skipsBlank: skipsBlank, keptLength: keptLength)
        )
        var (second, first) = (ColumnStatistics(), ColumnStatistics())
        var expected = groups
        for (row, partner) in zip(rows.0, rows.1) {
            second.add(row, cell: 2)
            first.add(partner, cell: 1)
            expected.add(row, cell: 0, by: partner, cell: 1)
        }
        #expect(tally.rows == min(rows.0.count, rows.1.count))
        #expect(tally.statistics.map(Self.facts) == [second, first].map(Self.facts))
        #expect(tally.groups.rowsBeyond == expected.rowsBeyond)
        #expect(tally.groups.groups.map(\.value) == expected.groups.map(\.value))
        #expect(
            tally.groups.groups.map { Self.facts($0.statistics) } == expected.groups.map { Self.facts($0.statistics) })
        // Whatever found no partner is counted all the same.
        var counting = RowReader(form, isLines: isLines, keptLength: keptLength)
        counting.read(one) { _ in }
        counting.finish { _ in }
        #expect(own.records == counting.records && own.blankLines == counting.blankLines)
        #expect(TextFlaws().adding(own) == TextFlaws().adding(counting))
        #expect(own.cutRecords == counting.cutRecords && own.index.rows == own.records)
    }
}
