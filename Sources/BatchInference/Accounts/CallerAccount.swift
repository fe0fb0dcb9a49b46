import AWSOperations

/// The account that requests are made in.
///
/// It is found also where STS can't be asked: GetCallerIdentity may be denied by a boundary, and a private network often has
/// no endpoint of STS. What SageMaker lists is always of the caller's own account, and each ARN names it.
public enum CallerAccount {
    public typealias Services = AutopilotJobs & CallerIdentity & Models & TransformJobs

    /// Seconds after which the lists are asked while STS still hasn't answered.
    static let patience = 4.0

    /// Twelve digits.
    ///
    /// Throws the `AWSFailure` of GetCallerIdentity where no list can name the account either.
    public static func read(from services: any Services, clock: any Clock) async throws -> String {
        try await withThrowingTaskGroup(of: News.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return .identity(.success(try await services.callerIdentity().account))
                } catch {
                    return .identity(.failure(AWSFailure(wrapping: error)))
                }
            }
            group.addTask {
                try? await clock.sleep(seconds: patience)
                return .late
            }
            var failure: AWSFailure?
            var isAsked = false
            while let news = try await group.next() {
                switch news {
                case .identity(.success(let account)): return account
                case .identity(.failure(let own)):
                    guard canBeListed(after: own) else { throw own }
                    failure = own
                case .listed(let account?): return account
                case .listed(nil):
                    if let failure { throw failure }
                    continue
                case .late: break
                }
                try Task.checkCancellation()
                if !isAsked {
                    isAsked = true
                    group.addTask { .listed(await listed(by: services)) }
                }
            }
            throw failure ?? .cancelled
        }
    }

    private enum News: Sendable {
        case identity(Result<String, AWSFailure>)
        case listed(String?)
        case late
    }

    /// Whether another service may answer where STS didn't.
    public static func canBeListed(after failure: AWSFailure) -> Bool {
        switch failure {
        case .credentials, .configuration, .cancelled: false
        default: !failure.isExpiredCredentials
        }
    }

    /// The account by the first resource that SageMaker lists; nil where there is none.
    public static func listed(by services: any Services) async -> String? {
        if let page = try? await services.listTransformJobs(ListTransformJobsRequest(maxResults: 1)),
            let account = account(of: page.items.first?.transformJobArn)
        {
            return account
        }
        if let page = try? await services.listModels(ListModelsRequest(maxResults: 1)),
            let account = account(of: page.items.first?.modelArn)
        {
            return account
        }
        let page = try? await services.listJobs(ListAutoMLJobsRequest(maxResults: 1))
        return account(of: page?.items.first?.autoMLJobArn)
    }

    private static func account(of arn: String?) -> String? { arn.flatMap(AccountScope.init(arn:))?.account }
}
