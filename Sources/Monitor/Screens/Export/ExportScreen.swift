import AWSOperations
import BatchInference
import Console

/// A launch as code, a tab for each form; the one shown can be copied or saved.
struct ExportScreen: PageScreen {
    enum Event: Sendable {
        /// The plan, and what running it would overwrite.
        case read(ClonedPlan, warnings: [String])
        case failed(LoadFailure)
    }

    /// The past transform whose plan is read first; nil where the plan was at hand.
    private let transform: String?
    private var export: LaunchExport?
    private var place: LaunchExport.Place?
    private var load = Loadable<[String]>()
    private(set) var form = ExportForm.awsCLI
    private var page = TextPage()

    var crumb: String { "Export" }

    /// The export of a plan.
    init(_ plan: LaunchPlan, _ connection: Connection) {
        transform = nil
        export = LaunchExport(plan, at: Self.place(connection))
    }

    /// The export of a past transform, to be run again under new names.
    init(transform: String) {
        self.transform = transform
    }

    private static func place(_ connection: Connection) -> LaunchExport.Place {
        LaunchExport.Place(
            region: connection.region, profile: connection.profile.flatMap { $0 == "default" ? nil : $0 })
    }

    var freshness: Freshness? { transform == nil ? nil : Freshness(load) }

    var text: String { export?.text(as: form) ?? "" }
    private var gaps: [String] { export?.gaps(in: form) ?? [] }

    var statusLine: StatusLine {
        guard export != nil else { return StatusLine() }
        let notes = gaps.map { "left out: \($0)" } + (load.value ?? [])
        return StatusLine(
            left: notes.first ?? "the two requests a launch sends",
            right: "\(ExportText.lines(text, as: form).count) lines")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard let transform, export == nil else { return [] }
        place = Self.place(context.connection)
        load.begin()
        let region = context.connection.region
        return [
            .run("clone") { services, send in
                do {
                    let clone = try await TransformCloner(services).plan(like: transform, now: services.clock.now)
                    let warnings = await OverwriteNotice.texts(
                        for: clone.plan, region: region, from: services.cloud, clock: services.clock)
                    send(.read(clone, warnings: warnings))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .read(let clone, let warnings):
            if let place { export = LaunchExport(clone.plan, at: place) }
            export?.warnings = warnings
            load.succeed(warnings + clone.notes + [clone.outputNote].compactMap(\.self), at: context.now)
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        scrollByWheel(event, context)
        switch event.action {
        case .press(.left) where event.point.row == context.area.top:
            if let tab = Self.tabs(in: context.area).first(where: { $0.columns.contains(event.point.column) }) {
                show(tab.form)
            }
        default: break
        }
        return []
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        page.scroll(
            by: rows, lines: ExportText.lines(text, as: form).count, height: Self.body(of: context.area).rows)
    }

    func pageRows(_ context: Context) -> Int { Self.body(of: context.area).rows }

    private mutating func show(_ form: ExportForm) {
        guard form != self.form else { return }
        self.form = form
        page.toStart()
    }

    private mutating func turn(by steps: Int) {
        let forms = ExportForm.allCases
        let place = forms.firstIndex(of: form) ?? 0
        show(forms[(place + steps + forms.count) % forms.count])
    }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1, top: 2) }

    private static func tabs(in area: Rect) -> [(form: ExportForm, columns: Range<Int>)] {
        var column = area.left + 1
        return ExportForm.allCases.map { form in
            let width = TextWidth.columns(form.title) + 2
            defer { column += width }
            return (form, column..<column + width)
        }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard export != nil else {
            return canvas.emptyState(
                of: load, in: area, loading: "reading the settings of \(transform ?? "the transform")", empty: "")
        }
        for tab in Self.tabs(in: area) {
            let isShown = tab.form == form
            canvas.text(
                isShown ? "[\(tab.form.title)]" : " \(tab.form.title) ",
                at: Point(column: tab.columns.lowerBound, row: area.top), isShown ? .accent : .textDim,
                columns: max(area.right - tab.columns.lowerBound, 0))
        }
        let lines = ExportText.lines(text, as: form).map { runs in
            StyledText(runs.map { StyledText.Span($0.text, canvas.theme[$0.role]) })
        }
        page.draw(lines, on: &canvas, in: Self.body(of: area))
    }

    private static func isReady(_ screen: ExportScreen) -> Availability {
        .when(screen.export != nil, otherwise: "still loading")
    }

    static let commands: [Command<ExportScreen, Event>] =
        [
            Command(
                "export.next", "next format", help: "Show the next format.", chords: ["Tab", "Right", "l"],
                footerRank: 1,
                availability: isReady,
                run: { screen, _ in
                    screen.turn(by: 1)
                    return []
                }),
            Command(
                "export.previous", "previous format", help: "Show the previous format.",
                chords: ["Shift-Tab", "Left", "h"],
                availability: isReady,
                run: { screen, _ in
                    screen.turn(by: -1)
                    return []
                }),
            Command(
                "export.copy", "copy", help: "Copy the whole text shown.", chords: ["y"], footerRank: 2,
                availability: isReady,
                run: { screen, _ in [.copy(screen.text, announcing: "copied the \(screen.form.title) text")] }),
            Command(
                "export.save", "save", help: "Save the text shown to a file.", chords: ["s", "Ctrl-S"],
                footerRank: 3, availability: isReady,
                run: { screen, _ in
                    guard let export = screen.export else { return [] }
                    return [
                        .navigate(
                            .push(
                                FilePathScreen(
                                    title: "Save \(screen.form.title)", path: export.fileName(as: screen.form),
                                    purpose: .save(screen.text, what: "the \(screen.form.title) text"))))
                    ]
                }),
            Command(
                "export.again", "try again", help: "Read the transform again.", chords: ["r"], footerRank: 4,
                availability: {
                    .when($0.export == nil && !$0.load.isLoading, otherwise: "nothing to retry")
                },
                run: { screen, context in screen.appear(context) }),
        ] + pageCommands("export", ranks: [.down: 5, .up: 6])
}

/// Code as lines of a screen: comments, strings and the rest in their roles.
enum ExportText {
    /// One run of a line.
    typealias Run = (text: String, role: StyleRole)

    static func lines(_ text: String, as form: ExportForm) -> [[Run]] {
        // The text ends with a line break, behind which nothing follows.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return lines.map { form == .json ? json(String($0)) : code(String($0)) }
    }

    private static func code(_ line: String) -> [Run] {
        line.drop { $0 == " " }.hasPrefix("#") ? [(line, .textDim)] : strings(line, quote: "'")
    }

    /// A JSON line has one key at most, which a colon follows.
    private static func json(_ line: String) -> [Run] {
        var runs = strings(line, quote: "\"")
        for index in runs.indices.dropLast() where runs[index].role == .codeString {
            if runs[index + 1].text.hasPrefix(":") { runs[index].role = .codeKey }
        }
        return runs
    }

    private static func strings(_ line: String, quote: Character) -> [Run] {
        var runs: [Run] = []
        var current = ""
        var isInside = false
        var isEscaped = false
        for character in line {
            if isInside {
                current.append(character)
                if character == quote, !isEscaped {
                    runs.append((current, .codeString))
                    current = ""
                    isInside = false
                }
                isEscaped = character == "\\" && !isEscaped
            } else if character == quote {
                if !current.isEmpty { runs.append((current, .text)) }
                current = String(character)
                isInside = true
                isEscaped = false
            } else {
                current.append(character)
            }
        }
        if !current.isEmpty { runs.append((current, isInside ? .codeString : .text)) }
        return runs
    }
}
