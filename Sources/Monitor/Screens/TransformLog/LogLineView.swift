import AWSOperations
import BatchInference
import Console

/// One line of a log: time of day, stream, message.
struct LogLineView {
    private let line: LogLine

    init(_ line: LogLine) {
        self.line = line
    }

    func draw(on canvas: inout Canvas, in area: Rect, left: Int = 0) {
        canvas.text(clock ?? canvas.glyphs.none, in: area, .textDim)
        let stream = TextWidth.padRight(TextWidth.truncate(shortStream, columns: 12, at: .middle), columns: 12)
        canvas.text(stream, in: area.inset(left: 9), .label)
        // Scrolled sideways, the message loses its beginning.
        let message = left == 0 ? line.message : String(line.message.dropFirst(left))
        canvas.text(message, in: area.inset(left: 22), isError ? .statusFailed : .text)
    }

    /// What a filter can ask of a line.
    static let columns = [
        FilterQuery.Column(name: "time"), FilterQuery.Column(name: "stream"), FilterQuery.Column(name: "message"),
    ]

    func text(ofColumn index: Int) -> String {
        switch index {
        case 0: clock ?? ""
        case 1: "\(shortStream)\n\(line.stream)"
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

    /// `data-log`, or the instance without its start time.
    private var shortStream: String {
        let parts = line.stream.byteParts(at: "/", omittingEmpty: true)
        if parts.count > 1, let last = parts.last { return String(last) }
        guard let dash = line.stream.lastByteIndex(of: "-"),
            line.stream[dash...].utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return line.stream }
        return String(line.stream[..<dash])
    }

    private var isError: Bool {
        let text = line.message
        return text.contains("ERROR") || text.contains("Error:") || text.contains("Exception")
            || text.contains("HTTP/1.1\" 4") || text.contains("HTTP/1.1\" 5")
    }
}
