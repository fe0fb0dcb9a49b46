import Console

extension State {
    /// Applies the effects that are about the screen, and returns those that are work for the loop.
    mutating func apply(_ effects: [Effect<Message>]) -> [RunnerEffect] {
        effects.flatMap { apply($0) }
    }

    private mutating func apply(_ effect: Effect<Message>) -> [RunnerEffect] {
        switch effect {
        case .run(let id, let lifetime, let work): return [.run(id, lifetime, work)]
        case .after(let id, let seconds, let message): return [.after(id, seconds: seconds, message)]
        case .cancel(let id): return [.cancel(id)]
        case .navigate(let navigation): return navigate(navigation)
        case .toast(let toast):
            let shown = addToast(toast)
            return [
                .after(
                    EffectID("toast \(shown.id.number)"), seconds: shown.duration, .toastExpired(shown.id))
            ]
        case .copy(let text, let announcement):
            return [.copy(text)] + apply(.toast(Toast(.success, announcement)))
        case .ask(let confirmation, let message):
            overlay = .confirmation(ConfirmationDialog(confirmation, then: message))
            return []
        case .notify(let text):
            return [
                .notify(
                    TerminalNotification(
                        text, ringsBell: settings.notify.bell, desktop: settings.notify.desktop))
            ]
        case .observed(let transforms): return observe(transforms)
        case .watch(let members):
            fleet.chosen = members.map(fleet.known)
            return []
        case .refreshFleet: return fleet.running == nil ? [] : [.refreshFleet]
        case .goToTransform(let row): return go(to: row)
        case .chooseTheme(let name): return [.chooseTheme(name)]
        case .limit(let transform, let limits): return setLimits(limits, of: transform)
        case .switchProfile(let name, let screen):
            if screen == nil, let loss = stacks.values.joined().compactMap({ $0.screen.unsavedChanges }).first {
                let question = Confirmation(title: "Switch to profile \(name)?", lines: [loss], action: "Switch")
                return apply(.ask(question, then: .profileConfirmed(name)))
            }
            return [Self.profileWork(name, carrying: screen)]
        case .suspend: return [.suspend]
        case .page(let content): return [.page(content)]
        case .quit:
            isQuitting = true
            return [.quit]
        }
    }

    private mutating func navigate(_ navigation: Navigation) -> [RunnerEffect] {
        switch navigation {
        case .push(let screen):
            let covered = top.id
            stacks[tab]!.append(makeEntry(screen))
            return [.cancelWork(of: covered, closing: false)] + appear()
        case .reveal(let screen): return reveal(screen)
        case .home:
            let closed = stacks[tab]!.dropFirst().map(\.id)
            stacks[tab]!.removeLast(closed.count)
            return closed.map { .cancelWork(of: $0, closing: true) } + (closed.isEmpty ? [] : appear())
        case .pop:
            guard stacks[tab]!.count > 1 else { return [] }
            let closed = stacks[tab]!.removeLast().id
            return [.cancelWork(of: closed, closing: true)] + appear()
        case .finish(let event):
            guard stacks[tab]!.count > 1 else { return [] }
            let closed = stacks[tab]!.removeLast().id
            let effects = top.screen.receive(event, as: top.id, context)
            return [.cancelWork(of: closed, closing: true)] + appear() + apply(effects)
        case .replace(let screen):
            let closed = top.id
            top = makeEntry(screen)
            return [.cancelWork(of: closed, closing: true)] + appear()
        case .open(let tab):
            return open(tab, event: nil)
        case .showTransform(let name):
            return open(.transforms, event: TransformsScreen.Event.show(transformName: name))
        }
    }

    /// A screen that there is one of keeps what it is about, and the work that it began.
    private mutating func reveal(_ screen: any Screen) -> [RunnerEffect] {
        func isSame(_ entry: ScreenEntry) -> Bool { type(of: entry.screen) == type(of: screen) }
        for place in Tab.allCases {
            guard let index = stacks[place]!.firstIndex(where: isSame) else { continue }
            let covered = top.id
            let entry = stacks[place]!.remove(at: index)
            stacks[tab]!.append(entry)
            return (covered == entry.id ? [] : [.cancelWork(of: covered, closing: false)]) + appear()
        }
        return navigate(.push(screen))
    }

    /// Goes to a tab: as it was left, or with an event to its first screen, closing what lay over it.
    private mutating func open(_ tab: Tab, event: (any Sendable)?) -> [RunnerEffect] {
        var effects: [RunnerEffect] = []
        if tab != self.tab {
            effects.append(.cancelWork(of: top.id, closing: false))
            self.tab = tab
        }
        guard let event else { return effects + appear() }
        while stacks[tab]!.count > 1 {
            effects.append(.cancelWork(of: stacks[tab]!.removeLast().id, closing: true))
        }
        effects += appear()
        return effects + apply(top.screen.receive(event, as: top.id, context))
    }

    private mutating func appear() -> [RunnerEffect] {
        apply(top.screen.appear(as: top.id, context))
    }
}
