import AWSOperations
import BatchInference
import Console

/// Walks through S3 by folders; the object or prefix chosen goes to the screen below.
struct ObjectBrowserScreen: ListScreen {
    enum Event: Sendable {
        case page(S3Location, PrefixPage)
        case finished(S3Location)
        case failed(S3Location, AWSFailure)
        case peek(S3Location, ObjectPeek)
    }

    var model = ListModel<PrefixEntry>()
    let columns = ObjectColumns.all
    static let things = (one: "entry", many: "entries")
    var isLoaded: Bool { location == nil || entries.value != nil }
    /// The folder shown; nil until one is typed.
    private(set) var location: S3Location?
    private(set) var entries = Loadable<[PrefixEntry]>()
    /// The location while it is being typed.
    private(set) var typed: TextFieldState?
    private(set) var typedProblem: String?
    private(set) var peek: (location: S3Location, content: ObjectPeek)?
    private var arriving: [PrefixEntry] = []
    /// Entries that can't be shown: of the list on the screen, and of the one that arrives.
    private var leftOut = (shown: 0, arriving: 0)
    private var isComplete = false
    private let chosen: @Sendable (S3Location) -> any Sendable

    var crumb: String { "Browse S3" }
    var freshness: Freshness? { location == nil ? nil : Freshness(entries) }
    var takesText: Bool { typed != nil || isListTyping }

    /// `chosen` makes the event that the screen below understands.
    init(at location: S3Location?, chosen: @escaping @Sendable (S3Location) -> any Sendable) {
        self.location = location.map { Self.folder(of: $0) }
        self.chosen = chosen
        if location == nil { typed = TextFieldState("s3://") }
    }

    /// The folder that a location is in: itself where it ends in a slash or is a bucket's top.
    private static func folder(of location: S3Location) -> S3Location {
        if location.key.isEmpty || location.key.hasByteSuffix("/") { return location }
        return PrefixBrowser.parent(of: location) ?? S3Location(bucket: location.bucket)
    }

    var statusLine: StatusLine {
        guard entries.value != nil else { return StatusLine() }
        let all = model.rows.count
        let count = model.list.visible.count
        let shown = count == all ? DisplayText.count(all) : "\(count) of \(DisplayText.count(all))"
        let bytes = ByteSum.of(model.rows.lazy.compactMap(\.size))
        let over = model.rows.allSatisfy { $0.isFolder || $0.size != nil } ? "" : "over "
        let more = isComplete ? "" : ", and more"
        let unread = leftOut.shown == 0 ? "" : ", \(leftOut.shown) unreadable"
        return StatusLine(
            left:
                "\(shown) \(DisplayText.noun(all, "entry", "entries"))\(more)\(unread), "
                + "\(over)\(DisplayText.byteCount(bytes)) in objects here",
            right: listStatus)
    }

    // MARK: Loading

    mutating func appear(_ context: Context) -> [Effect<Event>] { load() }

    mutating func load() -> [Effect<Event>] {
        guard let location else { return [] }
        entries.begin()
        arriving = []
        leftOut.arriving = 0
        return [
            .run("list") { services, send in
                do {
                    for try await page in PrefixBrowser(storage: services.cloud).pages(under: location) {
                        send(.page(location, page))
                    }
                    send(.finished(location))
                } catch let failure as AWSFailure {
                    send(.failed(location, failure))
                } catch {
                    // Cancelled: the screen shows another folder by now.
                }
            }
        ]
    }

