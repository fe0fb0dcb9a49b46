extension String {
    /// Without spaces and tabs at its ends.
    var trimmed: String {
        var text = Substring(self)
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return String(text)
    }

    /// Without white space of any kind at its ends, as Python's `strip()` leaves it.
    var stripped: String {
        var scalars = Substring(self).unicodeScalars
        while scalars.first?.isStripped == true { scalars.removeFirst() }
        while scalars.last?.isStripped == true { scalars.removeLast() }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    /// What Python calls white space: Unicode's, and the separators of information (U+001C to U+001F).
    var isStripped: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
