import AWSOperations
import BatchInference
import Console

extension State {
    /// What the program does when it starts.
    mutating func start() -> [RunnerEffect] {
        var effects = apply(top.screen.appear(as: top.id, context))
        effects += apply(loadIdentity())
        effects.append(.run("unfinished launches", .program, Self.unfinishedWork(saysWhenNone: false)))
        return effects + tendFleet()
    }

    /// Looks for interrupted launches in the journal.
    static func unfinishedWork(saysWhenNone: Bool) -> @Sendable (Services, Send<Message>) async -> Void {
        { services, send in
            guard let all = try? await services.journal.unfinished() else { return }
            let evaluations = (try? await services.evaluations.unfinished()) ?? []
            // An evaluation takes its own launches along.
            let underWay = (try? await services.evaluations.underWay()) ?? []
            let own = Set((evaluations + underWay).flatMap(\.launchIDs))
            let records = all.filter { !own.contains($0.id) }
            if !records.isEmpty || !evaluations.isEmpty {
                send(.unfinishedLaunches(records, evaluations))
            } else if saysWhenNone {
                send(.notice(.remark("no interrupted launches")))
            }
        }
    }

    /// Takes one message: synchronous, total, without I/O.
    mutating func update(_ message: Message) -> [RunnerEffect] {
        let effects = take(message)
        return effects + tendFleet()
    }

    private mutating func take(_ message: Message) -> [RunnerEffect] {
        switch message {
        case .input(let event):
            noteAttention(event)
            return take(event)
        case .screen(let id, let event):
            var effects: [Effect<Message>] = []
            let context = context
            _ = withScreen(id) { effects = $0.receive(event, as: id, context) }
            return apply(effects)
        case .identity(let identity):
            let isNews = connection.account != identity.account
            connection.account = identity.account
            connection.callerArn = identity.arn
            identityProblem = nil
            // Whoever answers takes the credentials.
            if outlook?.ends == nil { outlook = nil }
            return isNews ? tellIdentity() : []
        case .located(let account):
            guard connection.account == nil else { return [] }
            connection.account = account
            return tellIdentity()
        case .identityFailed(let failure):
            identityProblem = failure.remedy.isEmpty ? failure.problem : "\(failure.problem): \(failure.remedy)"
            // Credentials come back by themselves after a login elsewhere.
            return [.run("identity", .program, Self.identityWork(after: 15))]
        case .profileReady(let access, let screen): return go(to: access, carrying: screen)
        case .transformConfirmed(let row): return [Self.switchWork(to: row)]
        case .transformReachable(let access, let row):
            let effects = go(to: access, carrying: nil, as: row.member)
            return effects + apply([.navigate(.showTransform(named: row.overview.name))])
        case .fleet(let snapshot, let events, let hasBegun): return take(snapshot, events, hasBegun: hasBegun)
        case .profileFailed(let name, let failure):
            let remedy = failure.remedy.isEmpty ? "" : ": \(failure.remedy)"
            return apply([.toast(Toast(.failure, "profile \(name): \(failure.problem)\(remedy)"))])
        case .unfinishedLaunches(let records, let evaluations):
            return apply([
                .navigate(.reveal(UnfinishedLaunchesScreen(records: records, evaluations: evaluations)))
            ])
        case .notice(let notice): return take(notice)
        case .mfaAsked(let question): return take(question)
        case .toastExpired(let id):
            toasts.removeAll { $0.id == id }
            return []
        case .clockMoved: return []
        case .bellDue: return ringBell()
        case .profileConfirmed(let name): return [Self.profileWork(name, carrying: nil)]
        case .quitConfirmed: return [.quit]
        case .stopLimit(let news): return take(news)
        case .themeProblem(let text): return apply([.toast(Toast(.warning, text))])
        }
    }

    /// Tells every screen whose account it is.
    private mutating func tellIdentity() -> [RunnerEffect] {
        var effects: [Effect<Message>] = []
        let context = context
        for id in Tab.allCases.flatMap({ stacks[$0]!.map(\.id) }) {
            _ = withScreen(id) { effects += $0.identified(as: id, context) }
        }
        return apply(effects)
    }

    func loadIdentity() -> [Effect<Message>] {
        [.run("identity", .program, Self.identityWork(after: 0))]
    }

    private static func identityWork(
        after seconds: Double
    ) -> @Sendable (Services, Send<Message>) async -> Void {
        { services, send in
            do {
                if seconds > 0 { try await services.clock.sleep(seconds: seconds) }
                send(.identity(try await services.cloud.callerIdentity()))
            } catch let failure as AWSFailure {
                send(.identityFailed(failure))
                guard CallerAccount.canBeListed(after: failure) else { return }
                if let account = await CallerAccount.listed(by: services.cloud) { send(.located(account: account)) }
            } catch {
                // Cancelled: the program ends.
            }
        }
    }

