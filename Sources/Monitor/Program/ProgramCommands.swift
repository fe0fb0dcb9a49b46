import Console

extension State {
    /// Ends the program, or asks first where that would lose or leave something.
    fileprivate func askToQuit() -> [Effect<Message>] {
        let losses = stacks.values.joined().compactMap { $0.screen.lossAtQuit }
        guard !losses.isEmpty else { return [.quit] }
        return [
            .ask(
                Confirmation(title: "Quit all the same?", lines: losses.sorted(), action: "Quit"), then: .quitConfirmed)
        ]
    }

    /// What can be done on every screen.
    static let commands: [Command<State, Message>] = [
        Command(
            "go.jobs", "jobs", help: "Shows the Autopilot jobs.", chords: ["1"], footerRank: 40,
            availability: { .when($0.tab != .jobs, otherwise: "they are shown") },
            run: { _, _ in [.navigate(.open(.jobs))] }),
        Command(
            "go.transforms", "transforms", help: "Shows the transform jobs.", chords: ["2"], footerRank: 41,
            availability: { .when($0.tab != .transforms, otherwise: "they are shown") },
            run: { _, _ in [.navigate(.open(.transforms))] }),
        Command(
            "go.back", "back", help: "Closes the screen and shows the one before.", chords: ["Esc", "Backspace"],
            footerRank: 45,
            availability: { .when($0.stacks[$0.tab]!.count > 1, otherwise: "this is the first screen; q quits") },
            run: { _, _ in [.navigate(.pop)] }),
        Command(
            "palette", "commands", help: "Finds a command by its name.", chords: [":", "F2"], footerRank: 95,
            run: { state, _ in
                state.overlay = .palette(Palette())
                return []
            }),
        Command(
            "help", "help", help: "Lists every key of this screen.", chords: ["?", "F1"], footerRank: 99,
            run: { state, _ in
                state.overlay = .help(HelpPage())
                return []
            }),
        Command(
            "doctor", "doctor", help: "Examines credentials, region, endpoints, clock and permissions.",
            chords: [.doctor],
            availability: { .when(!($0.top.screen is DoctorScreen), otherwise: "it is shown; r runs it again") },
            run: { _, _ in [.navigate(.push(DoctorScreen()))] }),
        Command(
            "mfa", "MFA code", help: "Asks for the MFA code that the credentials need.", chords: ["F6"], footerRank: 1,
            availability: { .when($0.mfa.notice != nil, otherwise: "no code is asked for") },
            run: { state, _ in state.openMFADialog() }),
        Command(
            "profile", "profile", help: "Goes over to another profile: its account, lists and launches.",
            chords: ["F9"],
            availability: { .when(!($0.top.screen is ProfilePickerScreen), otherwise: "the profiles are shown") },
            run: { state, _ in
                [.navigate(.push(ProfilePickerScreen(current: state.connection.profileName)))]
            }),
        Command(
            "unfinished", "unfinished launches",
            help: "Offers launches that were interrupted: resume or clean up.", chords: [],
            run: { _, _ in [.run("unfinished launches", .program, State.unfinishedWork(saysWhenNone: true))] }),
        Command(
            "theme", "theme", help: "Chooses another theme.", chords: ["Ctrl-T"],
            run: { state, _ in
                state.overlay = .themes(ThemePicker(names: state.themeNames, current: state.theme.name))
                return []
            }),
        Command(
            "suspend", "suspend", help: "Goes back to the shell; `fg` returns.", chords: ["Ctrl-Z"],
            run: { _, _ in [.suspend] }),
        Command(
            "quit", "quit", help: "Ends Flightdeck; transforms go on without it.", chords: ["q", "Ctrl-C"],
            footerRank: 100, run: { state, _ in state.askToQuit() }),
    ]
}
