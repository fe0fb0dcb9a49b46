extension PreflightCheck {
    /// Whether another account's artifacts and images can be reached from here; nothing where there is but one account.
    public static let accounts = PreflightCheck(
        "accounts", "artifacts and images of the other account", needs: [.artifacts, .role]
    ) { subject, lookups in
        guard let source = lookups.source else { return [] }
        let reach = CrossAccountAccess(
            plan: subject.plan, region: subject.region, targetProfile: subject.profile, target: lookups, source: source)
        return try await reach.report().findings
    }
}
