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
