import ArgumentParser
import BatchInference

/// The options that stop a transform while it is followed.
struct StopLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Stop the transform, which discards its output, once it has been running for this long: 90s, 15m, 2h or 1h30m; provisioning doesn't count.",
            valueName: "duration"))
    var stopAfter: StopDuration?

    @Option(
        help: ArgumentHelp(
            "Stop the transform, which discards its output, once it has cost this much by AWS's list price.",
            valueName: "dollars"))
    var stopAtCost: StopCost?

    var limits: StopLimits { StopLimits(seconds: stopAfter?.seconds, cost: stopAtCost?.amount) }
}

/// A span of time as an option takes it.
struct StopDuration: Hashable, ExpressibleByArgument {
    var seconds: Double

    init?(argument: String) {
        guard let seconds = StopLimits.duration(argument) else { return nil }
        self.seconds = seconds
    }
}

/// An amount of money as an option takes it.
struct StopCost: Hashable, ExpressibleByArgument {
    var amount: Double

    init?(argument: String) {
        guard let amount = StopLimits.money(argument) else { return nil }
        self.amount = amount
    }
}