    mutating func go(to location: S3Location, selecting entry: String? = nil) -> [Effect<Event>] {
        self.location = location
        typed = nil
        typedProblem = nil
        entries = Loadable()
        peek = nil
        isComplete = false
        leftOut = (0, 0)
        model = ListModel()
        if let entry { model.list.select(ByteText(entry)) }
        return [.cancel("peek")] + load()
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .page(let place, let page):
            guard place == location else { return [] }
            arriving += page.entries
            leftOut.arriving += page.leftOut
            isComplete = page.isLast
            // A refresh replaces the rows when it is whole, so that none vanish meanwhile.
            guard entries.value == nil else { return [] }
            show(context)
            return selectionChanged(context)
        case .finished(let place):
            guard place == location else { return [] }
            show(context)
            entries.succeed(model.rows, at: context.now)
            return peek == nil ? selectionChanged(context) : []
        case .failed(let place, let failure):
            guard place == location else { return [] }
            guard !arriving.isEmpty else {
                entries.fail(LoadFailure(failure, at: context.now))
                return []
            }
            show(context)
            isComplete = false
            let came = DisplayText.counted(arriving.count, "entry", "entries")
            entries.succeed(model.rows, at: context.now, lacking: .brokenOff(after: came, failure, at: context.now))
            return peek == nil ? selectionChanged(context) : []
        case .peek(let place, let content):
            guard let selected = model.selected, selected.location == place else { return [] }
            peek = (place, content)
            return []
        }
    }

    private mutating func show(_ context: Context) {
        leftOut.shown = leftOut.arriving
        showRows(arriving.filter(\.isFolder) + arriving.filter { !$0.isFolder }, context)
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        guard let entry = model.selected, !entry.isFolder else {
            peek = nil
            return [.cancel("peek")]
        }
        guard peek?.location != entry.location else { return [] }
        peek = nil
        let location = entry.location
        return [
            .run("peek") { services, send in
                // Objects that are only passed over are not read.
                do { try await services.clock.sleep(seconds: 0.15) } catch { return }
                send(.peek(location, await ObjectPeek.read(location, from: services.cloud)))
            }
        ]
    }

    // MARK: Acting

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        switch model.selected {
        case .folder(let folder)?: go(to: folder)
        case .object(let object, _, _)?: choose(object)
        case nil: []
        }
    }

    func choose(_ location: S3Location) -> [Effect<Event>] { [.navigate(.finish(chosen(location)))] }

    mutating func goUp() -> [Effect<Event>] {
        guard let location, let parent = PrefixBrowser.parent(of: location) else { return [] }
        return go(to: parent, selecting: location.uri)
    }

    mutating func beginTyping() {
        typed = TextFieldState(location?.uri ?? "s3://")
        typedProblem = nil
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard var field = typed else { return typeIntoList(chord, context) }
        switch chord {
        case "Esc":
            // Without a folder to fall back to, Esc leaves the screen.
            guard location != nil else { return nil }
            typed = nil
            return []
        default:
            guard field.handle(chord) else { return nil }
            typed = field
            typedProblem = nil
            return []
        }
    }

    mutating func goToTyped() -> [Effect<Event>] {
        guard let text = (typed?.text).map(PastedText.trimmed) else { return [] }
        let uri = S3Location(url: text)?.uri ?? (text.hasBytePrefix("s3://") ? text : "s3://\(text)")
        switch S3Location.parse(uri) {
        case .success(let location): return go(to: Self.folder(of: location), selecting: location.uri)
        case .failure(let problem):
            typedProblem = problem.description
            return []
        }
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        if typed != nil {
            let text = PastedText.trimmed(text)
            // A whole address replaces what is there; a part of one goes where the cursor is.
            if text.hasBytePrefix("s3://") || S3Location(url: text) != nil { typed = TextFieldState() }
            typed?.insert(text)
            typedProblem = nil
            return []
        }
        return pasteIntoFilter(text, context)
    }

    func listArea(in area: Rect) -> Rect {
        ObjectBrowserLayout(area).list.inset(top: entries.staleRows)
    }
}

