import AWSOperations
import BatchInference

/// Transforms that somebody wants to be asked about once they have run for so long, or cost so much.
///
/// It belongs to the program: no list that is read again and no screen that is closed takes a limit away.
struct StopLimitDesk: Sendable {
    struct Armed: Sendable {
        var transform: TransformOverview
        var stopGuard: StopGuard
        /// The services of the account that the transform is in; another profile may be in use by now.
        var cloud: (any CloudServices)?
        /// Where that is, in words.
        var place: String
        /// Whether somebody has said yes, so that a refused stop is tried again without another question.
        var isAgreed = false
        /// Whether an unknown cost has been told.
        var isBlind = false
    }

    /// By the transform's ARN.
    var armed: [String: Armed] = [:]
    /// Limits that were reached and wait for a moment in which somebody can be asked, first come first.
    var waiting: [String] = []

    /// What is watched over, for whoever draws it.
    var limits: [String: StopLimits] { armed.mapValues(\.stopGuard.limits) }

    /// What ending the program would lose.
    var losses: [String] {
        armed.values.map {
            "The stop limit of \($0.transform.name) (\($0.stopGuard.limits.text)) ends with Flightdeck."
        }
    }
}

/// What happens about a stop limit; all but the first by the transform's ARN.
public enum StopLimitNews: Sendable {
    /// The transform was described, and its price looked up.
    case observed(arn: String, TransformOverview, RunBackground, cloud: any CloudServices)
    /// Yes to the question, and no.
    case agreed(arn: String)
    case declined(arn: String)
    case accepted(arn: String)
    case refused(arn: String, AWSFailure)
}

extension State {
    /// Arms limits of a transform, or takes them away where there are none.
    mutating func setLimits(_ limits: StopLimits, of transform: TransformOverview) -> [RunnerEffect] {
        let arn = transform.arn
        let id = Self.limitID(arn)
        guard !limits.isEmpty else {
            guard stopLimits.armed.removeValue(forKey: arn) != nil else { return [] }
            stopLimits.waiting.removeAll { $0 == arn }
            return [.cancel(id)] + apply([.toast(Toast(.info, "\(transform.name) no longer has a stop limit"))])
        }
        let account = connection.account.map { DisplayText.account($0) } ?? "this account"
        stopLimits.armed[arn] = StopLimitDesk.Armed(
            transform: transform, stopGuard: StopGuard(limits), place: "in account \(account), \(connection.region)")
        let (region, pause) = (connection.region, refresh.watch.description.longest)
        let watching = RunnerEffect.run(id, .program) { services, send in
            await Self.watchOver(transform, limits, region: region, pause: pause, services, send)
        }
        return [watching]
            + apply([
                .toast(
                    Toast(.success, "you'll be asked to stop \(transform.name) at \(limits.text), wherever you are"))
            ])
    }

    private static func limitID(_ arn: String) -> EffectID { EffectID("stop limit \(arn)") }

    /// Seconds until an unknown price is asked for again.
    private static let pricePause = 60.0

    /// Describes the transform until it has ended; a failure is waited out.
    private static func watchOver(
        _ transform: TransformOverview, _ limits: StopLimits, region: String, pause: Double, _ services: Services,
        _ send: Send<Message>
    ) async {
        let loader = RunBackgroundLoader(
            cloud: services.cloud, region: region, journal: services.journal, history: services.history,
            prices: services.prices, clock: services.clock)
        var background = RunBackground()
        var priceAskedAt: Timestamp?
        var failures = 0.0
        while !Task.isCancelled {
            let now = services.clock.now
            if limits.cost != nil, background.price.value == nil,
                priceAskedAt.map({ now.seconds(since: $0) >= pricePause }) ?? true
            {
                priceAskedAt = now
                (background.price, background.priceReadAt) = await loader.price(of: transform.instanceType)
            }
            do {
                let described = TransformOverview(
                    try await services.cloud.describeTransformJob(named: transform.name))
                failures = 0
                if Task.isCancelled { return }
                send(.stopLimit(.observed(arn: transform.arn, described, background, cloud: services.cloud)))
                if described.isEnded { return }
            } catch {
                failures += 1
            }
            // Not too late for a limit of seconds, and not too often for one of hours.
            do { try await services.clock.sleep(seconds: min(60, max(pause, 5) * (1 + failures))) } catch { return }
        }
    }

