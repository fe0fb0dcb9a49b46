import AWSOperations
import BatchInference
import Console
import Synchronization

/// Everything that can happen to the program.
public enum Message: Sendable {
    case input(InputEvent)
    /// An event of one screen; dropped where that screen is gone.
    case screen(ScreenID, any Sendable)
    case identity(GetCallerIdentityResponse)
    /// The account, where STS didn't say who the caller is.
    case located(account: String)
    case identityFailed(AWSFailure)
    /// Another profile can be gone over to, with a screen to be carried along.
    case profileReady(ProfileAccess, carrying: (any Screen)?)
    case profileFailed(name: String, AWSFailure)
    case unfinishedLaunches([LaunchRecord], [EvaluationRecord])
    /// The shared client did something by itself that is worth saying.
    case notice(ServiceNotice)
    /// The shared client needs a code of an MFA device.
    case mfaAsked(MFARequest)
    case toastExpired(Toast.ID)
    /// The bell has waited for other ends.
    case bellDue
    /// Time alone changed what is shown.
    case clockMoved
    /// Yes to the question before a switch of the profile that drops a form.
    case profileConfirmed(String)
    /// Yes to the question before the program ends.
    case quitConfirmed
    case themeProblem(String)
    /// Something about a transform with a stop limit.
    case stopLimit(StopLimitNews)
    /// What the watch behind the screens has learnt.
    case fleet(FleetSnapshot, [FleetEvent], hasBegun: Bool)
    /// Yes to the question before a switch to a transform's account that drops a form.
    case transformConfirmed(FleetRow)
    /// A transform's account can be gone over to.
    case transformReachable(ProfileAccess, FleetRow)
}

/// Where messages wait for the loop; anyone may post, the loop alone takes.
final class Inbox: Sendable {
    /// A message with the work that sent it, so that late words of replaced work can be dropped.
    struct Envelope: Sendable {
        /// Nil where the work has ended, and says no more.
        var message: Message?
        var sender: (id: EffectID, generation: Int)?
    }

    private let waiting = Mutex<[Envelope]>([])
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() {
        (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ message: Message, sender: (id: EffectID, generation: Int)? = nil) {
        waiting.withLock { $0.append(Envelope(message: message, sender: sender)) }
        wake.yield()
    }

    /// Takes word that work has ended; nobody is woken for that.
    func end(of sender: (id: EffectID, generation: Int)) {
        waiting.withLock { $0.append(Envelope(message: nil, sender: sender)) }
    }

    /// One element each time that something may be waiting.
    var arrivals: AsyncStream<Void> { wakeUps }

    /// Everything that waits, in the order it came.
    func takeAll() -> [Envelope] {
        waiting.withLock { envelopes in
            defer { envelopes.removeAll(keepingCapacity: true) }
            return envelopes
        }
    }
}
