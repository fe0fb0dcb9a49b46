import AWSOperations

/// What checks look up, each thing once for all of them.
struct PreflightLookups: Sendable {
    let services: any PreflightServices
    let memory: AnswerMemory
    let now: Timestamp
    // One at most; a struct cannot hold another of its own kind.
    private let sources: [PreflightLookups]

    init(services: any PreflightServices, memory: AnswerMemory, now: Timestamp, source: PreflightLookups? = nil) {
        self.services = services
        self.memory = memory
        self.now = now
        sources = source.map { [$0] } ?? []
    }

    /// The account that the job is in, where that is another profile's.
    var source: PreflightLookups? { sources.first }

    /// The most objects of a prefix that are looked at.
    static let objectLimit = 20_000

    func caller() async throws -> GetCallerIdentityResponse {
        try await once(Lookup.caller) { try await services.callerIdentity() }
    }

    func job(named name: String) async throws -> AutopilotJobDescription {
        if let source { return try await source.job(named: name) }
        return try await once(Lookup.job(name)) { try await services.describeJob(named: name) }
    }

    /// The bucket's region; nil where the service does not say.
    func region(ofBucket bucket: String) async throws -> String? {
        do {
            return try await once(Lookup.bucket(bucket)) { try await services.headBucket(named: bucket).region }
        } catch {
            // A bucket of the job's own account, that one's profile knows.
            guard let source, AWSFailure(wrapping: error).isAccessDenied else { throw error }
            return try await source.region(ofBucket: bucket)
        }
    }

    func head(of location: S3Location) async throws -> HeadObjectResponse {
        try await once(Lookup.head(location)) { try await services.headObject(at: location) }
    }

    /// The first bytes of an object, at most so many.
    func beginning(of location: S3Location, bytes: Int) async throws -> GetObjectResponse {
        try await once(Lookup.beginning(location, bytes)) {
            try await services.readObject(at: location, range: 0..<bytes)
        }
    }

    /// All objects under a prefix, up to a limit.
    func objects(under location: S3Location) async throws -> ListedObjects {
        try await once(Lookup.objects(location)) {
            let request = ListObjectsV2Request(
                bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: 1000)
            var listed = ListedObjects(objects: [], isComplete: true)
            for try await page in PageSequence(request, fetch: { try await services.listObjects($0) }) {
                listed.objects += page.contents
                guard listed.objects.count >= Self.objectLimit, page.nextPageToken != nil else { continue }
                listed.isComplete = false
                break
            }
            return listed
        }
    }

    func role(named name: String) async throws -> IAMRole {
        try await once(Lookup.role(name)) { try await services.describeRole(named: name).role }
    }

    func simulate(_ request: SimulatePrincipalPolicyRequest) async throws -> [PolicyEvaluation] {
        try await once(request) {
            var evaluations: [PolicyEvaluation] = []
            for try await page in PageSequence(request, fetch: { try await services.simulatePolicies($0) }) {
                evaluations += page.evaluationResults
            }
            return evaluations
        }
    }

    /// Every applied quota of SageMaker in the region.
    func quotas() async throws -> [ServiceQuota] {
        try await once(Lookup.quotas) {
            let request = ListServiceQuotasRequest(serviceCode: "sagemaker", maxResults: 100)
            var quotas: [ServiceQuota] = []
            for try await page in PageSequence(request, fetch: { try await services.listQuotas($0) }) {
                quotas += page.items
            }
            return quotas
        }
    }

