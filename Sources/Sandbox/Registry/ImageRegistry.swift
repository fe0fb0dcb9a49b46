import AWSSigning

/// The container images that the sandbox knows of, and who may pull them.
actor ImageRegistry {
    struct Repository: Sendable {
        /// The number of the account that it belongs to.
        var owner: String
        var name: String
        var tags: [String]
        /// As it was set; nil where there is none.
        var policyText: String?
        var policy: PolicyDocument?

        var arn: String { "arn:\(Account.partition):ecr:\(Account.region):\(owner):repository/\(name)" }

        /// Made from the image's name: no image has bytes here.
        func digest(of tag: String) -> String {
            "sha256:" + Hexadecimal.encode(SHA256.digest("\(owner)/\(name):\(tag)"))
        }
    }

    /// An image of the home account's own, which no candidate needs.
    static let privateImage = (repository: "penguins-custom-inference", tag: "1.0")

    private static let file = "repository-policies.json"
    private static let readByAll =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage","#
        + #""ecr:DescribeImages","ecr:GetDownloadUrlForLayer","ecr:BatchCheckLayerAvailability"]}]}"#

    private let files: FileTree
    /// By registry and name.
    private var repositories: [String: Repository] = [:]

    /// - Parameter files: The files of the home account, which owns the private image.
    init(files: FileTree) throws {
        self.files = files
        let everyone = try PolicyText(Self.readByAll, of: .repository).document
        for image in TrainedCandidate.images + [ForecastJob.image] {
            let parts = image.split(separator: ":", maxSplits: 1).map(String.init)
            let key = "\(TrainedCandidate.registry)/\(parts[0])"
            repositories[
                key,
                default: Repository(
                    owner: TrainedCandidate.registry, name: parts[0], tags: [], policyText: Self.readByAll,
                    policy: everyone)
            ].tags.append(parts[1])
        }
        let own = Self.privateImage
        repositories["\(Account.home.number)/\(own.repository)"] = Repository(
            owner: Account.home.number, name: own.repository, tags: [own.tag])
        guard files.read(Self.file) != nil else { return }
        for (key, text) in try files.decode([String: String].self, from: Self.file) {
            repositories[key]?.policyText = text
            repositories[key]?.policy = try PolicyText(text, of: .repository).document
        }
    }

    func repository(_ name: String, in registry: String) -> Repository? {
        repositories["\(registry)/\(name)"]
    }

    /// Sets a repository's policy, or takes it away.
    func setPolicy(_ text: String?, _ policy: PolicyDocument?, of repository: Repository) throws {
        let key = "\(repository.owner)/\(repository.name)"
        repositories[key]?.policyText = text
        repositories[key]?.policy = policy
        let changed = repositories.filter { $0.value.owner == Account.home.number }.compactMapValues(\.policyText)
        try files.encode(changed, to: Self.file)
    }
}
