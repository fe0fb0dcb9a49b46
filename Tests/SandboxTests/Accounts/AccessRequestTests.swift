import Testing

@testable import Sandbox

/// Identity policy × resource policy × denial, within an account and across accounts.
struct AccessRequestTests {
    private enum Says: String, CaseIterable { case allow, deny, nothing }

    private static let resource = "arn:aws:s3:::b/k"

    private func isAllowed(
        identity: Says, resource: Says, principal name: String, acrossAccounts: Bool, isGoverned: Bool = false
    ) throws -> Bool {
        func text(_ says: Says) -> String? {
            guard says != .nothing else { return nil }
            return """
                {"Statement": {"Effect": "\(says.rawValue.capitalized)", "Principal": {"AWS": "\(name)"}, \
                "Action": "s3:GetObject", "Resource": "\(Self.resource)"}}
                """
        }
        let statements: [PolicyStatement] =
            switch identity {
            case .allow: [.allow(["s3:Get*"])]
            case .deny: [.allow(["*"]), .deny(["s3:GetObject"])]
            case .nothing: []
            }
        var role = Account.deploying.readerRole
        role.policy = PolicyDocument(statements)
        let access = AccessRequest(
            principal: role.serviceSession, action: "s3:GetObject", resource: Self.resource,
            owner: acrossAccounts ? Account.home.number : Account.deploying.number,
            resourcePolicy: try text(resource).map { try PolicyText($0, of: .bucket("b")).document },
            isGovernedByResource: isGoverned)
        return access.refusal == nil
    }

    @Test(arguments: Says.allCases.map(\.rawValue), Says.allCases.map(\.rawValue))
    func theRuleHolds(identity: String, resource: String) throws {
        let (identity, resource) = (try #require(Says(rawValue: identity)), try #require(Says(rawValue: resource)))
        let (root, role) = (Account.deploying.rootArn, Account.deploying.readerRole.arn)
        func allowed(_ name: String, across: Bool, governed: Bool = false) throws -> Bool {
            try isAllowed(
                identity: identity, resource: resource, principal: name, acrossAccounts: across, isGoverned: governed)
        }
        let isDenied = identity == .deny || resource == .deny
        let both = identity == .allow && resource == .allow
        for name in [root, role, Account.deploying.number, "*"] {
            #expect(try allowed(name, across: true) == both, "\(name)")
        }
        // In one account either allows; the account's root hands the decision back to the identity's policy.
        #expect(try allowed(role, across: false) == (!isDenied && (identity == .allow || resource == .allow)))
        #expect(try allowed("*", across: false) == (!isDenied && (identity == .allow || resource == .allow)))
        #expect(try allowed(root, across: false) == (!isDenied && identity == .allow))
        // Keys and roles give nothing that their own policy does not.
        #expect(try allowed(role, across: false, governed: true) == (!isDenied && resource == .allow))
        #expect(try allowed(root, across: false, governed: true) == both)
    }

    @Test func saysWhichSideDoesNotAllow() {
        var role = Account.deploying.readerRole
        role.policy = PolicyDocument([])
        var access = AccessRequest(
            principal: role.serviceSession, action: "s3:GetObject", resource: Self.resource, owner: "111122223333")
        #expect(
            access.refusal == "User: \(role.sessionArn("SageMaker")) is not authorized to perform: s3:GetObject on "
                + "resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action")
        access.principal.policy = .everything
        #expect(access.refusal?.hasSuffix("because no resource-based policy allows the s3:GetObject action") == true)
    }
}
