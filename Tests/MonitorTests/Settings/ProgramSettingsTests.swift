import Console
import Testing

@testable import Monitor

@Suite("The user's settings")
struct ProgramSettingsTests {
    @Test("Every key is read; what is left out keeps what is usual")
    func reading() throws {
        let settings = try ProgramSettings(
            """
            [notify]
            toast = false
            bell = false
            desktop = "osc99"
            title = false
            on_end = ["/usr/local/bin/tell", "--loud"]

            [watch]
            profiles = ["ml-dev", "ml-prod"]
            regions = ["eu-west-1"]
            """, label: "config.toml")
        #expect(!settings.notify.toast && !settings.notify.bell && !settings.notify.title)
        #expect(settings.notify.desktop == .osc99)
        #expect(settings.notify.onEnd == ["/usr/local/bin/tell", "--loud"])
        #expect(settings.watchedProfiles == ["ml-dev", "ml-prod"])
        #expect(settings.watchedRegions == ["eu-west-1"])
        #expect(try ProgramSettings("", label: "config.toml") == ProgramSettings())
        #expect(try ProgramSettings("[notify]\nbell = false", label: "c").notify.toast)
    }

    @Test(
        "A mistake is named with its line",
        arguments: [
            ("[notify]\nbel = true", "line 2", "bel"), ("[notify]\n\nbell = 1", "line 3", "true or false"),
            ("[notify]\non_end = \"rm -rf /\"", "line 2", "a list"),
            ("[notify]\ndesktop = \"growl\"", "line 2", "osc777"),
            ("[notify]\non_end = [\"a\\u0000b\"]", "line 2", "a list"),
            ("[watch]\nregions = [\"eu-west-1\", \"x.example.com/\"]", "line 2", "list of regions"),
            ("[watch]\nprofiles = [1]", "line 2", "list of profile names"), ("notify = 3", "line 1", "table"),
            ("[sound]", "line 1", "notify, watch"), ("[notify", "line 1", "config.toml"),
        ])
    func mistakes(text: String, line: String, words: String) {
        do {
            _ = try ProgramSettings(text, label: "config.toml")
            Issue.record("\(text) is no mistake")
        } catch {
            #expect(error.description.contains(line) && error.description.contains(words), "\(error.description)")
        }
    }
}
