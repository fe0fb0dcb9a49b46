import AWSOperations
import BatchInference

/// What is watched behind the screens: which accounts, and what is known of them.
struct FleetWatch: Sendable {
    /// Whether anything is; tests of other things do without.
    var isOn = false
    /// The accounts that the user chose; empty for the session's alone.
    var chosen: [FleetMember] = []
    /// Those to begin with where the user looks at all that run and has chosen none.
    var suggested: [FleetMember] = []
    var isOpened = false
    /// Accounts that were left while something ran in them.
    var left: [FleetMember] = []
    /// Who the session is: nothing but its profile's name, or what the run began with.
    var session = FleetMember()
    /// The profile that the run began with, where it goes by one.
    var homeProfile: String?
    private(set) var snapshot = FleetSnapshot()
    private(set) var hasBegun = false
    /// What is being watched now; nil for nothing.
    var running: [FleetMember]?
    /// The rows whose outputs are counted.
    var inSight: [FleetRow.ID] = []

    var members: [FleetMember] {
        var members = chosen.isEmpty ? isOpened && !suggested.isEmpty ? suggested : [session] : chosen
        for member in left where !members.contains(member) { members.append(member) }
        return members
    }

    /// The same account by its one name: the profile that the run began with is what it began with.
    func known(_ member: FleetMember) -> FleetMember {
        guard let profile = member.profile, profile == homeProfile else { return member }
        return FleetMember(region: member.region)
    }

    mutating func take(_ snapshot: FleetSnapshot, hasBegun: Bool) {
        self.snapshot = snapshot
        self.hasBegun = hasBegun
    }

    mutating func forget() {
        snapshot = FleetSnapshot()
        hasBegun = false
    }
}

/// The start of a watch: whom to ask, and what ran when somebody last looked.
struct FleetOrder: Sendable {
    var members: [FleetMember]
    var expected: [FleetMember: [TransformOverview]]
    /// When somebody last looked at an account, so that what began and ended since is found.
    var since: [FleetMember: Timestamp] = [:]
    var pace: FleetPace
    /// Where the run began.
    var isSandbox: Bool
}

extension State {
    /// Starts, changes or ends the watch behind the screens, as what is shown and chosen asks for.
    ///
    /// While the list of transforms is shown, it asks for the session's account by itself.
    mutating func tendFleet() -> [RunnerEffect] {
        guard fleet.isOn else { return [] }
        var effects: [RunnerEffect] = []
        if top.screen is FleetScreen { fleet.isOpened = true }
        let members = fleet.members
        let isListed = (top.screen as? TransformsScreen)?.listsEverything == true && members == [fleet.session]
        let wanted = isListed ? nil : members
        if fleet.running != wanted {
            fleet.running = wanted
            if let wanted {
                effects.append(.watchFleet(order(wanted)))
                if Set(fleet.snapshot.accounts.map(\.member)) != Set(wanted) { fleet.forget() }
            } else {
                effects.append(.cancel("fleet"))
            }
        }
        let inSight = (top.screen as? FleetScreen)?.rowsInSight(context) ?? []
        if fleet.inSight != inSight {
            fleet.inSight = inSight
            if wanted != nil { effects.append(.lookAtFleet(inSight)) }
        }
        return effects
    }

    private func order(_ members: [FleetMember]) -> FleetOrder {
        var expected: [FleetMember: [TransformOverview]] = [:]
        for row in fleet.snapshot.rows where row.isOpen && members.contains(row.member) {
            expected[row.member, default: []].append(row.overview)
        }
        // What the list of transforms has seen running since.
        let place = place
        let known = Set(expected[fleet.session, default: []].map(\.id))
        for (overview, seenAt) in announcer.open.values
        where seenAt.profile == place.profile && seenAt.region == place.region && !known.contains(overview.id) {
            expected[fleet.session, default: []].append(overview)
        }
        var since: [FleetMember: Timestamp] = [:]
        for account in fleet.snapshot.accounts where members.contains(account.member) {
            since[account.member] = account.lookedAt
        }
        // The list of transforms has whatever was created, if nothing else does.
        let list = stacks[.transforms]?.first?.screen as? TransformsScreen
        if members.contains(fleet.session), let seenAt = list?.listedEverythingAt {
            since[fleet.session] = max(seenAt, since[fleet.session] ?? seenAt)
        }
        return FleetOrder(
            members: members, expected: expected, since: since, pace: refresh.fleet,
            isSandbox: connection.isSandbox)
    }

    /// Takes what the watch behind the screens has learnt.
    mutating func take(_ snapshot: FleetSnapshot, _ events: [FleetEvent], hasBegun: Bool) -> [RunnerEffect] {
        fleet.take(snapshot, hasBegun: hasBegun)
        var ends: [TransformEnd] = []
        for event in events {
            switch event {
            case .began(let row), .phase(let row), .ended(let row, _):
                if let end = announcer.see(row.overview, at: row.place) { ends.append(end) }
            case .lost(let row):
                if let end = announcer.lose(row.overview, at: row.place) { ends.append(end) }
            default: break
            }
        }
        let open = Set(snapshot.rows.filter(\.isOpen).map(\.member))
        fleet.left.removeAll { !open.contains($0) && hasBegun }
        return announce(ends) + showFleet()
    }

    /// Hands every screen of the fleet what is known.
    mutating func showFleet() -> [RunnerEffect] {
        var effects: [RunnerEffect] = []
        for tab in Tab.allCases {
            for entry in stacks[tab] ?? [] where entry.screen is FleetScreen {
                let event = FleetScreen.Event.snapshot(fleet.snapshot, hasBegun: fleet.hasBegun)
                effects += update(.screen(entry.id, event))
            }
        }
        return effects
    }

    /// Goes to a transform: in the list where its account is the session's, else with the session.
    mutating func go(to row: FleetRow) -> [RunnerEffect] {
        if row.member == fleet.session { return apply([.navigate(.showTransform(named: row.overview.name))]) }
        if let loss = stacks.values.joined().compactMap({ $0.screen.unsavedChanges }).first {
            let question = Confirmation(title: "Switch to \(row.place.title)?", lines: [loss], action: "Switch")
            return apply([.ask(question, then: .transformConfirmed(row))])
        }
        return [Self.switchWork(to: row)]
    }

    /// Looks an account up, for the switch to it.
    static func switchWork(to row: FleetRow) -> RunnerEffect {
        .run("switch profile", .program) { services, send in
            do {
                let access = try await services.access(to: row.member)
                send(.transformReachable(access, row))
            } catch {
                if !Task.isCancelled {
                    send(.profileFailed(name: row.place.title, AWSFailure(wrapping: error)))
                }
            }
        }
    }
}
