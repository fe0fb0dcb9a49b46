import Console
import SeededNumbers
import Testing

@testable import Monitor

@Suite("The log of messages")
struct MessageLogTests {
    /// What the stage's screens came to, by a log of the keys pressed there.
    private static func logged(_ events: [InputEvent], on stage: inout Stage) -> String {
        events.map { event in
            let hidesKeys = if case .mfa = stage.state.overlay { true } else { false }
            let effects = stage.state.update(.input(event))
            return "2026-11-28T10:00:00Z debug "
                + MessageLog.line(.input(event), effects: effects, hidesKeys: hidesKeys)
        }.joined(separator: "\n")
    }

    @Test(
        "what was pressed is read back from a log, and leads to the same picture", arguments: [1, 2, 3, 4] as [UInt64])
    func replay(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let events = (0..<300).map { _ in random.event() }
        var first = Stage(JobsScreen())
        let log = Self.logged(events, on: &first)
        let read = MessageLog.inputs(of: log)
        #expect(read == events)
        var second = Stage(JobsScreen())
        for event in read { _ = second.state.update(.input(event)) }
        #expect(second.text == first.text)
        #expect(second.crumb == first.crumb)
    }

    @Test("each key that can be written is read back, also where effects follow it")
    func everyKey() {
        for text in [":", "i", " ", "x", "Ctrl-C", "Alt-Left", "F12", "Shift-Tab", "é", "Space", ",", "-"] {
            guard let chord = Chord(text) else { continue }
            let line = MessageLog.line(.input(.chord(chord)), effects: [.quit, .suspend], hidesKeys: false)
            #expect(MessageLog.inputs(of: line) == [.chord(chord)], "\(line)")
        }
    }

    @Test("neither a code nor what is pasted is written")
    func secrets() {
        let key = MessageLog.line(.input(.chord("7")), effects: [], hidesKeys: true)
        #expect(key == "input key hidden")
        let paste = MessageLog.line(.input(.paste("hush-secret")), effects: [.copy("hush")], hidesKeys: false)
        #expect(paste == "input paste of 11 bytes: copy 4 bytes")
        #expect(MessageLog.inputs(of: key + "\n" + paste).isEmpty)
    }

    @Test("an event of a screen is named without what it carries")
    func events() {
        let line = MessageLog.line(
            .screen(ScreenID(number: 3), TransformsScreen.Event.show(transformName: "hush\u{1B}")), effects: [],
            hidesKeys: false)
        #expect(line == "screen 3 show")
    }
}

extension SeededRandom {
    /// A key, a size or a change of focus.
    fileprivate mutating func event() -> InputEvent {
        switch Int.random(in: 0..<20, using: &self) {
        case 0:
            .resize(Size(columns: Int.random(in: 60...160, using: &self), rows: Int.random(in: 10...50, using: &self)))
        case 1: .focus(Bool.random(using: &self))
        case 2: .resumed
        default: .chord(Self.chords.randomElement(using: &self)!)
        }
    }

    private static let chords: [Chord] = [
        "j", "k", "g", "G", "Down", "Up", "PageDown", "/", "?", ":", "Esc", "Enter", "1", "2", "s", "r", "a", "F4",
        "F9", "Tab",
        "Backspace", "é", "Space", ",", "Ctrl-D", "Ctrl-T",
    ]
}
