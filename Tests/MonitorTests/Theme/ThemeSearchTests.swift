import Console
import Foundation
import Testing

@testable import Monitor

@Suite("Finding and choosing a theme")
struct ThemeSearchTests {
    /// A search over files that exist only here; a nil text is a file that cannot be read.
    private func search(_ files: [String: String?], environment: [String: String] = ["HOME": "/home/ada"])
        -> ThemeSearch
    {
        ThemeSearch(
            environment: environment, executable: "/opt/fd/bin/flightdeck",
            read: { path throws(ThemeReadFailure) in
                guard let file = files[path] else { return nil }
                guard let text = file else { throw ThemeReadFailure(words: "Permission denied") }
                return text
            },
            list: { folder in
                files.keys.filter { $0.hasPrefix("\(folder)/") }.map { String($0.dropFirst(folder.count + 1)) }
            })
    }

    @Test func foldersAreSearchedNearestFirst() throws {
        let environment = ["FLIGHTDECK_THEMES": "/a", "XDG_CONFIG_HOME": "/b", "HOME": "/home/ada"]
        let all = [
            "/a/x.toml": "1", "/b/flightdeck/themes/x.toml": "2", "/opt/fd/bin/../share/flightdeck/themes/x.toml": "3",
        ]
        var files = all
        for path in ["/a/x.toml", "/b/flightdeck/themes/x.toml", "/opt/fd/bin/../share/flightdeck/themes/x.toml"] {
            #expect(try search(files, environment: environment).file(named: "x")?.label == path)
            files[path] = nil
        }
        #expect(try search(files, environment: environment).file(named: "x") == nil)
        #expect(try search([:]).file(named: "ember")?.label == "the built-in theme ember")
    }

    @Test func aRelativeConfigurationFolderIsIgnored() {
        let found = search([:], environment: ["XDG_CONFIG_HOME": "here", "HOME": "/home/ada"])
        #expect(found.folders.first == "/home/ada/.config/flightdeck/themes")
    }

    @Test(arguments: ["../x", "a/b", "", ".hidden", "a\u{0}b", "~root"])
    func aNameNeverLeadsOutOfTheFolder(name: String) throws {
        let everywhere = ThemeSearch(
            environment: ["HOME": "/h"], executable: nil, read: { _ throws(ThemeReadFailure) in "" }, list: { _ in [] })
        #expect(try everywhere.file(named: name) == nil)
    }

    @Test func theUsersThemesStandAfterTheEmbeddedOnes() {
        let folder = "/home/ada/.config/flightdeck/themes"
        let names = search([
            "\(folder)/zebra.toml": "", "\(folder)/ant.toml": "", "\(folder)/ember.toml": "", "\(folder)/note.txt": "",
        ]).names()
        #expect(names == EmbeddedThemes.names + ["ant", "zebra"])
    }

    @Test func aFaultyThemeGivesTheDefaultAndItsProblem() {
        let path = "/home/ada/.config/flightdeck/themes/mine.toml"
        for (text, reason) in [
            ("\"accent\" = \"nocolour\"", ThemeProblem.Reason.unknownColour("nocolour")),
            (nil, .unreadable("Permission denied")),
        ] as [(String?, ThemeProblem.Reason)] {
            let choice = ThemeChoice(wanted: "mine", environment: [:], depth: .trueColor, search: search([path: text]))
            #expect(choice.theme == ThemeChoice.embedded("flightdeck-dark"))
            #expect(choice.problem?.reason == reason)
            #expect(choice.problem?.file == path)
        }
    }

    @Test func aFaultyCopyOfTheDefaultStillStarts() {
        let path = "/home/ada/.config/flightdeck/themes/flightdeck-dark.toml"
        let choice = ThemeChoice(wanted: nil, environment: [:], depth: .trueColor, search: search([path: "= nonsense"]))
        #expect(choice.theme == ThemeChoice.embedded("flightdeck-dark"))
        #expect(choice.problem?.line == 1)
    }

    @Test func theTerminalDecidesWhereNothingIsWanted() {
        func name(_ environment: [String: String], _ depth: ColorDepth = .trueColor) -> String {
            ThemeChoice.suitedName(environment: environment, depth: depth)
        }
        #expect(name([:]) == "flightdeck-dark")
        #expect(name(["COLORFGBG": "0;15"]) == "flightdeck-light")
        #expect(name(["COLORFGBG": "0;default;7"]) == "flightdeck-light")
        #expect(name(["COLORFGBG": "15;0"]) == "flightdeck-dark")
        #expect(name(["COLORFGBG": "15;8"]) == "flightdeck-dark")
        #expect(name(["COLORFGBG": "0;default"]) == "flightdeck-dark")
        #expect(name(["NO_COLOR": "1"]) == "monochrome")
        #expect(name(["NO_COLOR": ""]) == "flightdeck-dark")
        #expect(name([:], .monochrome) == "monochrome")
        #expect(name(["COLORFGBG": "0;15"], .ansi16) == "terminal-16")
    }

    @Test func noColourGoesBeforeAWantedTheme() {
        let choice = ThemeChoice(
            wanted: "ember", environment: ["NO_COLOR": "1"], depth: .trueColor, search: search([:]))
        #expect(choice.theme.name == "monochrome")
        #expect(choice.problem == nil)
    }

    @Test func everyThemeFileIsInTheProgram() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../../themes").standardized
            .resolvingSymlinksInPath()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(Set(files.map { $0.deletingPathExtension().lastPathComponent }) == Set(EmbeddedThemes.names))
        for file in files {
            let name = file.deletingPathExtension().lastPathComponent
            #expect(try EmbeddedThemes.file(named: name)?.text == String(contentsOf: file, encoding: .utf8), "\(name)")
            #expect(throws: Never.self) { try Theme.load(name: name) { EmbeddedThemes.file(named: $0) } }
        }
    }
}
