import AWSOperations
import BatchInference
import Console

/// The Autopilot jobs of the account and region, newest first.
struct JobsScreen: ListScreen, JobActions {
    enum Event: Sendable {
        case listing(JobListUpdate)
        case described(JobOverview)
        case stop(StopProgress<JobOverview>)
        case refreshDue
        /// What an earlier run was told, to be shown as such until the service answers.
        case copied(ListCopy<JobOverview>)
        case keepDue
    }

    var model = ListModel<JobOverview>()
    /// How many there are; the rows themselves are the model's.
    private(set) var jobs = Loadable<Int>()
    /// Rows that a refresh has gathered so far; shown when its listing is whole, so that rows do not vanish meanwhile.
    private var arriving = ArrivingRows<JobOverview>()
    /// Described rows that the newest listing says have changed since.
    private var changed: Set<JobOverview.ID> = []
    private var copy = LocalCopy(.jobs)
    /// Listings in a row that brought nothing new.
    private var unchanged = 0
    /// When running rows were described last.
    private var lookedAtRunning: Timestamp?
    /// The most rows whose details are kept up to date; others are read when they are selected.
    private static let detailedRows = 100

    let columns = JobColumns.all
    static let things = (one: "job", many: "jobs")
    var isLoaded: Bool { jobs.value != nil }
    var crumb: String { "Jobs" }
    var freshness: Freshness? { Freshness(jobs) }

    var statusLine: StatusLine {
        let count = model.list.visible.count
        let all = jobs.value ?? 0
        let shown = (count == all ? "" : "\(DisplayText.count(count)) of ") + DisplayText.counted(all, "job")
        let copied = copyRemark
        guard jobs.value != nil else { return StatusLine(left: copied, right: listStatus) }
        return StatusLine(
            left: shown + arriving.extent + arriving.unreadableText + (copied.isEmpty ? "" : ", \(copied)"),
            right: listStatus)
    }

