import AWSOperations
import Synchronization

/// Cuts a program's life short at its n-th call to the outside: that call and every later one dies.
final class PowerSwitch: Sendable {
    /// Whether the call that is cut has its effect before it dies.
    enum Cut: Sendable, CaseIterable {
        case beforeTheEffect
        case afterTheEffect
    }

    struct PowerCut: Error {}

    private let state = Mutex<(calls: Int, limit: Int?, cut: Cut)>((0, nil, .beforeTheEffect))

    /// Calls since the last `arm`.
    var calls: Int { state.withLock { $0.calls } }

    /// Lets so many calls pass whole and cuts the next one; nil lets all pass.
    func arm(after limit: Int?, cut: Cut = .beforeTheEffect) {
        state.withLock { $0 = (0, limit, cut) }
    }

    /// Runs a call's effect, unless the power is gone before it, and returns unless it is gone after it.
    func pass<Value>(_ effect: () throws -> Value) throws -> Value {
        let (isDead, diesAfter) = state.withLock { state -> (Bool, Bool) in
            state.calls += 1
            guard let limit = state.limit, state.calls > limit else { return (false, false) }
            let isThisCall = state.calls == limit + 1
            return isThisCall && state.cut == .afterTheEffect ? (false, true) : (true, false)
        }
        if isDead { throw PowerCut() }
        let value = try effect()
        if diesAfter { throw PowerCut() }
        return value
    }
}
