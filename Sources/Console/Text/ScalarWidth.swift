/// What a single scalar is to a terminal.
enum ScalarWidth {
    /// One column.
    case narrow
    /// Two columns.
    case wide
    /// No column of its own: joins the glyph before it.
    case mark
    /// Shows nothing and is left out.
    case invisible
    /// TAB, line and paragraph ends: drawn as a space.
    case space
    /// C0, C1, bidi overrides and the like: drawn as a visible replacement.
    case control

    /// Whether a glyph can start with it.
    var isDrawn: Bool { self == .narrow || self == .wide }

    /// Classifies a scalar value.
    @inline(__always)
    static func of(_ value: UInt32) -> ScalarWidth {
        if value < 0x7F { return value >= 0x20 ? .narrow : (value >= 0x09 && value <= 0x0D ? .space : .control) }
        if value < 0xA0 { return value == 0x85 ? .space : .control }
        if value < 0x300 { return value == 0xAD ? .invisible : .narrow }
        // Box drawing and blocks are most of what a frame has beyond ASCII.
        if value >= 0x2500 && value < 0x25FD { return .narrow }
        // Ideographs and Hangul syllables, as in the table.
        if (value >= 0x3400 && value <= 0x9FFF) || (value >= 0xAC00 && value <= 0xD7A3) { return .wide }
        return table(value)
    }

    private static func table(_ value: UInt32) -> ScalarWidth {
        if contains(WidthTable.invisible, value) {
            switch value {
            case 0x2028, 0x2029: return .space
            case 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: return .control
            default: return .invisible
            }
        }
        if contains(WidthTable.marks, value) { return .mark }
        if contains(WidthTable.wide, value) { return .wide }
        // Noncharacters are never text.
        if value & 0xFFFE == 0xFFFE || (value >= 0xFDD0 && value <= 0xFDEF) { return .control }
        return .narrow
    }

    /// Whether one of the ascending inclusive ranges holds the value.
    static func contains(_ ranges: [UInt32], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count / 2
        while low < high {
            let middle = (low + high) / 2
            if value > ranges[2 * middle + 1] {
                low = middle + 1
            } else if value < ranges[2 * middle] {
                high = middle
            } else {
                return true
            }
        }
        return false
    }
}
