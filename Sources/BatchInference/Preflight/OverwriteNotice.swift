/// What a launch would overwrite, for where no other check runs.
public enum OverwriteNotice {
    /// Sentences without a full stop; none where nothing would be overwritten, or it cannot be told.
    public static func texts(
        for plan: LaunchPlan, region: String, from services: any PreflightServices, clock: any Clock
    ) async -> [String] {
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: clock.now)
        let subject = PreflightSubject(plan: plan, region: region)
        let findings = (try? await PreflightCheck.output.run(subject, lookups)) ?? []
        return findings.filter { $0.verdict == .warned }.map { $0.fix.isEmpty ? $0.text : "\($0.text); \($0.fix)" }
    }
}
