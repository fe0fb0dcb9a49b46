/// Something that draws itself into a rectangle of a surface, and nowhere else.
public protocol Widget {
    /// Draws; at any size, an empty one included.
    func draw(into surface: inout Surface, in rect: Rect)
}
