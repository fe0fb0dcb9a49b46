/// One screen on a stack; a number that is never used twice in a run.
public struct ScreenID: Hashable, Sendable {
    var number: Int
}

/// A change of which screens there are.
public enum Navigation: Sendable {
    case push(any Screen)
    /// Like `push`; where a screen of its type is open already, that one comes to the top instead.
    case reveal(any Screen)
    case pop
    /// Closes everything over the tab's first screen.
    case home
    /// Closes the screen and hands an event to the one below, as a picker does with what was picked.
    case finish(any Sendable)
    /// Goes to a tab, as it was left.
    case open(Tab)
    /// Goes to the list of transforms and selects the one of that name.
    case showTransform(named: String)
    case replace(any Screen)
}

/// The places that a digit key leads to, each with a stack of screens of its own.
public enum Tab: Int, Hashable, Sendable, CaseIterable {
    case jobs = 1
    case transforms = 2

    public var title: String {
        switch self {
        case .jobs: "Jobs"
        case .transforms: "Transforms"
        }
    }
}

/// A screen in its place on a stack.
struct ScreenEntry: Sendable {
    let id: ScreenID
    var screen: any Screen
}
