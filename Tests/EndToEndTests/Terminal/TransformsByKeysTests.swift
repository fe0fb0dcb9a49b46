import Testing

extension TerminalTests {
    @Suite("Transforms by keys")
    struct TransformsByKeysTests {
        private static let input = "s3://flightdeck-demo/inbox/march/"

        @Test("stopping asks first, Enter alone does not, and a stopped transform says so")
        func stopping() async throws {
            try await Workplace.withSandbox(slowly: true) { place in
                let launched = try await place.flightdeck(
                    "launch", "penguins-species", "--input", Self.input, "--instance-type", "ml.m5.xlarge",
                    "--transform-job-name", "to-be-stopped", "--yes")
                #expect(launched.status == .exited(0), "\(launched.error)")
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(for: "Enter candidates", "● live")
                    try await terminal.press("2")
                    try await terminal.wait(for: "▸ to-be-stopped", "x stop")
                    try await terminal.press("x")
                    try await terminal.wait(for: "Stop the transform?", "to-be-stopped", "1111-2222-3333", "[ Cancel ]")
                    try await terminal.press("Enter")
                    try await terminal.waitUntilGone("Stop the transform?")
                    let unasked = try await terminal.screen()
                    #expect(!unasked.split(separator: "\n").contains { $0.contains("▸") && $0.contains("Stopp") })
                    try await terminal.press("x")
                    try await terminal.wait(for: "Stop the transform?")
                    try await terminal.press("y")
                    try await terminal.wait("the stopped transform") { screen in
                        screen.split(separator: "\n").contains {
                            $0.contains("▸ to-be-stopped") && $0.contains("Stopped")
                        }
                    }
                    try await terminal.press("x")
                    try await terminal.wait(for: "it has ended")
                }
                #expect(try await place.flightdeck("watch", "to-be-stopped").status == .exited(3))
            }
        }

        @Test("a failed transform shows its reason in full, and a likely cause with what to do")
        func failed() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place, columns: 80, rows: 24) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("2")
                    try await terminal.wait(for: "taken-columns", "penguins-species-march-01")
                    try await terminal.type("/mistaken")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "✗ Failed", "ClientError: See job logs", "remove the target")
                    try await terminal.press("Enter")
                    try await terminal.wait(
                        for: "Failure reason", "Likely cause", "What to do: remove the target column")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "l log")
                    try await terminal.press("l")
                    try await terminal.wait(for: "received 8", "3 errors")
                }
            }
        }
    }
}
