import AWSOperations
import BatchInference
import Console

/// How right all predictions of a transform are, beside a column that holds the true values.
struct EvaluationScreen: PageScreen {
    enum Event: Sendable {
        case progress(SummaryProgress)
        case finished(EvaluationSummary)
        case stopped(String)
    }

    private let source: SummaryScreen.Source
    private let columns: [RowPager.Column]
    /// The column with the true values; nil until one is chosen, where the input has none that training predicted.
    private(set) var target: RowPager.Column?
    private(set) var by: RowPager.Column?
    /// The probabilities that the threshold can have.
    private static let thresholds = (0...20).map { Double($0) / 20 }
    private var thresholdPlace = 10
    var threshold: Double { Self.thresholds[thresholdPlace] }
    private(set) var result: EvaluationSummary?
    private var progress = SummaryProgress()
    private(set) var isRunning = false
    private(set) var problem: String?
    private var page = TextPage()

    init(_ source: SummaryScreen.Source) {
        self.source = source
        columns = RowPager.columns(of: source.preview).filter { $0.side == .input }
        // The column that training had and the features don't.
        let names = source.preview.names
        let others = names.trained.map(\.name).filter { name in !names.features.contains { $0.name == name } }
        target = columns.first { column in others.contains { $0.hasSameBytes(as: column.title) } }
    }

    var crumb: String { "Evaluation" }

