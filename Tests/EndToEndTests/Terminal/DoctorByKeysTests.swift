import FoundationEssentials
import Testing

extension TerminalTests {
    @Suite("The doctor, and the end of credentials")
    struct DoctorByKeysTests {
        @Test("F4 and the palette open it from anywhere; r runs it again; Esc goes back")
        func opens() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                    try await terminal.press("F4")
                    try await terminal.wait(for: "Settings", "embedded sandbox", "r run again")
                    try await terminal.press("G")
                    try await terminal.wait(for: "What to do", "checks that were tried passed")
                    try await terminal.press("r", "y")
                    try await terminal.wait(for: "copied the report")
                    // The message gives its place back to the count of checks.
                    try await terminal.wait(for: "checks that were tried passed")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Enter candidates")
                    try await terminal.type(":doctor")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Settings", "embedded sandbox")
                    try await terminal.press("q")
                    #expect(try await terminal.waitForEnd() == 0)
                }
            }
        }

        @Test("where nobody has credentials, the screen names the key, and the doctor says what to do")
        func credentials() async throws {
            try await Workplace.withSandbox { place in
                let none = place.with(["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil])
                try await TmuxSession.run("", in: none, columns: 80, rows: 24) { terminal in
                    try await terminal.wait(for: "no AWS credentials found", "F4 checks credentials")
                    try await terminal.press("F4")
                    try await terminal.wait(for: "AWS_REGION", "to do, listed at the end of the page")
                    try await terminal.press("End")
                    try await terminal.wait(for: "What to do", "aws configure")
                }
            }
        }

        @Test("credentials that end soon are told ahead, with what to do")
        func ahead() async throws {
            try await Workplace.withSandbox { place in
                let end = Date(timeIntervalSinceNow: 12 * 60).formatted(.iso8601)
                try await TmuxSession.run("", in: place.with(["AWS_CREDENTIAL_EXPIRATION": end])) { terminal in
                    try await terminal.wait(for: "penguins-species", "credentials expire in 1", "min; export new ones")
                }
            }
        }

        @Test("a denied call is named with what it is needed for, and what to ask for")
        func denied() async throws {
            try await Workplace.withSandbox { place in
                try await FaultyNetwork.run(before: place.variables["AWS_ENDPOINT_URL"]!, in: place.folder) { network in
                    try network.become(.withoutLogs)
                    let behind = place.with(["AWS_ENDPOINT_URL": network.endpoint])
                    try await TmuxSession.run("", in: behind, columns: 120, rows: 60) { terminal in
                        try await terminal.wait(for: "penguins-species")
                        try await terminal.press("F4")
                        try await terminal.wait(for: "denied: needed for the lines of a log", "1 thing to do")
                        try await terminal.press("End")
                        try await terminal.wait(
                            for: "2 permissions are missing: logs:DescribeLogStreams, logs:GetLogEvents")
                    }
                }
            }
        }

        @Test("refused credentials are told, until fresh ones are there")
        func refused() async throws {
            try await Workplace.withSandbox { place in
                try await FaultyNetwork.run(before: place.variables["AWS_ENDPOINT_URL"]!, in: place.folder) { network in
                    let behind = place.with(["AWS_ENDPOINT_URL": network.endpoint])
                    try await TmuxSession.run("", in: behind) { terminal in
                        try await terminal.wait(for: "penguins-species", "● live")
                        try network.become(.expired)
                        try await terminal.press("r")
                        try await terminal.wait(for: "AWS rejects these credentials")
                        try network.become(.working)
                        try await terminal.waitUntilGone("the services refuse")
                    }
                }
            }
        }
    }
}
