import AWSOperations

/// Shapes of operations that the program itself does not call, but other clients do.
struct ListModelsRequest: Codable, Sendable {
    var sortBy: String?
    var sortOrder: String?
    var nextToken: String?
    var maxResults: Int?
    var nameContains: String?
    var creationTimeBefore: Timestamp?
    var creationTimeAfter: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case sortBy = "SortBy"
        case sortOrder = "SortOrder"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
        case nameContains = "NameContains"
        case creationTimeBefore = "CreationTimeBefore"
        case creationTimeAfter = "CreationTimeAfter"
    }
}

struct ListModelsResponse: Codable, Sendable {
    var models: [ModelSummary]
    var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case models = "Models"
        case nextToken = "NextToken"
    }
}

struct ModelSummary: Codable, Sendable {
    var modelName: String
    var modelArn: String
    var creationTime: Timestamp

    private enum CodingKeys: String, CodingKey {
        case modelName = "ModelName"
        case modelArn = "ModelArn"
        case creationTime = "CreationTime"
    }
}

struct ListTagsRequest: Codable, Sendable {
    var resourceArn: String

    private enum CodingKeys: String, CodingKey {
        case resourceArn = "ResourceArn"
    }
}

struct AddTagsRequest: Codable, Sendable {
    var resourceArn: String
    var tags: [ResourceTag]

    private enum CodingKeys: String, CodingKey {
        case resourceArn = "ResourceArn"
        case tags = "Tags"
    }
}

struct TagsResponse: Codable, Sendable {
    var tags: [ResourceTag]

    private enum CodingKeys: String, CodingKey {
        case tags = "Tags"
    }
}
