import AWSOperations
import BatchInference
import Console

/// Everything known of one transform: settings, times, the whole failure reason, likely causes.
struct TransformDetailScreen: PageScreen, TransformActions {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
        case stop(StopProgress<TransformOverview>)
        case background(RunBackground)
        /// What was found of the record that a cause is about, by the cause's first object.
        case record(String, of: Diagnosis)
    }

    private var row: TransformRow
    /// The records that were looked for; empty while one is.
    private var records: [Diagnosis: String] = [:]
    private(set) var snapshot: TransformSnapshot?
    private var background: RunBackground
    private var page = TextPage()

    init(overview: TransformOverview, snapshot: TransformSnapshot?, background: RunBackground = RunBackground()) {
        row = TransformRow(overview)
        self.snapshot = snapshot
        self.background = background
    }

    var crumb: String { row.overview.name }
    var subject: TransformOverview? { row.overview }
    var whyNoSubject: String { "" }
    static func event(_ stop: StopProgress<TransformOverview>) -> Event { .stop(stop) }

    var freshness: Freshness? {
        Freshness(loadedAt: snapshot?.readAt, isLoading: snapshot == nil, failure: nil)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { refresh(context) }

    mutating func refresh(_ context: Context) -> [Effect<Event>] {
        let (name, pace) = (row.overview.name, context.refresh.watch)
        return lookUp(context) + [
            .run("watch") { services, send in
                let watcher = TransformWatcher(
                    services: services.cloud, clock: services.clock, pace: pace, journal: services.journal,
                    checksRecords: true)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let snapshot):
            let wasDescribed = row.overview.isDescribed
            self.snapshot = snapshot
            if let overview = snapshot.overview { row.take(overview) }
            var effects: [Effect<Event>] = snapshot.overview.map { [.observed([$0])] } ?? []
            effects += keep(snapshot, context)
            if !wasDescribed { effects += lookUp(context) }
            return effects + findRecords()
        case .background(let background):
            self.background = background
            return []
        case .record(let text, let diagnosis):
            records[diagnosis] = text
            return []
        case .stop(let stop): return take(stop, context)
        }
    }

    private func lookUp(_ context: Context) -> [Effect<Event>] {
        let overview = row.overview
        guard overview.isDescribed else { return [] }
        return [
            .run("background") { services, send in
                let found = await PastRuns(services, context).background(
                    of: overview, searchesAccount: !overview.isEnded)
                if !Task.isCancelled { send(.background(found)) }
            }
        ]
    }

    /// Looks for the records that ended transforms failed on, each once.
    private mutating func findRecords() -> [Effect<Event>] {
        guard row.overview.isEnded, let snapshot, let job = snapshot.description else { return [] }
        var effects: [Effect<Event>] = []
        for diagnosis in snapshot.diagnoses.prefix(Self.recordLimit)
        where diagnosis.clue != nil && records[diagnosis] == nil {
            guard let object = diagnosis.objects.first else { continue }
            records[diagnosis] = ""
            effects.append(
                .run(EffectID("record \(diagnosis.id) \(object)"), .screen) { services, send in
                    do {
                        let found = try await OffendingRecord.find(for: diagnosis, of: job, in: services.cloud)
                        send(.record(found?.text(of: object) ?? "", of: diagnosis))
                    } catch {
                        let problem = AWSFailure(wrapping: error).problem
                        send(.record("can't look for the record: \(problem)", of: diagnosis))
                    }
                })
        }
        return effects
    }

    /// Causes whose records are looked for.
    private static let recordLimit = 5

    mutating func scroll(by rows: Int, _ context: Context) {
        let area = Self.body(of: context.area)
        let count = lines(
            columns: area.columns - 1, theme: nil, now: context.now, limits: context.limits[row.overview.arn]
        ).count
        page.scroll(by: rows, lines: count, height: area.rows)
    }

    func nextChange(after now: Timestamp) -> Double? { row.overview.isEnded ? 30 : 1 }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1) }

    private func lines(columns: Int, theme: Theme?, now: Timestamp, limits: StopLimits?) -> [StyledText] {
        TransformFacts(
            overview: row.overview, snapshot: snapshot, background: background, limits: limits, records: records
        )
        .lines(columns: columns, theme: theme, now: now)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let area = Self.body(of: area)
        let lines = lines(
            columns: area.columns - 1, theme: canvas.theme, now: canvas.now, limits: canvas.limits[row.overview.arn])
        page.draw(lines, on: &canvas, in: area)
    }

    static let commands: [Command<TransformDetailScreen, Event>] =
        transformCommands("detail", outputChords: ["o", "3", "Enter"]) + pageCommands("detail", ranks: [.down: 7])
}