    mutating func take(_ news: StopLimitNews) -> [RunnerEffect] {
        switch news {
        case .observed(let arn, let transform, let background, let cloud):
            return observe(arn, transform, background, cloud)
        case .agreed(let arn):
            stopLimits.armed[arn]?.isAgreed = true
            return stop(arn)
        case .declined(let arn):
            guard let armed = stopLimits.armed.removeValue(forKey: arn) else { return [] }
            return [.cancel(Self.limitID(arn))]
                + apply([
                    .toast(Toast(.info, "\(armed.transform.name) keeps running, without a stop limit"))
                ]) + askNext()
        case .accepted(let arn):
            guard var armed = stopLimits.armed[arn] else { return askNext() }
            armed.stopGuard.accepted()
            stopLimits.armed[arn] = armed
            return apply([.toast(Toast(.success, "requested a stop of \(armed.transform.name)"))]) + askNext()
        case .refused(let arn, let failure):
            guard var armed = stopLimits.armed[arn] else { return askNext() }
            armed.stopGuard.refused(failure, at: now)
            stopLimits.armed[arn] = armed
            let text =
                "\(armed.transform.name) was not stopped: \(failure.problem)"
                + (failure.remedy.isEmpty ? "" : ": \(failure.remedy)") + "; trying again"
            return apply([.toast(Toast(.failure, text)), .notify("\(armed.transform.name) was not stopped")])
                + askNext()
        }
    }

    private mutating func observe(
        _ arn: String, _ transform: TransformOverview, _ background: RunBackground, _ cloud: any CloudServices
    ) -> [RunnerEffect] {
        guard var armed = stopLimits.armed[arn] else { return [] }
        armed.transform = transform
        armed.cloud = cloud
        let cost = AccruedCost(
            of: transform, price: background.price, priceReadAt: background.priceReadAt, now: now)
        let reached = armed.stopGuard.decide(transform, cost: cost, now: now)
        var effects: [RunnerEffect] = []
        if !armed.isBlind, let reason = armed.stopGuard.limits.blindness(to: cost) {
            armed.isBlind = true
            effects += apply([
                .toast(
                    Toast(
                        .warning,
                        "\(transform.name): its cost limit has no effect: \(reason)"))
            ])
        }
        if armed.stopGuard.state == .over {
            stopLimits.armed[arn] = nil
            stopLimits.waiting.removeAll { $0 == arn }
            // The question has answered itself.
            if case .confirmation(let dialog) = overlay, case .stopLimit(.agreed(let asked)) = dialog.message,
                asked == arn
            {
                overlay = nil
            }
            return effects + [.cancel(Self.limitID(arn))] + askNext()
        }
        stopLimits.armed[arn] = armed
        guard let reached else { return effects + askNext() }
        if armed.isAgreed { return effects + stop(arn) }
        if !stopLimits.waiting.contains(arn) {
            stopLimits.waiting.append(arn)
            effects += apply([.notify("\(transform.name): \(reached.text)")])
        }
        return effects + askNext()
    }

    /// Seconds in which keys are still meant for what was on screen before.
    private static let quiet = 1.0

    /// Asks about the next limit that was reached, once nothing else lies over the screen, and nobody types.
    mutating func askNext() -> [RunnerEffect] {
        guard overlay == nil, !top.screen.takesText, let arn = stopLimits.waiting.first else { return [] }
        stopLimits.waiting.removeFirst()
        guard let armed = stopLimits.armed[arn], case .reached(let reached) = armed.stopGuard.state else {
            return askNext()
        }
        overlay = .confirmation(
            ConfirmationDialog(
                Confirmation(
                    title: "Stop the transform?",
                    lines: [
                        armed.transform.name, armed.place, "", "Stop limit: \(reached.text).",
                        "SageMaker keeps no output of a stopped transform.",
                    ], action: "Stop", isDestructive: true), then: .stopLimit(.agreed(arn: arn)),
                otherwise: .stopLimit(.declined(arn: arn)), quietUntil: now.adding(seconds: Self.quiet)))
        return []
    }

    /// Stops a transform with the services of its own account.
    private func stop(_ arn: String) -> [RunnerEffect] {
        guard let armed = stopLimits.armed[arn], let cloud = armed.cloud else { return [] }
        let name = armed.transform.name
        return [
            .run(EffectID("stop at limit \(arn)"), .program) { _, send in
                do {
                    try await cloud.stopTransformJob(named: name)
                    send(.stopLimit(.accepted(arn: arn)))
                } catch {
                    if !Task.isCancelled { send(.stopLimit(.refused(arn: arn, AWSFailure(wrapping: error)))) }
                }
            }
        ]
    }
}
