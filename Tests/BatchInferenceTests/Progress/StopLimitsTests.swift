import AWSOperations
import Testing

@testable import BatchInference

@Suite("Limits at which a transform is stopped")
struct StopLimitsTests {
    typealias S = ProgressSamples

    @Test("What was spent has as many decimals as a limit below a cent")
    func decimals() throws {
        let accrued = AccruedCost(of: S.transform(), price: .known(S.price), now: S.at(281.4))
        let spent = try #require(accrued.amount)
        let text = StopLimits.Reached.cost(spent, limit: 0.005).text
        #expect(text == "it has cost $0.0052, and its limit is $0.0050")
    }

    @Test(arguments: [
        ("90s", 90.0), ("15m", 900), ("2h", 7200), ("1h30m", 5400), ("1d2h", 93_600), ("1h 30m", 5400),
    ])
    func durations(text: String, seconds: Double) { #expect(StopLimits.duration(text) == seconds) }

    @Test(arguments: ["", "0s", "5", "h", "2x", "30m1h", "1h1h", "-5m", "1.5h", "99999999999999999999s", "٣m"])
    func noDurations(text: String) { #expect(StopLimits.duration(text) == nil) }

    @Test(arguments: [
        ("5", 5.0, "USD"), ("$5", 5, "USD"), ("0.50", 0.5, "USD"), ("$12.345", 12.345, "USD"), ("USD5", 5, "USD"),
        ("CNY30", 30, "CNY"), ("CNY 30.5", 30.5, "CNY"),
    ])
    func amounts(text: String, amount: Double, currency: String) {
        #expect(StopLimits.money(text) == StopLimits.Money(amount, currency))
    }

    @Test(arguments: [
        "", "$", "0", "-1", "1e3", "nan", "inf", "1.2.3", "5 EUR", "EUR5", "CNY", "CNY  5", "$ 5", ".", "5.",
    ])
    func noAmounts(text: String) { #expect(StopLimits.money(text) == nil) }

    @Test func bothAreTypedIntoOneField() {
        #expect(StopLimits.typed("2h $5") == StopLimits(seconds: 7200, cost: 5))
        #expect(StopLimits.typed("$5 or 2h") == StopLimits(seconds: 7200, cost: 5))
        #expect(StopLimits.typed("") == StopLimits())
        #expect(StopLimits.typed("5") == nil, "five of what?")
        #expect(StopLimits.typed("2h 3h") == nil && StopLimits.typed("soon") == nil)
        #expect(StopLimits(seconds: 7200, cost: 5).text == "2 h of running or $5.00")
    }

    @Test("Money in one currency is never compared with money in another: that is said, and nothing is stopped by it")
    func currencies() {
        let yuan = InstancePrice(type: .mlM5Xlarge, amount: 360, currency: "CNY")
        let transform = S.transform()
        let spent = AccruedCost(of: transform, price: .known(yuan), now: S.at(3800))
        let dollars = StopLimits(cost: 5)
        #expect(spent.amount?.value == 360)
        #expect(dollars.reached(by: transform, cost: spent, at: S.at(3800)) == nil)
        #expect(dollars.blindness(to: spent)?.contains("prices here are in CNY, and the limit is in USD") == true)
        #expect(dollars.blindness(to: .known(yuan)) != nil && dollars.blindness(to: .known(S.price)) == nil)
        let typed = StopLimits.typed("2h CNY 100")
        #expect(
            typed == StopLimits(seconds: 7200, cost: 100, currency: "CNY") && typed == StopLimits.typed("2h CNY100"))
        #expect(typed?.text == "2 h of running or CNY 100.00")
        #expect(StopLimits(cost: 100, currency: "CNY").reached(by: transform, cost: spent, at: S.at(3800)) != nil)
        #expect(StopLimits(seconds: 60).blindness(to: .unknown(reason: "denied") as AccruedCost) == nil)
    }

    private func cost(_ transform: TransformOverview, at seconds: Double) -> AccruedCost {
        AccruedCost(of: transform, price: .known(S.price), now: S.at(seconds))
    }

    private func decide(
        _ stop: inout StopGuard, _ transform: TransformOverview, at seconds: Double, isFresh: Bool = true
    ) -> StopLimits.Reached? {
        stop.decide(transform, cost: cost(transform, at: seconds), isFresh: isFresh, now: S.at(seconds))
    }

    @Test func provisioningDoesNotCountAndItStopsOnce() {
        var stop = StopGuard(StopLimits(seconds: 100))
        #expect(decide(&stop, S.transform(started: nil), at: 5000) == nil)
        #expect(decide(&stop, S.transform(), at: 299) == nil)
        #expect(decide(&stop, S.transform(), at: 300) == .time(100, limit: 100))
        #expect(decide(&stop, S.transform(), at: 310) == nil, "the stop is on its way")
        stop.accepted()
        #expect(decide(&stop, S.transform(), at: 900) == nil, "an older description still says that it runs")
        #expect(stop.state == .requested)
    }

    @Test func aCostIsALimitToo() throws {
        var stop = StopGuard(StopLimits(cost: 0.23))
        #expect(decide(&stop, S.transform(), at: 3799) == nil)
        guard case .cost(let amount, limit: 0.23) = try #require(decide(&stop, S.transform(), at: 3800)) else {
            Issue.record("not the cost")
            return
        }
        #expect(amount.value >= 0.23)
        var blind = StopGuard(StopLimits(cost: 0.01))
        let unknown = AccruedCost.unknown(reason: "denied")
        #expect(blind.decide(S.transform(), cost: unknown, now: S.at(1e6)) == nil)
        #expect(blind.isArmed)
    }

    @Test func aRefusedStopIsTriedAgainLaterAndOnlyWhileItRuns() {
        let denied = AWSFailure.refusal("StopTransformJob", "AccessDeniedException", "no", status: 403)
        var stop = StopGuard(StopLimits(seconds: 100))
        _ = decide(&stop, S.transform(), at: 300)
        stop.refused(denied, at: S.at(300))
        #expect(decide(&stop, S.transform(), at: 305) == nil)
        #expect(decide(&stop, S.transform(), at: 311, isFresh: false) == nil, "nobody knows whether it still runs")
        #expect(decide(&stop, S.transform(), at: 311) != nil)
        stop.refused(denied, at: S.at(311))
        #expect(decide(&stop, S.transform(), at: 325) == nil, "later each time")
        #expect(stop.refusals == 2)
        #expect(decide(&stop, S.transform(status: .completed, ended: 330), at: 335) == nil)
        #expect(stop.state == .over)
        #expect(decide(&stop, S.transform(), at: 9000) == nil)
    }

    @Test func whoeverElseStopsItLeavesNothingToDo() {
        var stop = StopGuard(StopLimits(seconds: 100))
        #expect(decide(&stop, S.transform(status: .stopping), at: 9000) == nil)
        #expect(stop.state == .over)
        #expect(StopGuard(StopLimits()).state == .over)
    }
}
