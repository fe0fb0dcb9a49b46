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
    private var isComplete = false
    private let chosen: @Sendable (S3Location) -> any Sendable

    var crumb: String { "Browse S3" }
    var freshness: Freshness? { location == nil ? nil : Freshness(entries) }
    var takesText: Bool { typed != nil || model.list.filter.isEditing }

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
        return StatusLine(
            left:
                "\(shown) entr\(all == 1 ? "y" : "ies")\(more), \(over)\(DisplayText.byteCount(bytes)) in objects here",
            right: listStatus)
    }

    // MARK: Loading

    mutating func appear(_ context: Context) -> [Effect<Event>] { load() }

    mutating func load() -> [Effect<Event>] {
        guard let location else { return [] }
        entries.begin()
        arriving = []
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
        model = ListModel()
        if let entry { model.list.select(ByteText(entry)) }
        return [.cancel("peek")] + load()
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .page(let place, let page):
            guard place == location else { return [] }
            arriving += page.entries
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
            let shortfall = Shortfall(
                "the list is incomplete, it broke off after \(DisplayText.count(arriving.count)) entries",
                failure: failure)
            isComplete = false
            entries.succeed(model.rows, at: context.now, lacking: LoadFailure(shortfall, at: context.now))
            return peek == nil ? selectionChanged(context) : []
        case .peek(let place, let content):
            guard let selected = model.selected, selected.location == place else { return [] }
            peek = (place, content)
            return []
        }
    }

    private mutating func show(_ context: Context) {
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
        guard var field = typed else { return typeIntoFilter(chord, context) }
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