extension ObjectBrowserScreen {
    static let commands: [Command<ObjectBrowserScreen, Event>] =
        [
            Command(
                "browse.go", "go there", help: "Go to the location you typed.", chords: ["Enter"], footerRank: 1,
                availability: { .when($0.typed != nil, otherwise: "you aren't typing a location") },
                run: { screen, _ in screen.goToTyped() }),
            Command(
                "browse.open", "open", help: "Open the selected folder, or choose the selected object.",
                chords: ["Enter", "Right", "l"], footerRank: 1,
                availability: needsRow,
                run: { $0.activate($1) }),
            Command(
                "browse.choose", "choose", help: "Choose the selected folder or object.", chords: ["Space"],
                footerRank: 2,
                availability: needsRow,
                run: { screen, _ in screen.model.selected.map { screen.choose($0.location) } ?? [] }),
            Command(
                "browse.choose-folder", "this folder", help: "Choose everything in this folder.",
                chords: ["."], footerRank: 3,
                availability: { .when($0.location != nil, otherwise: "no folder is open") },
                run: { screen, _ in screen.location.map { screen.choose($0) } ?? [] }),
            Command(
                "browse.up", "up", help: "Go to the parent folder.", chords: ["Left", "h", "-", "Backspace"],
                footerRank: 4,
                availability: {
                    .when(
                        $0.location?.key.isEmpty == false,
                        otherwise: "this is the top of the bucket; press e to type another")
                },
                run: { screen, _ in screen.goUp() }),
            Command(
                "browse.type", "type", help: "Type another bucket or prefix.", chords: ["e", "Ctrl-G"],
                footerRank: 5,
                availability: { .when($0.typed == nil, otherwise: "you're already typing one") },
                run: { screen, _ in
                    screen.beginTyping()
                    return []
                }),
            Command(
                "browse.copy", "copy S3 URI", help: "Copy the S3 URI of the selected entry.", chords: ["y"],
                footerRank: 30,
                availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.copy($0.location.uri, announcing: "copied \($0.location.uri)")]
                    } ?? []
                }),
            Command(
                "browse.refresh", "refresh", help: "Refresh the folder.", chords: ["r"], footerRank: 62,
                availability: { .when($0.location != nil, otherwise: "no folder is open") },
                run: { screen, _ in screen.load() }),
        ] + listCommands
}

/// Where the browser's parts are: the location on top, entries below it, a peek beside them or, in a narrow area, below.
struct ObjectBrowserLayout: Hashable {
    var location: Rect
    var list: Rect
    var peek: Rect?
    var rule: Rect?

    init(_ area: Rect) {
        let (head, body) = area.splitTop(2)
        location = head.row(0).inset(columns: 1)
        list = body
        guard area.columns >= 100 else {
            guard area.rows >= 16 else { return }
            let (panel, rest) = body.splitBottom(8)
            list = rest
            rule = panel.row(0)
            peek = panel.inset(left: 1, top: 1)
            return
        }
        let (panel, rest) = body.splitRight(area.columns * 2 / 5)
        list = rest.inset(right: 1)
        rule = panel.splitLeft(1).0
        peek = panel.inset(left: 2)
    }
}

