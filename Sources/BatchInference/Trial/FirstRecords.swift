/// The first records of an object's beginning, byte for byte.
struct FirstRecords: Hashable, Sendable {
    /// Whole records, with the line break of the last.
    var bytes: [UInt8]
    var count: Int
    /// Whether the beginning ran out before there were as many records as wanted.
    var needsMore: Bool

    /// - Parameters:
    ///   - isCut: Whether more bytes follow; the last line, which may be half of one, is then left out.
    ///   - isCSV: Whether a line break within quotes belongs to its record, so that no record is cut in two.
    init(_ beginning: [UInt8], wanted: Int, isCut: Bool, isCSV: Bool) {
        var end = 0
        var found = 0
        var quotes = CSVQuotes()
        var isBlank = true
        var position = 0
        while position < beginning.count, found < wanted {
            let byte = beginning[position]
            position += 1
            guard byte == UInt8(ascii: "\n"), !isCSV || !quotes.isWithin else {
                if isCSV { quotes.take(byte) }
                if byte != UInt8(ascii: "\r") && byte != UInt8(ascii: "\n") { isBlank = false }
                continue
            }
            end = position
            quotes.endRecord()
            if !isBlank { found += 1 }
            isBlank = true
        }
        // The last line of an object needs no line break.
        if found < wanted, position == beginning.count, !isCut, !isBlank {
            end = position
            found += 1
        }
        bytes = Array(beginning[..<end])
        count = found
        needsMore = isCut && found < wanted
    }
}
