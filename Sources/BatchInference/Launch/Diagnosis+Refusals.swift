import AWSOperations

extension Diagnosis {
    /// What a refusal of a create, read or stop most likely means; nil where its own text says it all.
    public static func refusal(_ failure: AWSFailure, roleArn: String? = nil) -> Diagnosis? {
        guard let error = failure.serviceError else { return nil }
        let said = error.message.lowercased()
        let role = roleArn.map { " \($0)" } ?? ""
        func diagnosis(_ id: String, _ cause: String, _ fix: String) -> Diagnosis {
            Diagnosis(id: id, cause: cause, evidence: error.message, fix: fix)
        }
        if error.code == "ResourceLimitExceeded" || said.contains("account-level service limit") {
            let quota = quoted(in: error.message) ?? "the instance type for transform job usage"
            return diagnosis(
                "quota", "the account's quota for the instance type is used up or 0",
                "ask for more of '\(quota)' in Service Quotas (service code sagemaker), choose another instance type, "
                    + "or fewer instances")
        }
        if let unknown = UnknownValue(error.message) {
            return diagnosis(
                unknownValue,
                unknown.value.isEmpty
                    ? "\(unknown.member) is empty" : "SageMaker has no \(unknown.member) '\(unknown.value)'",
                unknown.nearest.map { "did you mean \($0)? Change it, and launch again" }
                    ?? "change it, and launch again")
        }
        if said.contains("iam:passrole") {
            return diagnosis(
                "pass-role", "the caller may not hand the role\(role) to SageMaker",
                "have iam:PassRole on the role granted to the caller, or choose a role that may be passed")
        }
        // Its text speaks of the trust relationship, too.
        if said.contains("could not access model data") {
            return diagnosis(
                "model-data", "the role\(role) cannot read a model artifact, or the artifact is gone",
                "grant the role s3:GetObject on the artifact, check that it exists, and that its bucket is in the "
                    + "same region")
        }
        if said.contains("could not assume role") || said.contains("trust relationship") {
            return diagnosis(
                "assume-role", "SageMaker may not take on the role\(role)",
                "let the role's trust policy allow sagemaker.amazonaws.com to assume it")
        }
        if said.contains("kms")
            && (failure.isAccessDenied || said.contains("denied") || said.contains("not authorized"))
        {
            return diagnosis(
                "kms", "a KMS key may not be used", "let the key's policy allow the role\(role) to use the key")
        }
        if error.code == "ResourceInUse" || failure.isAlreadyExists {
            return diagnosis(
                "name-taken", "the name is taken", "choose another name; names of transform jobs are never free again")
        }
        if failure.isThrottling {
            return diagnosis("throttled", "the service takes no more requests for the moment", "try again in a minute")
        }
        if failure.isExpiredCredentials {
            return diagnosis(
                "expired", "the credentials have expired", "log in again, for example: aws sso login, then try again")
        }
        if failure.isAccessDenied, let place = said.ranges(of: "explicit deny in ").first {
            // No grant helps against a Deny statement.
            let policy = said[place.upperBound...].prefix { $0 != ":" && $0 != "." && $0 != "," }
            return diagnosis(
                "denied",
                "a Deny statement in \(policy.isEmpty ? "a policy" : policy) keeps the caller from \(error.operation.iamAction)",
                "have that statement changed, or use another role or account: a grant does not help against it")
        }
        if failure.isAccessDenied {
            return diagnosis(
                "denied", "the caller may not call \(error.operation.name)",
                "have \(error.operation.iamAction) granted to the caller")
        }
        return nil
    }

    /// The id of a value that is none of those that the service has; the list of these, which is long, says no more.
    static let unknownValue = "unknown-value"

    /// `Value 'x' at 'a.b' failed to satisfy constraint: Member must satisfy enum value set: [y, z]`.
    private struct UnknownValue {
        var value: String
        /// The last part of the member's path.
        var member: String
        var nearest: String?

        init?(_ message: String) {
            // Of several violations, the whole message tells.
            guard message.hasPrefix("1 validation error"), let list = message.ranges(of: "enum value set: [").first
            else {
                return nil
            }
            let parts = message[..<list.lowerBound].split(separator: "'", omittingEmptySubsequences: false)
            guard parts.count >= 4 else { return nil }
            value = String(parts[1])
            member = String(parts[3].split(separator: ".").last ?? parts[3])
            let known = message[list.upperBound...].prefix { $0 != "]" }.split(separator: ",").map { name in
                String(name.drop { $0 == " " })
            }
            nearest = BatchInference.nearest(to: value, among: known)
        }
    }

    /// The text between the first pair of single quotes.
    private static func quoted(in text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : nil
    }
}
