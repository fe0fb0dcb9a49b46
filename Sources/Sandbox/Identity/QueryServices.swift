import AWSOperations
import AWSSigning

/// STS and IAM: a form in, XML out.
struct QueryServices: Sendable {
    let keys: KeyRing
    let roles: RoleDirectory

    func respond(
        to request: WireRequest, service: ServiceIdentity, by principal: Principal, at now: Timestamp, requestID: String
    ) async throws -> WireResponse {
        var form: [String: String] = [:]
        for (name, value) in FormFields.parse(request.bodyText, plusIsSpace: true) { form[name] = value }
        let action = form["Action"] ?? ""
        if service == .identityAndAccess, !principal.mayDo("iam:\(action)", isRead: true) {
            throw ServiceFault("AccessDenied", principal.refusal(of: "iam:\(action)"), status: 403)
        }
        let result: [XMLElement]
        switch (service, action) {
        case (.securityTokens, "GetCallerIdentity"):
            result = [
                XMLElement("Arn", principal.arn), XMLElement("UserId", principal.userID),
                XMLElement("Account", principal.account.number),
            ]
        case (.securityTokens, "AssumeRole"):
            result = try await assumeRole(form, by: principal, at: now)
        case (.identityAndAccess, "GetRole"):
            result = [Self.element(try await role(form["RoleName"], of: principal.account), name: "Role")]
        case (.identityAndAccess, "ListRoles"):
            result = [
                XMLElement(
                    "Roles", await roles.roles(of: principal.account).map { Self.element($0, name: "member") }),
                XMLElement("IsTruncated", false),
            ]
        case (.identityAndAccess, "UpdateAssumeRolePolicy"):
            try await updateTrust(form, in: principal.account)
            result = []
        case (.identityAndAccess, "SimulatePrincipalPolicy"):
            result = try PolicySimulation(form, in: principal.account).result
        default:
            throw ServiceFault(
                "InvalidAction",
                "Could not find operation \(action) for version \(form["Version"] ?? "NO_VERSION_SPECIFIED")")
        }
        guard case .query(let namespace) = service.style else { preconditionFailure("not a query service") }
        return .xml(
            XMLElement(
                "\(action)Response", namespace: namespace,
                [
                    XMLElement("\(action)Result", result),
                    XMLElement("ResponseMetadata", [XMLElement("RequestId", requestID)]),
                ]), contentType: "text/xml")
    }

    private func assumeRole(_ form: [String: String], by principal: Principal, at now: Timestamp) async throws
        -> [XMLElement]
    {
        let arn = form["RoleArn"] ?? ""
        let session = form["RoleSessionName"] ?? ""
        let seconds = form["DurationSeconds"].map { Int($0) ?? 0 } ?? 3600
        var constraint = Constraint()
        constraint.length(arn, at: "roleArn", 20...2048)
        constraint.length(session, at: "roleSessionName", 2...64)
        constraint.range(seconds, at: "durationSeconds", 900...43_200)
        do {
            try constraint.check()
        } catch {
            throw ServiceFault("ValidationError", error.message)
        }
        guard let role = await roles.role(arn: arn), Self.mayAssume(role, principal, form["ExternalId"]) else {
            throw ServiceFault(
                "AccessDenied",
                "User: \(principal.arn) is not authorized to perform: sts:AssumeRole on resource: \(arn)", status: 403)
        }
        let opened = await keys.openSession(of: role, named: session, seconds: seconds, at: now)
        return [
            XMLElement(
                "AssumedRoleUser", [XMLElement("AssumedRoleId", opened.userID), XMLElement("Arn", opened.arn)]),
            XMLElement(
                "Credentials",
                [
                    XMLElement("AccessKeyId", opened.accessKeyID),
                    XMLElement("SecretAccessKey", opened.secretAccessKey),
                    XMLElement("SessionToken", opened.sessionToken ?? ""),
                    XMLElement("Expiration", (opened.expiration ?? now).iso8601),
                ]),
        ]
    }

    private static func mayAssume(_ role: Role, _ principal: Principal, _ externalID: String?) -> Bool {
        AccessRequest(
            principal: principal, action: "sts:AssumeRole", resource: role.arn, owner: role.account.number,
            resourcePolicy: role.trust, context: externalID.map { ["sts:ExternalId": [$0]] } ?? [:],
            isGovernedByResource: true
        ).refusal == nil
    }

    private func role(_ name: String?, of account: Account) async throws(ServiceFault) -> Role {
        guard let role = await roles.roles(of: account).first(where: { $0.name == name }) else {
            throw ServiceFault("NoSuchEntity", "The role with name \(name ?? "") cannot be found.", status: 404)
        }
        return role
    }

    private func updateTrust(_ form: [String: String], in account: Account) async throws {
        let role = try await role(form["RoleName"], of: account)
        let text = form["PolicyDocument"] ?? ""
        do throws(PolicyProblem) {
            _ = try PolicyText(text, of: .role)
        } catch {
            let detail = error.detail.map { ": \($0)" } ?? ""
            throw ServiceFault("MalformedPolicyDocument", error.message + detail)
        }
        try await roles.setTrust(text, of: role)
    }

    private static func element(_ role: Role, name: String) -> XMLElement {
        XMLElement(
            name,
            [
                XMLElement("Path", role.path), XMLElement("RoleName", role.name), XMLElement("RoleId", role.id),
                XMLElement("Arn", role.arn), XMLElement("CreateDate", "2026-01-05T09:00:00Z"),
                // IAM gives policies percent-encoded.
                XMLElement("AssumeRolePolicyDocument", PercentEncoding.encode(role.trustPolicy)),
                XMLElement("MaxSessionDuration", 43_200),
            ])
    }
}
