import AWSOperations
import Testing

@testable import AWSClient

/// Roles, simulations, quotas, prices and buckets over the wire.
@Suite struct AccountOperationsTests {
    @Test func rolesComeWithTheirTrustPolicy() async throws {
        let server = LoopbackServer { _, _ in
            .xml(
                """
                <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Path>/</Path>
                <RoleName>r</RoleName><RoleId>AROAFLIGHTDECKEXAMPLE</RoleId><Arn>arn:aws:iam::111122223333:role/r</Arn>
                <CreateDate>2026-01-05T09:00:00Z</CreateDate><MaxSessionDuration>3600</MaxSessionDuration>
                <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22a%22%3A%22%C3%BC+%22%7D\
                </AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>
                """)
        }
        defer { server.stop() }
        let role = try await TestClient.make(server).send(GetRoleRequest(roleName: "r")).role
        #expect(server.requests[0].text == "Action=GetRole&Version=2010-05-08&RoleName=r")
        #expect(role.arn == "arn:aws:iam::111122223333:role/r")
        #expect(role.trustPolicy == #"{"Version":"2012-10-17","a":"ü+"}"#)
        #expect(role.maxSessionDuration == 3600)
    }

    @Test(arguments: ["%", "%4", "%zz", "%ff"])
    func brokenPolicyTextsAreNone(text: String) {
        let role = IAMRole(
            roleName: "r", roleID: "AROA", arn: "a", createDate: Timestamp(secondsSinceEpoch: 0),
            assumeRolePolicyDocument: text)
        #expect(role.trustPolicy == nil)
    }

    @Test func simulationsAreAskedMemberByMember() async throws {
        let server = LoopbackServer { _, _ in
            .xml(
                """
                <SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>
                <member><EvalActionName>iam:PassRole</EvalActionName><EvalResourceName>arn:r</EvalResourceName>
                <EvalDecision>implicitDeny</EvalDecision><MatchedStatements/>
                <MissingContextValues><member>iam:PassedToService</member></MissingContextValues>
                <OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>
                </OrganizationsDecisionDetail></member></EvaluationResults><IsTruncated>false</IsTruncated>
                </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """)
        }
        defer { server.stop() }
        let answer = try await TestClient.make(server).send(
            SimulatePrincipalPolicyRequest(
                policySourceArn: "arn:s", actionNames: ["iam:PassRole"], resourceArns: ["arn:r"],
                contextEntries: [PolicyContextEntry(keyName: "iam:PassedToService", keyValues: ["a", "b"])]))
        let form = server.requests[0].text.split(separator: "&")
        for field in [
            "PolicySourceArn=arn%3As", "ActionNames.member.1=iam%3APassRole", "ResourceArns.member.1=arn%3Ar",
            "ContextEntries.member.1.ContextKeyName=iam%3APassedToService",
            "ContextEntries.member.1.ContextKeyValues.member.1=a",
            "ContextEntries.member.1.ContextKeyValues.member.2=b", "ContextEntries.member.1.ContextKeyType=string",
        ] {
            #expect(form.contains { $0 == field }, "\(field)")
        }
        let result = try #require(answer.evaluationResults.first)
        #expect(result.decision == .implicitDeny)
        #expect(result.missingContextValues == ["iam:PassedToService"])
        #expect(result.organizationsDetail?.allowedByOrganizations == false)
        #expect(answer.nextPageToken == nil)
    }

    @Test func quotasAndPricesAreJSONOfTheirServices() async throws {
        let server = LoopbackServer { request, _ in
            switch request.headers["x-amz-target"] {
            case "ServiceQuotasV20190624.ListServiceQuotas":
                .json(#"{"Quotas":[{"QuotaName":"n","Value":2.0,"QuotaCode":"L-1","Unit":"None","New":1}]}"#)
            case "AWSPriceListService.GetProducts":
                .json(#"{"FormatVersion":"aws_v1","PriceList":["{\"product\":{}}"],"NextToken":"more"}"#)
            default: .json(#"{"__type":"NoSuchResourceException","Message":"none"}"#, status: 400)
            }
        }
        defer { server.stop() }
        let client = TestClient.make(server) { $0.region = Setting("eu-west-1", from: .program) }
        let quotas = try await client.send(ListServiceQuotasRequest(serviceCode: "sagemaker"))
        #expect(quotas.items.first?.value == 2)
        #expect(server.requests[0].headers["authorization"]?.contains("/eu-west-1/servicequotas/") == true)
        let products = try await client.send(
            GetProductsRequest(
                serviceCode: "AmazonSageMaker", filters: [ProductFilter(field: "regionCode", value: "eu-west-1")]))
        #expect(products.items == [#"{"product":{}}"#])
        #expect(products.nextPageToken == "more")
        #expect(server.requests[1].headers["authorization"]?.contains("/eu-central-1/pricing/") == true)
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(GetServiceQuotaRequest(serviceCode: "sagemaker", quotaCode: "L-0"))
        }
        #expect(failure?.isNotFound == true)
    }

    @Test(arguments: [
        ("us-west-2", "us-east-1"), ("sa-east-1", "us-east-1"), ("eu-west-3", "eu-central-1"),
        ("il-central-1", "eu-central-1"), ("ap-northeast-1", "ap-south-1"), ("cn-north-1", "cn-northwest-1"),
    ])
    func thePriceListAnswersFromAFewRegions(region: String, serving: String) {
        #expect(EndpointRules.servingRegion(of: .pricing, for: region) == serving)
        #expect(EndpointRules.servingRegion(of: .sageMaker, for: region) == region)
        #expect(EndpointRules.isOffered(.pricing, in: region))
    }

    @Test func whereThereIsNoPriceListTheFailureSaysSo() async throws {
        let client = AWSClient(
            configuration: ClientConfiguration(credentials: TestClient.credentials, region: "us-gov-west-1"))
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(GetProductsRequest(serviceCode: "AmazonSageMaker"))
        }
        guard case .configuration(let problem, let remedy) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(problem.contains("us-gov-west-1"))
        #expect(remedy.contains("AWS_ENDPOINT_URL_PRICING"))
    }

    @Test func bucketsSayWhereTheyAre() async throws {
        let server = LoopbackServer { request, _ in
            request.path == "/there"
                ? .answer(status: 200, headers: [("x-amz-bucket-region", "eu-west-3")], body: [])
                : .answer(status: 403, headers: [], body: [])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        #expect(try await client.send(HeadBucketRequest(bucket: "there")).region == "eu-west-3")
        #expect(server.requests[0].method == "HEAD")
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(HeadBucketRequest(bucket: "shut"))
        }
        #expect(failure?.isAccessDenied == true)
        #expect(failure?.remedy.contains("s3:ListBucket") == true)
    }
}
