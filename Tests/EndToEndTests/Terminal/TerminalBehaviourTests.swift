import FoundationEssentials
import Testing

extension TerminalTests {
    @Suite("The program and its terminal")
    struct TerminalBehaviourTests {
        @Test("resizing down to one cell and back loses nothing")
        func resizing() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    for (columns, rows) in [(79, 23), (20, 5), (1, 1), (2, 40), (200, 2), (40, 10)] {
                        try await terminal.resize(columns: columns, rows: rows)
                    }
                    try await terminal.wait(for: "Enter candidates")
                    try await terminal.resize(columns: 30, rows: 8)
                    try await terminal.wait(for: "flightdeck", "needs 40x10")
                    try await terminal.resize(columns: 200, rows: 60)
                    try await terminal.wait(for: "penguins-species", "q quit", "● live")
                }
            }
        }

        @Test("Ctrl-Z gives the shell back, and fg the screen as it was")
        func suspending() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("j", "C-z")
                    try await terminal.wait("the shell's prompt") { screen in
                        screen.contains("ready$") && !screen.contains("Enter candidates")
                    }
                    #expect(try await terminal.property("alternate_on") == "0")
                    #expect(try await terminal.property("mouse_any_flag") == "0")
                    try await terminal.enter("echo from the $((1 + 1))nd shell")
                    try await terminal.wait(for: "from the 2nd shell")
                    try await terminal.enter("fg")
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("k", "?")
                    try await terminal.wait(for: "List every key")
                }
            }
        }

        @Test(
            "the terminal is restored, however the program ends",
            arguments: [("", 0), ("TERM", 143), ("HUP", 129), ("SEGV", 139), ("ABRT", 134)])
        func restoring(signal: String, status: Int) async throws {
            try await Workplace.using { place in
                // Swift's own report of a crash asks questions at a terminal.
                let place = place.with(["SWIFT_BACKTRACE": "enable=no"])
                try await TmuxSession.run("--version; stty -a > before; \(BuiltProgram.path) --demo", in: place) {
                    terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    #expect(try await terminal.property("alternate_on") == "1")
                    #expect(try await terminal.property("mouse_any_flag") == "1")
                    if signal.isEmpty { try await terminal.press("q") } else { try await terminal.signal(signal) }
                    #expect(try await terminal.waitForEnd() == status)
                    #expect(try await terminal.property("alternate_on") == "0")
                    #expect(try await terminal.property("mouse_any_flag") == "0")
                    #expect(try await terminal.property("mouse_sgr_flag") == "0")
                    #expect(try await terminal.property("cursor_flag") == "1")
                    // The line editor of a shell has modes of its own: both are taken between two programs.
                    try await terminal.enter("stty -a > after; cmp before after && echo 'the modes are' the same")
                    try await terminal.wait(for: "the modes are the same")
                }
            }
        }

        @Test("--ascii writes nothing beyond ASCII")
        func ascii() async throws {
            try await Workplace.using { place in
                let record = "\(place.folder)/record"
                try await TmuxSession.run("--version", in: place) { terminal in
                    #expect(try await terminal.waitForEnd() == 0)
                    try await terminal.record(to: record)
                    try await terminal.enter("\(BuiltProgram.path) --demo --ascii")
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.type("/species")
                    try await terminal.press("Enter", "Enter")
                    try await terminal.wait(for: "n new transform", "best by accuracy")
                    try await terminal.press("n")
                    try await terminal.wait(for: "Ctrl-L launch")
                    try await terminal.press("Escape", "2")
                    try await terminal.wait(for: "o outputs", "penguins-species-single")
                    try await terminal.press("C-t")
                    try await terminal.wait(for: "terminal-16")
                    let screen = try await terminal.screen()
                    #expect(screen.utf8.allSatisfy { $0 < 0x80 }, "\(screen)")
                }
                let written = try Data(contentsOf: URL(filePath: record))
                #expect(written.count > 4096)
                #expect(written.allSatisfy { $0 < 0x80 })
            }
        }

        @Test("NO_COLOR writes no colour; without it there is some")
        func colourless() async throws {
            try await Workplace.using { place in
                for (noColor, isColoured) in [("1", false), ("", true)] {
                    let own = place.with(["NO_COLOR": noColor])
                    try await TmuxSession.run("--demo", in: own) { terminal in
                        try await terminal.wait(for: "penguins-species", "Failed", "Enter candidates")
                        let screen = try await terminal.screen(escapes: true)
                        #expect(Self.hasColour(screen) == isColoured, "\(screen)")
                    }
                }
            }
        }

        /// Whether there is a colour among the attributes that are set.
        private static func hasColour(_ screen: String) -> Bool {
            screen.split(separator: "\u{1B}[").dropFirst().contains { rest in
                rest.prefix { $0 != "m" }.split(separator: ";").contains { parameter in
                    guard let number = Int(parameter.prefix { $0.isNumber }) else { return false }
                    return (30...38).contains(number) || (40...48).contains(number) || (90...107).contains(number)
                }
            }
        }

        @Test("while nothing happens, nothing is written")
        func idle() async throws {
            try await Workplace.using { place in
                let record = "\(place.folder)/record"
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    // A finished job: nothing in it changes any more.
                    try await terminal.type("/body-mass")
                    try await terminal.press("Enter", "Enter")
                    try await terminal.wait(for: "★", "best by")
                    try await terminal.wait(for: "● live")
                    try await Task.sleep(for: .seconds(2))
                    try await terminal.record(to: record)
                    let before = try await terminal.screen()
                    try await Task.sleep(for: .seconds(6))
                    if try await terminal.screen() == before {
                        let written = try? Data(contentsOf: URL(filePath: record))
                        #expect((written ?? Data()).isEmpty, "\(String(decoding: written ?? Data(), as: UTF8.self))")
                    }
                    try await terminal.press("j")
                    try await terminal.wait("the record of a key press") { _ in
                        (try? Data(contentsOf: URL(filePath: record)))?.isEmpty == false
                    }
                }
            }
        }
    }
}
