import BatchInference
import Console

/// The columns of the job list.
enum JobColumns {
    static let all: [ListColumn<JobOverview>] = [
        ListColumn(
            "job", width: .flexible(min: 16, weight: 3, max: 40), cut: .middle,
            isAscending: { $0.name < $1.name },
            cell: { job, canvas in StyledText(job.title, canvas.theme[.textStrong]) }),
        ListColumn(
            "status", width: .fixed(13), isAscending: { $0.status.rawValue < $1.status.rawValue },
            cell: { job, canvas in
                let status = StatusWord(jobStatus: job.status.rawValue)
                return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
            }),
        ListColumn(
            "step", width: .flexible(min: 12, weight: 1, max: 29), priority: 6,
            cell: { job, canvas in
                // The second status repeats the first where a job has ended.
                let step = job.secondaryStatus.rawValue
                return StyledText(step == job.status.rawValue ? "" : step, canvas.theme[.textDim])
            }),
        ListColumn(
            "problem", width: .fixed(11), priority: 4,
            isAscending: { ($0.problemType ?? "") < ($1.problemType ?? "") },
            cell: { job, canvas in StyledText(job.problemType ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "objective", width: .fixed(13), priority: 5,
            cell: { job, canvas in
                guard let objective = job.objective else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                let arrow = objective.direction == .minimize ? canvas.glyphs.down : canvas.glyphs.up
                return StyledText("\(objective.name) \(arrow)", canvas.theme[.text])
            }),
        ListColumn(
            "best", width: .fixed(9), alignment: .right, priority: 1,
            isAscending: { ($0.bestValue ?? -.infinity) < ($1.bestValue ?? -.infinity) },
            cell: { job, canvas in
                guard let value = job.bestValue else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.metric(value), canvas.theme[.textStrong])
            }),
        ListColumn(
            "candidates", width: .fixed(10), alignment: .right, priority: 3,
            isAscending: { ($0.candidatesFinished ?? 0) < ($1.candidatesFinished ?? 0) },
            cell: { job, canvas in StyledText(job.candidatesText ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 2,
            isAscending: { $0.createdAt > $1.createdAt },
            cell: { job, canvas in
                StyledText(
                    job.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
        ListColumn(
            "took", width: .fixed(5), alignment: .right, priority: 4,
            isAscending: {
                ($0.endedAt.flatMap($0.age) ?? 0) < ($1.endedAt.flatMap($1.age) ?? 0)
            },
            cell: { job, canvas in
                guard !job.isRunning, let seconds = job.duration(at: canvas.now) else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.age(seconds: seconds), canvas.theme[.textDim])
            }),
    ]
}
