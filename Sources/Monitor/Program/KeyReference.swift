import Console

/// The keys of every screen, as documentation: made from the command rows, in the order in which users meet the screens.
public struct KeyReference: Sendable {
    /// A screen, or what holds on all of them, with what can be done there.
    public struct Place: Sendable {
        /// For example `Jobs`.
        public let title: String
        public var rows: [Row]
        /// The type of the screen; empty for places that aren't a screen.
        let screen: String
    }

    /// A command with its keys.
    public struct Row: Hashable, Sendable {
        /// For example `jobs.open`.
        public let id: String
        /// As they are written in help: `Ctrl-P`; empty where the command has only a name.
        public let keys: [String]
        /// What the palette calls it.
        public let title: String
        /// One sentence.
        public let help: String
        /// Whether the footer names it where there is room.
        public let isInFooter: Bool
    }

    public let places: [Place]

    /// What every list and page can do stands once, under a place of its own.
    public init() {
        let everywhere = State.commands.map(Self.row)
        let lists = JobsScreen.listCommands.map(Self.row)
        let pages = RequestPreviewScreen.motionCommands("page", isPage: true) { _, _, _ in [] }.map(Self.row)
        let shared = Set((lists + pages).map(Does.init))
        var screens = [
            Self.place("Jobs", JobsScreen.self), Self.place("About a job", JobDetailScreen.self),
            Self.place("Candidates", CandidatesScreen.self),
            Self.place("Candidate report", CandidateReportScreen.self),
            Self.place("Compare candidates", ComparisonScreen.self),
            Self.place("Evaluate candidates", EvaluateScreen.self),
            Self.place("Candidate evaluation", CandidateEvaluationScreen.self),
            Self.place("Saved evaluations", SavedEvaluationsScreen.self),
            Self.place("New transform", LaunchScreen.self), Self.place("Input columns", InputColumnsScreen.self),
            Self.place("Preflight", PreflightScreen.self),
            Self.place("Browse S3", ObjectBrowserScreen.self),
            Self.place("Instance type", InstancePickerScreen.self),
            Self.place("Containers", ContainerEnvironmentScreen.self),
            Self.place("Requests", RequestPreviewScreen.self), Self.place("Sample run", SampleRunScreen.self),
            Self.place("Export", ExportScreen.self), Self.place("Transform plan", PlanLoadingScreen.self),
            Self.place("Repair", RepairScreen.self), Self.place("File", FilePathScreen.self),
            Self.place("Policies", PoliciesScreen.self),
            Self.place("Transforms", TransformsScreen.self),
            Self.place("Transform", TransformDetailScreen.self), Self.place("Stop limit", StopLimitScreen.self),
            Self.place("Log", TransformLogScreen.self),
            Self.place("Log streams", LogStreamsScreen.self), Self.place("Load", LoadScreen.self),
            Self.place("Compare runs", RunComparisonScreen.self), Self.place("Model runs", ModelTrendScreen.self),
            Self.place("Outputs", OutputsScreen.self), Self.place("Output rows", RowsScreen.self),
            Self.place("Column summary", SummaryScreen.self),
            Self.place("Evaluation", EvaluationScreen.self), Self.place("Use elsewhere", ElsewhereScreen.self),
            Self.place("Running everywhere", FleetScreen.self), Self.place("Models", ModelsScreen.self),
            Self.place("Unfinished launches", UnfinishedLaunchesScreen.self),
            Self.place("Profiles", ProfilePickerScreen.self), Self.place("Doctor", DoctorScreen.self),
        ]
        for index in screens.indices { screens[index].rows.removeAll { shared.contains(Does($0)) } }
        places =
            [
                Place(title: "Everywhere", rows: everywhere, screen: ""),
                Place(title: "Every list", rows: lists, screen: ""),
                Place(title: "Every page of text", rows: pages, screen: ""),
            ] + screens.filter { !$0.rows.isEmpty }
    }

    /// What is the same key for the same thing, on whatever screen.
    private struct Does: Hashable {
        let keys: [String]
        let help: String

        init(_ row: Row) { (keys, help) = (row.keys, row.help) }
    }

    private static func place<Shown: Screen>(_ title: String, _ screen: Shown.Type) -> Place {
        Place(title: title, rows: Shown.commands.map(row), screen: "\(screen)")
    }

    private static func row<Target, Event>(_ command: Command<Target, Event>) -> Row {
        Row(
            id: command.id, keys: command.chords.map(\.description), title: command.title, help: command.help,
            isInFooter: command.footerRank != nil)
    }
}
