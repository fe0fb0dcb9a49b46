extension ServiceIdentity {
    /// The regions that requests may be signed for beside the sandbox's own.
    var furtherRegions: Set<String> {
        switch self {
        case .securityTokens, .identityAndAccess: ["us-east-1"]
        case .priceList: ["us-east-1", "eu-central-1", "ap-south-1"]
        case .s3: [DemoPlaces.distantRegion]
        default: []
        }
    }
}
