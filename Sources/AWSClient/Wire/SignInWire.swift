import AWSOperations
import AWSSigning
import JSONCoding

/// The one operation of AWS Sign-In: not signed by credentials, but proved by the login's key.
enum SignInWire {
    static func call(
        _ request: CreateOAuth2TokenRequest, region: String?, key: P256PrivateKey
    ) throws(AWSFailure) -> Call {
        var call = Call(operation: CreateOAuth2TokenRequest.operation, target: .path("/v1/token"), method: .post)
        do {
            call.body = try JSON.encode(request)
        } catch {
            throw .configuration(problem: "the request for a new login token cannot be written as JSON", remedy: "")
        }
        call.headers = [(name: "Content-Type", value: "application/json")]
        call.isUnsigned = true
        call.region = region
        call.possessionKey = key
        return call
    }
}

/// The two operations of IAM Identity Center: neither is signed, since a token is shown.
enum IdentityCenterWire {
    static func call(_ request: GetRoleCredentialsRequest, region: String) -> Call {
        var call = Call(
            operation: GetRoleCredentialsRequest.operation, target: .path("/federation/credentials"), method: .get)
        call.query = [
            (name: "role_name", value: request.roleName), (name: "account_id", value: request.accountID),
        ]
        call.headers = [(name: "x-amz-sso_bearer_token", value: request.accessToken)]
        call.isUnsigned = true
        call.region = region
        return call
    }

    static func call(_ request: CreateTokenRequest, region: String) throws(AWSFailure) -> Call {
        var call = Call(operation: CreateTokenRequest.operation, target: .path("/token"), method: .post)
        do {
            call.body = try JSON.encode(request)
        } catch {
            throw .configuration(problem: "the request for a new token cannot be written as JSON", remedy: "")
        }
        call.headers = [(name: "Content-Type", value: "application/json")]
        call.isUnsigned = true
        call.region = region
        return call
    }
}
