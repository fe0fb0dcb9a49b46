import AWSOperations

/// How many instances transforms may use at once, by the quotas applied to the account in the region.
public struct TransformQuotas: Hashable, Sendable {
    /// One quota: its number, and the code by which an increase is asked for.
    public struct Quota: Hashable, Sendable {
        public var value: Int
        public var code: String?

        public init(value: Int, code: String? = nil) {
            self.value = value
            self.code = code
        }
    }

    /// The service whose quotas they are among.
    public static let serviceCode = "sagemaker"
    /// The quota over all types.
    public static let overallName = "Number of instances across all transform jobs"

    public var perType: [TransformInstanceType: Quota]
    /// Over all types; nil where the service did not list it.
    public var overall: Quota?
    /// Types whose quota is listed without a value that a quota can have.
    public var unusable: Set<TransformInstanceType> = []
    /// Whether that is so of the quota over all types.
    public var overallIsUnusable = false
    /// Why quotas are missing that the service may have; nil where all were listed.
    public var shortfall: AWSFailure?

    public init(perType: [TransformInstanceType: Quota] = [:], overall: Quota? = nil) {
        self.perType = perType
        self.overall = overall
    }

    /// Finds the quotas by their names: codes are no older than the quotas, and types come and go.
    public init(_ quotas: [ServiceQuota]) {
        perType = [:]
        for quota in quotas {
            guard let name = quota.quotaName else { continue }
            let found = quota.usableValue.map { Quota(value: $0, code: quota.quotaCode) }
            if name == Self.overallName {
                overall = found
                overallIsUnusable = found == nil
            } else if name.hasSuffix(Self.suffix) {
                let type = TransformInstanceType(rawValue: String(name.dropLast(Self.suffix.count)))
                perType[type] = found
                if found == nil { unusable.insert(type) }
            }
        }
    }

    private static let suffix = " for transform job usage"

    /// The name of a type's quota, for example `ml.m5.large for transform job usage`.
    public static func name(of type: TransformInstanceType) -> String { type.rawValue + suffix }

    /// Reads every page of the account's quotas of SageMaker.
    public static func load(from service: any ServiceQuotas) async throws -> TransformQuotas {
        var quotas: [ServiceQuota] = []
        let pages = PageSequence(ListServiceQuotasRequest(serviceCode: serviceCode, maxResults: 100)) {
            try await service.listQuotas($0)
        }
        let shortfall = try await pages.read { page in
            quotas += page.items
            return true
        }
        try Task.checkCancellation()
        var found = TransformQuotas(quotas)
        // SageMaker has hundreds: none at all is an answer that could not be read, not an account without any.
        found.shortfall =
            shortfall
            ?? (quotas.isEmpty
                ? .undecodable(
                    operation: ListServiceQuotasRequest.operation, detail: "it lists no quotas", requestID: nil)
                : nil)
        return found
    }
}
