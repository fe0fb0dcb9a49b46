import AWSOperations
import BatchInference
import Console

/// One line of a log: time of day, stream, message.
struct LogLineView {
    private let line: LogLine
    private let level: LogLevel

    /// Where the message begins.
    static let messageColumn = 19
    private static let streamColumn = 9
    private static let streamColumns = 9

    init(_ line: LogLine, level: LogLevel? = nil) {
        self.line = line
        self.level = level ?? LogLevel(of: line.message)
    }

    var isError: Bool { level == .error }

    /// The message as it is shown: SageMaker's own lines without their mark, with the name of the object in place of the whole
    /// address where they stand on one row.
    private func shownMessage(isWhole: Bool) -> String {
        guard let parts = line.serviceParts else { return line.message }
        guard let object = parts.object else { return String(parts.words) }
        let name = isWhole ? object : object.byteParts(at: "/", omittingEmpty: true).last ?? object
        return "\(name): \(parts.words)"
    }

    /// The rows that it needs where its message is wrapped; what follows a line break has rows of its own.
    func rows(columns: Int) -> [String] {
        TextWrap.lines(shownMessage(isWhole: true), columns: max(columns - Self.messageColumn, 10))
    }

    /// Draws it on one row.
    func draw(
        on canvas: inout Canvas, in area: Rect, left: Int = 0, find words: [String] = [], isMarked: Bool = false
    ) {
        // Scrolled sideways, the message loses its beginning.
        let shown = shownMessage(isWhole: left > 0)
        let message = left == 0 ? shown : String(shown.dropFirst(left))
        drawHead(on: &canvas, in: area)
        draw(message, on: &canvas, in: area.inset(left: Self.messageColumn), find: words)
        if isMarked { canvas.highlight(area.row(0), .selection) }
    }

    /// Draws all of it, on as many rows as it needs and there are; returns how many that were.
    @discardableResult
    func drawWrapped(
        on canvas: inout Canvas, in area: Rect, find words: [String] = [], isMarked: Bool = false
    ) -> Int {
        let rows = rows(columns: area.columns)
        drawHead(on: &canvas, in: area)
        for (offset, text) in rows.prefix(area.rows).enumerated() {
            draw(text, on: &canvas, in: area.row(offset).inset(left: Self.messageColumn), find: words)
            if isMarked { canvas.highlight(area.row(offset), .selection) }
        }
        return min(rows.count, area.rows)
    }

    private func drawHead(on canvas: inout Canvas, in area: Rect) {
        canvas.text(clock ?? canvas.glyphs.none, in: area, .textDim)
        let label = TextWidth.truncate(line.streamLabel, columns: Self.streamColumns, at: .middle)
        canvas.text(label, in: area.inset(left: Self.streamColumn), .label)
    }

    private func draw(_ text: String, on canvas: inout Canvas, in area: Rect, find words: [String]) {
        let role: StyleRole =
            switch level {
            case .error: .statusFailed
            case .warning: .statusWarning
            case .info, .unmarked: .text
            }
        canvas.text(text, in: area, role)
        for word in words where !word.isEmpty {
            var rest = text[...]
            while let place = Self.range(of: word, in: rest) {
                let column = TextWidth.columns(text[..<place.lowerBound])
                guard column < area.columns else { break }
                canvas.text(
                    String(rest[place]), at: area.origin.moved(columns: column), .match,
                    columns: area.columns - column)
                rest = rest[place.upperBound...]
            }
        }
    }

    /// The first place of a word in small letters, whatever the case of the text's ASCII letters.
    private static func range(of word: String, in text: Substring) -> Range<Substring.Index>? {
        let wanted = Array(word.utf8)
        var start = text.utf8.startIndex
        while start < text.utf8.endIndex {
            var (place, count) = (start, 0)
            while count < wanted.count, place < text.utf8.endIndex, folded(text.utf8[place]) == wanted[count] {
                place = text.utf8.index(after: place)
                count += 1
            }
            if count == wanted.count { return start..<place }
            start = text.utf8.index(after: start)
        }
        return nil
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// What a filter can ask of a line.
    static let columns = [
        FilterQuery.Column(name: "time"), FilterQuery.Column(name: "stream"), FilterQuery.Column(name: "message"),
    ]

    func text(ofColumn index: Int) -> String {
        switch index {
        case 0: clock ?? ""
        case 1: "\(line.shortStream)\n\(line.stream)"
        default: line.message
        }
    }

    /// The time of day in UTC; nil where it isn't known.
    private var clock: String? {
        guard line.time.isKnown else { return nil }
        let time = CalendarDate(line.time)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
    }
}

extension LogLine {
    /// The stream in nine columns: the last digits of the instance, which tell it from others, and what of it writes.
    var streamLabel: String {
        let parts = stream.byteParts(at: "/", omittingEmpty: true)
        guard let instance = parts.first, instance.hasBytePrefix("i-") else { return stream }
        let digits = instance.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: "-") }
        guard let number = String(digits.suffix(4)), !number.isEmpty else { return stream }
        guard parts.count > 1, let last = parts.last else { return number }
        if last == "data-log" { return "\(number)/data" }
        return last.droppingBytePrefix("container-").map { "\(number)/c\($0)" } ?? "\(number)/\(last)"
    }
}
