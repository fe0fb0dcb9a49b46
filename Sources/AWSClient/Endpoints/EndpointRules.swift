import AWSOperations
import AWSSigning
import Synchronization

/// Which host answers for a service in a region; the hosts stand in `EndpointTable`.
enum EndpointRules {
    /// The region where a service answers for another: the price list is in a few only, and says the same in each
    /// (AWS Price List Query API endpoints).
    static func servingRegion(of service: AWSService, for region: String) -> String {
        guard service == .pricing else { return region }
        switch Partition.containing(region: region).id {
        case "aws-cn": return "cn-northwest-1"
        case "aws":
            if ["eu-", "me-", "af-", "il-"].contains(where: region.hasPrefix) { return "eu-central-1" }
            return region.hasPrefix("ap-") ? "ap-south-1" : "us-east-1"
        default: return region
        }
    }

    /// Whether a service is there in a region's partition at all.
    static func isOffered(_ service: AWSService, in region: String) -> Bool {
        service != .pricing || ["aws", "aws-cn"].contains(Partition.containing(region: region).id)
    }

    /// AWS's own endpoint; nil where the partition has none of the variant asked for.
    static func endpoint(
        for service: AWSService, region: String, options: EndpointOptions = EndpointOptions()
    ) -> Endpoint? {
        let usesDualStack = options.usesDualStack || (service == .s3 && options.s3UsesDualStack)
        let variant = EndpointVariant(fips: options.usesFIPS, dualStack: usesDualStack)
        // S3 in us-east-1 keeps its first name, from before there were regions.
        let isFirstName =
            service == .s3 && region == "us-east-1" && variant == .standard && !options.s3IsRegionalInUSEast1
        // So does STS where it is asked for, in the regions from before it had others.
        let isGlobal =
            service == .sts && variant == .standard && options.stsIsGlobal && firstSTSRegions.contains(region)
        return endpoint(
            prefix: service.endpointPrefix, region: isFirstName || isGlobal ? "aws-global" : region, variant: variant)
    }

    /// botocore's `LEGACY_GLOBAL_STS_REGIONS`.
    private static let firstSTSRegions: Set<String> = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    ]

    /// What a region named `fips-us-east-1` or `us-east-1-fips` means: the region, with FIPS hosts; nil for others.
    static func pseudoRegion(_ name: String) -> String? {
        let region = name.replacing("fips-", with: "").replacing("-fips", with: "")
        return region == name ? nil : region
    }

    /// - Parameter prefix: A row of `EndpointTable`; any other service is taken for a regional one.
    static func endpoint(prefix: String, region: String, variant: EndpointVariant) -> Endpoint? {
        let row = EndpointTable.rows[prefix] ?? EndpointTable.regional(prefix)
        let partition = Partition.containing(region: region)
        let difference =
            row.differences.first { $0.place == region && $0.hosts[variant] != nil }
            ?? row.differences.first { $0.place == partition.id && $0.hosts[variant] != nil }
        guard let template = (difference?.hosts ?? row.hosts)[variant] ?? nil else { return nil }
        let host =
            template
            .replacing("{region}", with: region)
            .replacing("{suffix}", with: partition.dnsSuffix)
            .replacing("{dualstack}", with: partition.dualStackSuffix)
        return Endpoint(
            host: host, region: difference?.signingRegion ?? (row.isGlobal ? partition.globalRegion : region))
    }
}

/// How bucket names go into URLs.
public enum S3Addressing: String, Hashable, Sendable {
    /// In the host where the name allows it and the endpoint is AWS's own, else in the path.
    case auto
    case virtual
    case path
}

/// How a bucket and key become a URL.
enum S3AddressingRules {
    /// Whether a name can stand in front of an endpoint's host: no capitals, and no dots where there is a certificate,
    /// which is good for one label.
    static func fits(_ bucket: String, inFrontOf endpoint: Endpoint) -> Bool {
        let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
        guard (3...63).contains(bucket.utf8.count), !endpoint.isAddress,
            labels.count == 1 || endpoint.scheme == "http"
        else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
    }

    /// The host and path for a bucket, and a key in it where not empty; keys are encoded once and otherwise left alone.
    static func locate(
        bucket: String, key: String, at endpoint: Endpoint, style: S3Addressing
    ) -> (authority: String, path: String) {
        let encodedKey = PercentEncoding.encode(key, keepingSlashes: true)
        let prefersHost = style == .virtual || (style == .auto && !endpoint.isCustom)
        if prefersHost, fits(bucket, inFrontOf: endpoint) {
            return ("\(bucket).\(endpoint.authority)", "\(endpoint.basePath)/\(encodedKey)")
        }
        let bucketPath = "\(endpoint.basePath)/\(PercentEncoding.encode(bucket))"
        return (endpoint.authority, key.isEmpty ? bucketPath : "\(bucketPath)/\(encodedKey)")
    }
}

/// The regions in which buckets turned out to be.
final class BucketRegions: Sendable {
    private let regions = Mutex<[String: String]>([:])

    subscript(bucket: String) -> String? {
        get { regions.withLock { $0[bucket] } }
        set { regions.withLock { $0[bucket] = newValue } }
    }
}
