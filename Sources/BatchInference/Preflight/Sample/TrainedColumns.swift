import AWSOperations

/// What the training had in the columns that the models take, to compare rows with.
struct TrainedColumns: Sendable {
    let trained: TrainingColumns
    /// In the order of its features.
    let profiles: [ColumnProfile]
    private let samples: [ColumnSample]

    init(_ trained: TrainingColumns) {
        self.trained = trained
        let places = Dictionary(
            trained.names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let features = trained.features.map { places[$0] ?? 0 }
        profiles = features.map(trained.profile)
        samples = features.map(trained.sample)
    }

    /// What differs in the values of columns: the first object that has it tells of each verdict.
    ///
    /// - Parameters:
    ///   - objects: Rows as the containers get them, without a header.
    ///   - emptyPlaces: Places that have no value in any row of the input, all of which was read.
    ///   - canBeCorrected: Whether places are those of the objects themselves.
    func differences(
        in objects: [(name: String, rows: [CSVSample.Row])], emptyPlaces: Set<Int> = [], canBeCorrected: Bool
    ) -> [PreflightFinding] {
        func compared(_ name: String, _ rows: [CSVSample.Row]) -> ColumnDifferences {
            ColumnDifferences(
                trained: trained, profiles: profiles, samples: samples, name: name, rows: rows,
                emptyPlaces: emptyPlaces, canBeCorrected: canBeCorrected)
        }
        var found = objects.map { compared($0.name, $0.rows).findings() }
        if objects.count > 1, !found.joined().contains(where: { $0.kind == .order }) {
            // A few rows of each object may tell together what none tells alone.
            found.append(
                compared("the \(DisplayText.count(objects.count)) objects read", objects.flatMap(\.rows)).orderAlone())
        }
        var findings: [PreflightFinding] = []
        for verdict in [PreflightFinding.Verdict.failed, .warned] {
            for kind in ColumnDifferences.Kind.allCases {
                let some = found.joined().first { $0.finding.verdict == verdict && $0.kind == kind }
                if let some { findings.append(some.finding) }
            }
        }
        return findings
    }
}
