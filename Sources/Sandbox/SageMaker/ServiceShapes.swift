import AWSOperations

/// Shapes of operations that the program itself does not call, but other clients do.
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
