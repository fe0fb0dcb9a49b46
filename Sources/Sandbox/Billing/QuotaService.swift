import AWSOperations

/// Service Quotas: the numbers that CreateTransformJob is really held to, beside a few of SageMaker's others.
struct QuotaService: Sendable {
    let account: Account
    private static let serviceCode = "sagemaker"

    /// AWS's own codes where they are known; the other quotas get stand-ins that keep.
    private static let codes: [String: String] = [
        InstanceQuota.overallName: "L-60D2A6F0", "ml.m5.large for transform job usage": "L-236AE59F",
        "ml.m5.xlarge for transform job usage": "L-7939E4EC", "ml.m5.4xlarge for transform job usage": "L-3E1C9273",
        "ml.m5.12xlarge for transform job usage": "L-76A7309C", "ml.c5.xlarge for transform job usage": "L-09C9B23C",
        "ml.c5.2xlarge for transform job usage": "L-9215A13F", "ml.g4dn.xlarge for transform job usage": "L-4C5C5CA8",
        "ml.c6i.large for transform job usage": "L-008FE00D",
        "Number of instances across all training jobs": "L-00C91CB5",
        "ml.m5.large for training job usage": "L-611FA074",
    ]

    var operations: [String: JSONOperation] {
        [
            "ListServiceQuotas": JSONOperation(isRead: true) { (input: ListServiceQuotasRequest, _) in
                try Self.page(applied, of: input.serviceCode, after: input.nextToken, limit: input.maxResults)
            },
            "ListAWSDefaultServiceQuotas": JSONOperation(isRead: true) {
                (input: ListAWSDefaultServiceQuotasRequest, _) in
                try Self.page(defaults, of: input.serviceCode, after: input.nextToken, limit: input.maxResults)
            },
            "GetServiceQuota": JSONOperation(isRead: true) { (input: GetServiceQuotaRequest, _) in
                GetServiceQuotaResponse(quota: try Self.find(input.quotaCode, in: applied, of: input.serviceCode))
            },
            "GetAWSDefaultServiceQuota": JSONOperation(isRead: true) { (input: GetServiceQuotaRequest, _) in
                GetServiceQuotaResponse(quota: try Self.find(input.quotaCode, in: defaults, of: input.serviceCode))
            },
        ]
    }

    private var applied: [ServiceQuota] {
        quotas(overall: InstanceQuota.overall) { InstanceQuota.limit(of: $0) }
    }
    /// AWS gives new accounts no instance of any type, and four across all (SageMaker quotas, February 2024).
    private var defaults: [ServiceQuota] { quotas(overall: 4) { _ in 0 } }

    private func quotas(overall: Int, limit: (TransformInstanceType) -> Int) -> [ServiceQuota] {
        let transforms = TransformInstanceType.known.map { quota(InstanceQuota.name(of: $0), limit($0)) }
        let others = [
            ("Number of instances across all training jobs", 20), ("ml.m5.large for training job usage", 15),
            ("ml.m5.large for endpoint usage", 4), ("ml.m5.xlarge for endpoint usage", 2),
            ("ml.m5.xlarge for spot training job usage", 0), ("ml.m5.xlarge for processing job usage", 5),
        ]
        return (transforms + [quota(InstanceQuota.overallName, overall)] + others.map { quota($0.0, $0.1) })
            .sorted { ($0.quotaCode ?? "") < ($1.quotaCode ?? "") }
    }

    private func quota(_ name: String, _ value: Int) -> ServiceQuota {
        let code = Self.codes[name] ?? Self.standInCode(name)
        return ServiceQuota(
            serviceCode: Self.serviceCode, serviceName: "Amazon SageMaker",
            quotaArn: account.arn("servicequotas", "\(Self.serviceCode)/\(code)"), quotaCode: code, quotaName: name,
            value: Double(value), unit: "None", adjustable: true, globalQuota: false)
    }

    /// `L-` and eight hexadecimal digits, as AWS writes them, made from the name (FNV-1a).
    private static func standInCode(_ name: String) -> String {
        let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16, uppercase: true)
        return "L-" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    private static func page(
        _ all: [ServiceQuota], of service: String, after token: String?, limit: Int?
    ) throws(ServiceFault) -> ServiceQuotaPage {
        guard service == serviceCode else { throw noSuchService(service) }
        guard (1...100).contains(limit ?? 100) else {
            throw ServiceFault("IllegalArgumentException", "MaxResults must be between 1 and 100.")
        }
        let page: Page<ServiceQuota>
        do throws(ServiceFault) {
            page = try Page(of: all, after: token, limit: limit ?? 100) { $0.quotaCode ?? "" }
        } catch {
            throw ServiceFault("InvalidPaginationTokenException", "Invalid NextToken")
        }
        return ServiceQuotaPage(quotas: page.items, nextToken: page.nextToken)
    }

    private static func find(
        _ code: String, in all: [ServiceQuota], of service: String
    ) throws(ServiceFault) -> ServiceQuota {
        guard service == serviceCode else { throw noSuchService(service) }
        guard let quota = all.first(where: { $0.quotaCode == code }) else {
            throw ServiceFault(
                "NoSuchResourceException", "The request failed because the specified service quota does not exist.")
        }
        return quota
    }

    private static func noSuchService(_ service: String) -> ServiceFault {
        ServiceFault("NoSuchResourceException", "The request failed because the service \(service) does not exist.")
    }
}
