import Testing

@testable import Console

@Suite struct TableLayoutTests {
    private let columns = [
        TableColumn("JOB", width: .flexible(min: 10)),
        TableColumn("STATUS", width: .fixed(8)),
        TableColumn("PROBLEM", width: .flexible(min: 6, weight: 2, max: 14), priority: 2),
        TableColumn("AGE", width: .fixed(5), alignment: .right, priority: 1),
    ]

    @Test func sharesWhatIsLeftByWeight() {
        let slots = TableLayout(columns, total: 50).slots
        #expect(slots.map(\.index) == [0, 1, 2, 3])
        #expect(slots.map(\.columns) == [17, 8, 14, 5])
        #expect(slots.map(\.offset) == [0, 19, 29, 45])
    }

    @Test func dropsTheLeastImportantFirst() {
        #expect(TableLayout(columns, total: 34).slots.map(\.index) == [0, 1, 3])
        #expect(TableLayout(columns, total: 26).slots.map(\.index) == [0, 1])
        #expect(TableLayout(columns, total: 20).slots.map(\.index) == [0, 1])
    }

    @Test func narrowsWhatMustStay() {
        #expect(TableLayout(columns, total: 15).slots.map(\.columns) == [10, 3])
        #expect(TableLayout(columns, total: 4).slots.map(\.columns) == [4])
        #expect(TableLayout(columns, total: 0).slots.isEmpty)
        #expect(TableLayout(columns, total: 2, leading: 3).slots.isEmpty)
        #expect(TableLayout([], total: 20).slots.isEmpty)
    }

    @Test func slotsNeverOverlapOrLeaveTheTable() {
        for total in 0...120 {
            for leading in [0, 3] {
                var end = leading
                for slot in TableLayout(columns, total: total, leading: leading).slots {
                    #expect(slot.offset >= end && slot.columns > 0 && slot.offset + slot.columns <= total)
                    end = slot.offset + slot.columns
                }
            }
        }
    }
}