    private mutating func take(_ notice: ServiceNotice) -> [RunnerEffect] {
        switch notice {
        case .retrying(let notice):
            retry = notice
            return []
        case .recovered:
            retry = nil
            return []
        case .credentials(let news):
            take(news)
            // Nothing else says when refused credentials are taken again.
            guard case .refused = news else { return [] }
            return [.run("identity", .program, Self.identityWork(after: 15))]
        case .clockCorrected(let seconds):
            let off = DisplayText.duration(seconds: abs(seconds))
            let way = seconds > 0 ? "behind" : "ahead"
            return apply([
                .toast(
                    Toast(
                        .warning, "this machine's clock is \(off) \(way); requests are signed with AWS's time"))
            ])
        case .regionFound(let region):
            connection.region = region
            return []
        case .remark(let text): return apply([.toast(Toast(.info, text))])
        }
    }

    private mutating func take(_ event: InputEvent) -> [RunnerEffect] {
        switch event {
        case .chord(let chord):
            let (screen, shown) = (top.id, toasts.map(\.id))
            let effects = take(chord)
            // What was said of a screen isn't left standing over another; the page of messages keeps it.
            if top.id != screen { toasts.removeAll { shown.contains($0.id) } }
            return effects
        case .paste(let text):
            if Chrome.isTooSmall(size) { return [] }
            guard text.utf8.count <= Self.pasteLimit else {
                let (size, limit) = (DisplayText.byteCount(text.utf8.count), DisplayText.byteCount(Self.pasteLimit))
                return apply([
                    .toast(Toast(.warning, "nothing pasted: it's \(size), and a field takes up to \(limit)"))
                ])
            }
            if overlay != nil {
                pasteIntoOverlay(text)
                return []
            }
            return apply(top.screen.offerPaste(text, as: top.id, context))
        case .mouse(let mouse): return take(mouse)
        case .resize(let size):
            self.size = size
            return []
        case .end: return [.quit]
        default: return []
        }
    }

    /// The most bytes of one paste: more than any value that a launch takes.
    private static let pasteLimit = 64_000

    private mutating func take(_ chord: Chord) -> [RunnerEffect] {
        // Nobody decides on what cannot be seen.
        if Chrome.isTooSmall(size) { return ["q", "Ctrl-C"].contains(chord) ? [.quit] : [] }
        if overlay != nil { return takeInOverlay(chord) }
        mfa.isExpected = false
        if let effects = top.screen.offer(chord, as: top.id, context) {
            keepColumns()
            return apply(effects)
        }
        return perform(chord)
    }

    private mutating func perform(_ chord: Chord) -> [RunnerEffect] {
        if let row = row(for: chord) { return perform(row) }
        // No key is silent, so that nobody wonders whether it was heard.
        let help = top.screen.takesText ? "F1" : "?"
        return apply([.toast(Toast(.hint, "\(chord.label(glyphs)) does nothing here; \(help) lists the keys"))])
    }

    /// The command that a chord stands for now: the first that can be used, the screen's before the program's; else that
    /// whose main key it is, to say why not.
    func row(for chord: Chord, in rows: [CommandRow]? = nil) -> CommandRow? {
        let bound = (rows ?? commandRows).filter { $0.chords.contains(chord) }
        return bound.first(where: \.isAvailable) ?? bound.first { $0.chords.first == chord } ?? bound.first
    }

    mutating func perform(_ row: CommandRow) -> [RunnerEffect] {
        if case .unavailable(let reason) = row.availability {
            return apply([.toast(Toast(.hint, "\(row.title): \(reason)"))])
        }
        switch row.place {
        case .screen(let place): return apply(top.screen.perform(commandAt: place, as: top.id, context))
        case .program(let place): return apply(Self.commands[place].run(&self, context))
        }
    }

    /// Every command that the keys can reach now, the screen's before the program's.
    var commandRows: [CommandRow] { top.screen.commandRows + programRows }

    /// The commands that work everywhere.
    var programRows: [CommandRow] {
        Self.commands.enumerated().map { place, command in
            var row = command.row(for: self, at: .program(place))
            // The tab that is shown needs no way to it.
            if row.id == Self.command(for: tab) { row.footerRank = nil }
            return row
        }
    }

    private mutating func take(_ mouse: MouseEvent) -> [RunnerEffect] {
        if Chrome.isTooSmall(size) { return [] }
        if overlay != nil { return takeInOverlay(mouse) }
        let body = Chrome.body(of: size)
        if body.contains(mouse.point) {
            return apply(top.screen.offerMouse(mouse, as: top.id, context))
        }
        if mouse.action == .press(.left), let row = Chrome.footerRow(at: mouse.point, in: self) { return perform(row) }
        return []
    }
}
