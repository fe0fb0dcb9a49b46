import AWSOperations

/// The signs that stand beside words: Unicode, or plain ASCII where the terminal or the user asks for it.
public struct Glyphs: Hashable, Sendable {
    var isASCII: Bool
    var cursor: String
    var completed: String
    var failed: String
    var running: String
    var stopping: String
    var stopped: String
    var pending: String
    var warning: String
    var unknown: String
    var best: String
    var mark: String
    /// Higher is better, and lower; not the signs of a sort order.
    var up: String
    var down: String
    var crumb: String
    var rule: String
    var column: String
    var ellipsis: String
    var none: String
    var live: String
    var folder: String
    var dot: String
    var checked: String
    var unchecked: String
    var branch: String
    var open: String
    var closed: String

    public static let unicode = Glyphs(
        isASCII: false, cursor: "▸", completed: "✓", failed: "✗", running: "◐", stopping: "◌", stopped: "■",
        pending: "…", warning: "!", unknown: "?", best: "★", mark: "●", up: "↑", down: "↓", crumb: "›", rule: "─",
        column: "│",
        ellipsis: "…", none: "—", live: "●", folder: "▪", dot: "·", checked: "[x]", unchecked: "[ ]", branch: "└",
        open: "▾", closed: "▸")

    public static let ascii = Glyphs(
        isASCII: true, cursor: ">", completed: "+", failed: "x", running: "*", stopping: "~", stopped: "#",
        pending: ".", warning: "!", unknown: "?", best: "*", mark: "o", up: "+", down: "-", crumb: ">", rule: "-",
        column: "|",
        ellipsis: "~", none: "-", live: "*", folder: "/", dot: "-", checked: "[x]", unchecked: "[ ]", branch: "`",
        open: "v", closed: ">")
}

/// How a status looks: a shape, a word and a colour, so that colour is never the only cue.
struct StatusWord: Hashable, Sendable {
    var glyph: any KeyPath<Glyphs, String> & Sendable
    var word: String
    var role: StyleRole

    init(_ glyph: any KeyPath<Glyphs, String> & Sendable, _ word: String, _ role: StyleRole) {
        self.glyph = glyph
        self.word = word
        self.role = role
    }

    func text(_ glyphs: Glyphs) -> String { "\(glyphs[keyPath: glyph]) \(word)" }
}

extension StatusWord {
    /// The look of any of SageMaker's job statuses; an unknown one is shown as its text.
    init(jobStatus raw: String) {
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
