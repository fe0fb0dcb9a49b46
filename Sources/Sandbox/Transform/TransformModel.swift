import AWSOperations

/// Fetches a model's artifacts and starts its containers.
struct TransformModel: Sendable {
    let containers: [ContainerDefinition]
    let objects: any TransformObjects
    let region: String
    let executionRoleArn: String

    /// `environment` is the transform's own and wins over the containers'.
    func start(environment: [String: String]) async throws(TransformFailure) -> InferencePipeline {
        var loaded: [ModelContainer] = []
        for container in containers {
            guard let url = container.modelDataUrl, let location = S3Location(url) else {
                throw TransformFailure(
                    reason: "ClientError: The container \(container.image ?? "") has no usable ModelDataUrl")
            }
            let bytes: [UInt8]?
            do {
                bytes = try await objects.bytes(inBucket: location.bucket, key: location.key)
            } catch is TransformObjectDenied {
                bytes = nil
            } catch {
                throw .internalError
            }
            guard let bytes else { throw inaccessible(url) }
            loaded.append(
                ModelContainer(
                    image: container.image ?? "",
                    environment: (container.environment ?? [:]).merging(environment) { $1 }, artifact: bytes,
                    modelDataUrl: url))
        }
        do throws(ModelLoadFailure) {
            return try InferencePipeline(loaded)
        } catch {
            switch error {
            case .notAnArchive(let url):
                throw TransformFailure(
                    reason: "ClientError: Failed to extract model data archive from URL \"\(url)\". Please ensure that "
                        + "the object located at the URL is a valid tar.gz archive.")
            case .unusable(let container, let detail):
                throw TransformFailure(
                    reason: "AlgorithmError: Container \(container) did not pass the ping health check: \(detail). See "
                        + "job logs for more information")
            }
        }
    }

    private func inaccessible(_ url: String) -> TransformFailure {
        TransformFailure(
            reason: "ClientError: Could not access model data at \(url). Please ensure that the role "
                + "\"\(executionRoleArn)\" exists and that its trust relationship policy allows the action "
                + "\"sts:AssumeRole\" for the service principal \"sagemaker.amazonaws.com\". Also ensure that the role "
                + "has \"s3:GetObject\" permissions and that the object is located in \(region).")
    }
}
