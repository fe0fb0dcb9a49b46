import Synchronization

/// Where messages wait for the loop; anyone may post, the loop alone takes.
final class Inbox: Sendable {
    /// A message with the work that sent it, so that late words of replaced work can be dropped.
    struct Letter: Sendable {
        var message: Message
        var sender: (id: EffectID, generation: Int)?
    }

    private let waiting = Mutex<[Letter]>([])
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() {
        (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ message: Message, sender: (id: EffectID, generation: Int)? = nil) {
        waiting.withLock { $0.append(Letter(message: message, sender: sender)) }
        wake.yield()
    }

    /// One element each time that something may be waiting.
    var arrivals: AsyncStream<Void> { wakeUps }

    /// Everything that waits, in the order it came.
    func takeAll() -> [Letter] {
        waiting.withLock { letters in
            defer { letters.removeAll(keepingCapacity: true) }
            return letters
        }
    }
}
