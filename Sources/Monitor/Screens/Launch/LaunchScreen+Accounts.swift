import AWSOperations
import BatchInference
import Console

/// Which accounts a form is about, where the job is in another one than the launch.
struct LaunchAccounts: Hashable, Sendable {
    /// What the form had in the job's own account.
    struct Home: Hashable, Sendable {
        var profile: String
        var roleArn: String
        var output: String
    }

    var home: Home?
    /// The job's account; nil where it is the launch's own, or not known yet.
    var source: String?
    /// Whether a role and an output of the account in use are still looked for.
    var isMoving = false
}

extension LaunchScreen {
    // MARK: Going to another account

    func pickAccount(_ context: Context) -> [Effect<Event>] {
        [
            .navigate(
                .push(ProfilePickerScreen(current: context.connection.profileName) { Event.accountChosen($0) }))
        ]
    }

    /// Takes the form to another profile's account; the session goes with it, so that whatever the form asks, and
    /// whatever follows the launch, is of there.
    func move(to profile: String, _ context: Context) -> [Effect<Event>] {
        guard isEditing, profile != context.connection.profileName else { return [] }
        var moved = self
        moved.preflight = LaunchPreflight()
        moved.costAccount = nil
        moved.isChanged = true
        if profile == plan.sourceProfile {
            moved.plan = plan.withoutCopies()
            moved.plan.artifactPrefix = ""
            moved.plan.sourceProfile = ""
            moved.accounts = LaunchAccounts()
            if let home = accounts.home {
                moved.plan.roleArn = home.roleArn
                moved.plan.output = home.output
            }
        } else {
            if plan.sourceProfile.isEmpty {
                guard let here = context.connection.profileName else {
                    let text = "start flightdeck with a --profile of the job's account"
                    return [.toast(Toast(.warning, text))]
                }
                moved.plan.sourceProfile = here
                moved.accounts.home = .init(profile: here, roleArn: plan.roleArn, output: plan.output)
                moved.accounts.source = context.connection.account
            }
            moved.accounts.isMoving = true
        }
        moved.forgetTexts()
        return [.switchProfile(profile, carrying: moved)]
    }

    /// Shows the plan's own values again where a text was typed.
    private mutating func forgetTexts() {
        for id in [LaunchField.ID.role, .output] {
            drafts[id] = nil
            textProblems[id] = nil
        }
        setFocus(focus)
    }

    /// Looks for a role and an output in the account that the form has come to.
    func askForProposal(_ context: Context) -> [Effect<Event>] {
        let (profile, region, role) = (plan.sourceProfile, context.connection.region, job.roleArn ?? "")
        return [
            .run("move", .screen) { services, send in
                do {
                    guard let source = try await services.source(profile) else { return }
                    async let there = CallerAccount.read(from: source, clock: services.clock)
                    async let here = CallerAccount.read(from: services.cloud, clock: services.clock)
                    let (from, to) = try await (there, here)
                    guard from != to else { return send(.moved(source: nil, nil)) }
                    let proposal = await AccountProposal.load(
                        in: AccountScope(account: to, region: region), jobRole: role, from: services.cloud,
                        journal: services.journal)
                    send(.moved(source: from, proposal))
                } catch {
                    if !Task.isCancelled { send(.accountFailed(AWSFailure(wrapping: error))) }
                }
            }
        ]
    }

    mutating func arrive(
        source: String?, _ proposal: AccountProposal?, _ context: Context
    ) -> [Effect<Event>] {
        accounts.isMoving = false
        accounts.source = source
        // A trust or a policy that names the account is of no use within one.
        if let proposal { plan.move(to: proposal) }
        forgetTexts()
        return edited(.account, context)
    }

    mutating func takeAccountFailure(_ failure: AWSFailure, _ context: Context) -> [Effect<Event>] {
        accounts.isMoving = false
        let policy = MissingPolicy.trust(
            missingAfter: failure, account: context.connection.account, region: context.connection.region)
        let trust = policy.map { "; \($0.title) is missing: flightdeck policies prints it" } ?? ""
        return [.toast(Toast(.failure, "the job's account: \(failure.problem)\(trust)"))]
    }

    /// The account in use with its profile.
    func accountText(_ connection: Connection) -> String {
        let account = connection.account.map(DisplayText.account)
        return [account, connection.profileName.map { account == nil ? $0 : "(\($0))" }].compactMap(\.self)
            .joined(separator: " ")
    }

