import AWSOperations

/// Lists a transform's inputs and outputs side by side.
public struct OutputListingLoader: Sendable {
    private let storage: any ObjectStorage
    /// Bytes.
    private static let manifestLimit = 64_000_000

    public init(storage: any ObjectStorage) {
        self.storage = storage
    }

    /// Lists both prefixes at once, however many objects they hold; a manifest is read for its inputs. What only one of
    /// the two gives is listed without the other, and so are the outputs of a transform whose description doesn't say
    /// what it reads.
    ///
    /// Throws `AWSFailure` where nothing can be shown.
    ///
    /// - Parameter earlier: A listing of the same transform: its inputs, where all of them are there, are not listed
    ///   again.
    /// - Parameter family: What was repaired by what: whose outputs are of this run, too, or of the one before.
    /// - Parameter keepsTags: Whether ETags are of use; without them a listing takes half the memory.
    public func listing(
        of job: DescribeTransformJobResponse, in family: RepairFamily = .none, after earlier: OutputListing? = nil,
        keepsTags: Bool = true
    ) async throws(AWSFailure) -> OutputListing {
        try await listing(of: job, in: family, after: earlier, keepsTags: keepsTags) { _ in }
    }

    /// What is listed as it comes, again and again while more follows; the last one is whole, or says why it is not.
    ///
    /// Only the newest waits for a slow consumer. Cancelled with its consumer.
    public func listings(
        of job: DescribeTransformJobResponse, in family: RepairFamily = .none, after earlier: OutputListing? = nil
    ) -> AsyncThrowingStream<OutputListing, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                do {
                    continuation.yield(
                        try await listing(of: job, in: family, after: earlier, keepsTags: true) {
                            continuation.yield($0)
                        })
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func listing(
        of job: DescribeTransformJobResponse, in family: RepairFamily, after earlier: OutputListing?,
        keepsTags: Bool, report: (OutputListing) -> Void
    ) async throws(AWSFailure) -> OutputListing {
        let output = try Self.outputLocation(of: job)
        var reading = ListingReading(output: output, run: family.start(of: job), keepsTags: keepsTags)
        if let earlier, earlier.inputsAreWhole, earlier.inputLocation != nil {
            reading.reuseInputs(of: earlier)
        } else {
            await beginInputs(of: job.transformInput.dataSource.s3DataSource, &reading)
        }
        await read(&reading, report: report)
        if Task.isCancelled { throw .cancelled }
        let listing = reading.listing()
        // A page without a row says nothing but why.
        if listing.rows.isEmpty, let failure = listing.outputFailure ?? listing.inputFailure { throw failure }
        return listing
    }

    private func beginInputs(of source: TransformS3DataSource, _ reading: inout ListingReading) async {
        let location: S3Location
        do throws(AWSFailure) {
            location = try Self.location(source.$s3Uri, member: "TransformInput.DataSource.S3DataSource.S3Uri")
        } catch {
            return reading.withoutInputs(at: nil, because: error)
        }
        guard source.s3DataType == .manifestFile else { return reading.listInputs(at: location) }
        do {
            let (manifest, base) = try await self.manifest(at: location)
            reading.listInputs(named: manifest.names, at: base)
        } catch {
            reading.withoutInputs(at: location, because: AWSFailure(wrapping: error))
        }
    }

    /// Asks for pages of both listings, several at a time, and takes what comes.
    private func read(_ reading: inout ListingReading, report: (OutputListing) -> Void) async {
        await withTaskGroup(of: ListingReading.Answer.self) { group in
            var pace = ReportPace()
            while !Task.isCancelled {
                for question in reading.questions() {
                    group.addTask { [storage] in
                        do {
                            return .init(question, .success(try await storage.listObjects(question.request)))
                        } catch {
                            return .init(question, .failure(AWSFailure(wrapping: error)))
                        }
                    }
                }
                guard !reading.isFinished, let answer = await group.next() else { break }
                reading.take(answer)
                guard reading.hasFirstPages, !reading.isFinished, pace.isDue else { continue }
                pace.measure { report(reading.listing(isUnderWay: true)) }
            }
            group.cancelAll()
        }
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

    /// Without it there is nothing to list: the description is at fault, not what was asked for.
    private static func outputLocation(of job: DescribeTransformJobResponse) throws(AWSFailure) -> S3Location {
        do {
            return try location(job.transformOutput?.$s3OutputPath, member: "TransformOutput.S3OutputPath")
        } catch {
            throw .undecodable(
                operation: DescribeTransformJobRequest.operation, detail: error.problem, requestID: nil)
        }
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

/// The two listings of one transform as far as they have come.
struct ListingReading: Sendable {
    enum Side: Sendable {
        case inputs
        case outputs
    }

    struct Question: Sendable {
        var side: Side
        var id: Int
        var request: ListObjectsV2Request
    }

    struct Answer: Sendable {
        var side: Side
        var id: Int
        var page: Result<ListObjectsV2Response, AWSFailure>

        init(_ question: Question, _ page: Result<ListObjectsV2Response, AWSFailure>) {
            side = question.side
            id = question.id
            self.page = page
        }
    }

    /// One of the two.
    private struct Reading: Sendable {
        var listing: RangedListing?
        var failure: AWSFailure?
        var leftOut = 0
        var pages = 0

        var isFinished: Bool { listing?.isFinished ?? true }
        var isWhole: Bool { listing?.isComplete ?? true && failure == nil && leftOut == 0 }
    }

    private let output: S3Location
    private var inputLocation: S3Location?
    private var merge: OutputMerge
    private let run: RunStart
    private var inputs = Reading()
    private var outputs: Reading
    /// Whether a manifest has named the inputs, so that their listing tells but sizes.
    private var areNamed = false
    private var haveInputsEnded = false
    private let keepsTags: Bool

    init(output: S3Location, run: RunStart, keepsTags: Bool = true) {
        self.keepsTags = keepsTags
        self.output = output
        self.run = run
        merge = OutputMerge(input: nil, output: output, run: run)
        outputs = Reading(listing: RangedListing(S3Location(bucket: output.bucket, key: output.key.asFolder)))
    }

    mutating func reuseInputs(of listing: OutputListing) {
        inputLocation = listing.inputLocation
        inputs.leftOut = listing.inputItemsLeftOut
        inputs.failure = listing.inputFailure
        merge = listing.rows.source.withoutOutputs(run: run)
        areNamed = true
        haveInputsEnded = true
    }

    mutating func withoutInputs(at location: S3Location?, because failure: AWSFailure) {
        inputLocation = location
        inputs.failure = failure
        merge = OutputMerge(input: location, output: output, run: run)
    }

    mutating func listInputs(at location: S3Location) {
        inputLocation = location
        inputs.listing = RangedListing(location)
        merge = OutputMerge(input: location, output: output, run: run)
    }

    mutating func listInputs(named names: KeyNames, at base: S3Location) {
        listInputs(at: base)
        areNamed = true
        merge.takeInputs(named: names, below: base.key)
        merge.endInputs()
        haveInputsEnded = true
    }

    var isFinished: Bool { inputs.isFinished && outputs.isFinished }
    /// Whether something of either side has come, or will not.
    var hasFirstPages: Bool {
        (inputs.pages > 0 || inputs.isFinished) && (outputs.pages > 0 || outputs.isFinished)
    }

    mutating func questions() -> [Question] {
        let ofInputs = inputs.listing?.questions() ?? []
        let ofOutputs = outputs.listing?.questions() ?? []
        return ofInputs.map { Question(side: .inputs, id: $0.id, request: $0.request) }
            + ofOutputs.map { Question(side: .outputs, id: $0.id, request: $0.request) }
    }

    mutating func take(_ answer: Answer) {
        switch answer.side {
        case .inputs:
            let objects = Self.take(answer, &inputs, keepsTags: keepsTags)
            if areNamed { merge.takeFacts(objects) } else { merge.takeInputs(objects) }
            endInputsIfDone()
        case .outputs: merge.takeOutputs(Self.take(answer, &outputs, keepsTags: keepsTags))
        }
    }

    private static func take(_ answer: Answer, _ reading: inout Reading, keepsTags: Bool) -> [S3Object] {
        var objects: [S3Object] = []
        switch answer.page {
        case .success(let page):
            objects = reading.listing?.received(page, for: answer.id) ?? []
            reading.leftOut += page.itemsLeftOut
            reading.pages += 1
            if !keepsTags { for index in objects.indices { objects[index].eTag = "" } }
        case .failure(let failure): reading.listing?.failed(answer.id, failure)
        }
        reading.failure = reading.failure ?? reading.listing?.failure
        return objects
    }

    private mutating func endInputsIfDone() {
        guard inputs.isFinished, !haveInputsEnded else { return }
        haveInputsEnded = true
        merge.endInputs()
    }

    func listing(isUnderWay: Bool = false) -> OutputListing {
        var merge = merge
        if !haveInputsEnded, inputs.isFinished { merge.endInputs() }
        var listing = OutputListing(
            merge, inputLocation: inputLocation, outputLocation: output,
            // The names stand in the manifest, whatever the listing says of their sizes.
            inputsAreWhole: inputLocation != nil && (areNamed || inputs.isWhole), outputsAreWhole: outputs.isWhole)
        listing.isUnderWay = isUnderWay
        listing.inputFailure = inputs.failure
        listing.outputFailure = outputs.failure
        listing.inputItemsLeftOut = inputs.leftOut
        listing.outputItemsLeftOut = outputs.leftOut
        return listing
    }
}

/// When a listing under way is told: first at once, then not so often that telling slows it down.
private struct ReportPace {
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant?

    var isDue: Bool { next.map { clock.now >= $0 } ?? true }

    mutating func measure(_ work: () -> Void) {
        let start = clock.now
        work()
        let end = clock.now
        next = end + .milliseconds(250) + (end - start) * 10
    }
}