    var statusLine: StatusLine {
        guard let result else {
            let read = progress.objects > 0 ? "\(DisplayText.percent(progress.share)) read" : "reading"
            return StatusLine(left: isRunning ? read : problem ?? "", right: isRunning ? "Esc stops" : "")
        }
        let rows = result.figures?.rows ?? 0
        let problems = result.shortfalls.count
        return StatusLine(
            left: "\(DisplayText.counted(rows, "row")) of \(source.name)",
            right: problems == 0 ? "" : DisplayText.counted(problems, "problem"))
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { result == nil && !isRunning ? run() : [] }

    private mutating func run() -> [Effect<Event>] {
        guard let target else { return [] }
        (result, problem, isRunning) = (nil, nil, true)
        progress = SummaryProgress()
        page.toStart()
        var request = OutputEvaluator.Request(target: ColumnReference(target, of: source.preview))
        request.slicedBy = by.map { ColumnReference($0, of: source.preview) }
        request.forms = source.preview.forms
        let (read, asked) = (source, request)
        return [
            .run("evaluation", .screen) { services, send in
                do {
                    let evaluation = try await OutputEvaluator(
                        storage: services.cloud, job: read.job, names: read.preview.names
                    ).evaluation(of: asked, in: read.listing) { send(.progress($0)) }
                    // Ranges take a moment, which is none of the loop's.
                    send(.finished(EvaluationSummary(evaluation, thresholds: Self.thresholds)))
                } catch {
                    if !Task.isCancelled { send(.stopped(AWSFailure(wrapping: error).problem)) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .progress(let progress): if isRunning { self.progress = progress }
        case .finished(let summary): (isRunning, result) = (false, summary)
        case .stopped(let text): (isRunning, problem) = (false, text)
        }
        return []
    }

    // MARK: Choosing

    private mutating func chooseTarget(by steps: Int) -> [Effect<Event>] {
        guard !columns.isEmpty else { return [] }
        let place = target.flatMap { columns.firstIndex(of: $0) } ?? (steps > 0 ? -1 : 0)
        target = columns[(place + steps + columns.count) % columns.count]
        if by == self.target { by = nil }
        return run()
    }

    /// Goes through the columns that rows can be distinguished by, none of them first.
    private mutating func chooseOther(by steps: Int) -> [Effect<Event>] {
        let others = [nil] + columns.filter { $0 != target }.map(Optional.some)
        let place = others.firstIndex(of: by) ?? 0
        by = others[(place + steps + others.count) % others.count]
        return run()
    }

    private mutating func moveThreshold(by steps: Int) -> [Effect<Event>] {
        thresholdPlace = min(max(thresholdPlace + steps, 0), Self.thresholds.count - 1)
        return []
    }

    // MARK: Drawing

    mutating func scroll(by rows: Int, _ context: Context) {
        page.scroll(by: rows, lines: lines(nil, columns: context.area.columns - 2).count, height: pageRows(context))
    }

    func pageRows(_ context: Context) -> Int { max(context.area.rows - 1, 1) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard let target else {
            let why =
                columns.isEmpty
                ? "the predictions can't be paired with their input, which holds the true values"
                : "→ and ← choose the column with the true values"
            let what =
                columns.isEmpty
                ? "no column to compare with" : "the input doesn't have the column that the model predicts"
            return canvas.message([(what, .text), (why, .textDim)], in: area)
        }
        let (line, rest) = area.inset(left: 1).splitTop(1)
        let slicing = by.map { "   by \($0.title)" } ?? ""
        canvas.text("true values in \(target.title)\(slicing)", in: line, .label)
        guard result != nil else {
            let text = isRunning ? "comparing" : problem ?? "stopped; r reads again"
            return canvas.message([(text, problem == nil ? .textDim : .statusFailed)], in: rest)
        }
        page.draw(lines(canvas.theme, columns: rest.columns - 1), on: &canvas, in: rest)
    }

    private func lines(_ theme: Theme?, columns: Int) -> [StyledText] {
        guard let result else { return [] }
        return EvaluationPage(summary: result, threshold: threshold).lines(theme, columns: columns)
    }

    /// The figures as Markdown, for a report.
    var markdown: String {
        guard let result else { return "" }
        return EvaluationPage(summary: result, threshold: threshold).markdown(
            transform: source.job.transformJobName)
    }

    static let commands: [Command<EvaluationScreen, Event>] =
        [
            Command(
                "evaluation.stop", "stop", help: "Stop reading.", chords: [.stop, "Esc"],
                availability: { .when($0.isRunning, otherwise: "nothing in progress") },
                run: { screen, _ in
                    screen.isRunning = false
                    return [.cancel("evaluation")]
                }),
            Command(
                "evaluation.target", "next column", help: "Read the true values from the next input column.",
                chords: ["Right", "l"], footerRank: 1, availability: hasColumns,
                run: { screen, _ in screen.chooseTarget(by: 1) }),
            Command(
                "evaluation.target-before", "previous column",
                help: "Read the true values from the previous input column.",
                chords: ["Left", "h"], availability: hasColumns, run: { screen, _ in screen.chooseTarget(by: -1) }),
            Command(
                "evaluation.by", "by next column",
                help: "Show the figures for each value of the next column, or of none.",
                chords: ["b"], footerRank: 2, availability: hasColumns,
                run: { screen, _ in screen.chooseOther(by: 1) }),
            Command(
                "evaluation.by-before", "by previous column",
                help: "Show the figures for each value of the previous column, or of none.",
                chords: ["B"], availability: hasColumns, run: { screen, _ in screen.chooseOther(by: -1) }),
            Command(
                "evaluation.threshold-up", "higher threshold", help: "Raise the threshold of the second class by 0.05.",
                chords: ["+", "="], footerRank: 3, availability: hasCurve,
                run: { screen, _ in screen.moveThreshold(by: 1) }),
            Command(
                "evaluation.threshold-down", "lower threshold",
                help: "Lower the threshold of the second class by 0.05.",
                chords: ["-"], availability: hasCurve, run: { screen, _ in screen.moveThreshold(by: -1) }),
            Command(
                "evaluation.copy", "copy as Markdown", help: "Copy the figures as Markdown.", chords: ["y"],
                footerRank: 4, availability: hasFigures,
                run: { screen, _ in [.copy(screen.markdown, announcing: "copied the figures as Markdown")] }),
            Command(
                "evaluation.save", "save as Markdown", help: "Write the figures to a Markdown file.", chords: ["w"],
                footerRank: 5, availability: hasFigures,
                run: { screen, _ in
                    [
                        .navigate(
                            .push(
                                FilePathScreen(
                                    title: "Save the evaluation",
                                    path: "\(screen.source.job.transformJobName)-evaluation.md",
                                    purpose: .save(screen.markdown, what: "the evaluation"))))
                    ]
                }),
            Command(
                "evaluation.again", "read again", help: "Read all rows again.", chords: ["r"], availability: hasColumns,
                run: { screen, _ in screen.run() }),
        ] + pageCommands("evaluation")

    @Sendable private static func hasColumns(_ screen: EvaluationScreen) -> Availability {
        .when(!screen.columns.isEmpty, otherwise: "no column of the input to compare with")
    }

    @Sendable private static func hasFigures(_ screen: EvaluationScreen) -> Availability {
        .when(screen.result?.figures != nil, otherwise: "no figures yet")
    }

    @Sendable private static func hasCurve(_ screen: EvaluationScreen) -> Availability {
        .when(
            screen.result?.figures?.positiveClass != nil,
            otherwise: "a threshold needs two classes with probabilities")
    }
}
