import AWSOperations

extension PreflightCheck {
    /// Whether the names of model and transform job are free, or the model of that name is the very one.
    static let names = PreflightCheck("names", "names", needs: [.model, .transformName]) { subject, lookups in
        async let model = modelFindings(subject.plan, lookups)
        async let transform = transformFindings(subject.plan, lookups)
        let found = await model + transform
        guard found.isEmpty else { return found }
        return [PreflightFinding(.passed, "the names of the model and the transform are available")]
    }

    private static func modelFindings(_ plan: LaunchPlan, _ lookups: PreflightLookups) async -> [PreflightFinding] {
        guard LaunchNames.isValid(plan.modelName) else { return [] }
        do {
            let model = try await lookups.services.describeModel(named: plan.modelName)
            let differences = model.differences(from: plan.requests.createModel)
            guard !differences.isEmpty else {
                return [
                    PreflightFinding(
                        .passed, "a model of that name exists, with the same containers and role: it's reused",
                        field: .modelName)
                ]
            }
            return [
                PreflightFinding(
                    .failed, "another model of that name exists: \(differences.joined(separator: ", "))",
                    fix: "choose another model name", field: .modelName)
            ]
        } catch {
            let failure = AWSFailure(wrapping: error)
            return failure.isNotFound ? [] : [.unknown("model name", because: failure, field: .modelName)]
        }
    }

    private static func transformFindings(
        _ plan: LaunchPlan, _ lookups: PreflightLookups
    ) async -> [PreflightFinding] {
        guard LaunchNames.isValid(plan.transformJobName) else { return [] }
        do {
            _ = try await lookups.services.describeTransformJob(named: plan.transformJobName)
            return [
                PreflightFinding(
                    .failed, "a transform job of that name exists; names can't be reused",
                    fix: "choose another transform name", field: .transformName)
            ]
        } catch {
            let failure = AWSFailure(wrapping: error)
            return failure.isNotFound ? [] : [.unknown("transform name", because: failure, field: .transformName)]
        }
    }
}
