import FoundationEssentials
import Glibc
import Testing

extension TerminalTests {
    @Suite("An output in the user's pager")
    struct PagerByKeysTests {
        private func openOutputs(in terminal: TmuxSession) async throws {
            try await terminal.wait(for: "penguins-species", "● live")
            try await terminal.press("2")
            try await terminal.wait(for: "penguins-species-single", "o outputs")
            try await terminal.press("o")
            // Until the rows are there, nothing can be handed to a pager.
            try await terminal.wait(for: ".csv.out", "predicted_label")
        }

        /// Opens the rows of an output of the demo, and does the work there.
        ///
        /// - Parameter stops: Whether the program is stopped on the way, which the shell takes for its end.
        private func inRows(
            pager: String, stops: Bool = false, _ work: (TmuxSession) async throws -> Void
        ) async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place.with(["PAGER": pager])) { terminal in
                    try await openOutputs(in: terminal)
                    try await work(terminal)
                    try await terminal.press("q")
                    let status = try await terminal.waitForEnd()
                    #expect(stops || status == 0)
                    try await terminal.waitUntilGone("Space mark")
                    #expect(try await terminal.property("alternate_on") == "0")
                    #expect(try await terminal.property("mouse_any_flag") == "0")
                    try await terminal.enter("stty -a | grep -c ' echo '; echo shell goes on")
                    try await terminal.wait(for: "1\nshell goes on")
                }
            }
        }

        @Test("has the terminal to itself, gets all of the object, and gives the screen back")
        func shown() async throws {
            let pager =
                "tee seen > /dev/null; echo 'the pager'\"'\"'s screen'; read line < /dev/tty; echo \"$line\" > typed"
            try await inRows(pager: pager) { terminal in
                try await terminal.press("v")
                try await terminal.wait(for: "the pager's screen")
                #expect(try await terminal.property("alternate_on") == "0")
                // What is typed is the pager's, and so is Ctrl-Z of a shell that waits.
                try await terminal.enter("q2jG")
                try await terminal.wait("the list again") { $0.contains("predict") && $0.contains("Space mark") }
                let seen = try String(contentsOfFile: "\(terminal.folder)/seen", encoding: .utf8)
                let lines = seen.split(separator: "\n")
                #expect(
                    lines.count > 3
                        && lines.allSatisfy {
                            $0.contains("Adelie") || $0.contains("Gentoo") || $0.contains("Chinstrap")
                        })
                #expect(try String(contentsOfFile: "\(terminal.folder)/typed", encoding: .utf8) == "q2jG\n")
                // From the rows, the input's columns show the input.
                try await terminal.press("Enter")
                try await terminal.wait(for: "row 1 of", "Enter record")
                try await terminal.press("^", "v")
                try await terminal.wait(for: "the pager's screen")
                try await terminal.press("Enter")
                try await terminal.wait(for: "row 1 of", "Enter record")
                let input = try String(contentsOfFile: "\(terminal.folder)/seen", encoding: .utf8)
                #expect(input != seen && input.split(separator: "\n").count == lines.count)
            }
        }

        @Test("stops with Ctrl-Z together with the program, and goes on with it")
        func stopped() async throws {
            let pager = "cat > /dev/null; echo 'the pager waits'; read line < /dev/tty"
            try await inRows(pager: pager, stops: true) { terminal in
                try await terminal.press("v")
                try await terminal.wait(for: "the pager waits")
                try await terminal.press("C-z")
                try await terminal.wait("the shell's prompt") { $0.contains("Stopped") || $0.contains("Suspended") }
                try await terminal.enter("echo from the $((1 + 1))nd shell")
                try await terminal.wait(for: "from the 2nd shell")
                try await terminal.enter("fg")
                try await terminal.press("Enter")
                try await terminal.wait(for: "Space mark")
                try await terminal.press("Enter")
                try await terminal.wait(for: "row 1 of", "Enter record")
            }
        }

        @Test(
            "ends with the program, which leaves it no terminal to hold",
            arguments: ["less -S", "cat | less -S", "stty raw -echo < /dev/tty; sleep 600"])
        func orphaned(pager: String) async throws {
            try await Workplace.using { place in
                let places = place.with(["PAGER": "echo $$ > pager; " + pager])
                try await TmuxSession.run("--demo", in: places) { terminal in
                    try await openOutputs(in: terminal)
                    try await terminal.press("v")
                    try await terminal.waitUntilGone("Space mark")
                    let written = "\(terminal.folder)/pager"
                    while !FileManager.default.fileExists(atPath: written) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    let shell = try String(contentsOfFile: written, encoding: .utf8).split(separator: "\n").first ?? ""
                    // The program is the parent of the pager's shell.
                    let parent = try String(contentsOfFile: "/proc/\(shell)/stat", encoding: .utf8)
                        .split(separator: " ")[3]
                    kill(try #require(pid_t(parent)), SIGTERM)
                    _ = try await terminal.waitForEnd()
                    #expect(!FileManager.default.fileExists(atPath: "/proc/\(shell)"))
                    #expect(try await terminal.property("alternate_on") == "0")
                    try await terminal.enter("stty -a | grep -c ' echo '; echo shell goes on")
                    try await terminal.wait(for: "1\nshell goes on")
                }
            }
        }

        @Test(
            "that is killed, fails or isn't there leaves a terminal that works, and says so",
            arguments: [
                ("stty raw -echo < /dev/tty; kill -9 $$", "was ended by signal 9"),
                ("no-such-pager -x", "can't run no-such-pager -x"), ("exit 3", "ended with status 3"),
            ])
        func failing(pager: String, saying: String) async throws {
            try await inRows(pager: pager) { terminal in
                try await terminal.press("v")
                try await terminal.wait(for: saying, "Space mark")
                try await terminal.press("Enter")
                try await terminal.wait(for: "row 1 of", "Enter record")
            }
        }
    }
}