extension Diagnosis.Side {
    /// As a title has it.
    var word: String {
        switch self {
        case .input: "in the input"
        case .output: "in the output"
        case .container: "in the container"
        case .access: "in the role's permissions"
        case .service: "in AWS"
        }
    }
}

/// A transform's facts as lines: a title, a name with its value, or a paragraph.
struct TransformFacts {
    private enum Line {
        case title(String)
        case fact(String, String)
        case paragraph(String, StyleRole)
    }

    private static let nameColumns = 18
    /// Objects of one cause that are named.
    private static let objectLimit = 20

    let overview: TransformOverview
    let snapshot: TransformSnapshot?
    var background = RunBackground()
    var limits: StopLimits?
    /// What was found of the records that causes are about.
    var records: [Diagnosis: String] = [:]

    /// The facts wrapped to so many columns; without a theme, where only the count of lines matters.
    func lines(columns: Int, theme: Theme?, now: Timestamp) -> [StyledText] {
        var page = TextPageBuilder(theme: theme, columns: columns)
        for line in lines(at: now) {
            switch line {
            case .title(let text): page.heading(text)
            case .fact(let name, let value): page.pair(name, value, nameColumns: Self.nameColumns)
            case .paragraph(let text, let role): page.text(text, role)
            }
        }
        return page.lines
    }

    private func lines(at now: Timestamp) -> [Line] {
        var lines: [Line] = [
            .fact("Status", Self.known(overview.status.rawValue)), .fact("ARN", Self.known(overview.arn)),
        ]
        if let reason = overview.failureReason {
            lines.append(.title("Failure reason"))
            lines.append(.paragraph(reason, .statusFailed))
        }
        for diagnosis in snapshot?.diagnoses ?? [] {
            let side = diagnosis.side.map { ": \($0.word)" } ?? ""
            lines.append(.title(diagnosis.isKnown ? "Likely cause\(side)" : "Cause"))
            lines.append(.paragraph(diagnosis.cause, .text))
            if diagnosis.objectCount > 1 {
                let named = diagnosis.objects.prefix(Self.objectLimit)
                lines += named.map { .paragraph("  \($0)", .textDim) }
                let others = diagnosis.objectCount - named.count
                if others > 0 { lines.append(.paragraph("  and \(DisplayText.count(others)) more", .textDim)) }
            }
            if let record = records[diagnosis], !record.isEmpty { lines.append(.paragraph(record, .text)) }
            lines.append(.paragraph("What to do: \(diagnosis.fix)", .accent))
            if diagnosis.isKnown { lines.append(.paragraph("From: \(diagnosis.evidence)", .textDim)) }
            lines += diagnosis.lines.map { .paragraph($0, .textDim) }
        }
        lines.append(.title("Times"))
        lines.append(.fact("Created", overview.createdAt.isKnown ? overview.createdAt.iso8601 : DisplayText.unknown))
        if let started = overview.startedAt { lines.append(.fact("Started", started.iso8601)) }
        if let ended = overview.endedAt { lines.append(.fact("Ended", ended.iso8601)) }
        let progress = TransformProgress(
            of: overview, work: snapshot?.work ?? ObservedWork(), background: background, at: now)
        for segment in progress.timeline.segments {
            lines.append(
                .fact(
                    segment.phase.rawValue.prefix(1).uppercased() + segment.phase.rawValue.dropFirst(),
                    segment.lengthText + (segment.isBilled ? ", billed for each instance" : ", not billed")
                        + (segment.remark.isEmpty ? "" : "; \(segment.remark)")))
        }
        if overview.isEnded, let seconds = overview.totalSeconds(at: now) {
            lines.append(.fact("Total", DisplayText.duration(seconds: seconds) + ", from creation to end"))
        }
        lines += Self.lines(of: progress, limits: limits, at: now)
        guard let job = snapshot?.description else { return lines }
        return lines + settings(of: job)
    }

