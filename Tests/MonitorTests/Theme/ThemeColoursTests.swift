import Console
import Testing

@testable import Monitor

@Suite("The colours of the themes that come with the program")
struct ThemeColoursTests {
    static let trueColour = [
        "flightdeck-dark", "flightdeck-light", "high-contrast", "colour-blind", "ember", "tidewater",
    ]
    static let statuses: [StyleRole] = [
        .statusRunning, .statusCompleted, .statusFailed, .statusStopped, .statusPending, .statusWarning,
    ]
    static let text: [StyleRole] = [
        .text, .textStrong, .header, .headerBrand, .headerBreadcrumb, .footerKey, .title, .tableHeaderSorted, .marked,
        .match, .field, .fieldFocused, .fieldInvalid, .button, .buttonFocused, .dialog, .dialogTitle, .toast,
        .toastSuccess, .toastWarning, .toastFailure, .accent, .best, .link, .input, .live, .stale, .codeKey,
        .codeString, .codeNumber, .sparkCPU, .sparkMemory, .progressDone,
    ]
    static let dim: [StyleRole] = [
        .textDim, .headerContext, .footer, .footerDisabled, .label, .tableHeader, .fieldPlaceholder, .scrollbar,
        .dialogBorder, .codePunctuation,
    ]

    /// The contrast of a role's foreground with what lies behind it; nil where the terminal decides.
    private func contrast(_ style: Style, in theme: Theme) -> Double? {
        let shown = style.over(theme[.background])
        guard let above = PerceivedColor(shown.foreground), let below = PerceivedColor(shown.background) else {
            return nil
        }
        return above.contrast(with: below)
    }

    @Test(arguments: trueColour)
    func textIsReadable(name: String) throws {
        let theme = ThemeChoice.embedded(name)
        let strict = name == "high-contrast"
        for role in Self.text + Self.statuses {
            #expect(try #require(contrast(theme[role], in: theme)) >= (strict ? 7 : 4.5), "\(role)")
        }
        for role in Self.dim {
            #expect(try #require(contrast(theme[role], in: theme)) >= (strict ? 7 : 3), "\(role)")
        }
    }

    @Test(arguments: trueColour)
    func theMarkedRowIsReadable(name: String) throws {
        let theme = ThemeChoice.embedded(name)
        let strict = name == "high-contrast"
        for surface in [StyleRole.selection, .selectionInactive] {
            for role in [StyleRole.text, .best, .accent] + Self.statuses {
                let dimmed = role == .statusPending
                let ratio = try #require(contrast(theme[role].over(theme[surface]), in: theme))
                #expect(ratio >= (strict ? 7 : dimmed ? 3 : 4), "\(role) on \(surface)")
            }
            let ground = try #require(PerceivedColor(theme[surface].background))
            let below = try #require(PerceivedColor(theme[.background].background))
            #expect(ground.distance(to: below) >= 4, "\(surface) stands out")
        }
    }

    @Test(arguments: trueColour)
    func statusesDiffer(name: String) throws {
        let theme = ThemeChoice.embedded(name)
        for (index, left) in Self.statuses.enumerated() {
            for right in Self.statuses.dropFirst(index + 1) {
                let one = try #require(PerceivedColor(theme[left].foreground))
                let other = try #require(PerceivedColor(theme[right].foreground))
                #expect(one.distance(to: other) >= 20, "\(left) and \(right)")
            }
        }
    }

    @Test(arguments: PerceivedColor.Blindness.allCases)
    func statusesDifferForTheColourBlind(blindness: PerceivedColor.Blindness) throws {
        let theme = ThemeChoice.embedded("colour-blind")
        for (index, left) in Self.statuses.enumerated() {
            for right in Self.statuses.dropFirst(index + 1) {
                let one = try #require(PerceivedColor(theme[left].foreground)).seen(with: blindness)
                let other = try #require(PerceivedColor(theme[right].foreground)).seen(with: blindness)
                #expect(one.distance(to: other) >= 19, "\(left) and \(right)")
            }
        }
    }

    @Test func terminal16UsesOnlyTheTerminalsColours() {
        let theme = ThemeChoice.embedded("terminal-16")
        for role in StyleRole.allCases {
            for colour in [theme[role].foreground, theme[role].background] {
                switch colour.kind {
                case .default, .ansi: break
                case .indexed, .rgb: Issue.record("\(role) has \(colour)")
                }
            }
        }
        #expect(theme[.selection].attributes.contains(.reverse))
    }

    @Test func monochromeHasNoColourAtAll() {
        let theme = ThemeChoice.embedded("monochrome")
        for role in StyleRole.allCases {
            #expect(theme[role].foreground == .default && theme[role].background == .default, "\(role)")
        }
        #expect(theme[.selection].attributes.contains(.reverse))
        #expect(theme[.statusFailed].attributes.contains(.bold))
    }

    @Test func contrastIsThatOfWCAG() throws {
        let black = try #require(PerceivedColor(.rgb(0, 0, 0)))
        let white = try #require(PerceivedColor(.rgb(255, 255, 255)))
        let grey = try #require(PerceivedColor(.rgb(0x76, 0x76, 0x76)))
        #expect(black.contrast(with: white) == 21)
        #expect(abs(grey.contrast(with: white) - 4.54) < 0.01)
        #expect(abs(black.distance(to: white) - 100) < 0.01)
    }
}
