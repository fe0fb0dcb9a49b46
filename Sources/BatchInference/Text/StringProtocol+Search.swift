extension StringProtocol {
    /// The first place of a text, without Foundation.
    func range(of text: String) -> Range<Index>? {
        guard let first = text.utf8.first else { return startIndex..<startIndex }
        let needle = Array(text.utf8)
        var start = utf8.startIndex
        while let candidate = utf8[start...].firstIndex(of: first) {
            var position = candidate
            var matched = 0
            while matched < needle.count, position < utf8.endIndex, utf8[position] == needle[matched] {
                position = utf8.index(after: position)
                matched += 1
            }
            if matched == needle.count { return candidate..<position }
            start = utf8.index(after: candidate)
        }
        return nil
    }
}
