/// A short message that goes away by itself.
public struct Toast: Hashable, Sendable, Identifiable {
    public enum Kind: Hashable, Sendable {
        /// What a key does not do, and why: of no use later.
        case hint
        case info
        case success
        case warning
        case failure
    }

    public struct ID: Hashable, Sendable {
        var number: Int
    }

    public var id = ID(number: 0)
    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// How long it stays, in seconds: longer for what went wrong.
    var duration: Double {
        switch kind {
        case .hint, .info, .success: 4
        case .warning: 7
        case .failure: 10
        }
    }

    func sign(_ glyphs: Glyphs) -> String {
        switch kind {
        case .hint, .info: glyphs.dot
        case .success: glyphs.completed
        case .warning: glyphs.warning
        case .failure: glyphs.failed
        }
    }

    /// How it looks on a page.
    var role: StyleRole {
        switch kind {
        case .hint, .info: .text
        case .success: .statusCompleted
        case .warning: .statusWarning
        case .failure: .statusFailed
        }
    }

    /// How it looks while it stands over the status line.
    var lineRole: StyleRole {
        switch kind {
        case .hint, .info: .toast
        case .success: .toastSuccess
        case .warning: .toastWarning
        case .failure: .toastFailure
        }
    }
}
