import Testing

@testable import Console

@Suite struct BarTests {
    @Test(arguments: [
        (0.0, ""), (1.0, "████"), (0.5, "██"), (0.53125, "██▏"), (0.99, "████"), (2.0, "████"), (-1.0, ""),
        (Double.nan, ""), (Double.infinity, "████"), (0.03125, "▏"),
    ])
    func progressGrowsByEighths(_ fraction: Double, _ text: String) {
        #expect(ProgressBar.text(fraction: fraction, columns: 4) == text)
    }

    @Test func sparklineShowsTheNewest() {
        #expect(Sparkline.text([0, 50, 100], range: 0...100, columns: 8) == "▁▅█")
        #expect(Sparkline.text([9, 0, 7], columns: 2) == "▁█")
        #expect(Sparkline.text([1, nil, .nan, 1], columns: 9) == "█  █")
        #expect(Sparkline.text([0, 0], columns: 9) == "▁▁")
        #expect(Sparkline.text([-5, 500], range: 0...100, columns: 9) == "▁█")
        #expect(Sparkline.text([], columns: 9) == "")
        #expect(Sparkline.text([1], columns: -2) == "")
    }
}
