import AWSOperations
import BatchInference
import Console

/// Everything about one candidate as the lines of the detail panel.
struct CandidateDetailText {
    let row: Leaderboard.Row
    let job: JobOverview
    let board: Leaderboard
    var sizes: ModelSizeLoader.Sizes?

    func lines(columns: Int, theme: Theme?, glyphs: Glyphs, now: Timestamp) -> [StyledText] {
        let details = CandidateDetails(row.candidate)
        var page = TextPageBuilder(theme: theme, columns: columns)
        page.text(details.name, .textStrong)
        addStanding(to: &page, glyphs)
        if let reason = details.failureReason { page.text("\(glyphs.failed) \(reason)", .statusFailed) }
        addContainers(details, to: &page)
        addTimes(details, to: &page, now)
        addMetrics(to: &page, glyphs)
        addEnvironment(details, to: &page)
        if !details.artifacts.isEmpty {
            page.heading("Artifacts")
            for artifact in details.artifacts {
                page.text(artifact.title, .label, indent: 1)
                page.text(artifact.uri, .link, indent: 2)
            }
        }
        if !details.steps.isEmpty {
            page.heading("Steps")
            for step in details.steps { page.pair(step.kind, step.name, indent: 1) }
        }
        addJob(to: &page)
        return page.lines
    }

    private func addStanding(to page: inout TextPageBuilder, _ glyphs: Glyphs) {
        if row.isBest {
            let objective = board.objective.map { " by \($0.title)\(dataSet(of: $0))" } ?? ""
            page.text("\(glyphs.best) best\(objective)", .best)
        } else if let rank = row.rank {
            page.text("rank \(rank) of \(board.rows.count { $0.rank != nil })", .textDim)
        }
        let status = StatusWord(jobStatus: row.status.rawValue)
        if row.status != .completed { page.text(status.text(glyphs), status.role) }
    }

    private func dataSet(of metric: MetricName) -> String {
        row.metrics[metric]?.set.map { " (\($0.rawValue.lowercased()))" } ?? ""
    }

    private func addContainers(_ details: CandidateDetails, to page: inout TextPageBuilder) {
        page.heading(details.containers.count == 1 ? "Container" : "Containers, in order")
        if details.containers.isEmpty { page.text("none, so it can't be used for a transform", .textDim, indent: 1) }
        let widest = details.containers.map { TextWidth.columns($0.shortImage) }.max() ?? 0
        let areBeside = widest + 21 <= page.columns
        for container in details.containers {
            let role = "\(container.position) \(container.role)"
            if areBeside {
                page.pair(role, container.shortImage, nameColumns: 20, indent: 1)
            } else {
                page.text(role, .label, indent: 1)
                page.text(container.shortImage, indent: 3)
            }
        }
        if !details.accelerators.isEmpty { page.pair("Hardware", details.accelerators.joined(separator: " and ")) }
        guard !details.containers.isEmpty else { return }
        page.blank()
        page.pair("Output", details.outputs.isEmpty ? "as the container returns them" : list(details.outputs))
        let others = details.supportedOutputs.filter { !details.outputs.contains($0) }
        if !others.isEmpty { page.pair("Optional", list(others)) }
    }

    private func addTimes(_ details: CandidateDetails, to page: inout TextPageBuilder, _ now: Timestamp) {
        page.blank()
        let word = details.endedAt == nil && row.status == .inProgress ? "Running" : "Duration"
        page.pair(word, details.duration(at: now).map(DisplayText.duration) ?? DisplayText.unknown)
        page.pair("Created", DisplayText.moment(details.createdAt))
        if let algorithm = row.algorithm { page.pair("Algorithm", algorithm) }
        if let bytes = sizes?.bytes[row.id] {
            page.pair("Size", "\(DisplayText.byteCount(bytes)), all artifacts")
        } else if let failure = sizes?.failure, !details.containers.isEmpty {
            page.pair("Size", "unknown: \(failure.problem)", .textDim)
        }
    }

    private func addMetrics(to page: inout TextPageBuilder, _ glyphs: Glyphs) {
        guard !row.metrics.isEmpty else { return }
        let named = board.metrics.compactMap { name in row.metrics[name].map { (name, $0) } }
        // One data set for all is said once.
        let sets = Set(named.map { $0.1.set?.rawValue.lowercased() ?? "" })
        page.heading(sets.count == 1 && sets != [""] ? "Metrics (\(sets.first ?? ""))" : "Metrics")
        let width = min((named.map { TextWidth.columns($0.0.title) }.max() ?? 0) + 2, 24)
        for (name, metric) in named {
            let set = sets.count == 1 ? "" : metric.set.map { "  \($0.rawValue.lowercased())" } ?? ""
            let gap = board.gap(of: name, in: row)
            let train = gap.map { "   train \(name.text($0.train))" } ?? ""
            page.pair(
                name.title, name.text(metric.value) + set + train + (gap?.isLarge == true ? " \(glyphs.warning)" : ""),
                nameColumns: width, indent: 1, gap?.isLarge == true ? .statusWarning : .text)
        }
        let large = named.filter { board.gap(of: $0.0, in: row)?.isLarge == true }
        if !large.isEmpty {
            page.text(
                "\(glyphs.warning) much better on the training rows: possibly overfitted",
                .statusWarning, indent: 1)
        }
    }

    private func addEnvironment(_ details: CandidateDetails, to page: inout TextPageBuilder) {
        guard details.containers.contains(where: { !$0.environment.isEmpty }) else { return }
        page.heading("Environment")
        for container in details.containers where !container.environment.isEmpty {
            page.text("\(container.position) \(container.role)", .label, indent: 1)
            for entry in container.environment { page.text("\(entry.name)=\(entry.value)", .text, indent: 2) }
        }
    }

    private func addJob(to page: inout TextPageBuilder) {
        page.heading("Job")
        page.pair("name", job.name, indent: 1)
        if let problem = job.problemType { page.pair("problem", problem, indent: 1) }
        if let target = job.targetColumn { page.pair("target", target, indent: 1) }
        if let mode = job.mode { page.pair("mode", mode.rawValue, indent: 1) }
        if let input = job.inputLocation { page.pair("input", input, indent: 1, .link) }
        if let output = job.outputLocation { page.pair("output", output, indent: 1, .link) }
        if let role = job.roleArn { page.pair("role", role, indent: 1) }
        for failure in job.partialFailures { page.pair("partly", failure, indent: 1, .statusWarning) }
    }

    private func list(_ keys: [String]) -> String { keys.joined(separator: ", ") }
}
