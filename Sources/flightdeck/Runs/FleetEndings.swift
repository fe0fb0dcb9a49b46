import AWSOperations
import BatchInference

/// The last count of a transform's outputs, or why there is none.
enum FinalCount: Hashable, Sendable {
    case outputs(OutputProgress)
    case failed(AWSFailure)
    case outOfTime

    static let lateText = "counting them would have taken longer than the watch waits"
}

/// What is done at the ends of transforms while their watch goes on: outputs are counted, and the user's program runs, a
/// few of each at a time.
actor FleetEndings {
    enum News: Hashable, Sendable {
        case counted(FleetRow, FinalCount)
        /// Something that the user should read.
        case problem(String)
    }

    typealias Count = @Sendable (FleetRow, DescribeTransformJobResponse?) async -> FinalCount

    private let wake: @Sendable () -> Void
    private let count: Count
    private let tell: @Sendable (TransformEnd) async -> String?
    private var toCount: [(row: FleetRow, description: DescribeTransformJobResponse?)] = []
    private var counting: [FleetRow.ID: (row: FleetRow, task: Task<Void, Never>)] = [:]
    private var toTell: [TransformEnd] = []
    private var telling = 0
    private var news: [News] = []

    private static let countsAtOnce = 12
    private static let programsAtOnce = 4

    /// - Parameters:
    ///   - wake: Called where there is news.
    ///   - tell: Runs the user's program; returns what went wrong.
    init(
        wake: @escaping @Sendable () -> Void, count: @escaping Count,
        tell: @escaping @Sendable (TransformEnd) async -> String?
    ) {
        self.wake = wake
        self.count = count
        self.tell = tell
    }

    func take(_ event: FleetEvent) {
        switch event {
        case .ended(let row, let description):
            toTell.append(TransformEnd(overview: row.overview, place: row.place))
            if row.overview.status == .completed { toCount.append((row, description)) }
        case .lost(let row): toTell.append(TransformEnd(overview: row.overview, place: row.place, isLost: true))
        default: return
        }
        startWork()
    }

    /// What has come since the last time.
    func takeNews() -> [News] {
        defer { news = [] }
        return news
    }

    var isBusy: Bool { !toCount.isEmpty || !counting.isEmpty || !toTell.isEmpty || telling > 0 }

    /// Whether only the user's programs are waited for.
    var isOnlyTelling: Bool { toCount.isEmpty && counting.isEmpty && isBusy }

    /// Waits for no program any longer; returns for how many ends none was begun.
    func giveUpTelling() -> Int {
        defer { toTell = [] }
        return toTell.count
    }

    /// Breaks off what is still being counted and begins nothing more; returns what isn't counted.
    func giveUpCounting() -> [FleetRow] {
        let left = counting.values.map(\.row) + toCount.map(\.row)
        for work in counting.values { work.task.cancel() }
        counting = [:]
        toCount = []
        return left.sorted { $0.overview.id < $1.overview.id }
    }

    private func startWork() {
        while counting.count < Self.countsAtOnce, !toCount.isEmpty {
            let (row, description) = toCount.removeFirst()
            let task = Task { [count] in
                let counted = await count(row, description)
                self.finish(row, counted)
            }
            counting[row.id] = (row, task)
        }
        while telling < Self.programsAtOnce, !toTell.isEmpty {
            let end = toTell.removeFirst()
            telling += 1
            Task { [tell] in
                let problem = await tell(end)
                self.finishTelling(problem)
            }
        }
    }

    private func finish(_ row: FleetRow, _ counted: FinalCount) {
        // One that was given up is told elsewhere.
        guard counting.removeValue(forKey: row.id) != nil else { return }
        news.append(.counted(row, counted))
        startWork()
        wake()
    }

    private func finishTelling(_ problem: String?) {
        telling -= 1
        if let problem { news.append(.problem(problem)) }
        startWork()
        if problem != nil { wake() }
    }
}

/// Until when outputs are counted once nothing is watched any longer: a watch is over within 15 seconds of the last end,
/// and a count that can be had in three more is worth them.
struct EndingDeadline: Hashable, Sendable {
    private(set) var moment = Timestamp(secondsSinceEpoch: 0)

    private static let afterEnd = 13.0
    private static let atLeast = 3.0

    mutating func take(_ event: FleetEvent, at now: Timestamp) {
        guard case .ended(let row, _) = event else { return }
        // Two clocks may differ, by hours where one is wrong.
        let wanted = row.overview.endedAt?.adding(seconds: Self.afterEnd) ?? now
        let limit = now.adding(seconds: Self.afterEnd)
        moment = max(moment, min(limit, max(wanted, now.adding(seconds: Self.atLeast))))
    }
}
