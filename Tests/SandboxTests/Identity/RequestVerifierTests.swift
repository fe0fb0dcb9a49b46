import AWSOperations
import AWSSigning
import Testing

@testable import Sandbox

/// What the front gate lets in and refuses, request by request.
struct RequestVerifierTests {
    private let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
    private let user = Principal(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", account: .home,
        arn: Account.home.userArn, userID: Account.home.userID)

    private func signed(
        _ service: String, region: String = Account.region, ageInSeconds: Double = 0, secret: String? = nil,
        token: String? = nil, keyID: String = "AKIDEXAMPLE"
    ) -> WireRequest {
        var headers = [(name: "Host", value: "127.0.0.1:4000")]
        let body = Array("{}".utf8)
        headers += SignatureV4.sign(
            method: "POST", path: "/", headers: headers, bodyHash: SHA256.hexDigest(body),
            credentials: Credentials(
                accessKeyID: keyID, secretAccessKey: secret ?? user.secretAccessKey, sessionToken: token),
            scope: SigningScope(region: region, service: service),
            time: SigningTime(secondsSinceEpoch: now.secondsSinceEpoch - ageInSeconds))
        var named: [String: String] = [:]
        for (name, value) in headers { named[name.lowercased()] = value }
        return WireRequest(method: "POST", path: "/", query: "", headers: named, body: body)
    }

    private func refusal(of request: WireRequest, _ service: ServiceIdentity) async -> ServiceFault? {
        do {
            _ = try await RequestVerifier(keys: KeyRing(users: [user])).admit(request, to: service, at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (ServiceIdentity.sageMaker, "sagemaker"), (.cloudWatchLogs, "logs"), (.cloudWatch, "monitoring"), (.s3, "s3"),
        (.securityTokens, "sts"), (.identityAndAccess, "iam"), (.keyManagement, "kms"), (.containerRegistry, "ecr"),
    ])
    func admitsARightSignature(service: ServiceIdentity, name: String) async {
        #expect(await refusal(of: signed(name), service) == nil)
    }

    @Test(arguments: [
        (ServiceIdentity.sageMaker, "sagemaker", "InvalidSignatureException", 400),
        (.securityTokens, "sts", "SignatureDoesNotMatch", 403), (.s3, "s3", "SignatureDoesNotMatch", 403),
    ])
    func refusesAnotherSecret(service: ServiceIdentity, name: String, code: String, status: Int) async {
        let fault = await refusal(of: signed(name, secret: "another"), service)
        #expect(fault?.code == code)
        #expect(fault?.status == status)
    }

    @Test(arguments: [
        (ServiceIdentity.sageMaker, "sagemaker", "UnrecognizedClientException"),
        (.securityTokens, "sts", "InvalidClientTokenId"), (.s3, "s3", "InvalidAccessKeyId"),
    ])
    func refusesAnUnknownKey(service: ServiceIdentity, name: String, code: String) async {
        #expect(await refusal(of: signed(name, keyID: "AKIDOTHER"), service)?.code == code)
    }

    @Test(arguments: [
        (ServiceIdentity.sageMaker, "MissingAuthenticationTokenException", 400),
        (.securityTokens, "MissingAuthenticationToken", 403), (.s3, "AccessDenied", 403),
    ])
    func refusesNoSignature(service: ServiceIdentity, code: String, status: Int) async {
        let request = WireRequest(method: "POST", path: "/", query: "", headers: ["host": "x"], body: [])
        let fault = await refusal(of: request, service)
        #expect(fault?.code == code)
        #expect(fault?.status == status)
    }

    @Test func refusesAClockThatIsOff() async throws {
        let late = try #require(await refusal(of: signed("sagemaker", ageInSeconds: 301), .sageMaker))
        #expect(late.code == "InvalidSignatureException")
        #expect(late.message.hasPrefix("Signature expired: "))
        let early = try #require(await refusal(of: signed("sagemaker", ageInSeconds: -400), .sageMaker))
        #expect(early.message.hasPrefix("Signature not yet current: "))
        #expect(await refusal(of: signed("sagemaker", ageInSeconds: 299), .sageMaker) == nil)
        #expect(await refusal(of: signed("s3", ageInSeconds: 901), .s3)?.code == "RequestTimeTooSkewed")
        #expect(await refusal(of: signed("s3", ageInSeconds: 600), .s3) == nil)
    }

    @Test func refusesAnotherScope() async {
        #expect(
            await refusal(of: signed("logs"), .sageMaker)?.message
                == "Credential should be scoped to correct service: 'sagemaker'.")
        #expect(
            await refusal(of: signed("sagemaker", region: "eu-west-1"), .sageMaker)?.message
                == "Credential should be scoped to a valid region, not 'eu-west-1'.")
        #expect(await refusal(of: signed("sts", region: "us-east-1"), .securityTokens) == nil)
        let fault = await refusal(of: signed("s3", region: "eu-west-1"), .s3)
        #expect(fault?.code == "AuthorizationHeaderMalformed")
        #expect(fault?.details.contains { $0 == ("Region", Account.region) } == true)
    }

    @Test func refusesAChangedBody() async {
        var request = signed("s3")
        request.body = Array("{ }".utf8)
        #expect(await refusal(of: request, .s3)?.code == "XAmzContentSHA256Mismatch")
        request = signed("sagemaker")
        request.body = Array("{ }".utf8)
        #expect(await refusal(of: request, .sageMaker)?.code == "InvalidSignatureException")
    }

    @Test func temporaryCredentialsNeedTheirTokenAndEnd() async throws {
        let keys = KeyRing(users: [user])
        let session = await keys.openSession(of: Account.home.readerRole, named: "me", seconds: 900, at: now)
        func code(token: String?, at moment: Timestamp, service: ServiceIdentity, name: String) async -> String? {
            let request = signed(
                name, ageInSeconds: now.seconds(since: moment), secret: session.secretAccessKey, token: token,
                keyID: session.accessKeyID)
            do {
                _ = try await RequestVerifier(keys: keys).admit(request, to: service, at: moment)
                return nil
            } catch {
                return error.code
            }
        }
        let token = try #require(session.sessionToken)
        let later = now.adding(seconds: 901)
        #expect(await code(token: token, at: now, service: .sageMaker, name: "sagemaker") == nil)
        #expect(
            await code(token: nil, at: now, service: .sageMaker, name: "sagemaker") == "UnrecognizedClientException")
        #expect(await code(token: "other", at: now, service: .s3, name: "s3") == "InvalidToken")
        #expect(
            await code(token: token, at: later, service: .sageMaker, name: "sagemaker") == "ExpiredTokenException")
        #expect(await code(token: token, at: later, service: .securityTokens, name: "sts") == "ExpiredToken")
        #expect(await code(token: token, at: later, service: .s3, name: "s3") == "ExpiredToken")
    }

    @Test func refusesTheSecondVersionOfSignatures() async {
        let request = WireRequest(
            method: "GET", path: "/bucket/key", query: "AWSAccessKeyId=AKIDEXAMPLE&Signature=x&Expires=1", headers: [:],
            body: [])
        #expect(await refusal(of: request, .s3)?.code == "InvalidRequest")
    }
}
