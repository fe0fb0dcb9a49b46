import AWSOperations
import BatchInference
import JSONCoding

/// An event of a fleet as `watch --json` prints it.
enum FleetEventDocument {
    static func value(_ event: FleetEvent, now: Timestamp) -> JSONValue {
        switch event {
        case .began(let row): .members(transform("started", row, now: now))
        case .phase(let row): .members(transform("phase", row, now: now))
        case .progress(let row):
            .members(transform("progress", row, now: now) + (row.evidence?.outputs.map(counts) ?? []))
        case .ended(let row, _): .members(transform("end", row, now: now))
        case .lost(let row): .members(transform("lost", row, now: now))
        case .trouble(let state):
            account(
                "trouble", state, now: now,
                [
                    ("Message", state.failure.map { .string($0.problem) }),
                    ("Remedy", state.failure.map { .string($0.remedy) }),
                    ("NextTryAt", state.nextReadAt.map { .string($0.iso8601) }),
                ])
        case .recovered(let state, let since):
            account("recovery", state, now: now, [("Since", .string(since.iso8601))])
        }
    }

    /// The last count of a transform's outputs, or why there is none.
    static func value(_ count: FinalCount, of row: FleetRow, now: Timestamp) -> JSONValue {
        let more: [JSONMember] =
            switch count {
            case .outputs(let progress): counts(progress)
            case .failed(let failure):
                [("NotCounted", .string(failure.problem)), ("Remedy", .string(failure.remedy))]
            case .outOfTime: [("NotCounted", .string(FinalCount.lateText))]
            }
        return .members(transform("outputs", row, now: now) + more)
    }

    /// The last event of a watch, unless it was interrupted.
    static func summary(_ outcome: FleetOutcome, exit: CommandFailure?, now: Timestamp) -> JSONValue {
        .members([
            ("Event", .string("summary")), ("Time", .string(now.iso8601)),
            ("Completed", JSONValue(outcome.completed)), ("Failed", JSONValue(outcome.failed)),
            ("Stopped", JSONValue(outcome.stopped)), ("Lost", JSONValue(outcome.lost)),
            ("WithMissingOutputs", JSONValue(outcome.incomplete)), ("NotCounted", JSONValue(outcome.notCounted)),
            ("ExitStatus", JSONValue(Int((exit?.status ?? .done).rawValue))),
            ("Message", exit.flatMap { $0.problem.isEmpty ? nil : .string($0.problem) }),
        ])
    }

    private static func transform(_ event: String, _ row: FleetRow, now: Timestamp) -> [JSONMember] {
        let overview = row.overview
        return [("Event", .string(event)), ("Time", .string(now.iso8601))] + place(row.place) + [
            ("TransformJobName", .string(overview.name)),
            ("TransformJobArn", overview.arn.isEmpty ? nil : .string(overview.arn)),
            ("TransformJobStatus", .string(overview.status.rawValue)),
            ("Phase", overview.phase.map { .string($0.rawValue) }),
            ("FailureReason", overview.failureReason.map { .string($0) }),
            ("ModelName", overview.modelName.map { .string($0) }),
            ("S3OutputPath", overview.output.map { .string($0) }),
            ("Seconds", overview.totalSeconds(at: now).map { JSONValue($0.rounded()) }),
        ]
    }

    private static func counts(_ outputs: OutputProgress) -> [JSONMember] {
        let written = outputs.outputObjects + outputs.unpairedOutputs
        return [
            ("Inputs", outputs.inputsAreListed ? JSONValue(outputs.inputObjects) : nil),
            ("Outputs", outputs.outputsAreListed ? JSONValue(written) : nil),
            ("OutputBytes", outputs.outputsAreListed ? JSONValue(outputs.outputBytes) : nil),
            ("MissingOutputs", outputs.missingOutputs.map { JSONValue($0) }),
        ]
    }

    private static func account(
        _ event: String, _ state: FleetAccountState, now: Timestamp, _ more: [JSONMember]
    ) -> JSONValue {
        .members([("Event", .string(event)), ("Time", .string(now.iso8601))] + place(state.place) + more)
    }

    private static func place(_ place: FleetPlace) -> [JSONMember] {
        [
            ("Profile", place.profile.map { .string($0) }), ("Account", place.account.map { .string($0) }),
            ("Region", place.region.map { .string($0) }),
        ]
    }
}