    /// Where the job is, if elsewhere, and what is copied from there: the lines under the account.
    var accountLines: [String] {
        guard !plan.sourceProfile.isEmpty else { return [] }
        let there = accounts.source.map { "\(DisplayText.account($0)) (\(plan.sourceProfile))" }
        return ["job of \(there ?? plan.sourceProfile)"] + (copyText.map { ["copies \($0)"] } ?? [])
    }

    // MARK: Copying

    /// Has the artifacts copied beside the output with the launch, or takes that back.
    mutating func toggleCopies(_ context: Context) -> [Effect<Event>] {
        if !plan.artifactPrefix.isEmpty {
            takeCopiesBack()
            return edited(.account, context)
        }
        let prefix = plan.proposedArtifactPrefix
        guard !prefix.isEmpty else {
            return [.toast(Toast(.warning, "enter an output first: copies go into its bucket"))]
        }
        plan.artifactPrefix = prefix
        return edited(.account, context)
    }

    private mutating func takeCopiesBack() {
        plan = plan.withoutCopies()
        plan.artifactPrefix = ""
    }

    /// Whether artifacts are to be copied that have not been looked at, as after a change to a GPU instance.
    var needsCopies: Bool {
        guard !plan.artifactPrefix.isEmpty else { return false }
        let copied = Set(plan.artifactCopies.map { ByteText($0.destination) })
        return plan.containers.contains {
            !copied.contains(ByteText($0.modelDataUrl)) && !$0.modelDataUrl.hasBytePrefix(plan.artifactPrefix)
        }
    }

    /// Looks at each artifact, which tells where its copy goes and how large it is.
    func prepareCopies() -> Effect<Event> {
        .run("copies", .screen) { [plan] services, send in
            do {
                let storage = try await services.source(plan.sourceProfile) ?? services.cloud
                send(.copiesPrepared(try await plan.copyingArtifacts(from: storage)))
            } catch let problem as ArtifactCopyProblem {
                send(.copiesFailed("\(problem)"))
            } catch {
                if !Task.isCancelled { send(.copiesFailed(AWSFailure(wrapping: error).problem)) }
            }
        }
    }

    mutating func take(copied: LaunchPlan, _ context: Context) -> [Effect<Event>] {
        let changed = plan.applying(copied.artifactCopies)
        // What was looked at may not be what the form has by now.
        guard plan.artifactPrefix == copied.artifactPrefix, changed.containers == copied.containers else { return [] }
        plan = changed
        return edited(.account, context)
    }

    mutating func takeCopyFailure(_ problem: String, _ context: Context) -> [Effect<Event>] {
        takeCopiesBack()
        return edited(.account, context) + [.toast(Toast(.failure, "can't copy the artifacts: \(problem)"))]
    }

    /// What is copied with the launch, in a line; nil for nothing.
    var copyText: String? {
        guard !plan.artifactCopies.isEmpty else { return nil }
        let count = plan.artifactCopies.count
        let bytes = DisplayText.byteCount(ByteSum.of(plan.artifactCopies.lazy.map(\.size)))
        return "\(DisplayText.counted(count, "artifact")), \(bytes), to \(plan.artifactPrefix)"
    }

    static let accountCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.account", "account", help: "Choose the profile whose account runs the transform.",
            chords: ["Ctrl-G"],
            availability: { .when($0.isEditing, otherwise: "the form is locked while a launch is in progress") },
            run: { $0.pickAccount($1) }),
        Command(
            "launch.policies", "policies", help: "Show the policies missing between the two accounts.",
            chords: ["F8"], footerRank: 3, availability: isAcross,
            run: { screen, _ in [.navigate(.push(PoliciesScreen(screen.plan)))] }),
        Command(
            "launch.copy-artifacts", "copy artifacts",
            help: "Copy the artifacts with the launch instead of adding policies; press again to undo.",
            chords: ["F7"], footerRank: 4, availability: isAcross, run: { $0.toggleCopies($1) }),
        Command(
            "launch.stop-copying", "stop copying",
            help: "Stop copying artifacts; finished parts are kept, and r continues.", chords: ["x"],
            footerRank: 1,
            availability: { .when($0.progress?.isCopying == true, otherwise: "no copy in progress") },
            run: { screen, _ in
                screen.copyStop.stop()
                return []
            }),
    ]

    private static func isAcross(_ screen: LaunchScreen) -> Availability {
        guard screen.isEditing else { return .unavailable("the form is locked while a launch is in progress") }
        return .when(
            !screen.plan.sourceProfile.isEmpty,
            otherwise: "the job and the launch share an account: Ctrl-G chooses another")
    }
}
