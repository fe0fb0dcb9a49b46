import AWSOperations

extension ContainerDefinition {
    /// The container that a model gets.
    init(_ container: AutoMLContainerDefinition) {
        self = container.settings ?? ContainerDefinition()
        image = container.image
        environment = container.environment
        if modelDataSource == nil {
            modelDataUrl = container.modelDataUrl
        } else {
            // Where the artifact was copied, the source names the copy.
            modelDataSource?.s3DataSource?.s3Uri = container.modelDataUrl
        }
    }

    /// What a candidate's container has no member for; nil where that is nothing.
    var settings: ContainerDefinition? {
        var rest = self
        rest.image = nil
        rest.modelDataUrl = nil
        rest.environment = nil
        // Descriptions name what is so by itself.
        if rest.mode == .singleModel { rest.mode = nil }
        if rest.additionalModelDataSources?.isEmpty == true { rest.additionalModelDataSources = nil }
        if let url = modelDataUrl, rest.modelDataSource?.s3DataSource?.saysNoMore(than: url) == true {
            rest.modelDataSource = nil
        }
        return rest == ContainerDefinition() ? nil : rest
    }

    /// Whether the container's artifacts are more than one object, or more than one place.
    var hasScatteredArtifacts: Bool {
        modelDataSource?.s3DataSource?.s3DataType == "S3Prefix" || additionalModelDataSources?.isEmpty == false
    }
}

extension S3ModelDataSource {
    /// Whether a URL alone says the same: DescribeModel gives both.
    fileprivate func saysNoMore(than url: String) -> Bool {
        guard s3Uri?.hasSameBytes(as: url) == true else { return false }
        var plain = S3ModelDataSource(s3Uri: url, s3DataType: "S3Object", compressionType: .gzip)
        plain.eTag = eTag
        return self == plain || self == S3ModelDataSource(s3Uri: url, eTag: eTag)
    }
}