extension ObjectBrowserScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        let layout = ObjectBrowserLayout(area)
        drawLocation(on: &canvas, in: layout.location)
        if let rule = layout.rule {
            if rule.columns > 1 {
                canvas.rule(at: rule.origin, columns: rule.columns)
            } else {
                canvas.columnRule(at: rule.origin, rows: rule.rows)
            }
        }
        if let panel = layout.peek { drawPeek(on: &canvas, in: panel) }
        guard !model.list.visible.isEmpty else { return drawEmpty(on: &canvas, in: layout.list) }
        _ = canvas.staleLine(of: entries, in: layout.list)
        drawList(on: &canvas, in: listArea(in: area))
    }

    private func drawLocation(on canvas: inout Canvas, in line: Rect) {
        guard let typed else {
            canvas.text(location?.uri ?? "", in: line, .link, cut: .start)
            return
        }
        let (label, rest) = line.splitLeft(12)
        canvas.text("Go to", in: label, .label)
        let (entry, problem) = typedProblem == nil ? (rest, Rect.zero) : rest.splitLeft(rest.columns / 2)
        let field = TextField(typed, style: canvas.theme[typedProblem == nil ? .fieldFocused : .fieldInvalid])
        canvas.draw(field, in: entry)
        canvas.cursor = field.cursor(in: entry)
        if let typedProblem {
            canvas.text("\(canvas.glyphs.failed) \(typedProblem)", in: problem.inset(left: 1), .statusFailed)
        }
    }

    private func drawEmpty(on canvas: inout Canvas, in area: Rect) {
        if isFilteredEmpty {
            drawNoMatches(on: &canvas, in: area)
        } else if let location {
            canvas.emptyState(
                of: entries, in: area, loading: "listing \(location.uri)", empty: "nothing starts with \(location.uri)",
                hint: "Left goes up a folder; press e to type another location")
        } else {
            canvas.message(
                [
                    ("Type a bucket name or an S3 URI such as s3://bucket/prefix/, then press Enter", .text),
                    ("Flightdeck never lists buckets, so it needs no permission for that", .textDim),
                ], in: area)
        }
    }

    private func drawPeek(on canvas: inout Canvas, in area: Rect) {
        guard let entry = model.selected, model.list.visible.contains(entry.id) else { return }
        canvas.text(entry.name, in: area.row(0), .textStrong, cut: .middle)
        let body = area.inset(top: 2)
        switch (entry, peek?.content) {
        case (.folder, _):
            canvas.paragraph("A prefix: a transform reads every object below it.", in: area.inset(top: 2), .textDim)
        case (.object(_, let size, let modified), let content):
            let bytes = size.map(DisplayText.byteCount) ?? canvas.glyphs.none
            let moment = modified.map(DisplayText.moment) ?? canvas.glyphs.none
            canvas.text("\(bytes) \(canvas.glyphs.dot) \(moment)", in: area.row(1), .textDim)
            draw(content, on: &canvas, in: body.inset(top: 1))
        }
    }

    private func draw(_ content: ObjectPeek?, on canvas: inout Canvas, in area: Rect) {
        switch content {
        case nil: canvas.text("\(canvas.glyphs.pending) reading the first bytes", in: area.row(0), .textDim)
        case .empty?: canvas.text("empty", in: area.row(0), .textDim)
        case .binary(let kind)?: canvas.text(kind, in: area.row(0), .textDim)
        case .failed(let problem)?:
            canvas.paragraph("\(canvas.glyphs.failed) \(problem)", in: area, .statusFailed)
        case .text(let lines)?:
            for (offset, line) in lines.prefix(area.rows).enumerated() { canvas.text(line, in: area.row(offset)) }
        }
    }
}

extension PrefixEntry {
    /// In bytes; nil for a folder, and where the listing does not tell.
    var size: Int? {
        if case .object(_, let size, _) = self { size } else { nil }
    }

    var modified: Timestamp? {
        if case .object(_, _, let modified) = self { modified } else { nil }
    }
}

/// The columns of the S3 browser.
enum ObjectColumns {
    static let all: [ListColumn<PrefixEntry>] = [
        ListColumn(
            "name", width: .flexible(min: 20, weight: 1), cut: .middle,
            isAscending: { ByteText($0.name) < ByteText($1.name) },
            cell: { entry, canvas in
                entry.isFolder
                    ? StyledText("\(canvas.glyphs.folder) ", canvas.theme[.accent])
                        + StyledText(entry.name, canvas.theme[.textStrong])
                    : StyledText("  \(entry.name)", canvas.theme[.text])
            }),
        ListColumn(
            "size", width: .fixed(8), alignment: .right, isAscending: { ($0.size ?? 0) < ($1.size ?? 0) },
            cell: { entry, canvas in
                StyledText(
                    entry.isFolder ? "" : entry.size.map(DisplayText.byteCount) ?? canvas.glyphs.none,
                    canvas.theme[.text])
            }),
        ListColumn(
            "modified", width: .fixed(20), priority: 1,
            isAscending: { ($0.modified?.secondsSinceEpoch ?? 0) < ($1.modified?.secondsSinceEpoch ?? 0) },
            cell: { entry, canvas in
                StyledText(entry.modified.map { DisplayText.moment($0) } ?? "", canvas.theme[.textDim])
            }),
    ]
}
