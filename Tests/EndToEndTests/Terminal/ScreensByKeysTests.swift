import Testing

extension TerminalTests {
    @Suite("Screens by keys")
    struct ScreensByKeysTests {
        /// The row of a screen that the cursor marks.
        private func marked(_ screen: String) -> String {
            screen.split(separator: "\n").first { $0.hasPrefix(" ▸ ") }.map(String.init) ?? ""
        }

        @Test("open, mark, compare, and back by Esc to where one was")
        func comparing() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("G")
                    try await terminal.wait("the last job marked") { marked($0).contains("penguins-species") }
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "★", "Space mark")
                    try await terminal.press("=")
                    try await terminal.wait(for: "mark at least two candidates first")
                    try await terminal.press("Space", "Space")
                    try await terminal.wait(for: "= compare", "2 marked")
                    try await terminal.press("=")
                    try await terminal.wait(for: "› Compar", "accuracy", "Esc back")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "2 marked", "n new transform")
                    try await terminal.press("Escape")
                    try await terminal.wait("the job that was opened, marked") {
                        marked($0).contains("penguins-species") && $0.contains("Enter candidates")
                    }
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "q quits")
                    try await terminal.press("q")
                    #expect(try await terminal.waitForEnd() == 0)
                }
            }
        }

        @Test("R shows the best candidate's report; its classes turn, its parts follow, and Esc comes back")
        func report() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("G")
                    try await terminal.wait("the last job marked") { marked($0).contains("penguins-species") }
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "★", "Space mark")
                    try await terminal.press("R")
                    try await terminal.wait(for: "accuracy", "best constant", "Confusion matrix", "importance: all 3")
                    try await terminal.press("c")
                    try await terminal.wait(for: "importance: Adelie")
                    try await terminal.press("G")
                    try await terminal.wait(for: "Places", "notebook")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Space mark")
                }
            }
        }

        @Test("the filter narrows, asks one column, says when nothing passes, and is dropped")
        func filtering() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "churn-march", "Enter candidates")
                    try await terminal.type("/status:failed")
                    try await terminal.wait("the one that failed") {
                        $0.contains("churn-march") && !$0.contains("penguins-species")
                    }
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "filter: status:failed")
                    try await terminal.press("C-l")
                    try await terminal.wait(for: "penguins-species", "filter: none")
                    try await terminal.type("/nobody")
                    try await terminal.wait(for: "no jobs match the filter")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "penguins-species", "filter: none")
                }
            }
        }

        @Test("palette, help and themes open over the screen and go away")
        func overlays() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("?")
                    try await terminal.wait(for: "Show the job's candidates as a leaderboard.")
                    try await terminal.press("G")
                    try await terminal.wait(for: "List every key of this screen.", "Ctrl-T")
                    try await terminal.press("Escape")
                    try await terminal.waitUntilGone("List every key of this screen.")

                    try await terminal.press(":")
                    try await terminal.type("transforms")
                    try await terminal.wait(for: "Go to the transform jobs.")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "o outputs", "penguins-species-single")

                    let before = try await terminal.screen(escapes: true)
                    try await terminal.press("C-t")
                    try await terminal.wait(for: "high-contrast", "flightdeck-light")
                    try await terminal.press("Down", "Enter")
                    try await terminal.waitUntilGone("high-contrast")
                    try await terminal.wait(for: "o outputs")
                    #expect(try await terminal.screen(escapes: true) != before)
                }
            }
        }

        @Test("the mouse selects, opens, sorts, and presses what the footer names")
        func mouse() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-body-mass", "Enter candidates")
                    try await terminal.click(on: "penguins-body-mass")
                    try await terminal.wait("the row marked") { marked($0).contains("penguins-body-mass") }
                    try await terminal.click(on: "STATUS")
                    try await terminal.wait(for: "sort: status")
                    try await terminal.click(on: "penguins-body-mass")
                    try await terminal.wait(for: "› penguins-body-mass", "best by")
                    try await terminal.click(on: "Esc back")
                    try await terminal.wait(for: "Enter candidates", "sort: status")
                    try await terminal.click(on: "? help")
                    try await terminal.wait(for: "List every key of this screen.")
                }
            }
        }

        @Test("the form shows the two exact requests, and says beside a field what is wrong with it")
        func form() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.type("/penguins-species")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "1 of", "n new transform")
                    try await terminal.press("n")
                    try await terminal.wait(for: "New transform", "Ctrl-L launch")
                    try await terminal.type("s3//inbox")
                    try await terminal.wait(for: "an S3 URI starts with s3://")
                    try await terminal.press("C-l")
                    try await terminal.wait(for: "Input: an S3 URI starts with s3://")
                    #expect(!(try await terminal.screen().contains("Launch this transform?")))
                    try await terminal.press("C-u")
                    try await terminal.type("s3://no-such-bucket-of-ours/march/")
                    try await terminal.wait(for: "no bucket no-such-bucket-of-ours")
                    try await terminal.press("C-u")
                    try await terminal.type("s3://flightdeck-demo/inbox/march/")
                    try await terminal.wait(for: "ready to launch", "6 objects")
                    try await terminal.press("C-p")
                    try await terminal.wait(for: "[CreateModel]", "\"ModelName\": \"penguins-species", "\"Containers\"")
                    try await terminal.press("Tab")
                    try await terminal.wait(
                        for: "[CreateTransformJob]", "\"S3Uri\": \"s3://flightdeck-demo/inbox/march/\"")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "s3://flightdeck-demo/inbox/march/", "ready to launch")
                    try await terminal.press("C-l")
                    try await terminal.wait(for: "Launch this transform?", "[ Cancel ]")
                    // The safe answer is marked: nothing is made by a key too many.
                    try await terminal.press("Enter")
                    try await terminal.waitUntilGone("Launch this transform?")
                    try await terminal.wait(for: "ready to launch")
                }
            }
        }
    }
}
