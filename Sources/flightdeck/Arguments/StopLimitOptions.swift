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
            "Stop the transform, which discards its output, once it has cost this much by AWS's list price: 5 or 0.50 dollars, or CNY30 in the regions of China.",
            valueName: "amount"))
    var stopAtCost: StopCost?

    var limits: StopLimits { StopLimits(seconds: stopAfter?.seconds, cost: stopAtCost?.money) }
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
    var money: StopLimits.Money

    init?(argument: String) {
        guard let money = StopLimits.money(argument) else { return nil }
        self.money = money
    }
}
