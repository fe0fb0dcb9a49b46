import AWSOperations

/// Lists a transform's inputs and outputs side by side.
public struct OutputListingLoader: Sendable {
    private let storage: any ObjectStorage
    private let objectLimit: Int
    /// Bytes: far more than the keys of the objects that are listed need.
    private static let manifestLimit = 64_000_000

    /// `objectLimit` bounds each of the two listings.
    public init(storage: any ObjectStorage, objectLimit: Int = 20_000) {
        self.storage = storage
        self.objectLimit = max(1, objectLimit)
    }

    /// Lists both prefixes at once; a manifest is read for its inputs. Throws `AWSFailure`.
    public func listing(of job: DescribeTransformJobResponse) async throws(AWSFailure) -> OutputListing {
        let source = job.transformInput.dataSource.s3DataSource
        let input = try Self.location(source.s3Uri, role: "input")
        let output = try Self.location(job.transformOutput?.s3OutputPath ?? "", role: "output")
        do {
            async let outputs = objects(
                under: S3Location(bucket: output.bucket, key: output.key.asFolder))
            let inputs: Listed
            let base: S3Location
            if source.s3DataType == .manifestFile {
                (inputs, base) = try await manifestInputs(at: input)
            } else {
                inputs = try await objects(under: input)
                base = input
            }
            let written = try await outputs
            return OutputListing(
                inputs: inputs.objects, outputs: written.objects, inputLocation: base, outputLocation: output,
                isComplete: inputs.isComplete && written.isComplete)
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }

    private struct Listed: Sendable {
        var objects: [S3Object]
        var isComplete: Bool
    }

    private func objects(under location: S3Location) async throws -> Listed {
        let request = ListObjectsV2Request(
            bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: min(1000, objectLimit))
        var objects: [S3Object] = []
        let storage = storage
        for try await page in PageSequence(request, fetch: { try await storage.listObjects($0) }) {
            objects += page.contents.prefix(objectLimit - objects.count)
            if objects.count >= objectLimit {
                return Listed(objects: objects, isComplete: page.nextPageToken == nil)
            }
        }
        return Listed(objects: objects, isComplete: true)
    }

    /// The inputs that a manifest names, with sizes where they lie under its prefix.
    private func manifestInputs(at location: S3Location) async throws -> (Listed, base: S3Location) {
        let read = try await storage.readObject(at: location, range: 0..<Self.manifestLimit)
        guard read.totalLength <= read.body.count else {
            throw AWSFailure.configuration(
                problem: "the manifest \(location.uri) is larger than \(DisplayText.byteCount(Self.manifestLimit))",
                remedy: "its inputs are not listed; the outputs are under the transform's output location")
        }
        guard let manifest = InputManifest(read.body), let base = S3Location(manifest.prefix) else {
            throw AWSFailure.configuration(
                problem: "\(location.uri) is no manifest", remedy: "a manifest is a JSON list led by {\"prefix\": …}")
        }
        let listed = try await objects(under: base)
        let sizes = Dictionary(listed.objects.map { (ByteText($0.key), $0) }, uniquingKeysWith: { first, _ in first })
        let inputs = manifest.names.prefix(objectLimit).map { name in
            sizes[ByteText(base.key + name)]
                ?? S3Object(key: base.key + name, size: 0, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "")
        }
        return (
            Listed(objects: inputs, isComplete: listed.isComplete && manifest.names.count <= objectLimit), base: base
        )
    }

    private static func location(_ text: String, role: String) throws(AWSFailure) -> S3Location {
        switch S3Location.parse(text) {
        case .success(let location): return location
        case .failure(let problem):
            throw .configuration(problem: "the transform's \(role) is no S3 address: \(problem)", remedy: "")
        }
    }
}
