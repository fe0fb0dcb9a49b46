import AWSOperations
import BatchInference

/// A sample run on a command's output: the first rows, their predictions, and the question whether to launch the whole.
struct SampleRunCommand {
    let plan: LaunchPlan
    let rows: Int
    let identity: LaunchIdentity
    /// With --yes: a sample run that predicts is followed by the whole at once.
    let skipsQuestions: Bool
    let copier: ArtifactCopier

    /// Returns where the whole is to be launched; throws where the sample run failed, or the whole is not wanted.
    func run(in context: CommandContext) async throws {
        let place = "\(DisplayText.account(identity.account)), \(identity.region)"
        if !skipsQuestions {
            let question =
                "Run a sample of the first \(DisplayText.counted(rows, "row")): create model \(plan.modelName) and start 1 x \(plan.instanceType) in "
                + "account \(place)? Its rows and predictions are deleted at the end; the model is kept only if you then launch "
                + "the whole input"
            guard try await context.confirm(question) else {
                throw CommandFailure(.interrupted, "nothing was created")
            }
        }
        let sampleRun = SampleRun(
            services: context.cloud, journal: context.journal, clock: context.clock, pace: context.pace,
            copier: copier)
        let result = try await follow(sampleRun, context)
        show(result, named: await names(of: result, in: context), context.output)
        if skipsQuestions { return }
        let question = "Launch the whole input: \(plan.instanceCount) x \(plan.instanceType) in account \(place)?"
        let agreed = (try? await context.confirm(question)) ?? false
        if agreed { return }
        // A task of its own, so that an interrupted question leaves nothing behind either.
        try await Task { try await sampleRun.discard(result) }.value
        context.output.note("the sample run left nothing behind")
        if Task.isCancelled { throw CommandFailure(.interrupted, "interrupted; the whole input wasn't launched") }
        throw CommandFailure(.failed, "not confirmed: the whole input wasn't launched")
    }

    /// What the columns are called; the training data are where the job is.
    private func names(of result: SampleRunResult, in context: CommandContext) async -> ColumnNames {
        let source = plan.sourceProfile
        let job = source.isEmpty ? context.cloud : try? await context.profiles.access(to: source).cloud
        guard let job else { return result.names }
        return await ColumnNamesLoader(services: job, journal: context.journal, now: context.clock.now)
            .names(of: result.record)
    }

    private func follow(_ sampleRun: SampleRun, _ context: CommandContext) async throws -> SampleRunResult {
        let output = context.output
        let progress = ProgressLine(output)
        let running = sampleRun.start(plan, rows: rows, as: identity)
        // A task of its own, so that an interrupted sample run is tidied up before the command ends.
        let listening = Task { [plan] in
            var end: SampleRunEvent?
            for await event in running.events {
                switch event {
                case .reading: output.note("reading the first rows of \(plan.input)")
                case .uploading(let rows): output.note("sending \(DisplayText.counted(rows, "row"))")
                case .launch(let event): if let line = LaunchProgress.line(for: event) { output.note(line) }
                case .running(let snapshot):
                    progress.show(
                        TransformFollower.progressText(snapshot, now: context.clock.now, isASCII: output.isASCII))
                case .tidying: progress.clear()
                case .predicted, .failed: end = event
                }
            }
            return end
        }
        let end = await withTaskCancellationHandler {
            await listening.value
        } onCancel: {
            running.stop()
        }
        progress.clear()
        switch end {
        case .predicted(let result):
            for left in result.leftBehind { output.note("left behind: \(left)") }
            return result
        case .failed(let failure):
            for left in failure.leftBehind { output.note("left behind: \(left)") }
            guard !Task.isCancelled else {
                throw CommandFailure(
                    .interrupted, "interrupted; the sample run was stopped, and everything it created was removed")
            }
            var problem = CommandFailure(failure)
            problem.problem = "the sample run failed: \(failure.problem)"
            let causes = failure.diagnoses.map(\.commandText)
            if !causes.isEmpty { problem.remedy = causes.joined(separator: "\n  ") }
            throw problem
        default: throw CommandFailure(.failed, "the sample run ended without a result", remedy: "try again")
        }
    }

    /// The predictions beside their rows, on standard error: the transform's name alone is the command's result.
    private func show(_ result: SampleRunResult, named names: ColumnNames, _ output: CommandOutput) {
        output.note("the sample run predicted \(DisplayText.counted(result.rows, "row")):")
        var preview = result.preview
        preview.names = names
        let paired = PairedPreview(preview: preview, rowLimit: 20)
        if let sentence = paired.unpaired { output.note("  \(sentence)") }
        for line in paired.table.lines(color: false) { output.note("  \(line)") }
    }
}
