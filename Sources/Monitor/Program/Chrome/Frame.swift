import Console

/// One finished picture, and where the text cursor is in it.
public struct Frame: Sendable {
    public var surface: Surface
    public var cursor: Point?
}

extension State {
    /// Draws everything that is shown.
    public func frame() -> Frame {
        var canvas = Canvas(size: size, theme: theme, glyphs: glyphs, now: now, connection: connection)
        guard !Chrome.isTooSmall(size) else {
            drawTooSmall(on: &canvas)
            return Frame(surface: canvas.surface, cursor: nil)
        }
        Chrome.drawTop(self, on: &canvas)
        Chrome.drawBottom(self, on: &canvas)
        let body = Chrome.body(of: size)
        canvas.clipped(to: body) { top.screen.draw(on: &$0, in: body) }
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
            Health.nextChange(of: top.screen.freshness, now: now), outlook?.nextChange(now: now),
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
