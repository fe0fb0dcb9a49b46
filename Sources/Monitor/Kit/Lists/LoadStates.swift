import BatchInference
import Console

extension Canvas {
    /// Says in the middle of an area why there are no rows: loading, failed, none at all, or none that pass a filter.
    mutating func emptyState<Value>(
        of loadable: Loadable<Value>, in area: Rect, loading: String, empty: String, hint: String = ""
    ) {
        switch loadable.phase {
        // A copy that has nothing to show for here says nothing of what there is.
        case .stale(let failure) where loadable.copiedAt != nil: failed(failure, in: area)
        case .loading: message([(loading, .textDim)], in: area)
        case .failed(let failure): failed(failure, in: area)
        case .stale(let failure):
            // That there is nothing was true once, or is true of what came: why no more is known is said, too.
            var lines = [(empty, StyleRole.text), ("\(glyphs.warning) \(failure.problem)", .stale)]
            if !failure.remedy.isEmpty { lines.append((failure.remedy, .text)) }
            if let next = failure.nextTry {
                lines.append(("next try \(DisplayText.countdown(seconds: next.seconds(since: now)))", .textDim))
            }
            message(lines, in: area)
        case .fresh:
            message([(empty, .text)] + (hint.isEmpty ? [] : [(hint, .textDim)]), in: area)
        }
    }

    private mutating func failed(_ failure: LoadFailure, in area: Rect) {
        var lines = [("\(glyphs.failed) \(failure.problem)", StyleRole.statusFailed)]
        if !failure.remedy.isEmpty { lines.append((failure.remedy, .text)) }
        if failure.concernsSetup {
            lines.append(("\(Chord.doctor) checks credentials, region and network", .textDim))
        }
        if let next = failure.nextTry {
            lines.append(("next try \(DisplayText.countdown(seconds: next.seconds(since: now)))", .textDim))
        }
        message(lines, in: area)
    }

    /// Lines in the middle of an area, wrapped to it.
    mutating func message(_ lines: [(String, StyleRole)], in area: Rect) {
        let width = min(area.columns - 4, 90)
        let wrapped = lines.flatMap { line, role in TextWrap.lines(line, columns: width).map { ($0, role) } }
        let top = max((area.rows - wrapped.count) / 3, 0)
        for (offset, (line, role)) in wrapped.enumerated() where top + offset < area.rows {
            text(line, in: area.row(top + offset), role, align: .center)
        }
    }

    /// Says over a list why its newest load failed, with the last good rows below; the area that is left.
    mutating func staleLine<Value>(of loadable: Loadable<Value>, in area: Rect) -> Rect {
        guard case .stale(let failure) = loadable.phase else { return area }
        let (lines, rest) = area.splitTop(loadable.staleRows)
        let next = failure.nextTry.map {
            ", next try \(DisplayText.countdown(seconds: $0.seconds(since: now)))"
        }
        let doctor = failure.concernsSetup ? " (\(Chord.doctor) checks it)" : ""
        let texts = failure.remedy.isEmpty ? [failure.problem] : [failure.problem, "  \(failure.remedy)\(doctor)"]
        for (offset, text) in texts.enumerated() where offset < lines.rows {
            let sign = offset == 0 ? "\(glyphs.warning) " : ""
            let end = offset == texts.count - 1 ? next ?? "" : ""
            let line = lines.row(offset).inset(columns: 1)
            self.text(
                TextWidth.truncate(sign + text, columns: line.columns - TextWidth.columns(end)) + end, in: line, .stale)
        }
        return rest
    }
}

extension Loadable {
    /// The rows that a list gives up while its newest load has failed.
    var staleRows: Int {
        guard case .stale(let failure) = phase else { return 0 }
        return failure.remedy.isEmpty ? 1 : 2
    }
}
