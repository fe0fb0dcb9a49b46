import Testing

@testable import Sandbox

/// Policies on resources, read from JSON.
struct PolicyTextTests {
    private func grant(
        _ statement: String, _ action: String = "s3:GetObject", on resource: String = "arn:aws:s3:::b/k",
        by caller: Caller = Account.deploying.readerRole.serviceSession.caller, context: [String: [String]] = [:]
    ) throws -> PolicyDocument.Grant {
        try PolicyText(#"{"Version":"2012-10-17","Statement":\#(statement)}"#, of: .bucket("b")).document
            .decide(action, on: resource, by: caller, context: context)
    }

    private func statement(
        principal: String = #""*""#, action: String = #""s3:*""#, resource: String = #""arn:aws:s3:::b/*""#,
        condition: String = "{}"
    ) -> String {
        #"{"Effect":"Allow","Principal":\#(principal),"Action":\#(action),"Resource":\#(resource),"#
            + #""Condition":\#(condition)}"#
    }

    @Test(arguments: [
        (#""*""#, PolicyDocument.Grant.allowed), (#"{"AWS":"*"}"#, .allowed),
        (#"{"AWS":"444455556666"}"#, .delegated), (#"{"AWS":["111122223333","444455556666"]}"#, .delegated),
        (#"{"AWS":"arn:aws:iam::444455556666:root"}"#, .delegated),
        (#"{"AWS":"arn:aws:iam::444455556666:role/flightdeck-reader"}"#, .allowed),
        (#"{"AWS":"arn:aws:sts::444455556666:assumed-role/flightdeck-reader/SageMaker"}"#, .allowed),
        (#"{"AWS":"arn:aws:sts::444455556666:assumed-role/flightdeck-reader/other"}"#, .implicitDeny),
        (#"{"AWS":"arn:aws:iam::444455556666:user/flightdeck-deploy"}"#, .implicitDeny),
        (#"{"AWS":"111122223333"}"#, .implicitDeny), (#"{"AWS":"999900001111"}"#, .implicitDeny),
        (#"{"Service":"sagemaker.amazonaws.com"}"#, .implicitDeny),
    ])
    func principals(text: String, expected: PolicyDocument.Grant) throws {
        #expect(try grant(statement(principal: text)) == expected)
        #expect(try grant("[\(statement(principal: text))]") == expected)
    }

    @Test(arguments: [
        (#""s3:GetObject""#, #""arn:aws:s3:::b/k""#, true), (#""S3:getobject""#, #""arn:aws:s3:::b/*""#, true),
        (#"["s3:Put*","s3:Get*"]"#, #"["arn:aws:s3:::b","arn:aws:s3:::b/?"]"#, true),
        (#""*""#, #""arn:aws:s3:::b*""#, true), (#""s3:GetObject""#, #""arn:aws:s3:::b/K""#, false),
        (#""s3:PutObject""#, #""arn:aws:s3:::b/*""#, false), (#""s3:GetObject""#, #""arn:aws:s3:::b/k/*""#, false),
    ])
    func actionsAndResources(action: String, resource: String, isMatch: Bool) throws {
        #expect(try grant(statement(action: action, resource: resource)).isAllowed == isMatch)
    }

    @Test(arguments: [
        (#"{"StringEquals":{"s3:prefix":["in/","out/"]}}"#, ["s3:prefix": ["out/"]], true),
        (#"{"StringEquals":{"S3:Prefix":"in/"}}"#, ["s3:prefix": ["in/"]], true),
        (#"{"StringEquals":{"s3:prefix":"in/"}}"#, ["s3:prefix": ["in/a"]], false),
        (#"{"StringEquals":{"s3:prefix":"in/"}}"#, [:], false),
        (#"{"StringEqualsIfExists":{"s3:prefix":"in/"}}"#, [:], true),
        (#"{"StringNotEquals":{"s3:prefix":"in/"}}"#, [:], true),
        (#"{"StringLike":{"s3:prefix":"in/*"}}"#, ["s3:prefix": ["in/a"]], true),
        (#"{"StringNotLike":{"s3:prefix":"in/*"}}"#, ["s3:prefix": ["in/a"]], false),
        (#"{"Bool":{"aws:SecureTransport":true}}"#, ["aws:SecureTransport": ["true"]], true),
        (#"{"Bool":{"aws:SecureTransport":"false"}}"#, ["aws:SecureTransport": ["true"]], false),
        (#"{"Null":{"s3:prefix":"true"}}"#, [:], true),
        (#"{"StringEquals":{"a":"1"},"StringLike":{"b":"2*"}}"#, ["a": ["1"], "b": ["3"]], false),
    ])
    func conditions(text: String, context: [String: [String]], holds: Bool) throws {
        #expect(try grant(statement(condition: text), context: context).isAllowed == holds)
    }

    @Test func negatedElementsAreAboutEverythingElse() throws {
        let denial = #"""
            [{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"},
             {"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"NotAction":"s3:GetObject",
              "NotResource":"arn:aws:s3:::b/open/*"}]
            """#
        let own = Account.home.readerRole.serviceSession.caller
        #expect(try grant(denial) == .allowed)
        #expect(try grant(denial, "s3:PutObject") == .explicitDeny)
        #expect(try grant(denial, "s3:PutObject", on: "arn:aws:s3:::b/open/k") == .allowed)
        #expect(try grant(denial, "s3:PutObject", by: own) == .allowed)
    }

    @Test(arguments: [
        ("", "must be valid JSON"), (" {}", "first byte must be '{'"), ("{}", "Missing required field Statement"),
        (#"{"Statement":[]}"#, "Statement is empty"), (#"{"Version":"2020-01-01","Statement":{}}"#, "valid version"),
        (#"{"Statement":[1]}"#, "Invalid policy syntax"), (#"{"Statement":{},"More":1}"#, "Unknown field More"),
    ])
    func refusesBrokenTexts(text: String, words: String) {
        let problem = #expect(throws: PolicyProblem.self) { try PolicyText(text, of: .bucket("b")) }
        #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
    }

    @Test(arguments: [
        (#"{"AWS":"4444"}"#, "Invalid principal"),
        (#"{"AWS":"arn:aws:iam::444455556666:role/*"}"#, "Invalid principal"),
        (#"{"AWS":"arn:aws:iam::444455556666:user/nobody"}"#, "Invalid principal"), ("[]", "Invalid principal"),
        (#"{"Whale":"444455556666"}"#, "Invalid principal"), (#"{"AWS":[]}"#, "Invalid principal"),
    ])
    func refusesPrincipals(principal: String, words: String) {
        let problem = #expect(throws: PolicyProblem.self) { try grant(statement(principal: principal)) }
        #expect(problem?.message.contains(words) == true)
    }

    @Test func aRolesTrustHasNoResource() throws {
        let problem = #expect(throws: PolicyProblem.self) {
            try PolicyText(
                #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}"#, of: .role
            )
        }
        #expect(problem?.message == "Has prohibited field Resource")
        for account in Account.all {
            #expect(account.executionRole.trustsSageMaker(of: account))
            #expect(!account.operatorRole.trustsSageMaker(of: account))
        }
        var guarded = Account.home.executionRole
        guarded.trustPolicy = #"""
            {"Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole",
             "Condition":{"StringEquals":{"aws:SourceAccount":"444455556666"}}}}
            """#
        #expect(!guarded.trustsSageMaker(of: .home))
        #expect(guarded.trustsSageMaker(of: .deploying))
    }
}
