import AWSOperations
import BatchInference
import Console

/// The profiles of the shared files; the one chosen is gone over to, or goes to the screen below.
struct ProfilePickerScreen: ListScreen {
    enum Event: Sendable {
        case read([ProfileSummary])
        case failed(LoadFailure)
    }

    var model = ListModel<ProfileSummary>()
    let columns = ProfileColumns.all
    static let things = (one: "profile", many: "profiles")
    var isLoaded: Bool { load.value != nil }
    private let current: String?
    private var load = Loadable<[ProfileSummary]>()
    /// Makes the event that the screen below understands; nil where the session itself is to be switched.
    private let chosen: (@Sendable (String) -> any Sendable)?
    /// Makes the event of all that are marked, where several can be taken.
    private var chosenAll: (@Sendable ([String]) -> any Sendable)?

    var crumb: String { "Profile" }
    var freshness: Freshness? { Freshness(load) }

    init(current: String?, chosen: (@Sendable (String) -> any Sendable)? = nil) {
        self.current = current
        self.chosen = chosen
    }

    /// For several profiles: `marked` are taken already.
    init(current: String?, marked: Set<String>, chosen: @escaping @Sendable ([String]) -> any Sendable) {
        self.init(current: current)
        chosenAll = chosen
        model.list.marks = marked
    }

    var statusLine: StatusLine {
        StatusLine(
            left: DisplayText.counted(model.rows.count, "profile")
                + (chosenAll == nil ? "" : ", \(model.list.marks.count) marked")
                + (current.map { ", \($0) in use" } ?? ""), right: listStatus)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        load.begin()
        return [
            .run("profiles") { services, send in
                do {
                    send(.read(try await services.profiles.all()))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .read(let profiles):
            load.succeed(profiles, at: context.now)
            if let current, model.rows.isEmpty { model.list.select(current) }
            showRows(profiles, context)
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let profile = model.selected, model.list.visible.contains(profile.id) else { return [] }
        if let chosenAll {
            // In their order here; without a mark, the selected one.
            let marked = model.rows.map(\.name).filter(model.list.marks.contains)
            return [.navigate(.finish(chosenAll(marked.isEmpty ? [profile.name] : marked)))]
        }
        if let chosen { return [.navigate(.finish(chosen(profile.name)))] }
        guard profile.name != current else { return [.navigate(.pop)] }
        return [.switchProfile(profile.name)]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            guard model.rows.isEmpty else {
                return drawNoMatches(on: &canvas, in: area)
            }
            return canvas.emptyState(
                of: load, in: area, loading: "reading the config files",
                empty:
                    "no profiles in ~/.aws/config or ~/.aws/credentials: create one with aws configure --profile NAME, or aws configure sso"
            )
        }
        drawList(on: &canvas, in: area)
    }

    static let commands: [Command<ProfilePickerScreen, Event>] =
        [
            markCommand(
                "profiles", help: "Mark the profile, to choose several.", footerRank: 2,
                availability: {
                    $0.chosenAll == nil ? .unavailable("choose only one profile here") : needsRow($0)
                }),
            Command(
                "profiles.choose", "choose", help: "Choose the selected profile, or the marked ones.",
                chords: ["Enter", "Space"],
                footerRank: 1,
                availability: needsRow,
                run: { $0.activate($1) }),
        ] + listCommands
}

/// The columns of the profile picker.
enum ProfileColumns {
    static let all: [ListColumn<ProfileSummary>] = [
        ListColumn(
            "profile", width: .flexible(min: 16, weight: 2, max: 40), isAscending: { $0.name < $1.name },
            cell: { profile, canvas in StyledText(profile.name, canvas.theme[.textStrong]) }),
        ListColumn(
            "account", width: .fixed(15), isAscending: { ($0.account ?? "") < ($1.account ?? "") },
            alsoFoundBy: { $0.account ?? "" },
            cell: { profile, canvas in
                StyledText(
                    profile.account.map(DisplayText.account) ?? canvas.glyphs.none,
                    canvas.theme[profile.account == nil ? .textDim : .text])
            }),
        ListColumn(
            "region", width: .fixed(15), priority: 1, isAscending: { ($0.region ?? "") < ($1.region ?? "") },
            cell: { profile, canvas in StyledText(profile.region ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "role", width: .flexible(min: 12, weight: 2), priority: 2, alsoFoundBy: { $0.roleArn ?? "" },
            cell: { profile, canvas in
                guard let role = profile.roleArn else { return StyledText("", canvas.theme[.text]) }
                let name = String(role.pathName)
                let source = profile.sourceProfile.map { " from \($0)" } ?? ""
                return StyledText("assumes \(name)\(source)", canvas.theme[.textDim])
            }),
    ]
}
