import AWSOperations

/// The tags of resources by ARN, kept in a file.
actor TagRegistry {
    private let files: FileTree
    private var tags: [String: [ResourceTag]] = [:]

    init(files: FileTree) throws {
        self.files = files
        if files.read("tags.json") != nil { tags = try files.decode([String: [ResourceTag]].self, from: "tags.json") }
    }

    func list(_ arn: String) -> [ResourceTag] {
        tags[arn] ?? []
    }

    /// Adds tags; one whose key is there replaces it.
    @discardableResult
    func add(_ added: [ResourceTag], to arn: String) throws -> [ResourceTag] {
        guard !added.isEmpty else { return list(arn) }
        let keys = Set(added.map(\.key))
        let merged = list(arn).filter { !keys.contains($0.key) } + added
        guard merged.count <= 50 else {
            throw ServiceFault("ResourceLimitExceeded", "A resource can have at most 50 tags.")
        }
        tags[arn] = merged
        try files.encode(tags, to: "tags.json")
        return merged
    }

    func remove(_ arn: String) throws {
        guard tags.removeValue(forKey: arn) != nil else { return }
        try files.encode(tags, to: "tags.json")
    }
}
