/// Keys, paths and URLs, compared and taken apart by bytes.
///
/// Swift's own methods go by Characters: a slash before a combining mark, or behind U+0600, is part of another Character,
/// and so no slash to them. Separators are ASCII: where a byte of theirs stands, a scalar begins and ends.
///
/// Inlinable, since a long listing asks them several times an object: without their code, other targets run them unspecialized.
extension StringProtocol where UTF8View: BidirectionalCollection {
    @inlinable
    public func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    @inlinable
    public func hasBytePrefix(_ prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

    @inlinable
    public func hasByteSuffix(_ suffix: some StringProtocol) -> Bool {
        utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// What follows a prefix; nil where the text does not begin with it.
    @inlinable
    public func droppingBytePrefix(_ prefix: some StringProtocol) -> SubSequence? {
        hasBytePrefix(prefix) ? self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...] : nil
    }

    /// What stands before a suffix; nil where the text does not end with it.
    @inlinable
    public func droppingByteSuffix(_ suffix: some StringProtocol) -> SubSequence? {
        hasByteSuffix(suffix) ? self[..<utf8.index(endIndex, offsetBy: -suffix.utf8.count)] : nil
    }

    /// Where an ASCII sign first stands.
    @inlinable
    public func firstByteIndex(of sign: Unicode.Scalar) -> Index? { utf8.firstIndex(of: UInt8(ascii: sign)) }

    /// Where an ASCII sign last stands.
    @inlinable
    public func lastByteIndex(of sign: Unicode.Scalar) -> Index? { utf8.lastIndex(of: UInt8(ascii: sign)) }

    /// What stands before the first of some ASCII signs; all where none is there.
    @inlinable
    public func untilByte(of signs: String) -> SubSequence {
        self[..<(utf8.firstIndex { signs.utf8.contains($0) } ?? endIndex)]
    }

    @inlinable
    public func containsByte(_ sign: Unicode.Scalar) -> Bool { firstByteIndex(of: sign) != nil }

    /// Where a text first stands.
    @inlinable
    public func firstByteRange(of text: some StringProtocol) -> Range<Index>? {
        let length = text.utf8.count
        var start = startIndex
        var left = utf8.count - length
        while left >= 0 {
            if utf8[start...].starts(with: text.utf8) { return start..<utf8.index(start, offsetBy: length) }
            if left > 0 { start = utf8.index(after: start) }
            left -= 1
        }
        return nil
    }

    /// The parts between an ASCII sign, empty ones too unless they are to be left out.
    @inlinable
    public func byteParts(
        at sign: Unicode.Scalar, maxSplits: Int = .max, omittingEmpty: Bool = false
    ) -> [SubSequence] {
        let byte = UInt8(ascii: sign)
        var parts: [SubSequence] = []
        var start = startIndex
        var splits = 0
        while splits < maxSplits, let end = utf8[start...].firstIndex(of: byte) {
            if !omittingEmpty || start < end {
                parts.append(self[start..<end])
                splits += 1
            }
            start = utf8.index(after: end)
        }
        if !omittingEmpty || start < endIndex { parts.append(self[start...]) }
        return parts
    }

    /// What follows the last slash: empty where the text ends in one, all where there is none.
    @inlinable
    public var lastPathPart: SubSequence {
        lastByteIndex(of: "/").map { self[utf8.index(after: $0)...] } ?? self[startIndex...]
    }

    /// The last part that is not empty, as a name for showing; the whole text where there is none.
    @inlinable
    public var pathName: SubSequence { byteParts(at: "/", omittingEmpty: true).last ?? self[startIndex...] }

    /// All up to the last slash, with it; empty where there is none.
    @inlinable
    public var parentFolder: SubSequence {
        lastByteIndex(of: "/").map { self[..<utf8.index(after: $0)] } ?? self[startIndex..<startIndex]
    }
}

extension String {
    /// A path's folder, without the slash; empty for the root's own entries and where there is no slash.
    @inlinable
    public var folder: String { String(parentFolder.droppingByteSuffix("/") ?? "") }

    /// The text with a slash at its end, as the prefix of what lies in a folder; an empty one stays empty.
    @inlinable
    public var asFolder: String { isEmpty || hasByteSuffix("/") ? self : self + "/" }
}
