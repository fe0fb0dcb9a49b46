import Console
import Testing

@testable import CursesTerminal

@Suite struct ColorSchemeTests {
    private let direct8 = ColorScheme(depth: .trueColor, palette: 8, direct: true)
    private let direct16 = ColorScheme(depth: .trueColor, palette: 16, direct: true)
    private let indexed = ColorScheme(depth: .indexed256, palette: 16, direct: false)
    private let eight = ColorScheme(depth: .ansi16, palette: 8, direct: false)

    @Test func trueColourIsTheValueItself() {
        #expect(direct8.number(.rgb(0x12, 0x34, 0x56)).number == 0x123456)
        #expect(direct8.number(.default).number == -1)
    }

    @Test func theLowestBluesAreNotPaletteNumbers() {
        #expect(direct8.number(.rgb(0, 0, 0)).number == 8)
        #expect(direct8.number(.rgb(0, 0, 3)).number == 11)
        #expect(direct16.number(.rgb(0, 0, 15)).number == 31)
        #expect(direct16.number(.rgb(0, 0, 16)).number == 16)
    }

    @Test func paletteColoursStayTheTerminalsOwn() {
        #expect(direct8.number(.ansi(3)).number == 3)
        #expect(direct16.number(.ansi(11)).number == 11)
        #expect(direct8.number(.ansi(9)).number == 0xFF0000)
        #expect(direct8.number(.indexed(231)).number == 0xFFFFFF)
        #expect(indexed.number(.indexed(200)).number == 200)
        #expect(indexed.number(.ansi(9)).number == 9)
        #expect(indexed.number(.rgb(255, 0, 0)).number == 196)
    }

    @Test func withEightColoursBrightMeansBold() {
        #expect(eight.number(.ansi(9)) == (1, true))
        #expect(eight.number(.ansi(1)) == (1, false))
        #expect(eight.number(.rgb(255, 255, 255)) == (7, true))
    }

    @Test func aLimitHoldsOnADirectTerminalToo() {
        let limited = ColorScheme(depth: .indexed256, palette: 8, direct: true)
        #expect(limited.number(.rgb(250, 1, 1)).number == 0xFF0000)
        #expect(limited.number(.ansi(2)).number == 2)
        #expect(ColorScheme(depth: .ansi16, palette: 8, direct: true).number(.rgb(200, 0, 0)).number == 1)
    }

    @Test func monochromeHasNone() {
        let none = ColorScheme(depth: .monochrome, palette: 0, direct: false)
        #expect(none.number(.rgb(1, 2, 3)) == (-1, false))
        #expect(none.number(.ansi(1)) == (-1, false))
    }
}
