extension PreflightCheck {
    /// Who launches, and where.
    static let identity = PreflightCheck("identity", "identity and region", needs: [.candidate]) { subject, lookups in
        let caller = try await lookups.caller()
        return [PreflightFinding(.passed, "account \(DisplayText.account(caller.account)), \(subject.region)")]
    }
}
