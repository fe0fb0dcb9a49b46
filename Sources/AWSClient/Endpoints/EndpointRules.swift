import AWSOperations

/// Which host answers for a service in a region (botocore's endpoint rule sets).
enum EndpointRules {
    /// Whether a text can be a region: it becomes part of a host name.
    static func isRegionName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }

    /// AWS's own endpoint.
    static func endpoint(for service: AWSService, region: String) -> Endpoint {
        // S3 in us-east-1 keeps its first name, from before there were regions.
        if service == .s3, region == "us-east-1" { return Endpoint(host: "s3.amazonaws.com", region: region) }
        let suffix = Partition.containing(region: region).dnsSuffix
        return Endpoint(host: "\(service.endpointPrefix).\(region).\(suffix)", region: region)
    }
}
