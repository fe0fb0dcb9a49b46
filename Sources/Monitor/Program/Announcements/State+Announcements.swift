import BatchInference
import Console

extension State {
    /// Where the session leads, as transforms of several accounts are distinguished by.
    var place: FleetPlace {
        FleetPlace(
            profile: connection.profileName, region: connection.region, account: connection.account,
            endpoint: connection.isSandbox ? nil : connection.endpoint)
    }

    /// Takes what a screen has read of transforms of the session's account.
    mutating func observe(_ transforms: [TransformOverview]) -> [RunnerEffect] {
        let place = place
        return announce(transforms.compactMap { announcer.see($0, at: place) })
    }

    /// Tells ends that are news, each by the ways that the user has left on; the bell waits a moment for others.
    mutating func announce(_ ends: [TransformEnd]) -> [RunnerEffect] {
        var effects = ends.map(Self.endWork)
        // What the user looks at speaks for itself.
        let unseen = ends.filter { !isInSight($0) }
        guard !unseen.isEmpty else { return effects }
        let text = text(of: unseen)
        let isWell = unseen.allSatisfy { $0.overview.status == .completed && !$0.isLost }
        if let last = unseen.last { unseenEnds = (self.text(of: [last]), (unseenEnds?.count ?? 0) + unseen.count) }
        let toast = Toast(isWell ? .success : .warning, text)
        if settings.notify.toast {
            effects += apply([.toast(toast)])
        } else {
            keep(toast)
        }
        if settings.notify.bell || settings.notify.desktop != .none, let seconds = bell.add(unseen, at: now) {
            effects.append(.after(EffectID("bell"), seconds: seconds, .bellDue))
        }
        return effects
    }

    /// One bell and one notification for all ends since the last.
    mutating func ringBell() -> [RunnerEffect] {
        let ends = bell.ring(at: now)
        guard !ends.isEmpty else { return [] }
        return [
            .notify(
                TerminalNotification(
                    text(of: ends), ringsBell: settings.notify.bell, desktop: settings.notify.desktop))
        ]
    }

    /// Whether the terminal has the focus on that very row.
    private func isInSight(_ end: TransformEnd) -> Bool {
        guard isFocused == true, overlay == nil, let shown = top.screen.shownTransform else { return false }
        return end.place.endpoint == place.endpoint && shown == end.overview.id
    }

    /// `churn-april: Failed`, with its account where that isn't the session's; or how many ended how.
    private func text(of ends: [TransformEnd]) -> String {
        if ends.count == 1, let end = ends.first {
            let scope = AccountScope(arn: end.overview.arn)
            let isElsewhere = scope.map {
                $0.region != connection.region || connection.account.map { [own = $0.account] in $0 != own } ?? false
            }
            let name = isElsewhere == true ? "\(end.overview.title) (\(end.place.title))" : end.overview.title
            return "\(name): \(end.word)"
        }
        let words = Dictionary(grouping: ends, by: \.word).mapValues(\.count).sorted {
            ($0.value, $1.key) > ($1.value, $0.key)
        }
        return "\(DisplayText.counted(ends.count, "transform")) ended: "
            + words.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    /// Runs the user's own program, whatever is on the screen.
    private static func endWork(_ end: TransformEnd) -> RunnerEffect {
        .run(EffectID("on end \(end.id.endpoint ?? "") \(end.id.transform)"), .program) { services, send in
            guard let onEnd = services.onEnd else { return }
            var end = end
            // A row of a list has fewer facts than its description.
            if !end.overview.isDescribed, !end.isLost,
                let description = try? await services.cloud.describeTransformJob(named: end.overview.name),
                description.transformJobArn == end.overview.arn
            {
                end.overview = TransformOverview(description)
            }
            guard let problem = await onEnd(end) else { return }
            send(.themeProblem(problem))
        }
    }

    /// The window's name: what ended unseen, or what runs.
    var windowTitle: String {
        if let ends = unseenEnds {
            let more = ends.count > 1 ? " (and \(ends.count - 1) more)" : ""
            return "\(ends.last)\(more) - flightdeck"
        }
        let running = announcer.open.count
        return running == 0 ? "flightdeck" : "flightdeck: \(running) running"
    }

    /// Takes word of whether the terminal has the focus; a key says that somebody is there, too.
    mutating func noteAttention(_ event: InputEvent) {
        switch event {
        case .focus(let isFocused):
            self.isFocused = isFocused
            if isFocused { unseenEnds = nil }
        case .chord, .paste, .mouse: unseenEnds = nil
        default: break
        }
    }
}