    /// The resources of the transform jobs that run now.
    func runningTransforms() async throws -> [TransformResources] {
        try await once(Lookup.running) {
            var names: [String] = []
            for status in [TransformJobStatus.inProgress, .stopping] {
                let request = ListTransformJobsRequest(statusEquals: status, maxResults: 100)
                for try await page in PageSequence(request, fetch: { try await services.listTransformJobs($0) }) {
                    guard page.itemsLeftOut == 0 else { throw UnknownInstances(transform: DisplayText.unnamed) }
                    names += page.transformJobSummaries.map(\.transformJobName)
                }
            }
            return try await gather(names) { name in
                guard !name.isEmpty else { throw UnknownInstances(transform: DisplayText.unnamed) }
                let job = try await services.describeTransformJob(named: name)
                // It may have ended since.
                return TransformOverview(job).isEnded ? nil : try job.knownResources(named: name)
            }.compactMap(\.self)
        }
    }

    /// Asks for many things side by side, a bounded number at a time; in the order of the questions.
    func gather<Value: Sendable, Answer: Sendable>(
        _ values: [Value], limit: Int = 8, _ work: @escaping @Sendable (Value) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            var answers: [Int: Answer] = [:]
            for (index, value) in values.enumerated() {
                if index >= limit, let (place, answer) = try await group.next() { answers[place] = answer }
                group.addTask { (index, try await work(value)) }
            }
            for try await (place, answer) in group { answers[place] = answer }
            return values.indices.compactMap { answers[$0] }
        }
    }

    func once<Value: Sendable>(
        _ lookup: any Hashable & Sendable, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await memory.answer(to: lookup, at: now, work)
    }

    enum Lookup: Hashable, Sendable {
        case caller
        case job(String)
        case bucket(String)
        case head(S3Location)
        case beginning(S3Location, Int)
        case manifest(S3Location)
        case sample(S3Location, bytes: Int, most: Int)
        case objects(S3Location)
        case role(String)
        case quotas
        case running
    }
}

/// The objects under a prefix.
struct ListedObjects: Hashable, Sendable {
    var objects: [S3Object]
    /// False where there are more than were looked at.
    var isComplete: Bool
}

extension PreflightLookups {
    /// Whether the job is in another account than the one that would launch.
    func isAcross() async throws -> Bool {
        guard let source else { return false }
        async let here = caller().account
        async let there = source.caller().account
        return try await here != there
    }

    /// The side that may see an object: the one that launches, unless it is denied and the job's own account is known.
    func whoSees(_ location: S3Location) async -> PreflightLookups {
        guard let source else { return self }
        do {
            _ = try await head(of: location)
            return self
        } catch {
            return AWSFailure(wrapping: error).isAccessDenied ? source : self
        }
    }

    /// A bucket's policy; throws a failure that `isNotFound` where it has none.
    func bucketPolicy(of bucket: String) async throws -> String? {
        try await once(AccountLookup.bucketPolicy(bucket)) { try await services.bucketPolicy(of: bucket).policy }
    }

    func key(_ key: String) async throws -> KeyMetadata {
        try await once(AccountLookup.key(key)) { try await services.describeKey(key).keyMetadata }
    }

    func keyPolicy(of key: String) async throws -> String? {
        try await once(AccountLookup.keyPolicy(key)) { try await services.keyPolicy(of: key).policy }
    }

    func repositoryPolicy(of image: ImageReference) async throws -> String? {
        try await once(AccountLookup.repositoryPolicy(image.repository)) {
            try await services.repositoryPolicy(
                GetRepositoryPolicyRequest(registryId: image.account, repositoryName: image.repository)
            ).policyText
        }
    }

    /// Whether an image can be pulled; false where its repository does not have it.
    func hasImage(_ image: ImageReference) async throws -> Bool {
        try await once(AccountLookup.image(image)) {
            let id = ImageIdentifier(
                imageDigest: image.digest, imageTag: image.digest == nil ? image.tag ?? "latest" : nil)
            let answer = try await services.images(
                BatchGetImageRequest(
                    registryId: image.account, repositoryName: image.repository, imageIds: [id]))
            return answer.images?.isEmpty == false
        }
    }

    private enum AccountLookup: Hashable, Sendable {
        case bucketPolicy(String)
        case key(String)
        case keyPolicy(String)
        case repositoryPolicy(String)
        case image(ImageReference)
    }
}
