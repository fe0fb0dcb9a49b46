import Console

/// One thing that a user can do: the row from which footer, help, palette and key documentation follow.
public struct Command<Target: Sendable, Event: Sendable>: Sendable {
    /// Stable and dotted, for example `jobs.open`.
    public let id: String
    /// Two or three words for the footer and the palette.
    let title: String
    /// One sentence for the help.
    let help: String
    let chords: [Chord]
    /// The place in the footer, lowest first; nil keeps it out of the footer.
    let footerRank: Int?
    let availability: @Sendable (Target) -> Availability
    let run: @Sendable (inout Target, Context) -> [Effect<Event>]

    init(
        _ id: String, _ title: String, help: String, chords: [Chord], footerRank: Int? = nil,
        availability: @escaping @Sendable (Target) -> Availability = { _ in .available },
        run: @escaping @Sendable (inout Target, Context) -> [Effect<Event>]
    ) {
        self.id = id
        self.title = title
        self.help = help
        self.chords = chords
        self.footerRank = footerRank
        self.availability = availability
        self.run = run
    }

    func row(for target: Target, at place: CommandRow.Place) -> CommandRow {
        CommandRow(
            id: id, title: title, help: help, chords: chords, footerRank: footerRank,
            availability: availability(target), place: place)
    }
}

/// Whether a command can be used now, and if not, why.
enum Availability: Hashable, Sendable {
    case available
    /// The reason, as a sentence part: `mark two candidates first`.
    case unavailable(String)

    static func when(_ condition: Bool, otherwise reason: @autoclosure () -> String) -> Availability {
        condition ? .available : .unavailable(reason())
    }
}

/// A command as the chrome shows it, without what it acts on.
struct CommandRow: Hashable, Sendable {
    /// Whose command it is, and which of theirs, so that what a key has found isn't looked for again.
    enum Place: Hashable, Sendable {
        case screen(Int)
        case program(Int)
    }

    var id: String
    var title: String
    var help: String
    var chords: [Chord]
    var footerRank: Int?
    var availability: Availability
    let place: Place

    var isAvailable: Bool { availability == .available }
}

/// Chords in command rows are written as text; one that cannot be read is a mistake in the row, met by every test.
extension Chord: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let chord = Chord(text) else { preconditionFailure("no such chord: \(text)") }
        self = chord
    }
}

extension Chord {
    /// Stops what a screen is doing: a download, a search, a count.
    static let stop: Chord = "Ctrl-X"

    /// Opens the doctor anywhere; messages about the setup name it.
    static let doctor: Chord = "F4"

    /// The chord as the footer and the help show it: arrows as signs where there is Unicode.
    func label(_ glyphs: Glyphs) -> String {
        guard !glyphs.isASCII else { return description }
        switch key {
        case .up where modifiers.isEmpty: return "↑"
        case .down where modifiers.isEmpty: return "↓"
        case .left where modifiers.isEmpty: return "←"
        case .right where modifiers.isEmpty: return "→"
        default: return description
        }
    }
}
