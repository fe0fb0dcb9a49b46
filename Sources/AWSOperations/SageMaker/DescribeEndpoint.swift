/// Describes an endpoint.
public struct DescribeEndpointRequest: JSONRequest {
    public typealias Response = DescribeEndpointResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "DescribeEndpoint", effect: .read)

    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var endpointName: String

    public init(endpointName: String) {
        self.endpointName = endpointName
    }

    private enum CodingKeys: String, CodingKey {
        case endpointName = "EndpointName"
    }
}

/// What of DescribeEndpoint's response tells what the endpoint costs.
public struct DescribeEndpointResponse: Codable, Hashable, Sendable {
    /// A variant as it runs now.
    public struct Variant: Codable, Hashable, Sendable {
        public var variantName: String?
        public var currentInstanceCount: Int?

        public init(variantName: String? = nil, currentInstanceCount: Int? = nil) {
            self.variantName = variantName
            self.currentInstanceCount = currentInstanceCount
        }

        private enum CodingKeys: String, CodingKey {
            case variantName = "VariantName"
            case currentInstanceCount = "CurrentInstanceCount"
        }
    }

    /// `InService`, `Creating`, `Failed` and the like.
    public var endpointStatus: String?
    public var endpointConfigName: String?
    public var productionVariants: [Variant]?

    public init(
        endpointStatus: String? = nil, endpointConfigName: String? = nil, productionVariants: [Variant]? = nil
    ) {
        self.endpointStatus = endpointStatus
        self.endpointConfigName = endpointConfigName
        self.productionVariants = productionVariants
    }

    private enum CodingKeys: String, CodingKey {
        case endpointStatus = "EndpointStatus"
        case endpointConfigName = "EndpointConfigName"
        case productionVariants = "ProductionVariants"
    }
}

/// Describes what an endpoint is made of.
public struct DescribeEndpointConfigRequest: JSONRequest {
    public typealias Response = DescribeEndpointConfigResponse
    public static let operation = OperationDescriptor(
        service: .sageMaker, name: "DescribeEndpointConfig", effect: .read)

    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var endpointConfigName: String

    public init(endpointConfigName: String) {
        self.endpointConfigName = endpointConfigName
    }

    private enum CodingKeys: String, CodingKey {
        case endpointConfigName = "EndpointConfigName"
    }
}

/// What of DescribeEndpointConfig's response tells what the endpoint costs.
public struct DescribeEndpointConfigResponse: Codable, Hashable, Sendable {
    public struct Variant: Codable, Hashable, Sendable {
        public var variantName: String?
        /// Absent of a serverless variant.
        public var instanceType: String?
        public var initialInstanceCount: Int?

        public init(variantName: String? = nil, instanceType: String? = nil, initialInstanceCount: Int? = nil) {
            self.variantName = variantName
            self.instanceType = instanceType
            self.initialInstanceCount = initialInstanceCount
        }

        private enum CodingKeys: String, CodingKey {
            case variantName = "VariantName"
            case instanceType = "InstanceType"
            case initialInstanceCount = "InitialInstanceCount"
        }
    }

    public var productionVariants: [Variant]?

    public init(productionVariants: [Variant]? = nil) {
        self.productionVariants = productionVariants
    }

    private enum CodingKeys: String, CodingKey {
        case productionVariants = "ProductionVariants"
    }
}