    var subject: JobOverview? { model.selected }
    var whyNoSubject: String { isLoaded ? "no job is selected" : "the jobs are still loading" }
    static func event(_ stop: StopProgress<JobOverview>) -> Event { .stop(stop) }
    mutating func refresh(_ context: Context) -> [Effect<Event>] { [load()] }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        (isLoaded ? [] : [copy.read(context, Event.copied)]) + [load()]
    }

    mutating func identified(_ context: Context) -> [Effect<Event>] {
        if copy.isForeign(context) {
            copy.drop()
            jobs.standIn(nil)
            showRows(model.rows.filter { !$0.isCopied }, context)
        }
        return isLoaded || copy.savedAt != nil ? [] : [copy.read(context, Event.copied)]
    }

    /// Shows what an earlier run was told, where the service hasn't said anything yet.
    private mutating func take(_ found: ListCopy<JobOverview>, _ context: Context) -> [Effect<Event>] {
        guard !isLoaded, model.rows.isEmpty, copy.take(found, context) else { return [] }
        jobs.standIn(found.savedAt)
        showRows(found.rows, context)
        return []
    }

    /// `80 from the local copy, 3 h old; loading`; empty where no row is of it.
    private var copyRemark: String {
        let count = copy.savedAt == nil ? 0 : model.rows.count(where: \.isCopied)
        guard count > 0 else { return "" }
        let live = model.rows.count - count
        let words = "\(DisplayText.count(count)) from the local copy"
        guard !isLoaded else { return words }
        return (live > 0 ? "\(DisplayText.count(live)) so far, " : "") + words + (jobs.isLoading ? "; loading" : "")
    }

    private mutating func load() -> Effect<Event> {
        jobs.begin()
        arriving.begin()
        return .run("load") { services, send in
            for await update in JobListLoader(jobs: services.cloud, detailLimit: 0).updates() {
                send(.listing(update))
            }
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return [load()]
        case .copied(let found): return take(found, context)
        case .keepDue: return arriving.isBrokenOff ? [] : copy.keep(model.rows, context)
        case .stop(let stop): return take(stop, context)
        case .described(let job):
            if job != model.row(job.id) { unchanged = 0 }
            return amend(job.id, context) { $0 = job }
        case .listing(.page(let page)):
            arriving.append(page)
            // The first rows ever are shown as they come; a refresh replaces the old ones when it is whole.
            if jobs.value == nil { show(withCopied(arriving.rows), context) }
            return []
        case .listing(.leftOut(let count)):
            arriving.leaveOut(count)
            return []
        case .listing(.details(let job)): return update(.described(job), context)
        case .listing(.finished(let isComplete)):
            let before = model.rows
            show(arriving.end(isComplete: isComplete), context)
            unchanged = jobs.value != nil && model.rows == before ? unchanged + 1 : 0
            copy.drop()
            jobs.succeed(model.rows.count, at: context.now)
            return [
                readDetails(context), .after("refresh", seconds: interval(context), .refreshDue),
                // Details have mostly come by then.
                .after("keep", seconds: 3, .keepDue),
            ].compactMap { $0 }
        case .listing(.failed(let failure)):
            return takePart(failure, context)
        }
    }

    /// Shows what came before the listing broke off, with the rows that an earlier one had beyond it.
    private mutating func takePart(_ failure: AWSFailure, _ context: Context) -> [Effect<Event>] {
        let wait = failure.isThrottling ? context.refresh.quiet : context.refresh.active
        guard let came = arriving.breakOff() else {
            jobs.fail(LoadFailure(failure, at: context.now, retryIn: wait))
            return [.after("refresh", seconds: wait, .refreshDue)]
        }
        let known = Set(came.map(\.id))
        let older = model.rows.filter { !known.contains($0.id) && (isLoaded || $0.isCopied) }
        show((came + older).sorted { $0.createdAt > $1.createdAt }, context)
        jobs.succeed(
            model.rows.count, at: context.now,
            lacking: .brokenOff(
                after: DisplayText.counted(came.count, "job"), failure, at: context.now, retryIn: wait))
        return [readDetails(context), .after("refresh", seconds: wait, .refreshDue)].compactMap { $0 }
    }

    /// Where nothing changes, the pace slows down to the quiet one. Long lists are asked for less often: each refresh costs
    /// a request for every hundred rows.
    private func interval(_ context: Context) -> Double {
        let isRunning = model.rows.contains(where: \.isRunning)
        let active = context.refresh.active * Double(1 << min(unchanged, 4))
        let base = isRunning ? min(active, context.refresh.quiet) : context.refresh.quiet
        return max(base, Double(model.rows.count) / 50)
    }

    /// Reads what only a description knows: of rows that have none yet or have changed, and now and then of running ones,
    /// whose candidates come without the job's own time changing.
    private mutating func readDetails(_ context: Context) -> Effect<Event>? {
        let looksAtRunning = lookedAtRunning.map { context.now.seconds(since: $0) >= context.refresh.quiet * 2 } ?? true
        if looksAtRunning { lookedAtRunning = context.now }
        var wanted = model.rows.prefix(Self.detailedRows).filter {
            // What is denied stays so for a while.
            let isMissing = !$0.isDescribed && (looksAtRunning || $0.descriptionFailure?.deniedAction == nil)
            return isMissing || changed.contains($0.id) || (looksAtRunning && $0.isRunning)
        }
        changed = []
        if let selected = model.selected, !selected.isDescribed, selected.descriptionFailure?.deniedAction == nil,
            !wanted.contains(where: { $0.id == selected.id })
        {
            wanted.append(selected)
        }
        guard !wanted.isEmpty else { return nil }
        return .run("details") { [wanted] services, send in
            for await job in JobListLoader(jobs: services.cloud).details(of: wanted) { send(.described(job)) }
        }
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        guard let job = model.selected, !job.isDescribed else { return [] }
        return [
            .run("selected details") { services, send in
                // Rows that are only passed over are not asked for.
                do { try await services.clock.sleep(seconds: 0.15) } catch { return }
                for await job in JobListLoader(jobs: services.cloud).details(of: [job]) { send(.described(job)) }
            }
        ]
    }

    /// Shows rows; details that an earlier load had read stay until newer ones come.
    private mutating func show(_ rows: [JobOverview], _ context: Context) {
        let known = rows.map { row -> JobOverview in
            guard !row.isCopied, var before = model.row(row.id) else { return row }
            if before.isCopied {
                // What has ended and wasn't touched since is as it was; anything else may have changed.
                guard !row.isRunning, before.status == row.status, before.modifiedAt == row.modifiedAt,
                    row.modifiedAt.isKnown
                else { return row }
                before.isCopied = false
                return before
            }
            guard before.isDescribed, before.modifiedAt == row.modifiedAt || row.isRunning else {
                var row = row
                row.descriptionFailure = before.descriptionFailure
                return row
            }
            if before.modifiedAt == row.modifiedAt { return before }
            changed.insert(row.id)
            return before.refreshed(by: row)
        }
        showRows(known, context)
    }

    /// Rows that came, and the copied ones that they aren't among, newest first.
    private func withCopied(_ rows: [JobOverview]) -> [JobOverview] {
        let came = Set(rows.map(\.id))
        let copied = model.rows.filter { $0.isCopied && !came.contains($0.id) }
        return copied.isEmpty ? rows : (rows + copied).sorted { $0.createdAt > $1.createdAt }
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let job = model.selected, job.isNamed else { return [] }
        return [.navigate(.push(CandidatesScreen(job: job)))]
    }

    func nextChange(after now: Timestamp) -> Double? {
        // Ages count in minutes once they are older than one; running jobs show no seconds either. Newest come first.
        (model.rows.first?.age(at: now) ?? .infinity).magnitude < 60 ? 1 : 30
    }

    func listArea(in area: Rect) -> Rect { area.inset(top: jobs.staleRows) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            if isFilteredEmpty {
                drawNoMatches(on: &canvas, in: area)
            } else {
                canvas.emptyState(
                    of: jobs, in: area, loading: "loading Autopilot jobs",
                    empty: "no Autopilot jobs in \(canvas.connection.region)",
                    hint:
                        "F9 switches profile; or start with another --region, or create an Autopilot job")
            }
            return
        }
        let list = canvas.staleLine(of: jobs, in: area)
        let reason = model.selected.flatMap { job in
            job.failureReason
                ?? job.descriptionFailure.map {
                    "details missing: \($0.problem)\($0.remedy.isEmpty ? "" : ": \($0.remedy)")"
                }
        }
        let reasonRows = reason == nil ? 0 : min(4, list.rows / 3)
        let (bottom, top) = list.splitBottom(reasonRows)
        drawList(on: &canvas, in: top)
        if let reason {
            canvas.rule(at: bottom.origin, columns: bottom.columns)
            canvas.paragraph(
                "\(canvas.glyphs.failed) \(reason)", in: bottom.inset(left: 3, top: 1, right: 1), .statusFailed)
        }
    }

    static let commands: [Command<JobsScreen, Event>] =
        [
            Command(
                "jobs.open", "candidates", help: "Show the job's candidates as a leaderboard.",
                chords: ["Enter", "Right", "l"], footerRank: 1,
                availability: { screen in
                    guard screen.model.selected?.isNamed != false else {
                        return .unavailable("SageMaker's response has no name for this job")
                    }
                    return needsRow(screen)
                },
                run: { $0.activate($1) }),
            Command(
                "jobs.launch", "new transform", help: "Start a batch transform with the job's best candidate.",
                chords: ["n"], footerRank: 2,
                availability: { screen in
                    guard let job = screen.model.selected else { return needsRow(screen) }
                    return .when(
                        job.bestCandidateName != nil,
                        otherwise: job.isDescribed ? "the job has no best candidate" : "the job is still loading")
                },
                run: { screen, _ in
                    guard let job = screen.model.selected else { return [] }
                    return [.navigate(.push(CandidatesScreen(job: job, launchesBest: true)))]
                }),
            Command(
                "jobs.about", "about the job",
                help: "Show the job's problem, data, notebooks and endpoint.", chords: ["i"],
                footerRank: 3,
                availability: { screen in
                    guard screen.model.selected?.isNamed != false else {
                        return .unavailable("SageMaker's response has no name for this job")
                    }
                    return needsRow(screen)
                },
                run: { screen, _ in
                    screen.model.selected.map { [.navigate(.push(JobDetailScreen(job: $0)))] } ?? []
                }),
            Command(
                "jobs.copy", "copy ARN", help: "Copy the job's ARN.", chords: ["y"], footerRank: 70,
                availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map { [.copy($0.arn, announcing: "copied the ARN of \($0.name)")] } ?? []
                }),
            Command(
                "jobs.refresh", "refresh", help: "Refresh the list.", chords: ["r"], footerRank: 62,
                run: { screen, _ in [screen.load()] }),
        ] + stopCommands("jobs") + listCommands
}

