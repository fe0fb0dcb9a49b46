import AWSOperations

/// The operations of KMS that tell of keys and their policies; the keys themselves encrypt nothing.
struct KeyService: Sendable {
    let store: KeyStore

    var operations: [String: JSONOperation] {
        [
            "DescribeKey": JSONOperation(isRead: true) { (input: KeyInput, call) in
                try await describe(input, call)
            },
            "GetKeyPolicy": JSONOperation(isRead: true) { (input: KeyPolicyInput, call) in
                let key = try await ownKey(input, for: "kms:GetKeyPolicy", call)
                return KeyPolicyAnswer(policy: key.policyText, policyName: "default")
            },
            "PutKeyPolicy": JSONOperation(isRead: false) { (input: KeyPolicyInput, call) in
                try await putPolicy(input, call)
            },
            "ListAliases": JSONOperation(isRead: true) { (input: KeyAliasesInput, call) in
                try await aliases(input, call)
            },
        ]
    }

    private func describe(_ input: KeyInput, _ call: ServiceCall) async throws -> KeyDescriptionAnswer {
        let key = try await key(input.keyID, for: "kms:DescribeKey", call)
        return KeyDescriptionAnswer(
            metadata: KeyDescriptionAnswer.Metadata(
                account: key.account.number, keyID: key.id, arn: key.arn, created: 1_767_603_600))
    }

    private func putPolicy(_ input: KeyPolicyInput, _ call: ServiceCall) async throws -> EmptyResponse {
        let key = try await ownKey(input, for: "kms:PutKeyPolicy", call)
        let text = input.policy ?? ""
        let policy: PolicyDocument
        do throws(PolicyProblem) {
            policy = try PolicyText(text, of: .key).document
        } catch {
            throw ServiceFault("MalformedPolicyDocumentException", error.message)
        }
        var changed = key
        changed.policy = policy
        // A key that nobody can give back is lost, so KMS asks whether that is meant.
        guard
            input.bypassesLockoutCheck == true
                || Self.question("kms:PutKeyPolicy", of: changed, call).refusal == nil
        else {
            throw ServiceFault(
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.")
        }
        try await store.setPolicy(text, policy, of: key)
        return EmptyResponse()
    }

    private func aliases(_ input: KeyAliasesInput, _ call: ServiceCall) async throws -> KeyAliasesAnswer {
        guard call.principal.mayDo("kms:ListAliases", isRead: true) else {
            throw ServiceFault("AccessDeniedException", call.principal.refusal(of: "kms:ListAliases"))
        }
        let keys = await store.keys(of: call.principal.account)
            .filter { [nil, $0.id, $0.arn].contains(input.keyID) }
        return KeyAliasesAnswer(
            aliases: keys.map { KeyAliasesAnswer.Alias(name: $0.alias, arn: $0.aliasArn, keyID: $0.id) })
    }

    /// Policies are read and written within the key's own account alone.
    private func ownKey(_ input: KeyPolicyInput, for action: String, _ call: ServiceCall) async throws(ServiceFault)
        -> KeyStore.Key
    {
        guard input.policyName ?? "default" == "default" else {
            throw ServiceFault("NotFoundException", "No such policy exists")
        }
        let key = try await key(input.keyID, for: action, call)
        guard key.account == call.principal.account else {
            throw ServiceFault(
                "AccessDeniedException",
                "User: \(call.principal.arn) is not authorized to perform: \(action) on resource: \(key.arn) because "
                    + "the key is in another account")
        }
        return key
    }

    private func key(_ name: String, for action: String, _ call: ServiceCall) async throws(ServiceFault)
        -> KeyStore.Key
    {
        guard let key = await store.key(named: name, in: call.principal.account) else {
            let arn = name.hasPrefix("arn:") ? name : call.principal.account.arn("kms", "key/\(name)")
            throw ServiceFault(
                "NotFoundException",
                name.contains("alias/") ? "Alias \(name) is not found." : "Key '\(arn)' does not exist")
        }
        if let refusal = Self.question(action, of: key, call).refusal {
            throw ServiceFault("AccessDeniedException", refusal)
        }
        return key
    }

    private static func question(_ action: String, of key: KeyStore.Key, _ call: ServiceCall) -> AccessQuestion {
        AccessQuestion(
            principal: call.principal, action: action, resource: key.arn, owner: key.account.number,
            resourcePolicy: key.policy, context: ["kms:CallerAccount": [call.principal.account.number]],
            isGovernedByResource: true)
    }
}
