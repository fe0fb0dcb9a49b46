/// The name among `candidates` that is fewest single-letter changes from `name`; nil if none is near enough for a typo.
///
/// - Parameter most: How many changes are near enough at most, for names that are long and much alike.
public func nearest(to name: String, among candidates: some Sequence<String>, atMost most: Int = .max) -> String? {
    let limit = min(most, max(1, name.count / 3))
    return
        candidates
        // Letters that are missing are changes, too.
        .filter { abs($0.count - name.count) <= limit }
        .map { (distance: editDistance(name, $0), name: $0) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
        .name
}

/// The Levenshtein distance of two words, where two neighbours that changed places count once.
func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var before: [Int] = []
    var row = Array(0...right.count)
    for (above, letter) in left.enumerated() {
        var next = [above + 1]
        for (column, other) in right.enumerated() {
            var best = min(row[column] + (letter == other ? 0 : 1), next[column] + 1, row[column + 1] + 1)
            if above > 0, column > 0, letter == right[column - 1], left[above - 1] == other {
                best = min(best, before[column - 1] + 1)
            }
            next.append(best)
        }
        before = row
        row = next
    }
    return row[right.count]
}
