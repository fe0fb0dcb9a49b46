/// A short message that goes away by itself.
public struct Toast: Hashable, Sendable, Identifiable {
    public enum Kind: Hashable, Sendable {
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
        case .info, .success: 4
        case .warning: 7
        case .failure: 10
        }
    }
}
