import AWSOperations

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
