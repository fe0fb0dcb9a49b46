import AWSOperations
import BatchInference
import Console

/// The log of one transform, all of it: it follows the end until scrolled up.
///
/// The lines lie in an archive on disk; what is shown is a window of it, read beside the drawing.
struct TransformLogScreen: PageScreen, FilteredScreen {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
        /// Where the lines are kept from now on.
        case opened(LogArchive)
        /// More lines have come.
        case filled(LogArchive.Totals)
        case window(LogArchive.Window, of: LogArchive.Selection)
        /// How many lines hold what is looked for.
        case found(Int, of: String)
        /// Where a jump leads; nil where there is nothing more in that direction.
        case jumped(LogArchive.LineID?, LogJump)
        /// The line that is to be the first in sight.
        case reached(LogArchive.LineID?)
        case streamsChosen(hidden: Set<String>)
        case notKept(String)
    }

    /// Where a key leads.
    struct LogJump: Hashable, Sendable {
        enum Aim: Hashable, Sendable { case found, error }

        var aim: Aim
        var isForward: Bool
    }

    let name: String
    private var snapshot: TransformSnapshot?
    private(set) var archive: LogArchive?
    private var totals = LogArchive.Totals()
    /// The lines at hand, of those that are shown.
    private(set) var window = LogArchive.Window()
    /// The first line in sight; nil follows the end.
    private var top: LogArchive.LineID?
    /// The line that a jump led to.
    private var marked: LogArchive.LineID?
    var filter = FilterField()
    private var finder = FilterField()
    /// What was looked for last, and how many lines have it; nil while that is counted.
    private(set) var search = ""
    private var searchCount: Int?
    private var selection = LogArchive.Selection()
    /// Whether the window is of another selection than the wanted one.
    private var isSelecting = false
    private var wraps = false
    private var left = 0
    private var notKept: String?

    init(name: String, snapshot: TransformSnapshot?) {
        self.name = name
        self.snapshot = snapshot
        showTail()
    }

    var crumb: String { "Log of \(name)" }

    var freshness: Freshness? { Freshness(snapshot, of: .log) }

    // MARK: Status

    var statusLine: StatusLine {
        if finder.isEditing {
            return StatusLine(left: countText, right: "find: \(finder.text)_   Enter finds it, Esc drops it")
        }
        var right = top == nil ? "following   " : ""
        if !search.isEmpty {
            right += "find: \(search) (\(searchCount.map { DisplayText.count($0) } ?? "counting"))   "
        }
        return StatusLine(left: countText, right: right + filter.statusText)
    }

    private var countText: String {
        var parts = [DisplayText.counted(window.count, "line")]
        if archive != nil {
            if !selection.isAll {
                parts[0] = "\(DisplayText.count(window.count)) of \(DisplayText.count(totals.lines)) lines"
            }
            if isSelecting { parts.append("searching") }
            if totals.errors > 0, selection.least < .error { parts.append(DisplayText.counted(totals.errors, "error")) }
            if selection.least == .error { parts.append("errors only") }
            if selection.least == .warning { parts.append("errors and warnings only") }
            if !selection.hiddenStreams.isEmpty {
                let shown = totals.streams.count { !selection.hiddenStreams.contains($0.name) }
                parts.append("\(shown) of \(totals.streams.count) streams")
            }
            if totals.unkept > 0 { parts.append("\(DisplayText.count(totals.unkept)) more not kept") }
        } else if let dropped = snapshot?.log.droppedCount, dropped > 0 {
            parts.append("\(DisplayText.count(dropped)) older ones not kept")
        }
        if let notKept { parts.append(notKept) }
        var text = parts.joined(separator: ", ")
        if let note = snapshot?.logNote, !note.isEmpty, !window.lines.isEmpty { text += "; \(note)" }
        return text
    }

    // MARK: Filling

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        // Covered by another screen, the log goes on being read.
        guard archive == nil else { return [] }
        let (name, pace) = (name, context.refresh.watch)
        return [
            .run("watch", .screen) { services, send in
                let archive = LogArchive(spool: services.logSpool())
                send(.opened(archive))
                let watcher = TransformWatcher(services: services.cloud, clock: services.clock, pace: pace)
                do {
                    try await watcher.follow(name) { snapshot, lines in
                        try await archive.append(lines)
                        if !lines.isEmpty { send(.filled(await archive.totals)) }
                        send(.snapshot(snapshot))
                    }
                } catch let problem as LogSpoolProblem {
                    send(.notKept("\(problem.problem): \(problem.remedy)"))
                } catch {
                    if !Task.isCancelled { send(.notKept(AWSFailure(wrapping: error).problem)) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let newer):
            snapshot = newer
            showTail()
            return []
        case .opened(let archive):
            self.archive = archive
            return []
        case .filled(let totals):
            self.totals = totals
            return [read(context)]
        case .window(let window, let of):
            guard of == selection else { return [] }
            // An archive that has only begun to fill shows less than the lines that were there already.
            self.window = window
            isSelecting = false
            return []
        case .found(let count, let text):
            if text == search { searchCount = count }
            return []
        case .jumped(nil, let jump):
            let what = jump.aim == .error ? "error" : "line with \(search)"
            return [.toast(Toast(.hint, "no \(what) \(jump.isForward ? "below" : "above")"))]
        case .jumped(let id?, _):
            (top, marked) = (id, id)
            return [read(context)]
        case .reached(let id):
            top = id
            return []
        case .streamsChosen(let hidden):
            selection.hiddenStreams = hidden
            return select(context)
        case .notKept(let problem):
            notKept = problem
            return [.toast(Toast(.failure, problem))]
        }
    }

    /// Before the archive has lines, the last ones that the list knew stand in for them.
    private mutating func showTail() {
        guard totals.lines == 0 else { return }
        let all = snapshot?.log.lines ?? []
        let first = snapshot?.log.droppedCount ?? 0
        let query = FilterQuery(filter.text, columns: LogLineView.columns)
        var lines: [LogArchive.Line] = []
        var levels = LogLevels()
        for (index, line) in all.enumerated() {
            let level = levels.level(of: line).level
            let view = LogLineView(line, level: level)
            guard !filter.isActive || query.admits({ view.text(ofColumn: $0) }) else { continue }
            lines.append(
                LogArchive.Line(id: LogArchive.LineID(truncatingIfNeeded: first + index), line: line, level: level))
        }
        window = LogArchive.Window(lines: lines, start: 0, count: lines.count)
    }

    /// Reads the lines around those in sight.
    private func read(_ context: Context) -> Effect<Event> {
        read(at: top.map(LogArchive.Place.line) ?? .end, context)
    }

    private func read(at place: LogArchive.Place, _ context: Context) -> Effect<Event> {
        let reach = max(context.area.rows, 10) * 4
        return .run("window") { [archive, selection] _, send in
            guard let window = try? await archive?.window(at: place, before: reach, after: reach) else { return }
            send(.window(window, of: selection))
        }
    }

    /// Shows other lines than before.
    private mutating func select(_ context: Context) -> [Effect<Event>] {
        guard archive != nil, totals.lines > 0 else {
            showTail()
            return []
        }
        isSelecting = true
        let place = top.map(LogArchive.Place.line) ?? .end
        let reach = max(context.area.rows, 10) * 4
        return [
            .run("select", .screen) { [archive, selection] _, send in
                do {
                    try await archive?.select(selection)
                    guard let window = try await archive?.window(at: place, before: reach, after: reach) else { return }
                    send(.window(window, of: selection))
                } catch let problem as LogSpoolProblem {
                    send(.notKept("\(problem.problem): \(problem.remedy)"))
                } catch {
                    // A newer selection has taken its place.
                }
            }
        ]
    }

    mutating func filterChanged(_ context: Context) -> [Effect<Event>] {
        top = nil
        let query = FilterQuery(filter.text, columns: LogLineView.columns)
        selection.words = query.tests.map(LogWord.init)
        return select(context)
    }

    // MARK: Moving

    mutating func scroll(by rows: Int, _ context: Context) {
        let lines = window.lines
        let last = max(lines.count - context.area.rows, 0)
        var place = top.flatMap { id in lines.firstIndex { $0.id == id } } ?? last
        place = min(max(place + rows, 0), lines.count)
        top = place >= last && window.isAtEnd ? nil : lines.isEmpty ? nil : lines[min(place, lines.count - 1)].id
        marked = nil
    }

    private mutating func move(_ motion: Motion, _ context: Context) -> [Effect<Event>] {
        switch motion {
        case .first:
            scroll(by: motion.rows(page: 1), context)
            guard archive != nil, totals.lines > 0 else { return [] }
            let reach = max(context.area.rows, 10) * 4
            return [
                .run("window") { [archive, selection] _, send in
                    guard let window = try? await archive?.window(at: .start, before: 0, after: reach) else { return }
                    send(.window(window, of: selection))
                    send(.reached(window.lines.first?.id))
                }
            ]
        case .last:
            (top, marked) = (nil, nil)
            return archive == nil ? [] : [read(at: .end, context)]
        default:
            scroll(by: motion.rows(page: pageRows(context)), context)
            return isShort(context) ? [read(context)] : []
        }
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        scrollByWheel(event, context)
        return isShort(context) ? [read(context)] : []
    }

    /// Whether the lines at hand end less than a page beside those in sight.
    private func isShort(_ context: Context) -> Bool {
        guard archive != nil, totals.lines > 0 else { return false }
        let lines = window.lines
        let place = top.flatMap { id in lines.firstIndex { $0.id == id } } ?? lines.count
        let rows = context.area.rows
        return place < rows && !window.isAtStart || lines.count - place < 2 * rows && !window.isAtEnd
    }

    private func jump(_ aim: LogJump.Aim, forward: Bool) -> [Effect<Event>] {
        let from = marked ?? top
        return [
            .run("jump", .screen) { [archive] _, send in
                // While the end is followed, what is above is all there is.
                let id =
                    aim == .error
                    ? await archive?.nextError(from: from, forward: forward && from != nil)
                    : await archive?.nextFound(from: from, forward: forward && from != nil)
                send(.jumped(id, LogJump(aim: aim, isForward: forward && from != nil)))
            }
        ]
    }

    // MARK: Finding

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard finder.isEditing else { return typeIntoFilter(chord, context) }
        guard finder.take(chord) != nil else { return nil }
        guard !finder.isEditing else { return [] }
        search = finder.text.lowercased()
        (searchCount, marked) = (nil, nil)
        let from = top
        return [
            .run("find", .screen) { [archive, search] _, send in
                let words = search.isEmpty ? [] : [LogWord(search, in: [.message])]
                guard let count = try? await archive?.find(words) else { return }
                send(.found(count, of: search))
                guard !search.isEmpty else { return }
                var id = await archive?.nextFound(from: from, forward: from != nil)
                if id == nil { id = await archive?.nextFound(from: from, forward: from == nil) }
                send(.jumped(id, LogJump(aim: .found, isForward: from != nil)))
            }
        ]
    }

    var takesText: Bool { filter.isEditing || finder.isEditing }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard finder.isEditing else { return pasteIntoFilter(text, context) }
        return finder.paste(text) ? [] : [.toast(Toast(.hint, "nothing pasted: it's too long to search for"))]
    }

    private mutating func nextLevel(_ context: Context) -> [Effect<Event>] {
        selection.least =
            switch selection.least {
            case .unmarked, .info: .warning
            case .warning: .error
            case .error: .unmarked
            }
        return select(context)
    }

    // MARK: Taking along

    /// The text of the line that a jump led to, or of those in sight.
    private func copied(_ context: Context) -> [Effect<Event>] {
        let lines: [LogArchive.Line]
        if let marked, let line = window.lines.first(where: { $0.id == marked }) {
            lines = [line]
        } else {
            lines = Array(inSight(context.area).map(\.line))
        }
        guard !lines.isEmpty else { return [.toast(Toast(.hint, "no lines to copy"))] }
        let text = lines.map(\.line.message).joined(separator: "\n")
        return [.copy(text, announcing: lines.count == 1 ? "copied the line" : "copied \(lines.count) lines")]
    }

    private func saving() -> FilePathScreen {
        FilePathScreen(
            title: "Save the log", path: "\(name).log",
            purpose: .make { [archive, snapshot] services, path, replacing, progress in
                var file = try services.files.newFile(at: path, replacing: replacing)
                var written = 0
                func write(_ lines: [LogLine]) throws {
                    var text = ""
                    for line in lines {
                        text += "\(line.time.isKnown ? line.time.iso8601 : "-") \(line.stream) \(line.message)\n"
                    }
                    try file.write(Array(text.utf8))
                    written += lines.count
                }
                if let archive, await archive.shownCount > 0 {
                    while true {
                        try Task.checkCancellation()
                        let lines = try await archive.lines(in: written..<(written + 2000))
                        if lines.isEmpty { break }
                        try write(lines.map(\.line))
                        progress(DisplayText.counted(written, "line"))
                    }
                } else {
                    try write(snapshot?.log.lines ?? [])
                }
                try file.finish()
                return Toast(.success, "\(DisplayText.counted(written, "line is", "lines are")) in \(path)")
            })
    }

    // MARK: Drawing

    private struct Shown {
        var line: LogArchive.Line
        var isWrapped: Bool
        var rows: Int
    }

    /// The lines that fit into an area, and how each is drawn: errors are never cut.
    private func inSight(_ area: Rect) -> [Shown] {
        func shown(_ line: LogArchive.Line) -> Shown {
            let view = LogLineView(line.line, level: line.level)
            guard wraps || line.level == .error && left == 0 else {
                return Shown(line: line, isWrapped: false, rows: 1)
            }
            return Shown(line: line, isWrapped: true, rows: view.rows(columns: area.columns - 2).count)
        }
        let lines = window.lines
        var found: [Shown] = []
        var rows = 0
        if let top, let start = lines.firstIndex(where: { $0.id == top }) {
            for line in lines[start...] where rows < area.rows {
                found.append(shown(line))
                rows += found[found.count - 1].rows
            }
            return found
        }
        for line in lines.reversed() {
            let next = shown(line)
            if rows + next.rows > area.rows, !found.isEmpty { break }
            rows += next.rows
            found.append(next)
        }
        return found.reversed()
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !window.lines.isEmpty else { return canvas.message(absence, in: area, filter, selection) }
        var rest = area
        let words = search.isEmpty ? [] : [search]
        for shown in inSight(area) where rest.rows > 0 {
            let view = LogLineView(shown.line.line, level: shown.line.level)
            let place = rest.inset(columns: 1)
            let isMarked = shown.line.id == marked
            var used = 1
            if shown.isWrapped {
                used = view.drawWrapped(on: &canvas, in: place, find: words, isMarked: isMarked)
            } else {
                view.draw(on: &canvas, in: place.row(0), left: left, find: words, isMarked: isMarked)
            }
            rest = rest.splitTop(used).1
        }
    }

    /// Why there are no lines.
    private var absence: String {
        if isSelecting { return "searching" }
        if snapshot == nil, totals.lines == 0 { return "loading the log" }
        if let note = snapshot?.logNote, !note.isEmpty { return note }
        return snapshot?.overview?.isEnded == true
            ? "this transform has no log" : "no log yet: it starts when a container writes"
    }

    static let commands: [Command<TransformLogScreen, Event>] =
        motionCommands(
            "log", isPage: true, ranks: [.up: 1, .last: 2],
            words: [
                .first: MotionWords(title: "first line", help: "Go to the first line."),
                .last: MotionWords(title: "follow", help: "Go to the end and follow it."),
            ]
        ) { screen, motion, context in screen.move(motion, context) }
        + [
            Command(
                "log.find", "find", help: "Find text; n goes to the next line with it, N to the previous one.",
                chords: ["f"], footerRank: 4, availability: hasArchive,
                run: { screen, _ in
                    screen.finder.clear()
                    screen.finder.beginEditing()
                    return []
                }),
            Command(
                "log.next-found", "next match", help: "Go to the next line that has the text.", chords: ["n"],
                availability: hasSearch, run: { screen, _ in screen.jump(.found, forward: true) }),
            Command(
                "log.previous-found", "previous match", help: "Go to the previous line that has the text.",
                chords: ["N"], availability: hasSearch, run: { screen, _ in screen.jump(.found, forward: false) }),
            Command(
                "log.next-error", "next error", help: "Go to the next error.", chords: ["e"], footerRank: 5,
                availability: hasArchive, run: { screen, _ in screen.jump(.error, forward: true) }),
            Command(
                "log.previous-error", "previous error", help: "Go to the previous error.", chords: ["E"],
                availability: hasArchive, run: { screen, _ in screen.jump(.error, forward: false) }),
            Command(
                "log.level", "levels", help: "Show all lines, errors and warnings, or errors only.", chords: ["v"],
                footerRank: 6, availability: hasArchive, run: { $0.nextLevel($1) }),
            Command(
                "log.streams", "streams", help: "Choose the streams that are shown.", chords: ["t"], footerRank: 7,
                availability: hasArchive,
                run: { screen, _ in
                    let (streams, hidden) = (screen.totals.streams, screen.selection.hiddenStreams)
                    return [.navigate(.push(LogStreamsScreen(streams: streams, hidden: hidden)))]
                }),
            Command(
                "log.wrap", "wrap", help: "Wrap long lines, or cut them; errors are always whole.", chords: ["w"],
                footerRank: 8,
                run: { screen, _ in
                    screen.wraps.toggle()
                    screen.left = 0
                    return []
                }),
            Command(
                "log.save", "save…", help: "Save the lines that are shown to a file.", chords: ["s"], footerRank: 9,
                run: { screen, _ in [.navigate(.push(screen.saving()))] }),
            Command(
                "log.copy", "copy", help: "Copy the found line, or the lines on screen.", chords: ["y"],
                footerRank: 70, run: { screen, context in screen.copied(context) }),
            Command(
                "log.right", "right", help: "Scroll right in long lines.", chords: ["Right", "l"], footerRank: 3,
                run: { screen, _ in
                    (screen.left, screen.wraps) = (screen.left + 20, false)
                    return []
                }),
            Command(
                "log.left", "left", help: "Scroll back to the start of the lines.", chords: ["Left", "h"],
                run: { screen, _ in
                    screen.left = max(screen.left - 20, 0)
                    return []
                }),
        ] + filterCommands("log", of: "lines")

    @Sendable private static func hasArchive(_ screen: Self) -> Availability {
        .when(screen.totals.lines > 0, otherwise: "no lines yet")
    }

    @Sendable private static func hasSearch(_ screen: Self) -> Availability {
        .when(!screen.search.isEmpty, otherwise: "press f to find text first")
    }
}

extension LogWord {
    /// What one word of a filter asks.
    fileprivate init(_ test: FilterQuery.Test) {
        let all: [Column] = [.time, .stream, .message]
        self.init(test.wanted, in: test.columns.map { Set($0.map { all[$0] }) } ?? Set(all))
    }
}

extension Canvas {
    /// Says in the middle why no lines are shown.
    fileprivate mutating func message(
        _ absence: String, in area: Rect, _ filter: FilterField, _ selection: LogArchive.Selection
    ) {
        if filter.isActive { return noMatches(filter, of: "lines", columns: LogLineView.columns, in: area) }
        if !selection.isAll { return message([("every line is hidden: v and t show more", .textDim)], in: area) }
        message([(absence, .textDim)], in: area)
    }
}
