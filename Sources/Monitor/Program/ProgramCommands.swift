import Console

extension State {
    /// Ends the program, or asks first where that would lose or leave something.
    fileprivate func askToQuit() -> [Effect<Message>] {
        let losses = stacks.values.joined().compactMap { $0.screen.lossAtQuit } + stopLimits.losses
        guard !losses.isEmpty else { return [.quit] }
        return [
            .ask(
                Confirmation(title: "Quit anyway?", lines: losses.sorted(), action: "Quit"), then: .quitConfirmed)
        ]
    }

    /// Whether a tab can be gone to: from another, or from what is open over its list.
    fileprivate func canGo(to wanted: Tab) -> Availability {
        guard tab == wanted else { return .available }
        guard stacks[tab]!.count > 1 else { return .unavailable("the \(tab.title.lowercased()) are already open") }
        return lossAbove(tab).map { .unavailable("press Esc to leave \($0) first, so nothing is lost") }
            ?? .available
    }

    fileprivate func go(to wanted: Tab) -> [Effect<Message>] {
        [.navigate(tab == wanted ? .home : .open(wanted))]
    }

    /// The command that goes to a tab.
    static func command(for tab: Tab) -> String {
        switch tab {
        case .jobs: "go.jobs"
        case .transforms: "go.transforms"
        }
    }

    /// What can be done on every screen.
    static let commands: [Command<State, Message>] = [
        Command(
            command(for: .jobs), "jobs tab", help: "Go to the Autopilot jobs.",
            chords: ["1"],
            footerRank: 46, availability: { $0.canGo(to: .jobs) }, run: { state, _ in state.go(to: .jobs) }),
        Command(
            command(for: .transforms), "transforms tab", help: "Go to the transform jobs.",
            chords: ["2"], footerRank: 47, availability: { $0.canGo(to: .transforms) },
            run: { state, _ in state.go(to: .transforms) }),
        Command(
            "fleet", "running everywhere", help: "Show what runs in all watched profiles.", chords: ["4"],
            availability: { .when(!($0.top.screen is FleetScreen), otherwise: "already open") },
            run: { state, _ in
                [.navigate(.reveal(FleetScreen(state.fleet.snapshot, hasBegun: state.fleet.hasBegun)))]
            }),
        Command(
            "go.back", "back", help: "Close the screen and show the one before.", chords: ["Esc", "Backspace"],
            footerRank: 45,
            availability: { .when($0.stacks[$0.tab]!.count > 1, otherwise: "this is the first screen; q quits") },
            run: { _, _ in [.navigate(.pop)] }),
        Command(
            "palette", "commands", help: "Find a command by its name.", chords: [":", "F2"], footerRank: 95,
            run: { state, _ in
                state.overlay = .palette(Palette())
                return []
            }),
        Command(
            "help", "help", help: "List every key of this screen.", chords: ["?", "F1"], footerRank: 99,
            run: { state, _ in
                state.overlay = .help(HelpPage())
                return []
            }),
        Command(
            "doctor", "doctor", help: "Check credentials, region, endpoints, clock and permissions.",
            chords: [.doctor],
            availability: { .when(!($0.top.screen is DoctorScreen), otherwise: "already open; r runs it again") },
            run: { _, _ in [.navigate(.reveal(DoctorScreen()))] }),
        Command(
            "messages", "messages", help: "Show the messages so far.", chords: [MessagesPage.chord],
            run: { state, _ in
                state.overlay = .messages(MessagesPage())
                return []
            }),
        Command(
            "mfa", "MFA code", help: "Enter the MFA code that the credentials need.", chords: ["F6"], footerRank: 1,
            availability: { .when($0.mfa.notice != nil, otherwise: "no MFA code needed") },
            run: { state, _ in state.openMFADialog() }),
        Command(
            "profile", "profile", help: "Switch to another AWS profile.",
            chords: ["F9"],
            availability: { .when(!($0.top.screen is ProfilePickerScreen), otherwise: "already open") },
            run: { state, _ in
                [.navigate(.push(ProfilePickerScreen(current: state.connection.profileName)))]
            }),
        Command(
            "unfinished", "unfinished launches",
            help: "Resume or clean up interrupted launches.", chords: [],
            availability: { .when(!($0.top.screen is UnfinishedLaunchesScreen), otherwise: "already open") },
            run: { _, _ in [.run("unfinished launches", .program, State.unfinishedWork(saysWhenNone: true))] }),
        Command(
            "theme", "theme", help: "Choose another theme.", chords: ["Ctrl-T"],
            run: { state, _ in
                state.overlay = .themes(ThemePicker(names: state.themeNames, current: state.theme.name))
                return []
            }),
        Command(
            "suspend", "suspend", help: "Go back to the shell; `fg` returns.", chords: ["Ctrl-Z"],
            run: { _, _ in [.suspend] }),
        Command(
            "quit", "quit", help: "Quit Flightdeck; transforms keep running.", chords: ["q", "Ctrl-C"],
            footerRank: 100, run: { state, _ in state.askToQuit() }),
    ]
}
