import Testing

@testable import Console

@Suite struct ColorTests {
    @Test func keepsItsKind() {
        #expect(Color.default.kind == .default)
        #expect(Color.ansi(9).kind == .ansi(9))
        #expect(Color.indexed(200).kind == .indexed(200))
        #expect(Color.rgb(1, 2, 3).kind == .rgb(1, 2, 3))
        #expect(Color.rgb(0, 0, 0) != .default && Color.ansi(0) != .default)
    }

    @Test(arguments: [
        (Color.rgb(255, 0, 0), Color.indexed(196)), (.rgb(0, 0, 0), .indexed(16)), (.rgb(255, 255, 255), .indexed(231)),
        (.rgb(128, 128, 128), .indexed(244)), (.rgb(95, 135, 175), .indexed(67)), (.rgb(8, 8, 8), .indexed(232)),
        (.ansi(3), .ansi(3)), (.default, .default),
    ])
    func comesDownTo256(_ color: Color, _ expected: Color) {
        #expect(color.downsampled(to: .indexed256) == expected)
    }

    @Test(arguments: [
        (Color.rgb(255, 10, 10), Color.ansi(9)), (.rgb(200, 0, 0), .ansi(1)), (.rgb(0, 200, 10), .ansi(2)),
        (.rgb(250, 250, 250), .ansi(15)), (.rgb(5, 5, 5), .ansi(0)), (.indexed(12), .ansi(12)),
        (.indexed(196), .ansi(9)),
        (.indexed(244), .ansi(8)), (.ansi(4), .ansi(4)),
    ])
    func comesDownTo16(_ color: Color, _ expected: Color) {
        #expect(color.downsampled(to: .ansi16) == expected)
    }

    @Test func withoutColoursEverythingIsDefault() {
        for color in [Color.rgb(1, 2, 3), .ansi(5), .indexed(99)] {
            #expect(color.downsampled(to: .monochrome) == .default)
        }
    }

    @Test func paletteColoursAreTheirOwnNearest() {
        for index in UInt8(16)...255 {
            let (red, green, blue) = Color.indexed(index).rgbValue ?? (0, 0, 0)
            let found = Color.rgb(red, green, blue).downsampled(to: .indexed256)
            // A few greys stand twice in the palette.
            #expect(found.rgbValue.map { [$0.red, $0.green, $0.blue] } == [red, green, blue])
        }
    }

    @Test func stylesLayer() {
        let below = Style(foreground: .ansi(1), background: .ansi(2), attributes: .bold)
        #expect(
            Style(foreground: .ansi(3)).over(below)
                == Style(foreground: .ansi(3), background: .ansi(2), attributes: .bold))
        #expect(Style.plain.over(below) == below)
        #expect(Style(attributes: .dim).over(below).attributes == [.bold, .dim])
    }
}
