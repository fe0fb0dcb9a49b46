/// The services behind the one address, distinguished as AWS's own front door would by host name.
enum ServiceIdentity: Sendable {
    case sageMaker, cloudWatchLogs, cloudWatch, s3, securityTokens, identityAndAccess, serviceQuotas, priceList
    case keyManagement, containerRegistry

    /// How requests and answers are written.
    enum Style: Sendable {
        case json(version: String)
        case query(namespace: String)
        case restXML
    }

    var style: Style {
        switch self {
        case .sageMaker, .cloudWatchLogs, .serviceQuotas, .priceList, .keyManagement, .containerRegistry:
            .json(version: "1.1")
        case .cloudWatch: .json(version: "1.0")
        case .securityTokens: .query(namespace: "https://sts.amazonaws.com/doc/2011-06-15/")
        case .identityAndAccess: .query(namespace: "https://iam.amazonaws.com/doc/2010-05-08/")
        case .s3: .restXML
        }
    }

    /// The service's name in a signature's scope.
    var signingName: String {
        switch self {
        case .sageMaker: "sagemaker"
        case .cloudWatchLogs: "logs"
        case .cloudWatch: "monitoring"
        case .s3: "s3"
        case .securityTokens: "sts"
        case .identityAndAccess: "iam"
        case .serviceQuotas: "servicequotas"
        case .priceList: "pricing"
        case .keyManagement: "kms"
        case .containerRegistry: "ecr"
        }
    }

    /// The prefix of the service's IAM actions.
    var actionPrefix: String { self == .cloudWatch ? "cloudwatch" : signingName }

    /// Whether the service answers before the demo data is there.
    var knowsItsDataAtOnce: Bool {
        [.serviceQuotas, .priceList, .keyManagement, .containerRegistry].contains(self)
    }

    /// Whether policies on the service's resources decide too, so that it asks them itself.
    var hasResourcePolicies: Bool { self == .keyManagement || self == .containerRegistry }

    /// Seconds that a client's clock may differ.
    var toleratedSkew: Double {
        switch self {
        case .s3, .securityTokens, .identityAndAccess: 900
        default: 300
        }
    }

    /// The service that a request is for: by `X-Amz-Target`, else by the form's `Version`, else S3.
    static func of(_ request: WireRequest) -> ServiceIdentity {
        if let target = request.headers["x-amz-target"] {
            return switch target.prefix(while: { $0 != "." }) {
            case "Logs_20140328": .cloudWatchLogs
            case "GraniteServiceVersion20100801": .cloudWatch
            case "ServiceQuotasV20190624": .serviceQuotas
            case "AWSPriceListService": .priceList
            case "TrentService": .keyManagement
            case "AmazonEC2ContainerRegistry_V20150921": .containerRegistry
            default: .sageMaker
            }
        }
        if request.method == "POST", request.path == "/" || request.path.isEmpty,
            request.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true
        {
            let version = FormFields.parse(request.bodyText, plusIsSpace: true).first { $0.name == "Version" }
            return version?.value == "2010-05-08" ? .identityAndAccess : .securityTokens
        }
        return .s3
    }
}
