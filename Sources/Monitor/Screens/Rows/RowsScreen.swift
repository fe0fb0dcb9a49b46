import AWSOperations
import BatchInference
import Console
import Predictions

/// Any rows of an output beside its input: as pairs where that is sound, else side by side.
struct RowsScreen: Screen {
    typealias Side = RowPager.Side

    enum Event: Sendable {
        case opened(RowPager)
        /// Rows in the place of others; nil where the object ends before.
        case jumped(Side, RowBlock, to: RowWindow.Target)
        case appended(Side, RowBlock?, after: RowPlace)
        case prepended(Side, RowBlock?, before: RowPlace)
        case counted(Side, RowProgress)
        case countEnded(Side)
        case numbered(Side, offset: Int, Int)
        case jumpEnded
        case failed(LoadFailure)
        case found(FoundRow?, backwards: Bool)
        case searched(RowQueryProgress)
        case searchFailed(String)
        case filtered([FoundRow], RowQueryProgress)
        /// The rows of both sides may be no pairs after all.
        case doubted(Pairing.Reason)
        /// Which blank lines are rows is known, and so are the pairs.
        case settled(RowPager, selecting: Int?)
    }

    let name: String
    private let initial: PredictionPreview
    /// The number of the row that is selected first.
    private let start: @Sendable (RowPager) -> Int
    /// Which output it is; nil where that is of no use.
    private let origin: (row: OutputRow, listing: OutputListing, job: DescribeTransformJobResponse)?
    private let open: @Sendable (Services) async -> RowPager?
    private(set) var pager: RowPager?
    private(set) var windows: [Side: RowWindow] = [:]
    var columns = RowColumns()
    private(set) var isJumping = false
    private(set) var failure: LoadFailure?

    private(set) var prompt: RowPrompt?
    private(set) var finder = RowFinder()
    /// What a reader of all rows found that rows may be no pairs for; counting tells.
    private var doubt: Pairing.Reason?
    /// Whether one row is shown as a list of names and values, and which of them is selected.
    var record: (cursor: Int, top: Int)?

    init(
        _ row: OutputRow, in listing: OutputListing, job: DescribeTransformJobResponse, preview: PredictionPreview
    ) {
        self.init(name: row.relativeName, preview: preview, origin: (row, listing, job)) {
            RowPager(of: row, in: listing, job: job, preview: preview, from: $0.cloud)
        }
    }

    /// The rows of an output whose first rows haven't been read yet, from one of them on.
    init(
        _ row: OutputRow, in listing: OutputListing, job: DescribeTransformJobResponse, names: ColumnNames,
        start: @escaping @Sendable (RowPager) -> Int
    ) {
        let unread = PredictionPreview(input: .absent, output: .absent, rule: PairingRule(job), names: names)
        self.init(name: row.relativeName, preview: unread, start: start, origin: (row, listing, job)) { services in
            guard
                let preview = try? await PredictionLoader(storage: services.cloud, job: job).preview(
                    of: row, in: listing, names: names, rowLimit: 200)
            else { return nil }
            return RowPager(of: row, in: listing, job: job, preview: preview, from: services.cloud)
        }
    }

    init(
        name: String, preview: PredictionPreview, start: @escaping @Sendable (RowPager) -> Int = { _ in 0 },
        origin: (row: OutputRow, listing: OutputListing, job: DescribeTransformJobResponse)? = nil,
        open: @escaping @Sendable (Services) async -> RowPager?
    ) {
        (self.name, initial, self.start, self.origin, self.open) = (name, preview, start, origin, open)
    }

    /// What the first rows told.
    var preview: PredictionPreview { pager?.preview ?? initial }

    var crumb: String { name }
    var takesText: Bool { prompt != nil }

    /// Whether the n-th row of both belong together, as far as is known by now.
    var pairing: Pairing {
        let counts = (input: window(.input).progress?.count, output: window(.output).progress?.count)
        let known = pager?.pairing(input: counts.input, output: counts.output) ?? preview.pairing
        guard known.isPaired, let doubt, !isCounted else { return known }
        return .unpaired(doubt)
    }

