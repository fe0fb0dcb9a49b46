import AWSOperations
import AWSSigning

extension CredentialsServices {
    /// The services as the client's own dispatcher calls them: its retries, endpoints, proxies and CA bundle hold here.
    init(
        dispatcher: Dispatcher, loop: TransferLoop, roleCache: RoleCache, mfaPrompt: MFAPrompt?, clock: ClientClock
    ) {
        // An unsigned call has no use for credentials.
        let nobody = FixedCredentials(credentials: Credentials(accessKeyID: "", secretAccessKey: ""))
        self.init(
            fetch: { request throws(TransportProblem) in try await loop.send(request) },
            assumeRole: { request, source throws(AWSFailure) in
                var call = try QueryWire.call(request)
                // A code of an MFA device is good once: sent a second time, it is refused as wrong.
                if request.tokenCode != nil { call.effect = .create }
                let answer = try await dispatcher.perform(call, credentials: FixedCredentials(credentials: source))
                return try QueryWire.response(
                    AssumeRoleResponse.self, operation: AssumeRoleRequest.operation, answer: answer.http)
            },
            assumeRoleWithWebIdentity: { request throws(AWSFailure) in
                var call = try QueryWire.call(request)
                call.isUnsigned = true
                let answer = try await dispatcher.perform(call, credentials: nobody)
                return try QueryWire.response(
                    AssumeRoleResponse.self, operation: AssumeRoleWithWebIdentityRequest.operation,
                    answer: answer.http)
            },
            getRoleCredentials: { request, region throws(AWSFailure) in
                let answer = try await dispatcher.perform(
                    IdentityCenterWire.call(request, region: region), credentials: nobody)
                return try JSONWire.response(
                    GetRoleCredentialsResponse.self, operation: GetRoleCredentialsRequest.operation,
                    answer: answer.http)
            },
            createToken: { request, region throws(AWSFailure) in
                let answer = try await dispatcher.perform(
                    try IdentityCenterWire.call(request, region: region), credentials: nobody)
                return try JSONWire.response(
                    CreateTokenResponse.self, operation: CreateTokenRequest.operation, answer: answer.http)
            },
            createOAuth2Token: { request, region, key throws(AWSFailure) in
                let answer = try await dispatcher.perform(
                    try SignInWire.call(request, region: region, key: key), credentials: nobody)
                return try JSONWire.response(
                    CreateOAuth2TokenResponse.self, operation: CreateOAuth2TokenRequest.operation,
                    answer: answer.http)
            },
            roleCache: roleCache, mfaPrompt: mfaPrompt, clock: clock)
    }
}
