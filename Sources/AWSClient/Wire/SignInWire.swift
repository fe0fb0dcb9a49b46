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