/// The columns of the job list.
enum JobColumns {
    static let all: [ListColumn<JobOverview>] = [
        ListColumn(
            "job", width: .flexible(min: 16, weight: 6, max: 40), cut: .middle,
            isAscending: { $0.name < $1.name },
            cell: { job, canvas in
                guard job.isCopied else { return StyledText(job.title, canvas.theme[.textStrong]) }
                return StyledText("\(job.title) (local copy)", canvas.theme[.textDim])
            }),
        ListColumn(
            "status", width: .fixed(13), isAscending: { $0.status.rawValue < $1.status.rawValue },
            cell: { job, canvas in
                let status = StatusWord(jobStatus: job.status.rawValue)
                return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
            }),
        ListColumn(
            "step", width: .flexible(min: 12, weight: 1, max: 29), priority: 6,
            cell: { job, canvas in
                // The second status repeats the first where a job has ended.
                let step = job.secondaryStatus.rawValue
                return StyledText(step == job.status.rawValue ? "" : step, canvas.theme[.textDim])
            }),
        ListColumn(
            "problem", width: .fixed(11), priority: 4,
            isAscending: { ($0.problemType ?? "") < ($1.problemType ?? "") },
            cell: { job, canvas in StyledText(job.problemType ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "objective", width: .flexible(min: 13, weight: 1, max: 28), priority: 5,
            alsoFoundBy: { $0.objective?.name ?? "" },
            cell: { job, canvas in
                guard let objective = job.objective else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                let arrow = objective.direction == .minimize ? canvas.glyphs.down : canvas.glyphs.up
                return StyledText("\(objective.title) \(arrow)", canvas.theme[.text])
            }),
        ListColumn(
            "best", width: .fixed(9), alignment: .right, priority: 1,
            isAscending: { ($0.bestValue ?? -.infinity) < ($1.bestValue ?? -.infinity) }, number: { $0.bestValue },
            cell: { job, canvas in
                guard let value = job.bestValue else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.metric(value), canvas.theme[.textStrong])
            }),
        ListColumn(
            "candidates", width: .fixed(10), alignment: .right, priority: 3,
            isAscending: { ($0.candidatesFinished ?? 0) < ($1.candidatesFinished ?? 0) },
            number: { $0.candidatesFinished.map(Double.init) },
            cell: { job, canvas in StyledText(job.candidatesText ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 2,
            isAscending: { $0.createdAt > $1.createdAt },
            cell: { job, canvas in
                StyledText(
                    job.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
        ListColumn(
            "duration", width: .fixed(8), alignment: .right, priority: 4,
            isAscending: {
                ($0.endedAt.flatMap($0.age) ?? 0) < ($1.endedAt.flatMap($1.age) ?? 0)
            },
            cell: { job, canvas in
                guard !job.isRunning, let seconds = job.duration(at: canvas.now) else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.age(seconds: seconds), canvas.theme[.textDim])
            }),
    ]
}

extension JobOverview {
    /// The details known so far with the status of a newer listing, until the details are read again.
    func refreshed(by row: JobOverview) -> JobOverview {
        var job = self
        job.status = row.status
        job.secondaryStatus = row.secondaryStatus
        job.modifiedAt = row.modifiedAt
        job.endedAt = row.endedAt
        job.failureReason = row.failureReason
        job.partialFailures = row.partialFailures
        return job
    }
}
