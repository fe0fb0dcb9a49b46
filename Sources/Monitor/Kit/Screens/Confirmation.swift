/// A question that names what will happen; the safe answer is marked first.
public struct Confirmation: Hashable, Sendable {
    var title: String
    /// What will happen, to what and where, a line each.
    var lines: [String]
    /// The word on the button that goes ahead, for example `Launch`.
    var action: String
    var isDestructive: Bool

    init(title: String, lines: [String], action: String, isDestructive: Bool = false) {
        self.title = title
        self.lines = lines
        self.action = action
        self.isDestructive = isDestructive
    }
}
