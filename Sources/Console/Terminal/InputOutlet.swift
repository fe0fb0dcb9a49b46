/// The way of a terminal's input to its one reader: straight, without a queue of its own.
///
/// What comes before there is a reader waits for it. Nothing follows `.end`.
@MainActor
public final class InputOutlet {
    private var waiting: [InputEvent] = []
    private var receive: ((InputEvent) -> Void)?
    private var hasEnded = false

    public init() {}

    public func send(_ event: InputEvent) {
        guard !hasEnded else { return }
        hasEnded = event == .end
        if let receive { receive(event) } else { waiting.append(event) }
    }

    /// Hands over what has waited, then each event as it comes.
    public func open(_ receive: @escaping (InputEvent) -> Void) {
        self.receive = receive
        let waited = waiting
        waiting = []
        for event in waited { receive(event) }
    }

    /// Drops whatever else comes.
    public func close() { hasEnded = true }
}
