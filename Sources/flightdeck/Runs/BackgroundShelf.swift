import AWSOperations
import BatchInference
import Synchronization

/// Past runs and the price of a transform that is followed, looked up beside the watch, which waits for neither.
final class BackgroundShelf: Sendable {
    private let context: CommandContext
    private let state = Mutex<(background: RunBackground, work: Task<Void, Never>?)>((RunBackground(), nil))

    /// Seconds until an unknown price is asked for again.
    private static let pause = 60.0
    /// Seconds that a finished watch waits for them.
    private static let patience = 3.0

    init(_ context: CommandContext) {
        self.context = context
    }

    var background: RunBackground { state.withLock { $0.background } }

    /// Begins to look, the first time that it is called with a described transform.
    ///
    /// - Parameter retriesPrice: Whether somebody's limit needs the price, so that it is asked for until it's known.
    func load(for transform: TransformOverview, retriesPrice: Bool) {
        guard transform.isDescribed else { return }
        state.withLock { state in
            guard state.work == nil else { return }
            state.work = Task { await work(transform, retriesPrice: retriesPrice) }
        }
    }

    private func work(_ transform: TransformOverview, retriesPrice: Bool) async {
        let loader = RunBackgroundLoader(
            cloud: context.cloud, region: context.session.region, journal: context.journal, history: context.history,
            prices: context.prices, clock: context.clock)
        var background = await loader.load(
            for: transform, in: AccountScope(arn: transform.arn), searchesAccount: true)
        put(background)
        while retriesPrice, background.price.value == nil, !Task.isCancelled {
            do { try await context.clock.sleep(seconds: Self.pause) } catch { return }
            (background.price, background.priceReadAt) = await loader.price(of: transform.instanceType)
            put(background)
        }
    }

    private func put(_ background: RunBackground) {
        guard !Task.isCancelled else { return }
        state.withLock { $0.background = background }
    }

    /// Waits a moment for what is still on its way, so that a short watch ends with a cost, too.
    func settle(clock: any BatchInference.Clock) async {
        let end = clock.now.adding(seconds: Self.patience)
        while background == RunBackground(), clock.now < end, !Task.isCancelled {
            do { try await clock.sleep(seconds: 0.1) } catch { return }
        }
    }

    func close() { state.withLock { $0.work?.cancel() } }
}

/// What a watch has seen last, for whoever tells how it ended.
final class WatchTrail {
    var snapshot: TransformSnapshot?
    var background = RunBackground()
    var limit: StopLimits.Reached?
    /// Whether it had not ended when the watch began.
    var sawItRun = false

    init() {}
}