    /// Whether all rows of both sides are counted.
    var isCounted: Bool { Side.allCases.allSatisfy { count(of: $0)?.isExact ?? true } }

    private func count(of side: Side) -> RecordCount? {
        window(side).progress?.count ?? (side == .input ? preview.inputCount : preview.outputCount)
    }

    /// The side that keys move in.
    var side: Side {
        guard let pager else { return .output }
        if pairing.isPaired || pager.input == nil { return pager.output == nil ? .input : .output }
        return pager.output == nil ? .input : columns.selected?.side ?? .output
    }

    func window(_ side: Side) -> RowWindow { windows[side] ?? RowWindow() }
    func tape(_ side: Side) -> RowTape { windows[side]?.tape ?? RowTape() }

    // MARK: Opening

    /// Objects of so many bytes are counted at once.
    private static let countedAtOnce = 32 << 20

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard pager == nil else { return resume() }
        return [
            .run("open", .screen) { [open] services, send in
                if let pager = await open(services) { send(.opened(pager)) }
            }
        ]
    }

    /// Continues what was stopped when another screen covered this one.
    private mutating func resume() -> [Effect<Event>] {
        for side in Side.allCases { windows[side]?.isLoading = false }
        guard let pager else { return [] }
        // A summary counts rows, too.
        return Side.allCases.compactMap { side in pager.file(side).map { .learn(side, of: $0) } }
    }

    private mutating func opened(_ pager: RowPager, _ context: Context) -> [Effect<Event>] {
        self.pager = pager
        columns = RowColumns(pager.columns, preview)
        doubt = nil
        var effects: [Effect<Event>] = []
        for side in Side.allCases where pager.file(side) != nil {
            effects.append(jump(.number(start(pager)), in: side))
            let size = (side == .input ? preview.input : preview.output).table?.size ?? .max
            if size <= Self.countedAtOnce { effects.append(count(side)) }
        }
        columns.move(by: 0, in: columnRoom(context.area))
        return effects
    }

    /// The forms that text may be read as; nil for what it seems to be.
    private static let forms: [RecordForm?] = [nil, .csv, .jsonLines, .json, .text]
    /// What was chosen, while the objects are opened again, too.
    private var chosenForms: RecordForms?

    /// Reads the object of the selected column in the next form.
    mutating func turnForm() -> [Effect<Event>] {
        guard let origin, pager != nil else { return [] }
        let side = columns.selected?.side ?? .output
        var forms = chosenForms ?? preview.forms
        let place = Self.forms.firstIndex(of: side == .input ? forms.input : forms.output) ?? 0
        let form = Self.forms[(place + 1) % Self.forms.count]
        if side == .input { forms.input = form } else { forms.output = form }
        chosenForms = forms
        let names = preview.names
        let effects: [Effect<Event>] =
            [.cancel("find"), .cancel("filter")] + Side.allCases.flatMap(Effect.cancelAll)
        windows = [:]
        finder.reset()
        (isJumping, failure, record) = (false, nil, nil)
        let what = "\(side == .input ? "input" : "output") read as \(form?.name ?? "the format it seems to have")"
        return effects + [
            .toast(Toast(.info, what)),
            .run("open", .screen) { [forms] services, send in
                let loader = PredictionLoader(storage: services.cloud, job: origin.job, forms: forms)
                guard
                    let preview = try? await loader.preview(
                        of: origin.row, in: origin.listing, names: names, rowLimit: 200)
                else { return }
                send(
                    .opened(
                        RowPager(
                            of: origin.row, in: origin.listing, job: origin.job, preview: preview, from: services.cloud)
                    ))
            },
        ]
    }

    // MARK: Loading

    /// Shows the rows around a target; rows that haven't been counted that far are shown by their bytes meanwhile.
    mutating func jump(_ target: RowTarget, in side: Side) -> Effect<Event> {
        guard let file = pager?.file(side) else { return .cancel("jump") }
        isJumping = true
        return .jump(to: target, side, in: file)
    }

    /// Counts all rows that tell how many there are, and whether they're pairs: of both sides where these may be.
    mutating func countAll() -> [Effect<Event>] {
        let mayBePaired = preview.pairing.isPaired || preview.pairing == .unpaired(.blankLines)
        return (mayBePaired ? Side.allCases : [side]).filter {
            pager?.file($0) != nil && window($0).progress?.isComplete != true && !window($0).isCounting
        }.map { count($0) }
    }

    /// Whether there are rows left to count.
    var canCount: Bool {
        var copy = self
        return !copy.countAll().isEmpty
    }

    /// Shows the pairs that two counts have told, from the selected row on.
    private mutating func settled(_ pager: RowPager, selecting selected: Int?) -> [Effect<Event>] {
        let shown = tape(side).rows.isEmpty ? nil : tape(side).number(at: window(side).cursor)
        let number = selected ?? shown ?? start(pager)
        let filtered = finder.filter
        var effects: [Effect<Event>] = [.cancel("find"), .cancel("filter")] + Side.allCases.flatMap(Effect.cancelAll)
        if pager.columns != self.pager?.columns { columns = RowColumns(pager.columns, pager.preview) }
        self.pager = pager
        windows = [:]
        finder.reset()
        (failure, doubt) = (nil, nil)
        for side in Side.allCases {
            guard let file = pager.file(side) else { continue }
            effects += [.learn(side, of: file), jump(.number(number), in: side)]
        }
        if let filtered { effects += filter(by: filtered.query, filtered.text) }
        return effects
    }

    /// Counts a side's rows to its end.
    mutating func count(_ side: Side) -> Effect<Event> {
        guard let file = pager?.file(side) else { return .cancel("count") }
        windows[side, default: RowWindow()].isCounting = true
        return .count(side, in: file)
    }

    /// Loads what comes next to the rows in sight, long before it's reached.
    mutating func fill(_ context: Context) -> [Effect<Event>] {
        guard pager != nil, finder.filter == nil else { return [] }
        let height = tableRows(context)
        if pairing.isPaired, pager?.input != nil, pager?.output != nil {
            return goOn(side, from: window(side).top, height) + fillBeside(height)
        }
        return Side.allCases.flatMap { goOn($0, from: window($0).top, height) }
    }

    private mutating func goOn(_ side: Side, from top: Int, _ height: Int) -> [Effect<Event>] {
        guard let file = pager?.file(side), let tape = windows[side]?.tape, !window(side).isLoading else { return [] }
        if tape.rows.count - top < 3 * height, let place = tape.next {
            windows[side]?.isLoading = true
            return [.append(side, after: place, in: file)]
        }
        if top < height, let place = tape.previous {
            windows[side]?.isLoading = true
            return [.prepend(side, before: place, in: file)]
        }
        return []
    }

    /// Loads the input's rows that stand beside the predictions in sight.
    private mutating func fillBeside(_ height: Int) -> [Effect<Event>] {
        let other: Side = side == .output ? .input : .output
        guard let file = pager?.file(other), !window(other).isLoading,
            let first = tape(side).number(at: window(side).top)
        else { return [] }
        let last = first + min(height, tape(side).rows.count - window(side).top) - 1
        let beside = tape(other)
        if beside.index(of: first) != nil {
            guard beside.index(of: last) == nil, let place = beside.next else {
                return goOn(other, from: beside.index(of: first) ?? 0, height)
            }
            windows[other, default: RowWindow()].isLoading = true
            return [.append(other, after: place, in: file)]
        }
        // Before its first row and behind its last there are none.
        if let from = beside.firstNumber, beside.isAtEnd, first >= from + beside.rows.count, !beside.rows.isEmpty {
            return []
        }
        windows[other, default: RowWindow()].isLoading = true
        return [.showBeside(other, from: first, in: file)]
    }

    // MARK: Events

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .opened(let pager): return opened(pager, context)
        case .jumped(let side, let block, let target):
            failure = nil
            windows[side, default: RowWindow()].show(block, at: target, height: tableRows(context))
            return fill(context) + (target == .beside ? [] : number(side))
        case .appended(let side, let block, let place):
            let anchor = anchor(side)
            windows[side]?.append(block, after: place, keeping: anchor)
            return block == nil ? [] : fill(context)
        case .prepended(let side, let block, let place):
            let anchor = anchor(side)
            windows[side]?.prepend(block, before: place, keeping: anchor)
            return block == nil ? [] : fill(context)
        case .counted(let side, let progress):
            let wasPaired = pairing.isPaired
            windows[side, default: RowWindow()].progress = progress
            let counts = (input: window(.input).progress?.count, output: window(.output).progress?.count)
            if let pager, pager.canSettle(input: counts.input, output: counts.output) {
                let (lead, index) = (self.side, window(self.side).cursor)
                let rows = tape(lead).rows
                let offset = rows.indices.contains(index) ? rows[index].offset : nil
                return number(side) + [.settle(pager, lead, rowAt: offset)]
            }
            return number(side) + (wasPaired != pairing.isPaired ? refilter() + fill(context) : [])
        case .countEnded(let side):
            windows[side]?.isCounting = false
            return number(side) + fill(context)
        case .numbered(let side, let offset, let number):
            return windows[side]?.learn(number, ofRowAt: offset) == true ? fill(context) : []
        case .jumpEnded:
            isJumping = false
            return []
        case .failed(let failure):
            self.failure = failure
            isJumping = false
            for side in Side.allCases { windows[side]?.isLoading = false }
            return []
        case .found(let row, let backwards):
            let effects = found(row, backwards: backwards)
            return effects.isEmpty ? fill(context) : effects
        case .searched(let progress):
            finder.advance(progress)
            return []
        case .searchFailed(let text):
            finder.stop()
            return [.toast(Toast(.warning, text))]
        case .filtered(let rows, let progress):
            finder.take(rows, progress)
            return []
        case .doubted(let reason):
            guard pairing.isPaired, !isCounted else { return [] }
            doubt = reason
            return countAll() + refilter() + fill(context)
        case .settled(let pager, let number): return settled(pager, selecting: number)
        }
    }

    /// Beside another side's rows, the place in sight is that of their number.
    private func anchor(_ side: Side) -> RowWindow.Anchor {
        let lead = self.side
        return pairing.isPaired && side != lead ? .number(tape(lead).number(at: window(lead).top)) : .selection
    }

    /// Finds out the number of rows that were gone to by their bytes, once rows have been counted that far.
    private func number(_ side: Side) -> [Effect<Event>] {
        guard let file = pager?.file(side), let tape = windows[side]?.tape, tape.firstNumber == nil,
            let progress = window(side).progress, progress.isComplete || progress.bytes >= tape.startOffset
        else { return [] }
        return [.number(side, ofRowAt: tape.startOffset, in: file)]
    }

    // MARK: Moving

    mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        if let record {
            let last = max(recordFields(of: selectedRow).count - 1, 0)
            self.record?.cursor = min(max(record.cursor + rows, 0), last)
            return []
        }
        let height = max(tableRows(context), 1)
        guard finder.filter == nil else {
            finder.move(by: rows, height: height)
            return []
        }
        windows[side, default: RowWindow()].move(by: rows, height: height)
        return fill(context)
    }

    mutating func go(_ motion: Motion, _ context: Context) -> [Effect<Event>] {
        let page = tableRows(context)
        switch motion {
        case .first where record == nil && finder.filter == nil && !tape(side).isAtStart:
            return [jump(.number(0), in: side)]
        case .last where record == nil && finder.filter == nil && !tape(side).isAtEnd: return [jump(.end, in: side)]
        default: return move(by: motion.rows(page: page), context)
        }
    }

    mutating func moveColumn(to place: Int, _ context: Context) -> [Effect<Event>] {
        columns.select(place, in: columnRoom(context.area))
        return []
    }

    // MARK: Prompts

    mutating func ask(_ kind: RowPrompt.Kind, _ text: String = "") -> [Effect<Event>] {
        prompt = RowPrompt(kind, text)
        return []
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard let kind = prompt?.kind, let answer = prompt?.type(chord) else { return nil }
        switch answer {
        case .typed: return []
        case .left:
            prompt = nil
            return []
        case .entered(let text):
            prompt = nil
            return submit(kind, text, context)
        }
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        prompt?.paste(text)
        return []
    }

    private mutating func submit(_ kind: RowPrompt.Kind, _ text: String, _ context: Context) -> [Effect<Event>] {
        switch kind {
        case .goTo: return go(to: text, context)
        case .find:
            guard !text.isEmpty else { return [] }
            if record != nil { return findField(text, context) }
            do throws(RowQuery.TextProblem) {
                let query = try RowQuery(text, columns: columns.all, selected: columns.selected)
                finder.look(for: query, text)
                return find(backwards: false)
            } catch {
                return [.toast(Toast(.warning, error.text))]
            }
        case .filter:
            guard !text.isEmpty else { return clearFilter() }
            do throws(RowQuery.TextProblem) {
                return filter(by: try RowQuery(text, columns: columns.all, selected: columns.selected), text)
            } catch {
                return [.toast(Toast(.warning, error.text))]
            }
        }
    }

    private mutating func go(to text: String, _ context: Context) -> [Effect<Event>] {
        guard !text.isEmpty else { return [] }
        guard let target = RowTarget(text) else {
            return [.toast(Toast(.warning, "\(text) is neither a row number nor a percentage"))]
        }
        if case .number(let number) = target, finder.filter == nil, let index = tape(side).index(of: number) {
            windows[side]?.go(to: index)
            return fill(context)
        }
        return leaveFilter() + [jump(target, in: side)]
    }

    // MARK: Finding

    mutating func find(backwards: Bool) -> [Effect<Event>] {
        guard let query = finder.query, let pager else { return [] }
        guard finder.filter == nil else {
            let text = finder.noMatch(backwards: backwards)
            return finder.findAmongFiltered(backwards: backwards) ? [] : [.toast(Toast(.info, text))]
        }
        let tape = tape(side)
        let index = window(side).cursor
        guard tape.rows.indices.contains(index) else { return [] }
        let number = tape.number(at: index)
        finder.advance(RowQueryProgress())
        let arePairs = pairing.isPaired
        if backwards {
            let offset = tape.rows[index].offset
            return [
                .findBackwards(query, side, beforeByte: offset, number: number, asPairs: arePairs, pager)
            ]
        }
        let next: RowPlace? =
            number.map { .number($0 + 1) }
            ?? (index + 1 < tape.rows.count ? .byte(tape.rows[index + 1].offset) : tape.next)
        guard let next else { return found(nil, backwards: false) }
        return [.find(query, side, from: next, asPairs: arePairs, pager)]
    }

    private mutating func found(_ row: FoundRow?, backwards: Bool) -> [Effect<Event>] {
        finder.endSearch()
        guard let row else { return [.toast(Toast(.info, finder.noMatch(backwards: backwards)))] }
        let tape = tape(side)
        if let number = row.number {
            guard let index = tape.index(of: number) else { return [jump(.number(number), in: side)] }
            windows[side]?.find(index)
        } else if let index = tape.rows.firstIndex(where: { $0.offset == row.offset }) {
            windows[side]?.find(index)
        } else if let file = pager?.file(side) {
            return [.jump(toByte: row.offset, side, in: file)]
        }
        return []
    }

    // MARK: Filtering

    private mutating func filter(by query: RowQuery, _ text: String) -> [Effect<Event>] {
        guard let pager else { return [] }
        let arePairs = pairing.isPaired
        if !arePairs, query.isOfPairs {
            return [.toast(Toast(.warning, "rows aren't paired: name columns of the input or of the output only"))]
        }
        let side = arePairs ? side : query.side.flatMap { pager.file($0) == nil ? nil : $0 } ?? side
        finder.filter(by: query, text, side, arePairs: arePairs)
        return [.filter(by: query, side, asPairs: arePairs, pager)]
    }

    /// Filters again where what stands beside the rows found is no longer what belongs to them.
    private mutating func refilter() -> [Effect<Event>] {
        guard let filter = finder.filter, filter.arePairs != pairing.isPaired else { return [] }
        let effects = self.filter(by: filter.query, filter.text)
        return finder.filter?.arePairs == filter.arePairs ? leaveFilter() + effects : effects
    }

    /// Shows all rows again, with the one selected that was.
    mutating func clearFilter() -> [Effect<Event>] {
        guard let filter = finder.filter else { return [] }
        let effects = leaveFilter()
        guard let number = filter.selected?.number else { return effects }
        return effects + [jump(.number(number), in: filter.side)]
    }

    private mutating func leaveFilter() -> [Effect<Event>] {
        guard finder.filter != nil else { return [] }
        finder.dropFilter()
        return [.cancel("filter")]
    }

    // MARK: Stopping

    var isBusy: Bool { finder.isBusy || isJumping || Side.allCases.contains { window($0).isCounting } }

    /// Stops what is under way; what has come stays.
    mutating func stop() -> [Effect<Event>] {
        let effects: [Effect<Event>] =
            [.cancel("find"), .cancel("filter")]
            + Side.allCases.flatMap(Effect.cancelReading)
        finder.stop()
        isJumping = false
        for side in Side.allCases {
            windows[side]?.isCounting = false
            windows[side]?.isLoading = false
        }
        return effects + [.toast(Toast(.info, "stopped"))]
    }

    // MARK: Summary

    /// What all rows hold in the selected column.
    func summarize() -> [Effect<Event>] {
        guard let origin, let column = columns.selected else { return [] }
        let source = SummaryScreen.Source(
            listing: origin.listing, job: origin.job, object: origin.row.id, name: name, preview: preview, pager: pager)
        return [.navigate(.push(SummaryScreen(source, column: column)))]
    }

    // MARK: Elsewhere

    /// The object that the selected column is of, as it stands.
    func showInPager() -> [Effect<Event>] {
        guard let origin, let side = columns.selected?.side else { return [] }
        return [
            .showInPager { ObjectContent(of: origin.row, side, in: origin.listing, job: origin.job, from: $0.cloud) }
        ]
    }

    /// The output's rows as a table.
    func writeTable() -> [Effect<Event>] {
        guard let origin, preview.output.table != nil else { return [] }
        let screen = FilePathScreen.table(of: origin.row, in: origin.listing, job: origin.job, preview: preview)
        let note: [Effect<Event>] =
            finder.filter == nil ? [] : [.toast(Toast(.info, "all rows are written, not only the filtered ones"))]
        return [.navigate(.push(screen))] + note
    }

    /// The output as others read it.
    func useElsewhere(_ context: Context) -> [Effect<Event>] {
        guard let origin, let table = preview.output.table else { return [] }
        let subject = OutputSnippet.Subject(
            origin.listing.outputLocation(of: origin.row), isPrefix: false, form: table.form,
            hasHeader: preview.hasHeader, columns: preview.written.titles, region: context.connection.region,
            profile: context.connection.profile.flatMap { $0 == "default" ? nil : $0 })
        return [.navigate(.push(ElsewhereScreen(subject)))]
    }

    // MARK: What is selected

    /// The row that is selected.
    var selectedRow: SelectedRow? {
        if let filter = finder.filter { return filter.selected.map { ($0.number, $0.input, $0.output) } }
        let side = side
        let (tape, cursor) = (tape(side), window(side).cursor)
        guard tape.rows.indices.contains(cursor) else { return nil }
        let number = tape.number(at: cursor)
        let own = shown(tape.rows[cursor], of: side)
        var other: Row?
        if pairing.isPaired, let number {
            let beside: Side = side == .input ? .output : .input
            let rows = self.tape(beside)
            if let index = rows.index(of: number) { other = shown(rows.rows[index], of: beside) }
        }
        return side == .input ? (number, own, other) : (number, other, own)
    }

    func shown(_ row: Row, of side: Side) -> Row { pager?.shown(row, of: side) ?? row }
}
