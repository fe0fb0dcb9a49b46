import AWSOperations
import BatchInference

/// What earlier transforms and the price list say about one.
struct PastRuns: Sendable {
    let services: Services
    /// Nil while the account isn't known.
    let scope: AccountScope?
    let region: String

    init(_ services: Services, _ context: Context) {
        self.services = services
        region = context.connection.region
        scope = context.connection.scope
    }

    private var loader: RunBackgroundLoader {
        RunBackgroundLoader(
            cloud: services.cloud, region: region, journal: services.journal, history: services.history,
            prices: services.prices, clock: services.clock)
    }

    /// Past runs and the price; what can't be had is unknown, with the reason.
    ///
    /// - Parameter searchesAccount: Whether the account's own transforms are looked through where the history has none.
    func background(of transform: TransformOverview, searchesAccount: Bool = false) async -> RunBackground {
        await loader.load(for: transform, in: scope, searchesAccount: searchesAccount)
    }

    func remember(_ transforms: [TransformOverview]) async {
        guard let scope else { return }
        try? await services.history.remember(transforms, in: scope)
    }

    /// Keeps the size of an ended transform's input.
    func rememberInput(of snapshot: TransformSnapshot) async {
        guard let scope, let bytes = snapshot.outputs?.wholeInputBytes else { return }
        try? await services.history.rememberInput(bytes: bytes, ofTransform: snapshot.name, in: scope)
    }
}
