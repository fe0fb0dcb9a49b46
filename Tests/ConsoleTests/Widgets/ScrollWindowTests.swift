import Testing

@testable import Console

@Suite struct ScrollWindowTests {
    @Test func followsTheSelectionAsLittleAsPossible() {
        #expect(ScrollWindow(former: 0, selected: 3, height: 5, count: 20).first == 0)
        #expect(ScrollWindow(former: 0, selected: 5, height: 5, count: 20).first == 1)
        #expect(ScrollWindow(former: 10, selected: 8, height: 5, count: 20).first == 8)
        #expect(ScrollWindow(former: 10, selected: 12, height: 5, count: 20).first == 10)
        #expect(ScrollWindow(former: 0, selected: 3, height: 5, count: 20, margin: 2).first == 1)
        #expect(ScrollWindow(former: 18, selected: nil, height: 5, count: 20).first == 15)
        #expect(ScrollWindow(former: 3, selected: 2, height: 10, count: 4).first == 0)
    }

    @Test func tellsTheRowUnderThePointer() {
        let window = ScrollWindow(former: 2, height: 3, count: 4)
        #expect(window.row(atOffset: 0) == 1)
        #expect(window.row(atOffset: 2) == 3)
        #expect(window.row(atOffset: 3) == nil)
        #expect(window.row(atOffset: -1) == nil)
    }

    @Test func holdsItsPropertiesForAnyNumbers() {
        for count in 0...7 {
            for height in -1...6 {
                for former in -2...9 {
                    for selected in [nil] + (-2...9).map(Optional.some) {
                        for margin in -1...4 {
                            let window = ScrollWindow(
                                former: former, selected: selected, height: height, count: count, margin: margin)
                            let visible = window.visible
                            var holds = visible.lowerBound >= 0 && visible.upperBound <= count
                            holds = holds && visible.count == min(max(0, height), count)
                            if let selected, height > 0, count > 0 {
                                holds = holds && visible.contains(min(max(0, selected), count - 1))
                            }
                            if !holds { Issue.record("\(window), selected \(selected ?? -1), margin \(margin)") }
                        }
                    }
                }
            }
        }
    }
}
