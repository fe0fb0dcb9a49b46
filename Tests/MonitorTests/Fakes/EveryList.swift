import AWSOperations
import BatchInference
import Console

@testable import Monitor

/// Every list of the program with rows in it, for what holds in all of them.
enum EveryList: String, CaseIterable, Sendable {
    case jobs
    case candidates
    case transforms
    case outputs
    case models
    case profiles
    case objects
    case instances
    case unfinished

    /// The list before anything has come.
    var screen: any TestedList {
        switch self {
        case .jobs: JobsScreen()
        case .candidates: CandidatesScreen(job: Samples.describedJob)
        case .transforms: TransformsScreen()
        case .outputs: OutputsScreen(transform: Samples.transform("penguins-1702"))
        case .models: ModelsScreen()
        case .profiles: ProfilePickerScreen(current: nil)
        case .objects:
            ObjectBrowserScreen(at: Self.folder) { LaunchScreen.Event.located(.input, $0) }
        case .instances:
            InstancePickerScreen(current: .mlM52xlarge) { LaunchScreen.Event.instanceChosen($0.name) }
        case .unfinished: UnfinishedLaunchesScreen(records: [Samples.record(), Samples.record(.planned)])
        }
    }

    private static let folder = S3Location("s3://flightdeck-demo/inbox/")!

    /// What fills it.
    private var events: [any Sendable] {
        switch self {
        case .jobs:
            [
                JobsScreen.Event.listing(
                    .page([Samples.job("penguins-sex"), Samples.job("churn-march", status: .failed, minutesAgo: 300)])),
                JobsScreen.Event.listing(.finished(isComplete: true)),
            ]
        case .candidates:
            [
                CandidatesScreen.Event.loaded(
                    LeaderboardReading(job: Samples.describedJob, board: Samples.board()))
            ]
        case .transforms:
            [
                TransformsScreen.Event.listing(
                    .page([
                        Samples.transform("penguins-1914", status: .inProgress, minutesAgo: 5),
                        Samples.transform("churn-april", status: .failed, minutesAgo: 300, failure: "no"),
                    ])), TransformsScreen.Event.listing(.finished(isComplete: true)),
            ]
        case .outputs:
            [
                OutputsScreen.Event.listed(
                    Samples.transform("penguins-1702"),
                    OutputListing(
                        inputs: (1...3).map { Self.object("in/part-0\($0).csv", 280_000 + $0 * 7000) },
                        outputs: (1...2).map { Self.object("out/part-0\($0).csv.out", 21_000) },
                        inputLocation: S3Location(bucket: "demo", key: "in"),
                        outputLocation: S3Location(bucket: "demo", key: "out")))
            ]
        case .models:
            [
                ModelsScreen.Event.loaded(
                    ModelCleaner.Found(
                        models: ["knn5-002", "xgb-003"].map {
                            LeftoverModel(
                                name: $0, arn: FakeCloud.modelArn($0),
                                createdAt: Samples.now.adding(seconds: -90_000), origin: .journal(transform: $0),
                                use: .none)
                        }, shortfalls: []))
            ]
        case .profiles:
            [
                ProfilePickerScreen.Event.read([
                    ProfileSummary(name: "ml-dev", region: "eu-west-1", account: "111122223333"),
                    ProfileSummary(
                        name: "ml-prod", region: "us-east-1", account: "444455556666",
                        roleArn: "arn:aws:iam::444455556666:role/deploy", sourceProfile: "ml-dev"),
                ])
            ]
        case .objects:
            [
                ObjectBrowserScreen.Event.page(
                    Self.folder,
                    PrefixPage(
                        entries: [
                            .folder(S3Location("s3://flightdeck-demo/inbox/march/")!),
                            .object(
                                S3Location("s3://flightdeck-demo/inbox/readme.txt")!, size: 1234,
                                modified: Samples.now),
                        ], isLast: true)), ObjectBrowserScreen.Event.finished(Self.folder),
            ]
        case .instances:
            [
                InstancePickerScreen.Event.learned(
                    .prices(
                        .known(
                            InstancePrices(
                                [InstancePrice(type: .mlM5Xlarge, amount: 0.23, currency: "USD")],
                                readAt: Samples.now))))
            ]
        case .unfinished: []
        }
    }

    private static func object(_ key: String, _ size: Int) -> S3Object {
        S3Object(key: key, size: size, lastModified: Samples.now, eTag: "\"e\"")
    }

    func stage(columns: Int = 160, ascii: Bool = false) -> Stage {
        var stage = Stage(screen, columns: columns, ascii: ascii)
        for event in events { stage.send(event) }
        return stage
    }
}

/// A screen with a list, whatever keeps its rows.
protocol TestedList: FilteredScreen {
    /// What each column shows of each row, by the column's name.
    func cells(_ canvas: Canvas) -> [(row: any Sendable, column: String, text: String)]
    func isVisible(_ id: any Sendable) -> Bool
    var queriedColumns: [FilterQuery.Column] { get }
    var hasSelection: Bool { get }
}

extension TestedList where Self: ListScreen {
    func cells(_ canvas: Canvas) -> [(row: any Sendable, column: String, text: String)] {
        model.rows.flatMap { row in
            columns.map { (row.id, $0.name, $0.cell(row, canvas).plainText) }
        }.filter { !$0.1.isEmpty && !$0.2.isEmpty }
    }

    func isVisible(_ id: any Sendable) -> Bool { (id as? Row.ID).map(model.list.visible.contains) ?? false }
    var queriedColumns: [FilterQuery.Column] { columns.map { $0.queried(.unicode) } }
    var hasSelection: Bool { model.selected != nil }
}

extension JobsScreen: TestedList {}
extension CandidatesScreen: TestedList {}
extension TransformsScreen: TestedList {}
extension ModelsScreen: TestedList {}
extension ProfilePickerScreen: TestedList {}
extension ObjectBrowserScreen: TestedList {}
extension InstancePickerScreen: TestedList {}
extension UnfinishedLaunchesScreen: TestedList {}

extension OutputsScreen: TestedList {
    func cells(_ canvas: Canvas) -> [(row: any Sendable, column: String, text: String)] {
        (list.rows.map(Array.init) ?? []).flatMap { row in
            columns.map { (row.id, $0.name, $0.cell(row, canvas).plainText) }
        }.filter { !$0.2.isEmpty }
    }

    func isVisible(_ id: any Sendable) -> Bool {
        guard let id = id as? OutputRow.ID, let position = list.rows?.position(of: id) else { return false }
        return list.order.index(of: position) != nil
    }

    var queriedColumns: [FilterQuery.Column] { OutputArrangement.columns }
    var hasSelection: Bool { list.selected != nil }
}

extension Stage {
    /// The list on top.
    var list: any TestedList { state.top.screen as! any TestedList }
}
