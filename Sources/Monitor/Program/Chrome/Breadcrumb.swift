import Console

/// The way to a screen, made to fit a width.
enum Breadcrumb {
    /// A crumb is not cut shorter than this while there are others to leave out.
    private static let leastColumns = 12

    /// Long crumbs are cut in their middle, the last one last; then the first ones give way to one `…`.
    static func fit(_ crumbs: [String], columns: Int, separator: Int) -> [String] {
        var shown = crumbs[...]
        while true {
            var fitted = (shown.count < crumbs.count ? ["…"] : []) + shown
            var excess = fitted.map { TextWidth.columns($0) + separator }.reduce(-separator - columns, +)
            for index in fitted.indices.dropFirst() where excess > 0 {
                let width = TextWidth.columns(fitted[index])
                let kept = max(min(width, leastColumns), width - excess)
                fitted[index] = TextWidth.truncate(fitted[index], columns: kept, at: .middle)
                excess -= width - kept
            }
            if excess <= 0 { return fitted }
            if shown.count <= 1 {
                let last = fitted.removeLast()
                return fitted + [TextWidth.truncate(last, columns: TextWidth.columns(last) - excess, at: .middle)]
            }
            shown = shown.dropFirst()
        }
    }
}
