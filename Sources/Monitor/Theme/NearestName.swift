/// The name among `candidates` that is fewest single-letter changes from `name`; nil if none is near enough for a typo.
func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, name.count / 3)
    return
        candidates
        .map { (distance: editDistance(name, $0), name: $0) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
        .name
}

/// The Levenshtein distance of two words.
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (above, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = above + 1
        for column in right.indices {
            let substituted = diagonal + (letter == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
