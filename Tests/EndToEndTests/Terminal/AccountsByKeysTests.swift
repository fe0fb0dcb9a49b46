import Testing

extension TerminalTests {
    @Suite("Launching across accounts by keys")
    struct AccountsByKeysTests {
        @Test(
            "another account chosen in the form, the missing policy seen, the artifacts copied, the transform run there"
        )
        func across() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.type("/species")
                    try await terminal.press("Enter")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "★", "n new transform")
                    try await terminal.press("n")
                    try await terminal.wait(for: "New transform", "1111-2222-3333 (sandbox)")
                    try await terminal.press("C-g")
                    try await terminal.wait(for: "sandbox-deploy", "sandbox-locked", "4 profiles")
                    try await terminal.type("/deploy")
                    try await terminal.press("Enter")
                    try await terminal.press("Enter")
                    try await terminal.wait(
                        for: "4444-5555-6666 (sandbox-deploy)", "job of 1111-2222-3333 (sandbox)",
                        "e/sagemaker-execution-role", "s3://flightdeck-deploy/")
                    try await terminal.type("s3://flightdeck-deploy/inbox/april/")
                    try await terminal.wait(for: "account 4444-5555-6666 isn't")
                    try await terminal.press("F8")
                    try await terminal.wait(for: "FlightdeckReadArtifacts", "1 policy is missing", "y copy policy")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "New transform", "Ctrl-L launch")
                    try await terminal.press("F7")
                    try await terminal.wait(for: "copies 2 artifacts", "copied before")
                    try await terminal.press("C-l")
                    try await terminal.wait(for: "Launch this transform", "account 1111-2222-3333, profile sandbox")
                    try await terminal.type("y")
                    try await terminal.wait(for: "Transforms", "Completed", "4444-5555-6666")
                    // Going over to the other profile, nothing of this one is shown.
                    try await terminal.press("F9")
                    try await terminal.wait(for: "4 profiles, sandbox-deploy in use")
                    try await terminal.type("/sandbox-source")
                    try await terminal.press("Enter")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "sandbox-source", "1111-2222-3333", "penguins-species")
                }
            }
        }
    }
}
