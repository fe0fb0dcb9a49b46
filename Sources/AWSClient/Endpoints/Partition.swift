/// A set of regions with its own host names and accounts; botocore's `partitions.json` is the source.
struct Partition: Hashable, Sendable {
    var id: String
    /// What the names of its regions begin with; empty for all that no other partition claims.
    var regionPrefix: String
    var dnsSuffix: String

    static let all = [
        Partition(id: "aws-cn", regionPrefix: "cn-", dnsSuffix: "amazonaws.com.cn"),
        Partition(id: "aws-eusc", regionPrefix: "eusc-", dnsSuffix: "amazonaws.eu"),
        Partition(id: "aws-iso", regionPrefix: "us-iso-", dnsSuffix: "c2s.ic.gov"),
        Partition(id: "aws-iso-b", regionPrefix: "us-isob-", dnsSuffix: "sc2s.sgov.gov"),
        Partition(id: "aws-iso-e", regionPrefix: "eu-isoe-", dnsSuffix: "cloud.adc-e.uk"),
        Partition(id: "aws-iso-f", regionPrefix: "us-isof-", dnsSuffix: "csp.hci.ic.gov"),
        Partition(id: "aws-us-gov", regionPrefix: "us-gov-", dnsSuffix: "amazonaws.com"),
        Partition(id: "aws", regionPrefix: "", dnsSuffix: "amazonaws.com"),
    ]

    /// The partition of a region; an unknown region is in `aws`.
    static func containing(region: String) -> Partition {
        all.first { region.hasPrefix($0.regionPrefix) } ?? all[all.count - 1]
    }
}
