import BatchInference
import Console

/// The rows around every screen: context on top, status and keys below.
enum Chrome {
    /// The least size in which screens are drawn; below it one line says what runs.
    static let leastSize = Size(columns: 40, rows: 10)

    static func isTooSmall(_ size: Size) -> Bool {
        size.columns < leastSize.columns || size.rows < leastSize.rows
    }

    /// Where the screen itself draws: between the two rows on top and the two below.
    static func body(of size: Size) -> Rect {
        Rect(size).inset(top: 2, bottom: 2)
    }

    static func drawTop(_ state: State, on canvas: inout Canvas) {
        let row = Rect(state.size).row(0)
        canvas.fill(row, .header)
        var right = row.right - 1
        @discardableResult func putRight(_ text: String, _ role: StyleRole, on canvas: inout Canvas) -> Bool {
            let width = TextWidth.columns(text)
            guard right - width > row.left + 24 else { return false }
            right -= width
            canvas.text(text, at: Point(column: right, row: 0), role)
            right -= 2
            return true
        }
        if let status = HeaderStatus(of: state), !putRight(status.text, status.role, on: &canvas),
            let short = status.shortText
        {
            putRight(short, status.role, on: &canvas)
        }
        let contextRole: StyleRole = state.identityProblem == nil ? .headerContext : .statusWarning
        // Where a problem does not fit, the region alone does.
        if !putRight(context(of: state), contextRole, on: &canvas), state.identityProblem != nil {
            putRight(context(of: state, withProblem: false), contextRole, on: &canvas)
        }
        var column = canvas.text(" flightdeck ", at: Point(column: 0, row: 0), .headerBrand, columns: right) + 1
        let separator = " \(canvas.glyphs.crumb) "
        let crumbs = Breadcrumb.fit(
            state.stacks[state.tab]!.map(\.screen.crumb), columns: right - column,
            separator: TextWidth.columns(separator))
        for (index, crumb) in crumbs.enumerated() {
            if index > 0 {
                column += canvas.text(
                    separator, at: Point(column: column, row: 0), .headerContext, columns: max(right - column, 0))
            }
            column += canvas.text(
                crumb, at: Point(column: column, row: 0),
                index == crumbs.count - 1 ? .headerBreadcrumb : .headerContext, columns: max(right - column, 0))
        }
        canvas.rule(at: Point(column: 0, row: 1), columns: state.size.columns)
        if let line = state.outlook?.line(now: state.now, glyphs: state.glyphs) {
            let area = Rect(state.size).row(1)
            canvas.fill(area, .background)
            canvas.text(line.text, in: area.inset(columns: 1), line.isOver ? .statusFailed : .statusWarning)
        }
    }

    /// Profile, account and region; the sandbox says that it is one.
    private static func context(of state: State, withProblem: Bool = true) -> String {
        let connection = state.connection
        let dot = " \(state.glyphs.dot) "
        var parts: [String] = []
        if connection.isSandbox {
            parts.append(connection.profile ?? "sandbox")
        } else if let profile = connection.profile {
            parts.append(profile)
        }
        if let account = connection.account {
            parts.append(DisplayText.account(account))
        } else if withProblem, let problem = state.identityProblem {
            parts.append(problem)
        }
        parts.append(connection.region)
        return parts.joined(separator: dot)
    }

    static func drawBottom(_ state: State, on canvas: inout Canvas) {
        let statusRow = Rect(state.size).row(state.size.rows - 2)
        let footer = Rect(state.size).row(state.size.rows - 1)
        drawStatus(state, on: &canvas, in: statusRow.inset(columns: 1))
        canvas.fill(footer, .footer)
        for item in footerItems(of: state) {
            let column = canvas.text(
                item.key, at: Point(column: item.column, row: footer.top),
                item.row.isAvailable ? .footerKey : .footerDisabled)
            canvas.text(
                item.row.title, at: Point(column: item.column + column + 1, row: footer.top),
                item.row.isAvailable ? .footer : .footerDisabled)
        }
    }

    /// Counts at the left, order and filter at the right; for some seconds a message takes the place of the counts, and of
    /// the rest where it needs the room and nothing is being typed there.
    private static func drawStatus(_ state: State, on canvas: inout Canvas, in row: Rect) {
        var line = state.top.screen.statusLine
        let missing = state.top.screen.missingRoom(in: body(of: state.size), state.glyphs)
        if !missing.isEmpty,
            [line.left, missing, line.right].reduce(4, { $0 + TextWidth.columns($1) }) <= row.columns
        {
            line.right = line.right.isEmpty ? missing : "\(missing)   \(line.right)"
        }
        let rightColumns = line.right.isEmpty ? 0 : TextWidth.columns(line.right) + 2
        guard let toast = state.toasts.last else {
            canvas.text(line.right, in: row, .textDim, align: .right)
            return canvas.text(line.left, in: row.inset(right: rightColumns), .textDim)
        }
        let text = " \(toast.sign(state.glyphs)) \(toast.text) "
        let columns = TextWidth.columns(text)
        var room = row
        let isFiltering = (state.top.screen as? any FilteredScreen)?.filter.isEditing ?? false
        if columns + rightColumns <= row.columns || isFiltering {
            canvas.text(line.right, in: row, .textDim, align: .right)
            room = row.inset(right: rightColumns)
        }
        canvas.fill(room.splitLeft(min(columns, room.columns)).0, toast.lineRole)
        guard columns > room.columns else { return canvas.text(text, in: room, toast.lineRole) }
        let more = " \(MessagesPage.chord.label(state.glyphs)) shows all "
        canvas.text(text, in: room.inset(right: TextWidth.columns(more)), toast.lineRole)
        canvas.text(more, in: room, toast.lineRole, align: .right)
    }

