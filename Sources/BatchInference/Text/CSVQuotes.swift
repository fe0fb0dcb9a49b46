/// Where quotes stand in CSV, byte by byte, as lenient readers have it: a quote opens a field only at its beginning, and
/// what follows a closing quote belongs to the field.
struct CSVQuotes: Hashable, Sendable {
    private enum State: Hashable, Sendable {
        /// At the beginning of a text, where a byte order mark of so many bytes may have come.
        case mark(Int)
        case fieldStart
        case plain
        case quoted
        /// Behind a quote within quotes, which closes them or stands for itself.
        case quote
    }

    private var state = State.mark(0)

    /// Whether a line break would belong to a field.
    var isWithin: Bool { state == .quoted }
    /// Whether quotes were opened that nothing has closed.
    var isOpen: Bool { state == .quoted }

    mutating func take(_ byte: UInt8) {
        switch state {
        case .mark(let count):
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            guard mark[count] == byte else {
                state = count == 0 ? .fieldStart : .plain
                return take(byte)
            }
            state = count == 2 ? .fieldStart : .mark(count + 1)
        case .fieldStart:
            state = byte == 0x22 ? .quoted : byte == 0x2C ? .fieldStart : .plain
        case .plain:
            if byte == 0x2C { state = .fieldStart }
        case .quoted:
            if byte == 0x22 { state = .quote }
        case .quote:
            state = byte == 0x22 ? .quoted : byte == 0x2C ? .fieldStart : .plain
        }
    }

    mutating func endRecord() { state = .fieldStart }
}
