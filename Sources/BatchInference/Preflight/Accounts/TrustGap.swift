import AWSOperations

extension PolicyGap {
    /// The trust that a role lacks, where it could not be taken on; nil for a failure of another kind.
    ///
    /// - Parameter account: The account that wants to take it on, where STS does not name the caller.
    public static func trust(
        missingAfter failure: AWSFailure, account: String?, region: String
    ) -> PolicyGap? {
        guard case .credentials(let error) = failure, let arn = error.deniedRole, let role = RoleName(arn: arn) else {
            return nil
        }
        guard let caller = callerAccount(in: error.problem) ?? account else { return nil }
        return PolicyGap(
            kind: .trustPolicy, resource: arn, account: role.account, region: region, profile: nil,
            purpose: "lets account \(DisplayText.account(caller)) assume the role",
            present: .unknown(because: "the role can't be read without assuming it"),
            document: PolicyDocument.whole([
                CrossAccountStatement.trust(account: caller, partition: role.partition)
            ]))
    }

    /// The caller's account out of `User: arn:aws:iam::444455556666:user/x is not authorized to perform: …`.
    private static func callerAccount(in message: String) -> String? {
        guard let mark = message.firstRange(of: "User: arn:") else { return nil }
        let parts = message[mark.upperBound...].split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count > 3, parts[3].utf8.count == 12 else { return nil }
        return String(parts[3])
    }
}
