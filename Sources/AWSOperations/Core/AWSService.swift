/// The AWS services that Flightdeck calls, with the names each goes by on the wire.
public enum AWSService: String, Hashable, Sendable, CaseIterable {
    case sageMaker
    case s3
    case sts
    case cloudWatchLogs
    case cloudWatch
    /// IAM Identity Center's portal, which hands out credentials of roles.
    case sso
    /// IAM Identity Center's tokens.
    case ssoOIDC
    /// The sign-in service behind `aws login`.
    case signIn
    case iam
    case serviceQuotas
    /// AWS's price list.
    case pricing
    case kms
    /// The registry of container images.
    case ecr

    /// How a service's requests and answers are written.
    public enum WireProtocol: Hashable, Sendable {
        /// `POST /` with an `X-Amz-Target` header and a JSON body; `version` is `1.0` or `1.1`.
        case json(version: String, targetPrefix: String)
        /// `POST /` with a form body of `Action`, `Version` and parameters, answered in XML.
        case query(apiVersion: String)
        /// One URL an object, with XML bodies.
        case restXML
        /// One URL an operation, with JSON bodies.
        case restJSON
    }

    /// The wire protocol that botocore 1.43 uses for the service.
    public var wireProtocol: WireProtocol {
        switch self {
        case .sageMaker: .json(version: "1.1", targetPrefix: "SageMaker")
        case .cloudWatchLogs: .json(version: "1.1", targetPrefix: "Logs_20140328")
        case .cloudWatch: .json(version: "1.0", targetPrefix: "GraniteServiceVersion20100801")
        case .serviceQuotas: .json(version: "1.1", targetPrefix: "ServiceQuotasV20190624")
        case .pricing: .json(version: "1.1", targetPrefix: "AWSPriceListService")
        case .kms: .json(version: "1.1", targetPrefix: "TrentService")
        case .ecr: .json(version: "1.1", targetPrefix: "AmazonEC2ContainerRegistry_V20150921")
        case .sts: .query(apiVersion: "2011-06-15")
        case .iam: .query(apiVersion: "2010-05-08")
        case .s3: .restXML
        case .sso, .ssoOIDC, .signIn: .restJSON
        }
    }

    /// The first label or labels of the service's host name, before region and suffix.
    public var endpointPrefix: String {
        switch self {
        case .sageMaker: "api.sagemaker"
        case .s3: "s3"
        case .sts: "sts"
        case .cloudWatchLogs: "logs"
        case .cloudWatch: "monitoring"
        case .sso: "portal.sso"
        case .ssoOIDC: "oidc"
        case .signIn: "signin"
        case .iam: "iam"
        case .serviceQuotas: "servicequotas"
        case .pricing: "api.pricing"
        case .kms: "kms"
        case .ecr: "api.ecr"
        }
    }

    /// The service's name in a Signature Version 4 scope.
    public var signingName: String {
        switch self {
        case .sageMaker: "sagemaker"
        case .s3: "s3"
        case .sts: "sts"
        case .cloudWatchLogs: "logs"
        case .cloudWatch: "monitoring"
        case .sso: "awsssoportal"
        case .ssoOIDC: "sso-oauth"
        case .signIn: "signin"
        case .iam: "iam"
        case .serviceQuotas: "servicequotas"
        case .pricing: "pricing"
        case .kms: "kms"
        case .ecr: "ecr"
        }
    }

    /// The service's part of `AWS_ENDPOINT_URL_<SERVICE>`, and in lower case of a `[services]` section.
    public var endpointEnvironmentName: String {
        switch self {
        case .sageMaker: "SAGEMAKER"
        case .s3: "S3"
        case .sts: "STS"
        case .cloudWatchLogs: "CLOUDWATCH_LOGS"
        case .cloudWatch: "CLOUDWATCH"
        case .sso: "SSO"
        case .ssoOIDC: "SSO_OIDC"
        case .signIn: "SIGNIN"
        case .iam: "IAM"
        case .serviceQuotas: "SERVICE_QUOTAS"
        case .pricing: "PRICING"
        case .kms: "KMS"
        case .ecr: "ECR"
        }
    }

    /// The service's name as people write it.
    public var displayName: String {
        switch self {
        case .sageMaker: "SageMaker"
        case .s3: "S3"
        case .sts: "STS"
        case .cloudWatchLogs: "CloudWatch Logs"
        case .cloudWatch: "CloudWatch"
        case .sso: "IAM Identity Center"
        case .ssoOIDC: "IAM Identity Center"
        case .signIn: "AWS Sign-In"
        case .iam: "IAM"
        case .serviceQuotas: "Service Quotas"
        case .pricing: "the price list"
        case .kms: "KMS"
        case .ecr: "ECR"
        }
    }

    /// The service's prefix in IAM actions, for messages that name a missing permission.
    public var iamPrefix: String {
        switch self {
        case .sageMaker: "sagemaker"
        case .s3: "s3"
        case .sts: "sts"
        case .cloudWatchLogs: "logs"
        case .cloudWatch: "cloudwatch"
        case .sso: "sso"
        case .ssoOIDC: "sso-oauth"
        case .signIn: "signin"
        case .iam: "iam"
        case .serviceQuotas: "servicequotas"
        case .pricing: "pricing"
        case .kms: "kms"
        case .ecr: "ecr"
        }
    }
}
