import AWSOperations
import BatchInference
import Console

/// The columns of what runs everywhere.
enum FleetColumns {
    static let all: [ListColumn<FleetRow>] = [
        ListColumn(
            "transform", width: .flexible(min: 16, weight: 3, max: 50), cut: .middle,
            isAscending: { $0.overview.title < $1.overview.title },
            cell: { row, canvas in
                StyledText(row.overview.title, canvas.theme[row.isOpen ? .textStrong : .textDim])
            }),
        ListColumn(
            "account", width: .flexible(min: 10, weight: 1, max: 20), cut: .middle,
            isAscending: { accountText($0) < accountText($1) }, alsoFoundBy: { $0.place.account ?? "" },
            cell: { row, canvas in StyledText(accountText(row), canvas.theme[.text]) }),
        ListColumn(
            "region", width: .fixed(14), priority: 2,
            isAscending: { ($0.place.region ?? "") < ($1.place.region ?? "") },
            cell: { row, canvas in StyledText(row.place.region ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "status", width: .fixed(15), isAscending: { status($0).text(.ascii) < status($1).text(.ascii) },
            alsoFoundBy: { $0.overview.status.rawValue },
            cell: { row, canvas in
                let word = status(row)
                return StyledText(word.text(canvas.glyphs), canvas.theme[word.role])
            }),
        ListColumn(
            "lasts", width: .fixed(8), alignment: .right, priority: 3,
            isAscending: { $0.overview.createdAt > $1.overview.createdAt },
            cell: { row, canvas in
                let seconds =
                    row.overview.runningSeconds(at: canvas.now) ?? row.overview.totalSeconds(at: canvas.now)
                return StyledText(
                    seconds.map { DisplayText.age(seconds: $0) } ?? canvas.glyphs.none, canvas.theme[.text])
            }),
        ListColumn(
            "outputs", width: .fixed(12), alignment: .right, priority: 1,
            cell: { row, canvas in
                guard let outputs = row.evidence?.outputs else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(outputs.shortText(columns: 12), canvas.theme[.text])
            }),
        ListColumn(
            "evidence", width: .flexible(min: 12, weight: 3, max: 40), priority: 4,
            cell: { row, canvas in StyledText(evidence(row, at: canvas.now), canvas.theme[.textDim]) }),
        ListColumn(
            "read", width: .fixed(7), alignment: .right, priority: 1,
            isAscending: { $0.readAt > $1.readAt },
            cell: { row, canvas in
                guard row.isOpen else { return StyledText("", canvas.theme[.textDim]) }
                let age = max(0, canvas.now.seconds(since: row.readAt))
                return StyledText(
                    DisplayText.age(seconds: age), canvas.theme[age > Freshness.liveFor ? .stale : .textDim])
            }),
    ]

    private static func accountText(_ row: FleetRow) -> String {
        row.place.profile ?? row.place.account.map { DisplayText.account($0) } ?? "keys in use"
    }

    private static func status(_ row: FleetRow) -> StatusWord {
        switch row.presence {
        case .gone: StatusWord(\.failed, "gone", .statusFailed)
        // It has left the lists: how it ended isn't read yet.
        case .left: StatusWord(\.pending, "ending", .statusPending)
        case .listed, .ended: TransformRow(row.overview).status
        }
    }

    /// What was seen of its progress, and when; what is not known is left empty.
    private static func evidence(_ row: FleetRow, at now: Timestamp) -> String {
        func ago(_ moment: Timestamp) -> String { DisplayText.ago(seconds: now.seconds(since: moment)) }
        if let failure = row.overview.failureReason, !row.isOpen { return failure }
        guard row.isOpen else { return "" }
        guard let evidence = row.evidence else { return row.failure.map { "not described: \($0.problem)" } ?? "" }
        guard evidence.outputs != nil else { return evidence.failure.map { "not counted: \($0.problem)" } ?? "" }
        let counted = "counted \(ago(evidence.readAt))"
        return evidence.grewAt.map { "grew \(ago($0)), \(counted)" } ?? counted
    }
}
