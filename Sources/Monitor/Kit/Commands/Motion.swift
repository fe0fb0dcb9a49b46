import Console

/// A move in a list or a page; the keys for it are the same wherever something moves.
enum Motion: String, CaseIterable, Sendable {
    case down
    case up
    case pageDown = "page-down"
    case pageUp = "page-up"
    case first
    case last

    /// The keys in a list, where Space marks.
    var listChords: [Chord] {
        switch self {
        case .down: ["Down", "j"]
        case .up: ["Up", "k"]
        case .pageDown: ["PageDown", "Ctrl-F", "Ctrl-D"]
        case .pageUp: ["PageUp", "Ctrl-B", "Ctrl-U"]
        case .first: ["Home", "g"]
        case .last: ["End", "G"]
        }
    }

    /// The keys in a page, where Space reads on.
    var pageChords: [Chord] { self == .pageDown ? listChords + ["Space"] : listChords }

    /// The move that a key of a page stands for.
    init?(page chord: Chord) {
        guard let motion = Self.allCases.first(where: { $0.pageChords.contains(chord) }) else { return nil }
        self = motion
    }

    /// The move that a key of a list stands for.
    init?(list chord: Chord) {
        guard let motion = Self.allCases.first(where: { $0.listChords.contains(chord) }) else { return nil }
        self = motion
    }

    /// How many rows down it goes, where so many are in sight; first and last go beyond any end.
    func rows(page: Int) -> Int {
        switch self {
        case .down: 1
        case .up: -1
        case .pageDown: max(page, 1)
        case .pageUp: -max(page, 1)
        case .first: -Self.beyondAnyEnd
        case .last: Self.beyondAnyEnd
        }
    }

    private static let beyondAnyEnd = 1_000_000_000

    fileprivate func title(isPage: Bool) -> String {
        switch self {
        case .down: "down"
        case .up: "up"
        case .pageDown: "page down"
        case .pageUp: "page up"
        case .first: isPage ? "start" : "first"
        case .last: isPage ? "end" : "last"
        }
    }

    fileprivate func help(_ thing: String) -> String {
        switch self {
        case .down: "Go down a \(thing)."
        case .up: "Go up a \(thing)."
        case .pageDown: "Go down a page."
        case .pageUp: "Go up a page."
        case .first: "Go to the first \(thing)."
        case .last: "Go to the last \(thing)."
        }
    }
}

/// What a screen calls a move otherwise than others do.
struct MotionWords: Sendable {
    var title: String
    var help: String
}

extension Screen {
    /// The commands for moving among things, or through a page of lines.
    static func motionCommands(
        _ prefix: String, among thing: String = "line", isPage: Bool, ranks: [Motion: Int] = [:],
        words: [Motion: MotionWords] = [:],
        availability: @escaping @Sendable (Self) -> Availability = { _ in .available },
        move: @escaping @Sendable (inout Self, Motion, Context) -> [Effect<Event>]
    ) -> [Command<Self, Event>] {
        Motion.allCases.map { motion in
            Command(
                "\(prefix).\(motion.rawValue)", words[motion]?.title ?? motion.title(isPage: isPage),
                help: words[motion]?.help ?? motion.help(thing),
                chords: isPage ? motion.pageChords : motion.listChords, footerRank: ranks[motion],
                availability: availability
            ) { move(&$0, motion, $1) }
        }
    }
}
