import Glibc

/// Columns of an input that look like other columns of the training than their own: swapped, in another order, or shifted.
///
/// Each pair of columns is compared by what the training had in both. On data like the training's, evidence of a swap
/// beyond some bound is as rare as that bound says, however few the rows; the spread is compared as well, so that rows of
/// one kind, all of them at an end of what the training had, are not taken for another column.
struct ColumnOrder: Sendable {
    enum Kind: Hashable, Sendable {
        case swapped
        /// Each place holds what belongs to another of them: the columns of the training, in the order of the places.
        case rotated(to: [Int])
        /// Each place holds what belongs so many places further on.
        case shifted(by: Int)
    }

    struct Change: Hashable, Sendable {
        var kind: Kind
        /// From 0, in ascending order.
        var places: [Int]
        var isCertain: Bool
    }

    private let trained: [ColumnSample]
    private let found: [ColumnSample]
    /// The logarithm of how many pairs there are: with many, some are alike by chance.
    private let chances: Double

    /// Columns of which every pair is compared: those that fit their own the least.
    private static let most = 24

    init(trained: [ColumnSample], found: [ColumnSample]) {
        self.trained = trained
        self.found = found
        chances = log(Double(max(found.count * (found.count - 1) / 2, 1)))
    }

    /// What seems to be in another place, in the order of the places; no column twice.
    func changes() -> [Change] {
        guard trained.count == found.count, trained.count > 1, let first = found.first, first.count > 0 else {
            return []
        }
        let pairs = matches(among: suspects())
        var (changes, explained) = exchanges(in: pairs)
        for shift in shifts() where shift.evidence > explained {
            // A shift of columns that are alike looks like swaps within it.
            changes = changes.filter { Set($0.places).isDisjoint(with: shift.change.places) } + [shift.change]
            explained = shift.evidence
        }
        return changes.sorted { $0.places[0] < $1.places[0] }
    }

    private func suspects() -> [Int] {
        guard found.count > Self.most else { return Array(found.indices) }
        let misfits = found.indices.map { ($0, ColumnMatch.misfit(of: found[$0], in: trained[$0])) }
        return misfits.sorted { $0.1 > $1.1 }.prefix(Self.most).map(\.0).sorted()
    }

    /// Likely matches by place and other column, both ways of a pair.
    private func matches(among places: [Int]) -> [[Int]: ColumnMatch] {
        var matches: [[Int]: ColumnMatch] = [:]
        for (index, first) in places.enumerated() {
            for second in places[(index + 1)...] {
                let (one, other) = ColumnMatch.between(first, second, trained: trained, found: found)
                if one.isLikely { matches[[first, second]] = one }
                if other.isLikely { matches[[second, first]] = other }
            }
        }
        return matches
    }

    // MARK: Swaps and rotations

    private func exchanges(in matches: [[Int]: ColumnMatch]) -> ([Change], evidence: Double) {
        var changes: [Change] = []
        var used: Set<Int> = []
        var total = 0.0
        let swaps = matches.values.filter { $0.place < $0.other }.compactMap { one in
            matches[[one.other, one.place]].map { (one, $0, one.evidence + $0.evidence - chances) }
        }.sorted { ($0.2, $1.0.place) > ($1.2, $0.0.place) }
        for (one, other, evidence) in swaps where evidence >= 7 && used.isDisjoint(with: [one.place, one.other]) {
            used.formUnion([one.place, one.other])
            total += evidence
            changes.append(
                Change(
                    kind: .swapped, places: [one.place, one.other],
                    isCertain: evidence >= 14 && one.isCertain && other.isCertain))
        }
        for circle in circles(in: matches.values.filter { used.isDisjoint(with: [$0.place, $0.other]) }) {
            let evidence = circle.reduce(0) { $0 + $1.evidence } - chances * Double(circle.count) / 2
            guard evidence >= 10 else { continue }
            total += evidence
            let sorted = circle.sorted { $0.place < $1.place }
            changes.append(
                Change(
                    kind: .rotated(to: sorted.map(\.other)), places: sorted.map(\.place),
                    isCertain: evidence >= 18 && circle.allSatisfy(\.isCertain)))
        }
        return (changes, total)
    }

    /// Ways from place to place, each to the column that it looks like the most, that come back to their beginning.
    private func circles(in matches: [ColumnMatch]) -> [[ColumnMatch]] {
        var best: [Int: ColumnMatch] = [:]
        for match in matches where match.evidence > best[match.place]?.evidence ?? 0 { best[match.place] = match }
        var circles: [[ColumnMatch]] = []
        var seen: Set<Int> = []
        for start in best.keys.sorted() where !seen.contains(start) {
            var way: [ColumnMatch] = []
            var place = start
            while seen.insert(place).inserted, let next = best[place] {
                way.append(next)
                place = next.other
            }
            if let first = way.firstIndex(where: { $0.place == place }), way.count - first > 2 {
                circles.append(Array(way[first...]))
            }
        }
        return circles
    }

    // MARK: Shifts

    /// Columns side by side that each look like their neighbour on the same side, most of them plainly.
    private func shifts() -> [(change: Change, evidence: Double)] {
        let pairs = found.indices.dropLast().map {
            ColumnMatch.between($0, $0 + 1, trained: trained, found: found)
        }
        let ahead = longestRun(of: pairs.map(\.0))
        let back = longestRun(of: pairs.map(\.1))
        return [(ahead, 1), (back, -1)].compactMap { run, offset in
            guard run.filter(\.isLikely).count >= 2, run.filter(\.isLikely).count * 2 > run.count else { return nil }
            let evidence = run.reduce(0) { $0 + $1.evidence } - chances
            guard evidence >= 10 else { return nil }
            let plain = run.filter(\.isLikely)
            return (
                Change(
                    kind: .shifted(by: offset), places: run.map(\.place),
                    isCertain: evidence >= 18 && plain.allSatisfy(\.isCertain) && plain.count * 3 >= run.count * 2),
                evidence
            )
        }.sorted { $0.evidence < $1.evidence }
    }

    /// The run with the most evidence of those without a column that speaks against it.
    private func longestRun(of matches: [ColumnMatch]) -> [ColumnMatch] {
        var best: ArraySlice<ColumnMatch> = []
        func evidence(_ run: ArraySlice<ColumnMatch>) -> Double { run.reduce(0) { $0 + $1.evidence } }
        let runs = matches.split { !$0.isLikely && !$0.isOpen && $0.evidence < 0 }
        for run in runs where evidence(run) > evidence(best) { best = run }
        // Columns at its ends that nothing tells apart do not belong to it.
        while let last = best.last, last.evidence <= 0 { best.removeLast() }
        while let first = best.first, first.evidence <= 0 { best.removeFirst() }
        return Array(best)
    }
}
