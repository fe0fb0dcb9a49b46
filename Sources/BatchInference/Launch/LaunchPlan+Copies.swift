import AWSOperations

extension LaunchPlan {
    /// Where copies go that nobody named a place for: beside the output, which is in the target account.
    public var proposedArtifactPrefix: String {
        S3Location(output).map { S3Location(bucket: $0.bucket, key: "flightdeck-artifacts/").uri } ?? ""
    }

    /// The plan with its artifacts copied below its `artifactPrefix`: its containers name the copies, and what is to be
    /// copied stands in `artifactCopies`. An artifact that several containers share is copied once; one that is below
    /// the prefix already stays.
    ///
    /// Asks for the head of each artifact. Throws `AWSFailure` or `ArtifactCopyProblem`.
    public func copyingArtifacts(from source: any ObjectStorage) async throws -> LaunchPlan {
        let plan = withoutCopies()
        guard let prefix = S3Location(artifactPrefix) else { return plan }
        var copies: [ArtifactCopy] = []
        for url in plan.containers.map(\.modelDataUrl)
        where !copies.contains(where: { $0.source.hasSameBytes(as: url) }) {
            guard let location = S3Location(url), !url.hasBytePrefix(prefix.uri) else { continue }
            let head = try await source.headObject(at: location)
            guard head.eTag?.isEmpty == false else { throw ArtifactCopyProblem.noVersion(source: url) }
            copies.append(ArtifactCopy(of: location, head, below: prefix))
        }
        return plan.applying(copies)
    }

    /// The plan with its containers naming the copies in place of what is copied.
    public func applying(_ copies: [ArtifactCopy]) -> LaunchPlan {
        var plan = withoutCopies()
        plan.artifactCopies = copies
        plan.replaceArtifacts(
            Dictionary(copies.map { (ByteText($0.source), $0.destination) }, uniquingKeysWith: { first, _ in first }))
        return plan
    }

    /// The plan with its containers naming the artifacts that copies were to be made of.
    public func withoutCopies() -> LaunchPlan {
        var plan = self
        plan.artifactCopies = []
        plan.replaceArtifacts(
            Dictionary(
                artifactCopies.map { (ByteText($0.destination), $0.source) }, uniquingKeysWith: { first, _ in first }))
        return plan
    }

    private mutating func replaceArtifacts(_ replacements: [ByteText: String]) {
        func replaced(_ containers: [AutoMLContainerDefinition]) -> [AutoMLContainerDefinition] {
            containers.map { container in
                var changed = container
                changed.modelDataUrl = replacements[ByteText(container.modelDataUrl)] ?? container.modelDataUrl
                return changed
            }
        }
        containerSets = ContainerSets(
            plain: replaced(containerSets.plain), cpu: replaced(containerSets.cpu), gpu: replaced(containerSets.gpu),
            execution: containerSets.execution)
    }
}
