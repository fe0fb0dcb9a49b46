import Testing

@testable import CursesTerminal

@Suite struct PairTableTests {
    @Test func givesEachPairOneNumber() {
        var table = PairTable(limit: 100)
        #expect(table.number(foreground: -1, background: -1) == .known(0))
        #expect(table.number(foreground: 1, background: -1) == .new(1))
        #expect(table.number(foreground: -1, background: 1) == .new(2))
        #expect(table.number(foreground: 1, background: -1) == .known(1))
        #expect(table.number(foreground: 0xFFFFFF, background: 0x10101) == .new(3))
        #expect(table.number(foreground: 0xFFFFFF, background: 0x10101) == .known(3))
    }

    @Test func saysWhenItIsFullAndStartsAgain() {
        var table = PairTable(limit: 3)
        #expect(table.number(foreground: 1, background: 1) == .new(1))
        #expect(table.number(foreground: 2, background: 1) == .new(2))
        #expect(table.number(foreground: 3, background: 1) == .full)
        #expect(table.number(foreground: 2, background: 1) == .known(2))
        table.removeAll()
        #expect(table.number(foreground: 3, background: 1) == .new(1))
    }

    @Test func withoutPairsOnlyTheDefaultIsKnown() {
        var table = PairTable(limit: 1)
        #expect(table.number(foreground: -1, background: -1) == .known(0))
        #expect(table.number(foreground: 1, background: 1) == .full)
    }
}
