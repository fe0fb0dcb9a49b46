import FoundationEssentials
import Testing

extension TerminalTests {
    @Suite("Wrong settings are said on the screen")
    struct WrongSettingsTests {
        @Test("no region")
        func region() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("", in: place) { terminal in
                    try await terminal.wait(for: "no region is set", "--region", "AWS_REGION", "q quit")
                }
            }
        }

        @Test("no credentials, and wrong ones")
        func credentials() async throws {
            try await Workplace.withSandbox { place in
                let none = place.with(["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil])
                try await TmuxSession.run("", in: none) { terminal in
                    try await terminal.wait(for: "no AWS credentials found", "aws configure", "next try in")
                }
                try await TmuxSession.run("", in: place.with(["AWS_SECRET_ACCESS_KEY": "wrong"])) { terminal in
                    try await terminal.wait(for: "signature", "next try in", "q quit")
                    #expect(!(try await terminal.screen().contains("wrong")))
                }
            }
        }

        @Test("an endpoint where nobody listens")
        func endpoint() async throws {
            try await Workplace.using { place in
                let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"]
                try await TmuxSession.run("--region eu-west-1 --endpoint-url http://127.0.0.1:1", in: place.with(keys))
                {
                    terminal in
                    try await terminal.wait(for: "127.0.0.1:1", "endpoint URL", "next try in", "q quit")
                }
            }
        }

        @Test("a theme with an error: file, line and what to do, and the program starts")
        func theme() async throws {
            try await Workplace.using { place in
                let themes = "\(place.folder)/.config/flightdeck/themes"
                try FileManager.default.createDirectory(atPath: themes, withIntermediateDirectories: true)
                let mistaken =
                    "inherits = \"flightdeck-dark\"\n\n\"accent\" = \"vioIet\"\n\n[palette]\nviolet = \"#b48ead\"\n"
                try Data(mistaken.utf8).write(to: URL(filePath: "\(themes)/mine.toml"))
                try Data("inherits = [\n".utf8).write(to: URL(filePath: "\(themes)/broken.toml"))
                try await TmuxSession.run("--demo --theme mine", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "F5 shows all")
                    try await terminal.press("F5")
                    try await terminal.wait(for: "Messages", "line 3:", "\"accent\"", "\"vioIet\"")
                }
                try await TmuxSession.run("--demo --theme broken", in: place) { terminal in
                    try await terminal.wait(for: "penguins-species", "F5 shows all")
                    try await terminal.press("F5")
                    try await terminal.wait(for: "Messages", "line 2:", "TOML")
                }
                try await TmuxSession.run("--demo --theme flightdeck-drak", in: place) { terminal in
                    try await terminal.wait(for: "F5 shows all")
                    try await terminal.press("F5")
                    try await terminal.wait(for: "Messages", "no theme is named", "\"flightdeck-drak\"")
                }
            }
        }

        @Test("a terminal that is too small says what it needs, and is used once it is large enough")
        func size() async throws {
            try await Workplace.using { place in
                try await TmuxSession.run("--demo", in: place, columns: 30, rows: 6) { terminal in
                    try await terminal.wait(for: "needs 40x10")
                    try await terminal.resize(columns: 80, rows: 24)
                    try await terminal.wait(for: "penguins-species", "Enter candidates")
                }
            }
        }
    }
}
