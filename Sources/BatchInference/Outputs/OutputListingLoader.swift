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

    /// Lists both prefixes at once; a manifest is read for its inputs. What only one of the two gives is listed without
    /// the other, and so are the outputs of a transform whose description doesn't say what it reads.
    ///
    /// Throws `AWSFailure` where nothing can be shown.
    public func listing(of job: DescribeTransformJobResponse) async throws(AWSFailure) -> OutputListing {
        let output = try Self.location(job.transformOutput?.$s3OutputPath, member: "TransformOutput.S3OutputPath")
        async let writing = objects(
            under: S3Location(bucket: output.bucket, key: output.key.asFolder))
        let (inputs, base) = await self.inputs(of: job.transformInput.dataSource.s3DataSource)
        let outputs = await writing
        // A page without a row says nothing but why.
        if inputs.objects.isEmpty, outputs.objects.isEmpty, let failure = outputs.failure ?? inputs.failure {
            throw failure
        }
        if Task.isCancelled { throw .cancelled }
        var listing = OutputListing(
            inputs: inputs.objects, outputs: outputs.objects, inputLocation: base, outputLocation: output,
            inputsAreWhole: inputs.isComplete, outputsAreWhole: outputs.isComplete)
        listing.inputFailure = inputs.failure
        listing.outputFailure = outputs.failure
        listing.inputItemsLeftOut = inputs.leftOut
        listing.outputItemsLeftOut = outputs.leftOut
        return listing
    }

    /// The inputs, and what they lie under; nil where the description doesn't say.
    private func inputs(of source: TransformS3DataSource) async -> (Listed, base: S3Location?) {
        do throws(AWSFailure) {
            let location = try Self.location(source.$s3Uri, member: "TransformInput.DataSource.S3DataSource.S3Uri")
            if source.s3DataType == .manifestFile { return await manifestInputs(at: location) }
            return (await objects(under: location), location)
        } catch {
            return (Listed(error), nil)
        }
    }

    /// What a listing gave, as far as it came.
    private struct Listed: Sendable {
        var objects: [S3Object] = []
        var isComplete = true
        var failure: AWSFailure?
        /// Entries that cannot be read at all.
        var leftOut = 0

        init() {}

        init(_ failure: AWSFailure) {
            self.failure = failure
            isComplete = false
        }
    }

    private func objects(under location: S3Location) async -> Listed {
        let request = ListObjectsV2Request(
            bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: min(1000, objectLimit))
        var listed = Listed()
        let storage = storage
        do {
            listed.failure = try await PageSequence(request, fetch: { try await storage.listObjects($0) }).read {
                page in
                listed.leftOut += page.itemsLeftOut
                listed.objects += page.contents.prefix(objectLimit - listed.objects.count)
                guard listed.objects.count >= objectLimit else { return true }
                listed.isComplete = page.nextPageToken == nil
                return false
            }
        } catch {
            listed.failure = AWSFailure(wrapping: error)
        }
        if listed.failure != nil || listed.leftOut > 0 { listed.isComplete = false }
        return listed
    }

    /// The inputs that a manifest names, with sizes where they lie under its prefix.
    private func manifestInputs(at location: S3Location) async -> (Listed, base: S3Location?) {
        let manifest: InputManifest
        let base: S3Location
        do {
            (manifest, base) = try await self.manifest(at: location)
        } catch {
            return (Listed(AWSFailure(wrapping: error)), location)
        }
        var listed = await objects(under: base)
        let sizes = Dictionary(listed.objects.map { (ByteText($0.key), $0) }, uniquingKeysWith: { first, _ in first })
        listed.objects = manifest.names.prefix(objectLimit).map { name in
            sizes[ByteText(base.key + name)]
                ?? S3Object(key: base.key + name, sentSize: nil, sentTime: nil, eTag: nil)
        }
        // The names stand in the manifest, whatever the listing says of their sizes.
        if listed.failure != nil { listed.isComplete = true }
        if manifest.names.count > objectLimit { listed.isComplete = false }
        return (listed, base)
    }

    private func manifest(at location: S3Location) async throws -> (InputManifest, base: S3Location) {
        let read = try await storage.readObject(at: location, range: 0..<Self.manifestLimit)
        guard read.totalLength <= read.body.count else {
            throw AWSFailure.configuration(
                problem: "the manifest \(location.uri) is larger than \(DisplayText.byteCount(Self.manifestLimit))",
                remedy: "its inputs are not listed; the outputs are under the transform's output location")
        }
        guard let manifest = InputManifest(read.body), let base = S3Location(manifest.prefix) else {
            throw AWSFailure.configuration(
                problem: "\(location.uri) isn't a manifest",
                remedy: "a manifest is a JSON list that starts with {\"prefix\": …}")
        }
        return (manifest, base)
    }

    private static func location(_ sent: ByteText?, member: String) throws(AWSFailure) -> S3Location {
        guard let text = sent?.string, !text.isEmpty else {
            throw .configuration(problem: "the transform's description has no readable \(member)", remedy: "")
        }
        // The API takes URLs, too.
        if let location = S3Location(url: text) { return location }
        switch S3Location.parse(text) {
        case .success(let location): return location
        case .failure(let problem):
            throw .configuration(problem: "\(member) isn't an S3 URI: \(problem)", remedy: "")
        }
    }
}
