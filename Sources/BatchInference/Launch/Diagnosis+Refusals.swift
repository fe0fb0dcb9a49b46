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
                "request an increase of '\(quota)' in Service Quotas (service code sagemaker), choose another instance type, "
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
                "pass-role", "you aren't allowed to pass the role\(role) to SageMaker (iam:PassRole)",
                "request iam:PassRole on the role, or choose a role you can pass")
        }
        // Its text speaks of the trust relationship, too.
        if said.contains("could not access model data") {
            return diagnosis(
                "model-data", "the role\(role) can't read a model artifact, or the artifact no longer exists",
                "grant the role s3:GetObject on the artifact, check that it exists, and that its bucket is in the "
                    + "same region")
        }
        if said.contains("could not assume role") || said.contains("trust relationship") {
            return diagnosis(
                "assume-role", "SageMaker can't assume the role\(role)",
                "allow sagemaker.amazonaws.com to assume it in the role's trust policy")
        }
        if said.contains("kms")
            && (failure.isAccessDenied || said.contains("denied") || said.contains("not authorized"))
        {
            return diagnosis(
                "kms", "a KMS key can't be used", "allow the role\(role) to use the key in the key's policy")
        }
        if error.code == "ResourceInUse" || failure.isAlreadyExists {
            return diagnosis(
                "name-taken", "the name is taken", "choose another name; transform job names can't be reused")
        }
        if failure.isThrottling {
            return diagnosis("throttled", "the service is throttling requests", "try again in a minute")
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
                "a Deny statement in \(policy.isEmpty ? "a policy" : policy) denies you \(error.operation.iamAction)",
                "have that statement changed, or use another role or account: an Allow doesn't override it")
        }
        if failure.isAccessDenied {
            return diagnosis(
                "denied", "you aren't allowed to call \(error.operation.name)",
                "request the permission \(error.operation.iamAction)")
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
