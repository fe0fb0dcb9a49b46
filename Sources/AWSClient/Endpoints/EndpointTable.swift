/// One service's host names: the usual one of each variant, and where they differ.
struct EndpointRow: Sendable {
    /// Host names with `{region}`, `{suffix}` and `{dualstack}` to be filled in; nil where there is none.
    typealias Hosts = [EndpointVariant: String?]

    /// Host names of a partition or of a single region, which go before the usual ones.
    struct Difference: Sendable {
        var place: String
        /// For which the request is signed; nil for the one asked for.
        var signingRegion: String?
        var hosts: Hosts
    }

    var hosts: Hosts
    /// A region's own go before its partition's.
    var differences: [Difference] = []
    /// Whether requests are signed for the partition's one region.
    var isGlobal = false
}

/// Which of a service's hosts is meant.
enum EndpointVariant: Hashable, Sendable, CaseIterable {
    case standard
    case fips
    case dualStack
    case fipsDualStack

    init(fips: Bool, dualStack: Bool) {
        self = fips ? (dualStack ? .fipsDualStack : .fips) : (dualStack ? .dualStack : .standard)
    }
}

/// The host names of the services used and of those that go with them, by the first labels of the host (botocore's
/// endpoint rule sets).
enum EndpointTable {
    static let rows: [String: EndpointRow] = [
        "api.sagemaker": regional(
            "api.sagemaker",
            differences: ["aws", "aws-us-gov"].map {
                .init(place: $0, hosts: [.fips: "api-fips.sagemaker.{region}.amazonaws.com"])
            }),
        "s3": EndpointRow(
            hosts: [
                .standard: "s3.{region}.{suffix}", .fips: "s3-fips.{region}.{suffix}",
                .dualStack: "s3.dualstack.{region}.{suffix}", .fipsDualStack: "s3-fips.dualstack.{region}.{suffix}",
            ],
            differences: [
                .init(
                    place: "aws-global", signingRegion: "us-east-1",
                    hosts: [
                        .standard: "s3.{suffix}", .fips: "s3-fips.us-east-1.{suffix}",
                        .dualStack: "s3.dualstack.us-east-1.{suffix}",
                        .fipsDualStack: "s3-fips.dualstack.us-east-1.{suffix}",
                    ]),
                .init(place: "aws-cn", hosts: [.fips: nil, .fipsDualStack: nil]),
            ]),
        "sts": regional(
            "sts",
            differences: [
                .init(place: "aws-global", signingRegion: "us-east-1", hosts: [.standard: "sts.amazonaws.com"]),
                .init(place: "aws-us-gov", hosts: [.fips: "sts.{region}.amazonaws.com"]),
            ]),
        "logs": regional(
            "logs",
            differences: ["us-gov-east-1", "us-gov-west-1"].map {
                .init(place: $0, hosts: [.fips: "logs.{region}.amazonaws.com"])
            }),
        "monitoring": regional(
            "monitoring",
            differences: [
                .init(
                    place: "aws-us-gov",
                    hosts: [.fips: "monitoring.{region}.{suffix}", .fipsDualStack: "monitoring.{region}.{dualstack}"])
            ]),
        "servicequotas": regional(
            "servicequotas",
            differences: [.init(place: "aws-us-gov", hosts: [.fips: "servicequotas.{region}.amazonaws.com"])]),
        "api.pricing": regional("api.pricing"),
        "kms": regional("kms"),
        "api.ecr": EndpointRow(hosts: [
            .standard: "api.ecr.{region}.{suffix}", .fips: "api.ecr-fips.{region}.{suffix}",
            .dualStack: "ecr.{region}.{dualstack}", .fipsDualStack: "ecr-fips.{region}.{dualstack}",
        ]),
        "portal.sso": regional(
            "portal.sso",
            differences: [.init(place: "aws-us-gov", hosts: [.fips: "portal.sso.{region}.amazonaws.com"])]),
        "oidc": regional(
            "oidc", differences: [.init(place: "aws-us-gov", hosts: [.fips: "oidc.{region}.amazonaws.com"])]),
        "signin": EndpointRow(
            hosts: [
                .standard: "{region}.signin.{suffix}", .fips: "signin-fips.{region}.{suffix}",
                .dualStack: "signin.{region}.{dualstack}", .fipsDualStack: "signin-fips.{region}.{dualstack}",
            ],
            differences: [
                .init(place: "us-gov-west-1", hosts: [.fips: "signin-fips.amazonaws-us-gov.com"]),
                .init(place: "aws", hosts: [.standard: "{region}.signin.aws.amazon.com"]),
                .init(place: "aws-cn", hosts: [.standard: "{region}.signin.amazonaws.cn"]),
                .init(
                    place: "aws-us-gov",
                    hosts: [
                        .standard: "{region}.signin.amazonaws-us-gov.com",
                        .fips: "{region}.signin-fips.amazonaws-us-gov.com",
                    ]),
                .init(place: "aws-iso", hosts: [.standard: "{region}.signin.c2shome.ic.gov"]),
                .init(place: "aws-iso-b", hosts: [.standard: "{region}.signin.sc2shome.sgov.gov"]),
                .init(place: "aws-iso-e", hosts: [.standard: "{region}.signin.csphome.adc-e.uk"]),
                .init(place: "aws-iso-f", hosts: [.standard: "{region}.signin.csphome.hci.ic.gov"]),
                .init(place: "aws-eusc", hosts: [.standard: "{region}.signin.amazonaws-eusc.eu"]),
            ]),
        "iam": EndpointRow(
            hosts: [
                .standard: "iam.{suffix}", .fips: "iam-fips.{suffix}", .dualStack: "iam.{dualstack}",
                .fipsDualStack: "iam-fips.{dualstack}",
            ],
            differences: [
                .init(
                    place: "aws",
                    hosts: [.dualStack: "iam.global.api.aws", .fipsDualStack: "iam-fips.global.api.aws"]),
                .init(
                    place: "aws-cn", signingRegion: "cn-north-1",
                    hosts: [
                        .standard: "iam.cn-north-1.{suffix}", .fips: "iam-fips.{suffix}",
                        .dualStack: "iam.global.{dualstack}", .fipsDualStack: "iam-fips.{dualstack}",
                    ]),
                .init(
                    place: "aws-us-gov",
                    hosts: [
                        .standard: "iam.us-gov.{suffix}", .fips: "iam.us-gov.{suffix}",
                        .dualStack: "iam.us-gov.{dualstack}", .fipsDualStack: "iam.us-gov.{dualstack}",
                    ]),
                .init(
                    place: "aws-iso",
                    hosts: [.standard: "iam.us-iso-east-1.{suffix}", .fips: "iam-fips.us-iso-east-1.{suffix}"]),
                .init(
                    place: "aws-iso-b",
                    hosts: [.standard: "iam.us-isob-east-1.{suffix}", .fips: "iam-fips.us-isob-east-1.{suffix}"]),
                .init(place: "aws-iso-e", hosts: [.standard: "iam.eu-isoe-west-1.{suffix}"]),
                .init(place: "aws-iso-f", hosts: [.standard: "iam.us-isof-south-1.{suffix}"]),
                .init(
                    place: "aws-eusc",
                    hosts: [.standard: "iam.eusc-de-east-1.{suffix}", .dualStack: "iam.global.{dualstack}"]),
            ], isGlobal: true),
    ]

    /// The usual pattern: one host a region, and the FIPS one marked behind the service's name.
    static func regional(_ prefix: String, differences: [EndpointRow.Difference] = []) -> EndpointRow {
        EndpointRow(
            hosts: [
                .standard: "\(prefix).{region}.{suffix}", .fips: "\(prefix)-fips.{region}.{suffix}",
                .dualStack: "\(prefix).{region}.{dualstack}",
                .fipsDualStack: "\(prefix)-fips.{region}.{dualstack}",
            ], differences: differences)
    }
}