    private struct FooterItem {
        var row: CommandRow
        var key: String
        var column: Int
        var columns: Int
    }

    /// The footer's commands in their order, as many as fit; help always does.
    private static func footerItems(of state: State) -> [FooterItem] {
        let all = state.commandRows
        let takesText = state.top.screen.takesText
        // While a field takes keys, only those that it leaves are shown; and never one that means another command now.
        func isTyped(_ chord: Chord) -> Bool {
            guard takesText else { return false }
            var screen = state.top.screen
            return screen.offer(chord, as: state.top.id, state.context) != nil
        }
        func chord(_ row: CommandRow) -> Chord? {
            row.chords.first { !isTyped($0) && state.row(for: $0, in: all)?.id == row.id }
        }
        let rows = all.filter { $0.footerRank != nil && $0.isAvailable }
            .sorted { $0.footerRank! < $1.footerRank! }
        let room = state.size.columns - 2
        var keys: [String: String] = [:]
        for row in rows { keys[row.id] = chord(row)?.label(state.glyphs) }
        func width(_ row: CommandRow) -> Int {
            TextWidth.columns(keys[row.id] ?? "") + 1 + TextWidth.columns(row.title)
        }
        var chosen = rows.filter { keys[$0.id] != nil }
        // What is least needed goes first when the row is narrow: the highest rank but the help.
        while chosen.count > 1, chosen.map({ width($0) + 3 }).reduce(-3, +) > room {
            if let index = chosen.lastIndex(where: { $0.id != "help" && $0.id != "palette" }) {
                chosen.remove(at: index)
            } else {
                chosen.removeFirst()
            }
        }
        var column = 1
        return chosen.map { row in
            defer { column += width(row) + 3 }
            return FooterItem(row: row, key: keys[row.id] ?? "", column: column, columns: width(row))
        }
    }

    /// The command that the footer shows at a point, for the mouse.
    static func footerRow(at point: Point, in state: State) -> CommandRow? {
        guard point.row == state.size.rows - 1 else { return nil }
        return footerItems(of: state).first {
            point.column >= $0.column && point.column < $0.column + $0.columns
        }?.row
    }
}

/// The way to a screen, made to fit a width.
enum Breadcrumb {
    /// A crumb is not cut shorter than this while there are others to leave out.
    private static let leastColumns = 12

    /// Long crumbs are cut in their middle, the last one last; then the first ones give way to one `…`.
    static func fit(_ crumbs: [String], columns: Int, separator: Int) -> [String] {
        var shown = crumbs[...]
        while true {
            var fitted = (shown.count < crumbs.count ? ["…"] : []) + shown
            var excess = fitted.map { TextWidth.columns($0) + separator }.reduce(-separator - columns, +)
            for index in fitted.indices.dropFirst() where excess > 0 {
                let width = TextWidth.columns(fitted[index])
                let kept = max(min(width, leastColumns), width - excess)
                fitted[index] = TextWidth.truncate(fitted[index], columns: kept, at: .middle)
                excess -= width - kept
            }
            if excess <= 0 { return fitted }
            if shown.count <= 1 {
                let last = fitted.removeLast()
                return fitted + [TextWidth.truncate(last, columns: TextWidth.columns(last) - excess, at: .middle)]
            }
            shown = shown.dropFirst()
        }
    }
}

/// One finished picture, and where the text cursor is in it.
struct Frame: Sendable {
    var surface: Surface
    var cursor: Point?
}

extension State {
    /// Draws everything that is shown.
    func frame() -> Frame {
        var canvas = Canvas(size: size, theme: theme, glyphs: glyphs, now: now, connection: connection)
        canvas.limits = stopLimits.limits
        guard !Chrome.isTooSmall(size) else {
            drawTooSmall(on: &canvas)
            return Frame(surface: canvas.surface, cursor: nil)
        }
        Chrome.drawTop(self, on: &canvas)
        Chrome.drawBottom(self, on: &canvas)
        let body = Chrome.body(of: size)
        canvas.clipped(to: body) {
            top.screen.draw(on: &$0, in: body)
            top.screen.drawOver(on: &$0)
        }
        if let overlay {
            canvas.cursor = nil
            overlay.draw(self, on: &canvas)
        }
        return Frame(surface: canvas.surface, cursor: canvas.cursor)
    }

    /// The seconds until time alone changes the picture; nil where nothing does.
    func nextChange() -> Double? {
        let candidates = [
            top.screen.nextChange(after: now), retry.flatMap { $0.nextTry >= now ? 1 : nil },
            top.screen.freshness?.nextChange(now: now), outlook?.nextChange(now: now),
        ]
        // Four pictures a second at most.
        return candidates.compactMap { $0 }.min().map { max($0, 0.25) }
    }

    /// Says what runs and what it needs; on one row, the need alone where both do not fit.
    private func drawTooSmall(on canvas: inout Canvas) {
        let needed = "needs \(Chrome.leastSize.columns)x\(Chrome.leastSize.rows)"
        let running = "flightdeck: \(top.screen.crumb)"
        let area = Rect(size)
        let line = "\(running); \(needed)"
        if TextWidth.columns(line) <= size.columns {
            canvas.text(line, in: area.row(0))
        } else if size.rows > 1 {
            canvas.text(running, in: area.row(0), cut: .middle)
            canvas.text(needed, in: area.row(1))
        } else {
            canvas.text(needed, in: area.row(0))
        }
    }
}
