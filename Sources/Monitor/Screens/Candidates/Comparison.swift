import BatchInference

/// What two or more candidates have in common and what not, fact by fact.
struct Comparison: Hashable, Sendable {
    struct Fact: Hashable, Sendable {
        var name: String
        /// One a candidate; nil where it has none.
        var values: [String?]
        /// The candidates that are best by this fact; empty where it has no order.
        var best: Set<Int> = []

        var differs: Bool { Set(values).count > 1 }
    }

    struct Section: Hashable, Sendable {
        var title: String
        var facts: [Fact]
    }

    var sections: [Section]

    init(rows: [Leaderboard.Row], board: Leaderboard) {
        let details = rows.map { CandidateDetails($0.candidate) }
        sections = [
            Section(title: "Standing", facts: Self.standing(of: rows, details)),
            Section(title: "Metrics", facts: board.metrics.map { Self.metric($0, of: rows, board) }),
            Section(title: "Containers", facts: Self.containers(of: details)),
            Section(title: "Environment", facts: Self.environment(of: details)),
        ].filter { !$0.facts.isEmpty }
    }

    private static func standing(of rows: [Leaderboard.Row], _ details: [CandidateDetails]) -> [Fact] {
        [
            Fact(name: "rank", values: rows.map { $0.rank.map { "\($0)" } }),
            Fact(name: "status", values: rows.map(\.status.rawValue)),
            Fact(
                name: "took",
                values: details.map { detail in
                    detail.endedAt.flatMap(detail.duration).map(DisplayText.duration)
                }),
            Fact(name: "output", values: details.map { list($0.outputs) }),
            Fact(name: "can", values: details.map { list($0.supportedOutputs) }),
        ]
    }

    private static func list(_ keys: [String]) -> String? { keys.isEmpty ? nil : keys.joined(separator: ", ") }

    private static func metric(_ name: MetricName, of rows: [Leaderboard.Row], _ board: Leaderboard) -> Fact {
        let values = rows.map { name == board.objective ? $0.value : $0.metrics[name]?.value }
        let direction = name == board.objective ? board.direction : name.direction
        let known = values.compactMap { $0 }
        let top = direction == .minimize ? known.min() : known.max()
        let best = Set(known).count < 2 ? [] : Set(values.indices.filter { values[$0] == top })
        let texts = zip(rows, values).map { row, value in
            name == board.objective ? row.valueText : value.map(DisplayText.metric)
        }
        return Fact(name: name.name, values: texts, best: best)
    }

    private static func containers(of details: [CandidateDetails]) -> [Fact] {
        (0..<(details.map(\.containers.count).max() ?? 0)).flatMap { index in
            let places = details.map { $0.containers.indices.contains(index) ? $0.containers[index] : nil }
            return [
                Fact(name: "\(index + 1) role", values: places.map { $0?.role.description }),
                Fact(name: "\(index + 1) image", values: places.map { $0?.shortImage }),
                Fact(name: "\(index + 1) model", values: places.map { $0?.modelDataUrl }),
            ]
        }
    }

    private static func environment(of details: [CandidateDetails]) -> [Fact] {
        (0..<(details.map(\.containers.count).max() ?? 0)).flatMap { index -> [Fact] in
            let places = details.map { detail -> [String: String] in
                guard detail.containers.indices.contains(index) else { return [:] }
                return Dictionary(
                    detail.containers[index].environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            }
            let names = Set(places.flatMap(\.keys)).sorted()
            return names.map { name in Fact(name: "\(index + 1) \(name)", values: places.map { $0[name] }) }
        }
    }
}