    /// Cost, progress by each source, and what is unusual.
    private static func lines(of progress: TransformProgress, limits: StopLimits?, at now: Timestamp) -> [Line] {
        var lines: [Line] = []
        switch progress.cost {
        case .asking: break
        case .nothingYet: lines.append(.fact("Cost", "nothing yet: provisioning isn't billed"))
        case .known(let amount):
            lines.append(
                .fact("Cost", "\(amount.text)\(amount.isFinal ? "" : " so far"): \(amount.source(at: now))"))
        case .unknown(let reason): lines.append(.fact("Cost", "unknown: \(reason)"))
        }
        if let limits { lines.append(.fact("Stop limit", "asks to stop it at \(limits.text)")) }
        if let slowness = progress.slowness { lines.append(.paragraph(slowness.text, .statusWarning)) }
        if let silence = progress.silence { lines.append(.paragraph(silence.text, .statusWarning)) }
        guard !progress.evidence.isEmpty else { return lines }
        lines.append(.title("Progress"))
        if let share = progress.shareText { lines.append(.fact("Done", share)) }
        if let left = progress.leftText { lines.append(.fact("Left", left)) }
        for evidence in progress.evidence {
            let name =
                switch evidence.source {
                case .batches: "By the log"
                case .outputs: "By the outputs"
                case .pastRuns: "By past runs"
                }
            let parts = [
                evidence.basis, evidence.shareText.map { "\($0) done" } ?? "", evidence.leftText ?? "", evidence.remark,
            ]
            lines.append(.fact(name, parts.filter { !$0.isEmpty }.joined(separator: "; ")))
        }
        return lines
    }

    private static func known(_ text: String) -> String { text.isEmpty ? DisplayText.unknown : text }

    private static func instances(_ resources: TransformResources) -> String {
        guard resources.$instanceType != nil || resources.$instanceCount != nil else { return DisplayText.unknown }
        let count = resources.$instanceCount.map(String.init) ?? DisplayText.unknown
        return "\(count) × \(known(resources.instanceType.rawValue))"
    }

    private func settings(of job: DescribeTransformJobResponse) -> [Line] {
        let source = job.transformInput.dataSource.s3DataSource
        // What a description leaves out is the default, unless it leaves out all that it belongs to.
        let none = job.$transformInput == nil ? DisplayText.unknown : "None"
        var lines: [Line] = [
            .title("Input"), .fact("Location", Self.known(source.s3Uri)),
            .fact("Read as", Self.known(source.s3DataType.rawValue)),
            .fact("Content type", job.transformInput.contentType ?? DisplayText.unknown),
            .fact("Compression", job.transformInput.compressionType?.rawValue ?? none),
            .fact("Split", job.transformInput.splitType?.rawValue ?? none),
        ]
        if let output = job.transformOutput {
            lines += [
                .title("Output"), .fact("Location", Self.known(output.s3OutputPath)),
                .fact("Accept", output.accept ?? "the container's default"),
                .fact("Assemble", output.assembleWith?.rawValue ?? "None"),
            ]
            if let key = output.kmsKeyId, !key.isEmpty { lines.append(.fact("KMS key", key)) }
        }
        lines += [
            .title("Run"), .fact("Model", Self.known(job.modelName)),
            .fact("Instances", Self.instances(job.transformResources)),
            .fact("Batch strategy", job.batchStrategy?.rawValue ?? "default"),
            .fact("Max payload", job.maxPayloadInMB.map { "\($0) MB" } ?? "default"),
            .fact("Max concurrency", job.maxConcurrentTransforms.map(String.init) ?? "default"),
        ]
        if let processing = job.dataProcessing {
            lines += [
                .fact("Input filter", processing.inputFilter ?? "$"),
                .fact("Output filter", processing.outputFilter ?? "$"),
                .fact("Join", processing.joinSource?.rawValue ?? "None"),
            ]
        }
        for (name, value) in (job.environment ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append(.fact(name, value))
        }
        if let internalJob = job.autoMLJobArn { lines.append(.fact("Part of", internalJob)) }
        return lines
    }
}
