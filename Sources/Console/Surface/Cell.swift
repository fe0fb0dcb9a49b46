/// One cell of a surface: a glyph and its style; plain memory, no reference.
public struct Cell: Hashable, Sendable {
    public var glyph: Glyph
    public var style: Style

    public init(glyph: Glyph = .blank, style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }
}
