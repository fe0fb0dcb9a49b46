import Testing

@testable import Console

@MainActor @Suite struct InMemoryTerminalTests {
    @Test func countsOnlyFramesThatChangeSomething() {
        let terminal = InMemoryTerminal(size: Size(columns: 6, rows: 1))
        var surface = Surface(size: terminal.size)
        surface.put("✓ ok", at: .zero)
        terminal.present(surface)
        terminal.present(surface)
        #expect(terminal.changes == 1)
        terminal.present(surface, cursor: .zero)
        #expect(terminal.changes == 2)
        #expect(terminal.text() == "✓ ok")
    }

    @Test func showsAsciiWhereItMust() {
        let terminal = InMemoryTerminal(
            size: Size(columns: 6, rows: 1), capabilities: TerminalCapabilities(unicode: false))
        var surface = Surface(size: terminal.size)
        surface.put("✓ ok", at: .zero)
        terminal.present(surface)
        #expect(terminal.text() == "v ok")
    }

    @Test func deliversItsInputInOrderFromBeforeThereIsAReaderToTheEnd() {
        let terminal = InMemoryTerminal()
        terminal.send(.chord(.character("j")))
        var seen: [InputEvent] = []
        terminal.receiveInput { seen.append($0) }
        terminal.send(.resize(Size(columns: 3, rows: 2)))
        terminal.send(.end)
        terminal.send(.chord(.character("k")))
        #expect(seen == [.chord(.character("j")), .resize(Size(columns: 3, rows: 2)), .end])
        #expect(terminal.size == Size(columns: 3, rows: 2))
    }

    @Test func cleansWhatGoesToTheWindow() {
        let terminal = InMemoryTerminal()
        terminal.notify(TerminalNotification("x\u{1B}y"))
        #expect(terminal.notifications == ["x␛y"])
    }
}
