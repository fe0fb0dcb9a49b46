import AWSOperations

extension LaunchFailure {
    /// The service refused a step, or could not be reached for it.
    static func service(_ failure: AWSFailure, _ record: LaunchRecord) -> LaunchFailure {
        let diagnosis = Diagnosis.refusal(failure, roleArn: record.createModel.executionRoleArn)
        let said = diagnosis?.id == Diagnosis.unknownValue ? "" : " (\(failure.problem))"
        return LaunchFailure(
            reason: .service(failure), problem: diagnosis.map { $0.cause + said } ?? failure.problem,
            remedy: diagnosis?.fix ?? (failure.remedy.isEmpty ? Self.remedy(of: failure) : failure.remedy),
            leftBehind: record.leftBehind, record: record)
    }

    /// A refusal of what was asked for stays one; waiting helps where the service had too much to do.
    private static func remedy(of failure: AWSFailure) -> String {
        failure.isThrottling ? "try again later" : "fix what it names, then launch again"
    }

    /// Neither done nor not done, as far as can be told.
    static func unresolved(_ failure: AWSFailure, _ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .unresolvedDoubt(failure),
            problem: "the outcome of this step is unknown: \(failure.problem)",
            remedy: "resume the launch when the service responds again: flightdeck resume \(record.transformJobName)",
            leftBehind: record.leftBehind, record: record)
    }

    static func underWay(_ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .underWay, problem: "another flightdeck is working on the launch of \(record.transformJobName)",
            remedy: "wait for it to end, or quit it, then try again", leftBehind: record.leftBehind, record: record)
    }

    static func transformNameTaken(_ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .transformNameTaken,
            problem: "a transform job named \(record.transformJobName) exists already",
            remedy: "choose another name: transform job names can't be reused",
            leftBehind: record.leftBehind, record: record)
    }

    static func modelNameTaken(_ record: LaunchRecord, differences: [String]) -> LaunchFailure {
        LaunchFailure(
            reason: .modelNameTaken(differences: differences),
            problem: "another model named \(record.modelName) exists: \(differences.joined(separator: ", "))",
            remedy: "choose another model name, or delete that model if nothing uses it",
            leftBehind: record.leftBehind, record: record)
    }
}

extension LaunchFailure.Reason {
    /// Whether the same request would be refused each time that it is sent.
    var isFinal: Bool {
        switch self {
        case .transformNameTaken, .modelNameTaken, .invalidPlan: true
        case .service(let failure): failure.refusesTheRequestItself
        default: false
        }
    }
}

extension AWSFailure {
    /// The request's own values are refused: no permission, quota or waiting would change the answer.
    var refusesTheRequestItself: Bool {
        guard let code = serviceError?.code, !leavesDoubt else { return false }
        return Self.codesOfBadRequests.contains(code)
    }

    private static let codesOfBadRequests: Set<String> = [
        "ValidationException", "ValidationError", "SerializationException", "UnknownOperationException",
        "InvalidParameterValue", "InvalidParameterValueException", "InvalidParameterException",
        "InvalidParameterCombination", "MissingParameter", "InvalidAction",
    ]
}
