import Testing

extension TerminalTests {
    @Suite("Instance types and models by keys")
    struct InstancesAndModelsTests {
        @Test("a model that a launch left is deleted after a question that Enter does not answer")
        func models() async throws {
            try await Workplace.withSandbox { place in
                let launched = try await place.flightdeck(
                    "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                    "ml.m5.xlarge", "--model-name", "left-model", "--yes", "--wait")
                #expect(launched.status == .exited(0), "\(launched.error)")
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(for: "Enter candidates", "● live")
                    try await terminal.press("2")
                    try await terminal.wait(for: "l log", "penguins-species-march-01")
                    try await terminal.press("M")
                    try await terminal.wait(for: "▸ left-model", "not in use", "launched from here")
                    try await terminal.press("d")
                    try await terminal.wait(for: "Delete this model?", "left-model", "1111-2222-3333", "[ Cancel ]")
                    try await terminal.press("Enter")
                    try await terminal.waitUntilGone("Delete this model?")
                    try await terminal.wait(for: "▸ left-model")
                    try await terminal.press("d")
                    try await terminal.wait(for: "Delete this model?")
                    try await terminal.press("y")
                    try await terminal.wait(for: "no models left by launches")
                }
                #expect(try await place.flightdeck("clean-up").error.contains("no leftover models"))
            }
        }
    }
}
