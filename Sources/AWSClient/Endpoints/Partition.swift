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
