import BatchInference
import Console

/// The columns of the list of unfinished launches.
enum UnfinishedLaunchColumns {
    static let all: [ListColumn<UnfinishedLaunch>] = [
        ListColumn(
            "transform", width: .flexible(min: 20, weight: 2, max: 63), cut: .middle,
            isAscending: { $0.record.transformJobName < $1.record.transformJobName },
            cell: { launch, canvas in StyledText(launch.record.transformJobName, canvas.theme[.textStrong]) }),
        ListColumn(
            "state", width: .fixed(26), isAscending: { $0.status.word < $1.status.word },
            cell: { launch, canvas in
                StyledText(launch.status.text(canvas.glyphs), canvas.theme[launch.status.role])
            }),
        ListColumn(
            "job", width: .flexible(min: 12, weight: 1, max: 32), priority: 2, cut: .middle,
            isAscending: { $0.record.autopilotJobName < $1.record.autopilotJobName },
            cell: { launch, canvas in StyledText(launch.record.autopilotJobName, canvas.theme[.text]) }),
        ListColumn(
            "account", width: .fixed(14), priority: 3, alsoFoundBy: { $0.record.account },
            cell: { launch, canvas in
                StyledText(DisplayText.account(launch.record.account), canvas.theme[.textDim])
            }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 1,
            isAscending: { $0.record.createdAt > $1.record.createdAt },
            cell: { launch, canvas in
                StyledText(
                    DisplayText.narrowAge(seconds: canvas.now.seconds(since: launch.record.createdAt)),
                    canvas.theme[.textDim]
                )
            }),
    ]
}
