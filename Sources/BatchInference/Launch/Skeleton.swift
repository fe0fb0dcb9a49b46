import AWSOperations

extension Launcher {
    func begin(_ plan: LaunchPlan, as identity: LaunchIdentity) async throws(LaunchFailure) -> LaunchRecord {
        LaunchRecord(plan: plan, identity: identity, now: clock.now)
    }
    func advance(_ record: LaunchRecord, cleanUpAfterRefusal: Bool, report: @escaping @Sendable (LaunchEvent) -> Void)
        async throws(LaunchFailure) -> LaunchEvent
    { .launched(record) }
    func removeLeftovers(of record: LaunchRecord, report: @escaping @Sendable (LaunchEvent) -> Void)
        async throws(LaunchFailure) -> LaunchEvent
    { .cleanedUp(record) }
}
extension LaunchPlan {
    /// What is wrong with the plan as far as the plan alone can tell, errors first; cheap enough for every key press.
    public func problems() -> [PlanProblem] { [] }
}
struct WatchRound {
    let name: String
    let watcher: TransformWatcher
    mutating func run(_ yield: (TransformSnapshot) -> Void) async {}
}
extension Diagnosis {
    /// Likely causes, most likely first; empty where nothing points to one.
    public static func all(
        status: TransformJobStatus?, failureReason: String?, logLines: [String], outputs: OutputProgress? = nil,
        description: DescribeTransformJobResponse? = nil
    ) -> [Diagnosis] { [] }
    /// What a refusal of CreateModel, CreateTransformJob and the other calls most likely means; nil where its own text says it all.
    public static func refusal(_ failure: AWSFailure, roleArn: String? = nil) -> Diagnosis? { nil }
}
/// Lists a transform's inputs and outputs side by side.
public struct OutputListingLoader: Sendable {
    public init(storage: any ObjectStorage, objectLimit: Int = 20_000) {}
    /// Lists both prefixes at once; throws `AWSFailure`.
    public func listing(of job: DescribeTransformJobResponse) async throws(AWSFailure) -> OutputListing {
        throw .cancelled
    }
}
/// The first rows of a delimited text.
public struct CSVPreview: Hashable, Sendable {
    public var header: [String]?
    public var rows: [[String]]
    public var delimiter: Character
    /// The most fields in a row.
    public var columnCount: Int
    /// Rows whose count of fields differs from most.
    public var raggedRows: [Int]
    /// Whether more follows than was read.
    public var isTruncated: Bool
    public init(
        _ bytes: [UInt8], isTruncated: Bool, rowLimit: Int = 100, hasHeader: Bool? = nil, delimiter: Character? = nil
    ) {
        header = nil
        rows = []
        self.delimiter = ","
        columnCount = 0
        raggedRows = []
        self.isTruncated = isTruncated
    }
}
/// Reads the first rows of objects.
public struct OutputPreviewLoader: Sendable {
    public init(storage: any ObjectStorage, byteLimit: Int = 65_536) {}
    /// The first rows of an object; throws `AWSFailure`.
    public func preview(of location: S3Location, rowLimit: Int = 100) async throws(AWSFailure) -> CSVPreview {
        throw .cancelled
    }
    /// A row's input and output at once; nil for a side that is not there.
    public func preview(of row: OutputRow, in listing: OutputListing, rowLimit: Int = 100) async throws(AWSFailure) -> (
        input: CSVPreview?, output: CSVPreview?
    ) { throw .cancelled }
}
/// What an output's column holds in all: labels with their counts, or numbers with their spread.
public enum ColumnSummary: Hashable, Sendable {
    /// Distinct values with their counts, most frequent first; `distinct` may be more than are listed.
    case labels([LabelCount], distinct: Int, rows: Int)
    case numbers(minimum: Double, mean: Double, maximum: Double, rows: Int)
    case empty
    public struct LabelCount: Hashable, Sendable {
        public var label: String
        public var count: Int
    }
    /// Summarises one column of rows; fields beyond a row's end are left out.
    public init(of rows: [[String]], column: Int = 0, labelLimit: Int = 20) { self = .empty }
}
/// Which objects go into which files below a folder.
public struct DownloadPlan: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public var source: S3Location
        /// In bytes.
        public var size: Int
        /// Below the folder; parts joined by `/`, none of them `.` or `..`.
        public var relativePath: String
    }
    public var items: [Item]
    public var totalBytes: Int { items.reduce(0) { $0 + $1.size } }
    /// The outputs that are there, each under its key's part below the output prefix.
    public init(_ listing: OutputListing, only ids: Set<OutputRow.ID>? = nil) { items = [] }
}
