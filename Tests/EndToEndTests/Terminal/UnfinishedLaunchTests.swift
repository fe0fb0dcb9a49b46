import Testing

extension TerminalTests {
    @Suite("A cut launch at the next start")
    struct UnfinishedLaunchTests {
        @Test("is offered and can be finished")
        func finished() async throws {
            try await Workplace.withSandbox { place in
                try await CutLaunch.leave(in: place)
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(
                        for: "Unfinished launches", "cut-transform", "cut-model", "f finish", "c clean up")
                    // Left for later, it is offered again.
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Enter candidates", "penguins-species", "1111-2222-3333")
                    try await terminal.press("q")
                    #expect(try await terminal.waitForEnd() == 0)
                }
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(for: "Unfinished launches", "cut-transform", "1111-2222-3333 ·")
                    try await terminal.press("f")
                    try await terminal.wait(for: "[ Cancel ]", "cut-transform", "y ")
                    try await terminal.press("y")
                    try await terminal.wait(for: "all done")
                    try await terminal.press("Escape", "2")
                    try await terminal.wait("the transform") { screen in
                        screen.split(separator: "\n").contains {
                            $0.contains("cut-transform") && $0.contains("Completed")
                        }
                    }
                }
                #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(0))
                #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            }
        }

        @Test("is offered and can be cleaned up")
        func cleanedUp() async throws {
            try await Workplace.withSandbox { place in
                try await CutLaunch.leave(in: place)
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(for: "Unfinished launches", "cut-transform", "1111-2222-3333 ·")
                    try await terminal.press("c")
                    try await terminal.wait(for: "[ Cancel ]", "cut-model")
                    try await terminal.press("Enter")
                    try await terminal.waitUntilGone("[ Cancel ]")
                    try await terminal.press("c")
                    try await terminal.wait(for: "[ Cancel ]", "cut-model")
                    try await terminal.press("y")
                    try await terminal.wait(for: "all done")
                }
                #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
                #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(1))
            }
        }
    }
}
