import AWSOperations

/// The signs that stand beside words: Unicode, or plain ASCII where the terminal or the user asks for it.
public struct Glyphs: Hashable, Sendable {
    public var isASCII: Bool
    public var cursor: String
    public var completed: String
    public var failed: String
    public var running: String
    public var stopping: String
    public var stopped: String
    public var pending: String
    public var warning: String
    public var unknown: String
    public var best: String
    public var mark: String
    /// Higher is better; no sign of a sort order, which is a triangle.
    public var up: String
    public var down: String
    public var crumb: String
    public var rule: String
    public var column: String
    public var ellipsis: String
    public var none: String
    public var live: String
    public var folder: String
    public var dot: String
    public var checked: String
    public var unchecked: String
    public var branch: String
    public var open: String
    public var closed: String

    public static let unicode = Glyphs(
        isASCII: false, cursor: "▸", completed: "✓", failed: "✗", running: "◐", stopping: "◌", stopped: "■",
        pending: "…", warning: "!", unknown: "?", best: "★", mark: "●", up: "↑", down: "↓", crumb: "›", rule: "─",
        column: "│",
        ellipsis: "…", none: "—", live: "●", folder: "▪", dot: "·", checked: "[x]", unchecked: "[ ]", branch: "└",
        open: "▾", closed: "▸")

    public static let ascii = Glyphs(
        isASCII: true, cursor: ">", completed: "+", failed: "x", running: "*", stopping: "~", stopped: "#",
        pending: ".", warning: "!", unknown: "?", best: "*", mark: "o", up: ">", down: "<", crumb: ">", rule: "-",
        column: "|",
        ellipsis: "~", none: "-", live: "*", folder: "/", dot: "-", checked: "[x]", unchecked: "[ ]", branch: "`",
        open: "v", closed: ">")
}

/// How a status looks: a shape, a word and a colour, so that colour is never the only cue.
public struct StatusWord: Hashable, Sendable {
    public var glyph: any KeyPath<Glyphs, String> & Sendable
    public var word: String
    public var role: StyleRole

    public init(_ glyph: any KeyPath<Glyphs, String> & Sendable, _ word: String, _ role: StyleRole) {
        self.glyph = glyph
        self.word = word
        self.role = role
    }

    public func text(_ glyphs: Glyphs) -> String { "\(glyphs[keyPath: glyph]) \(word)" }
}

extension StatusWord {
    /// The look of any of SageMaker's job statuses; an unknown one is shown as its text.
    public init(jobStatus raw: String) {
        switch raw {
        case "Completed": self.init(\.completed, raw, .statusCompleted)
        case "Failed": self.init(\.failed, raw, .statusFailed)
        case "InProgress": self.init(\.running, raw, .statusRunning)
        case "Stopping": self.init(\.stopping, raw, .statusStopped)
        case "Stopped": self.init(\.stopped, raw, .statusStopped)
        case "": self.init(\.pending, "unknown", .statusPending)
        default: self.init(\.pending, raw, .statusPending)
        }
    }
}
