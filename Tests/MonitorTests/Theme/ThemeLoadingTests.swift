import Console
import Testing

@testable import Monitor

@Suite("Reading a theme")
struct ThemeLoadingTests {
    /// Loads `top` where the other themes are these; embedded ones are found too.
    private func load(_ text: String, others: [String: String] = [:]) throws(ThemeProblem) -> Theme {
        try Theme.load(name: "top") { name in
            if name == "top" { return ThemeFile(label: "top.toml", text: text) }
            if let text = others[name] { return ThemeFile(label: "\(name).toml", text: text) }
            return EmbeddedThemes.file(named: name)
        }
    }

    private func problem(_ text: String, others: [String: String] = [:]) -> ThemeProblem? {
        do {
            _ = try load(text, others: others)
            return nil
        } catch {
            return error
        }
    }

    @Test func everyWayToWriteAColour() throws {
        let theme = try load(
            """
            "ui.text" = "ink"
            "status.failed" = "#ff8000"
            "status.completed" = "bright-green"
            "status.running" = 208
            "status.pending" = "17"
            "status.stopped" = { fg = "default", bg = "red", modifiers = ["bold", "underlined"] }
            [palette]
            ink = "#010203"
            """)
        #expect(theme[.text] == Style(foreground: .rgb(1, 2, 3)))
        #expect(theme[.statusFailed].foreground == .rgb(0xFF, 0x80, 0))
        #expect(theme[.statusCompleted].foreground == .ansi(10))
        #expect(theme[.statusRunning].foreground == .indexed(208))
        #expect(theme[.statusPending].foreground == .indexed(17))
        #expect(theme[.statusStopped] == Style(background: .ansi(1), attributes: [.bold, .underline]))
    }

    @Test func aRoleFallsBackAlongItsDots() throws {
        let theme = try load(
            """
            "ui" = "white"
            "ui.text" = "blue"
            "ui.table" = "green"
            """)
        #expect(theme[.textDim].foreground == .ansi(4))
        #expect(theme[.tableHeaderSorted].foreground == .ansi(2))
        #expect(theme[.footerKey].foreground == .ansi(7))
        #expect(theme[.statusFailed].foreground == .ansi(4), "nothing above it: as plain text")
    }

    @Test func aChildChangesThePaletteOfItsParent() throws {
        let parent = """
            "accent" = "main"
            "link" = "main"
            [palette]
            main = "red"
            """
        let theme = try load(
            "inherits = \"parent\"\n\"link\" = \"blue\"\n[palette]\nmain = \"green\"", others: ["parent": parent])
        #expect(theme[.accent].foreground == .ansi(2))
        #expect(theme[.link].foreground == .ansi(4))
        #expect(theme.name == "top")
    }

    @Test func aColourLeftOpenShowsWhatLiesBelow() throws {
        let theme = try load(
            """
            "ui.background" = { fg = "white", bg = "black" }
            "status.failed" = "red"
            "ui.selection" = { bg = "blue", modifiers = ["bold"] }
            """)
        let row = theme[.selection].over(theme[.background])
        #expect(row == Style(foreground: .ansi(7), background: .ansi(4), attributes: .bold))
        #expect(theme[.statusFailed].over(row) == Style(foreground: .ansi(1), background: .ansi(4), attributes: .bold))
    }

    @Test func anUnknownKeyNamesItsLineAndANearRole() {
        let found = problem("# a comment\n\n\"ui.selecton\" = \"red\"")
        #expect(
            found
                == ThemeProblem(
                    file: "top.toml", line: 3, key: "ui.selecton", reason: .unknownKey(near: "ui.selection")))
        #expect(found?.description == "top.toml, line 3: \"ui.selecton\" isn't a role. Did you mean \"ui.selection\"?")
        #expect(problem("wallpaper = \"red\"")?.reason == .unknownKey(near: nil))
    }

    @Test func anUnknownColourNamesItsLine() {
        #expect(
            problem("[palette]\nink = \"#12345\"")
                == ThemeProblem(file: "top.toml", line: 2, key: "ink", reason: .unknownColour("#12345")))
        #expect(problem("\"accent\" = \"inc\"\n[palette]\nink = \"red\"")?.reason == .unknownColour("inc"))
        #expect(problem("\"accent\" = 256")?.reason == .unknownColour("256"))
        #expect(problem("\"accent\" = \"#12345é\"")?.reason == .unknownColour("#12345é"))
        #expect(problem("\"accent\" = \"＃123456\"")?.line == 1)
    }

    @Test func aCircleIsNamed() throws {
        let found = try #require(problem("inherits = \"other\"", others: ["other": "\ninherits = \"top\""]))
        #expect(found.reason == .cycle(["top", "other", "top"]))
        #expect(found.file == "other.toml")
        #expect(found.line == 2)
        #expect(problem("inherits = \"top\"")?.reason == .cycle(["top", "top"]))
    }

    @Test func badTOMLNamesItsLine() throws {
        let found = try #require(problem("\"accent\" = \"red\"\n\"link\" = = \"blue\""))
        #expect(found.line == 2)
        guard case .malformed = found.reason else {
            Issue.record("\(found)")
            return
        }
    }

    @Test(
        arguments: [
            "\"accent\" = true", "\"accent\" = [\"red\"]", "\"accent\" = { fg = 1.5 }", "palette = \"red\"",
            "inherits = 3", "\"accent\" = { modifiers = \"bold\" }", "\"accent\" = { modifiers = [1] }",
            "[palette]\nink = { fg = \"red\" }", "ui.text.dim = \"red\"",
        ])
    func aValueOfTheWrongTypeSaysWhatToWrite(text: String) throws {
        let found = try #require(problem(text))
        guard case .wrongType = found.reason else {
            Issue.record("\(found)")
            return
        }
        #expect(found.line != nil || text.hasPrefix("ui."))
    }

    @Test func fieldsAndModifiersAreChecked() {
        #expect(problem("\"accent\" = { foreground = \"red\" }")?.reason == .unknownField("foreground"))
        #expect(problem("\"accent\" = { modifiers = [\"blink\"] }")?.reason == .unknownModifier("blink"))
    }

    @Test func aMissingParentIsNamedWithTheChoices() throws {
        let found = try #require(problem("\ninherits = \"nowhere\""))
        #expect(found.line == 2)
        #expect(found.key == "nowhere")
        #expect(found.description.contains("flightdeck-dark, flightdeck-light"))
    }

    @Test func everyRoleHasItsPlace() {
        #expect(StyleRole.allCases.map(\.rawValue) == Array(StyleRole.allCases.indices))
    }

    @Test func theDefaultThemeSetsEveryRole() throws {
        let file = try #require(EmbeddedThemes.file(named: EmbeddedThemes.defaultName))
        let set = Set(try ThemeDocument(file).styles.keys)
        #expect(StyleRole.allCases.map(\.key).filter { !set.contains($0) } == [])
    }
}
