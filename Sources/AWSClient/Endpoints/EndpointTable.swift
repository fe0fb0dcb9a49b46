import AWSOperations
import Synchronization

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

/// The endpoints that were worked out already: what they come of stays as it is for the life of a client.
final class KnownEndpoints: Sendable {
    private struct Place: Hashable {
        var service: AWSService
        var region: String
    }

    private let endpoints = Mutex<[Place: Endpoint]>([:])

    /// The endpoint of a service in a region, by `resolve` where it is asked for the first time.
    func endpoint(
        of service: AWSService, in region: String, _ resolve: () throws(AWSFailure) -> Endpoint
    ) throws(AWSFailure) -> Endpoint {
        let place = Place(service: service, region: region)
        if let known = endpoints.withLock({ $0[place] }) { return known }
        let endpoint = try resolve()
        endpoints.withLock { $0[place] = endpoint }
        return endpoint
    }
}

/// A set of regions with its own host names and accounts; botocore's `partitions.json` is the source.
struct Partition: Hashable, Sendable {
    var id: String
    /// What its regions' names begin with; a word and a number follow, each after a hyphen.
    var areas: [String]
    /// Where global services are.
    var globalRegion: String
    var dnsSuffix: String
    /// Of hosts that answer over IPv6 too.
    var dualStackSuffix: String

    static let commercial = Partition(
        id: "aws", areas: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"], globalRegion: "us-east-1",
        dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws")

    static let all = [
        commercial,
        Partition(
            id: "aws-cn", areas: ["cn"], globalRegion: "cn-northwest-1", dnsSuffix: "amazonaws.com.cn",
            dualStackSuffix: "api.amazonwebservices.com.cn"),
        Partition(
            id: "aws-eusc", areas: ["eusc-de"], globalRegion: "eusc-de-east-1", dnsSuffix: "amazonaws.eu",
            dualStackSuffix: "api.amazonwebservices.eu"),
        Partition(
            id: "aws-iso", areas: ["us-iso"], globalRegion: "us-iso-east-1", dnsSuffix: "c2s.ic.gov",
            dualStackSuffix: "api.aws.ic.gov"),
        Partition(
            id: "aws-iso-b", areas: ["us-isob"], globalRegion: "us-isob-east-1", dnsSuffix: "sc2s.sgov.gov",
            dualStackSuffix: "api.aws.scloud"),
        Partition(
            id: "aws-iso-e", areas: ["eu-isoe"], globalRegion: "eu-isoe-west-1", dnsSuffix: "cloud.adc-e.uk",
            dualStackSuffix: "api.cloud-aws.adc-e.uk"),
        Partition(
            id: "aws-iso-f", areas: ["us-isof"], globalRegion: "us-isof-south-1", dnsSuffix: "csp.hci.ic.gov",
            dualStackSuffix: "api.aws.hci.ic.gov"),
        Partition(
            id: "aws-us-gov", areas: ["us-gov"], globalRegion: "us-gov-west-1", dnsSuffix: "amazonaws.com",
            dualStackSuffix: "api.aws"),
    ]

    /// The partition of a region; an unknown region is in `aws`.
    static func containing(region: String) -> Partition {
        all.first { region == "\($0.id)-global" || $0.matches(region) } ?? commercial
    }

    private func matches(_ region: String) -> Bool {
        areas.contains { area in
            guard region.hasPrefix("\(area)-") else { return false }
            let rest = region.dropFirst(area.count + 1).split(separator: "-", omittingEmptySubsequences: false)
            return rest.count == 2 && !rest[0].isEmpty && !rest[1].isEmpty
                && rest[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }
}
