import FoundationEssentials
import Subprocess
import Testing

extension TerminalTests {
    @Suite("Codes of MFA devices")
    struct MFATests {
        @Test("the command line asks on the terminal, though input comes from elsewhere, and keeps the code to itself")
        func commandLine() async throws {
            try await Workplace.withSandbox { sandbox in
                try await RoleService.run(before: sandbox) { place in
                    try await TmuxSession.run("jobs --debug < /dev/null", in: place) { terminal in
                        try await terminal.wait(for: "profile guarded", "MFA code for \(RoleService.device):")
                        try await terminal.enter("12345")
                        try await terminal.wait(for: "a code has six digits")
                        try await terminal.enter("111111")
                        try await terminal.wait(for: "that code was refused")
                        try await terminal.enter(RoleService.code)
                        try await terminal.wait(for: "penguins-species")
                        #expect(try await terminal.waitForEnd() == 0)
                        let screen = try await terminal.screen()
                        let token = try RoleService.keptToken(in: place)
                        #expect(token.count > 20)
                        for secret in ["12345\n", "111111", RoleService.code, String(token.prefix(20))] {
                            #expect(!screen.contains(secret), "\(secret)")
                        }
                        // What is typed is shown again.
                        try await terminal.enter("echo shown")
                        try await terminal.wait(for: "echo shown")
                    }
                    // The session is kept: nobody is asked again, and no terminal is needed.
                    let again = try await alone(place, "jobs")
                    #expect(again.status == .exited(0))
                    #expect(again.output.contains("penguins-species"))
                }
            }
        }

        @Test("without a terminal it says what to do, and ends with 4; Ctrl-C ends it with 130, Ctrl-D with 4")
        func ends() async throws {
            try await Workplace.withSandbox { sandbox in
                try await RoleService.run(before: sandbox) { place in
                    let nobody = try await alone(place, "jobs")
                    #expect(nobody.status == .exited(4))
                    #expect(nobody.error.contains("isn't interactive") && nobody.error.contains("export-credentials"))
                    for (key, status) in [("C-c", 130), ("C-d", 4)] {
                        try await TmuxSession.run("jobs", in: place) { terminal in
                            try await terminal.wait(for: "MFA code for")
                            try await terminal.press(key)
                            #expect(try await terminal.waitForEnd() == status)
                            try await terminal.enter("echo shown")
                            try await terminal.wait(for: "echo shown")
                        }
                    }
                }
            }
        }

        @Test("the terminal UI asks in a dialog, again with the reason, and goes on")
        func dialog() async throws {
            try await Workplace.withSandbox { sandbox in
                try await RoleService.run(before: sandbox) { place in
                    try await TmuxSession.run("--debug", in: place) { terminal in
                        try await terminal.wait(for: "MFA code", "guarded", RoleService.device, "0 of 6")
                        try await terminal.type("111111")
                        try await terminal.wait(for: "6 of 6")
                        #expect(!(try await terminal.screen().contains("111111")))
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "that code was refused", "0 of 6")
                        try await terminal.type(RoleService.code)
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "penguins-species", "1111-2222-3333")
                        try await terminal.press("q")
                        #expect(try await terminal.waitForEnd() == 0)
                    }
                    let log = try String(
                        contentsOf: URL(filePath: "\(place.folder)/state/flightdeck/flightdeck.log"), encoding: .utf8)
                    #expect(log.contains("AssumeRole"))
                    let secret = place.variables["AWS_SECRET_ACCESS_KEY"] ?? sandbox.variables["AWS_SECRET_ACCESS_KEY"]!
                    let token = try RoleService.keptToken(in: place)
                    for hidden in ["111111", RoleService.code, token, secret] { #expect(!log.contains(hidden)) }
                }
            }
        }

        @Test("Esc goes on without it, says what that means, and F6 asks again")
        func declined() async throws {
            try await Workplace.withSandbox { sandbox in
                try await RoleService.run(before: sandbox) { place in
                    try await TmuxSession.run("", in: place) { terminal in
                        try await terminal.wait(for: "MFA code", "0 of 6")
                        try await terminal.press("Escape")
                        try await terminal.wait(for: "guarded can't read or launch", "no MFA code: F6")
                        try await terminal.press("F6")
                        try await terminal.wait(for: "0 of 6")
                        try await terminal.type(RoleService.code)
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "penguins-species")
                        try await terminal.press("q")
                        #expect(try await terminal.waitForEnd() == 0)
                    }
                }
            }
        }

        /// Runs the program in a session of its own, where no terminal can be asked.
        private func alone(_ place: Workplace, _ arguments: String...) async throws -> Finished {
            var options = PlatformOptions()
            options.createSession = true
            let result = try await Subprocess.run(
                .path(.init(BuiltProgram.path)), arguments: Arguments(arguments),
                environment: .custom(place.environment),
                platformOptions: options, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
            return Finished(
                status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
        }
    }
}
