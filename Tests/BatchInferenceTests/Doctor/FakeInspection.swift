import AWSOperations
import BatchInference

/// Findings that a test writes down, and an account whose answers it names.
struct FakeInspection: Inspection {
    var found = SetupFindings(
        profile: Sourced("ml-dev", from: "AWS_PROFILE"), region: Sourced("eu-west-1", from: "AWS_REGION"))
    var credentialFindings = CredentialFindings(
        providers: [.init(name: "environment", outcome: .found, origin: "AWS_ACCESS_KEY_ID")], winner: "environment",
        accessKey: CredentialFindings.shortened("AKIDEXAMPLE"))
    var offset: Result<Double, AWSFailure> = .success(0.4)
    var machine: [DoctorCheck] = []
    var bucket: String? = "flightdeck-demo"
    var account = AnsweringAccount()
    /// Whether looking for credentials never ends by itself.
    var isSilent = false

    var cloud: any CloudServices { account }
    func setup() async -> SetupFindings { found }

    func credentials() async -> CredentialFindings {
        if isSilent { try? await Task.sleep(for: .seconds(3600)) }
        return credentialFindings
    }

    func clockOffset() async throws -> Double { try offset.get() }
    func environmentChecks() async -> [DoctorCheck] { machine }
    func knownBucket() async -> String? { bucket }
}

extension AWSFailure {
    /// A denial as AWS words it.
    static func denial(_ service: AWSService, _ name: String, says action: String? = nil) -> AWSFailure {
        let said = action.map {
            "User: arn:aws:iam::111122223333:user/me is not authorized to perform: \($0) because no identity-based policy"
        }
        return .service(
            ServiceError(
                operation: OperationDescriptor(service: service, name: name, effect: .read),
                code: service == .s3 ? "AccessDenied" : "AccessDeniedException", message: said ?? "Access Denied",
                httpStatus: 403, requestID: "r-1"))
    }
}
