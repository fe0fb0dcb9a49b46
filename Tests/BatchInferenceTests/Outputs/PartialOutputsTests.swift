import AWSOperations
import BatchInference
import Testing

/// Outputs of which a part can't be listed or read: the rest is there, and what is missing is named.
@Suite struct PartialOutputsTests {
    private let storage = FakeObservations()
    private static let keyDenied = AWSFailure.refusal(
        "GetObject", "AccessDenied",
        "User: arn:aws:sts::111122223333:assumed-role/dev/i is not authorized to perform: kms:Decrypt on the resource "
            + "associated with this ciphertext because no identity-based policy allows the kms:Decrypt action",
        status: 403)
    private static let denied = AWSFailure.refusal("ListObjectsV2", "AccessDenied", "no", status: 403)

    private let job = DescribeTransformJobResponse(
        transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
        transformInput: TransformInput(
            dataSource: TransformDataSource(
                s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/"))),
        transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
        creationTime: Timestamp(secondsSinceEpoch: 0), transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/"))

    init() {
        for name in ["a", "b", "c"] {
            storage.put("s3://demo/in/\(name).csv", "1,2\n")
            storage.put("s3://demo/out/\(name).csv.out", "Adelie\n")
        }
    }

    private func refuse(_ uri: String, _ failure: AWSFailure) throws {
        let location = try #require(S3Location(uri))
        storage.change { $0.refused[location] = failure }
    }

    private func listing() async throws -> OutputListing {
        try await OutputListingLoader(storage: storage).listing(of: job)
    }

    @Test func outputsWhoseInputsMayNotBeListedAreShown() async throws {
        try refuse("s3://demo/in/", Self.denied)
        let listing = try await listing()
        #expect(listing.rows.map(\.state) == [.unpaired, .unpaired, .unpaired])
        #expect(listing.inputFailure == Self.denied && !listing.isComplete)
        #expect(listing.extraCount == 0 && listing.counts.missing == 0)
        #expect(listing.shortfalls.map(\.missing) == ["the inputs under s3://demo/in/ can't be listed"])
        #expect(listing.progress.text() == "at least 3 outputs, the inputs can't all be listed")
        #expect(DownloadPlan(listing).items.count == 3)
    }

    @Test func inputsWhoseOutputsMayNotBeListedAreNotMissingAny() async throws {
        try refuse("s3://demo/out/", Self.denied)
        let listing = try await listing()
        #expect(listing.rows.map(\.state) == [.unknown, .unknown, .unknown])
        #expect(listing.counts.missing == 0 && listing.outputFailure == Self.denied)
        #expect(listing.progress.shortText() == "?/3")
    }

    @Test func whereNeitherCanBeListedThatIsAFailure() async throws {
        try refuse("s3://demo/in/", Self.denied)
        try refuse("s3://demo/out/", Self.denied)
        await #expect(throws: Self.denied) { try await listing() }
    }

    @Test func inputsThatAreGoneAreNotANumberOfNone() async throws {
        storage.change { state in state.objects = state.objects.filter { $0.key.key.hasPrefix("out/") } }
        let listing = try await listing()
        #expect(listing.shortfalls.isEmpty && listing.progress.hasLostInputs)
        #expect(listing.progress.text(noun: " outputs") == "3 outputs, the inputs no longer exist")
        #expect(listing.progress.shortText() == "3/?")
        let causes = Diagnosis.all(
            status: .completed, failureReason: nil, logLines: [], outputs: listing.progress, description: job)
        #expect(!causes.contains { $0.id == "no-input" })
    }

    @Test func aListingThatIsThrottledHalfWayKeepsWhatCame() async throws {
        for number in 0..<10 { storage.put("s3://demo/in/more-\(number).csv", "1") }
        let throttled = AWSFailure.refusal("ListObjectsV2", "SlowDown", "Please reduce your request rate.", status: 503)
        storage.change { $0.listingBreaksAfter = (3, throttled) }
        let listing = try await listing()
        #expect(!listing.isComplete && !listing.shortfalls.isEmpty)
        #expect(listing.rows.count >= 4)
        #expect(listing.counts.missing == 0 || listing.outputFailure == nil)
    }

    @Test func aRepeatedTokenLeavesTheListIncomplete() async throws {
        storage.change { $0.repeatsToken = true }
        let listing = try await listing()
        #expect(listing.inputFailure == .repeatedPageToken(operation: ListObjectsV2Request.operation))
        #expect(listing.rows.count >= 3 && !listing.isComplete)
    }

    @Test func oneUnreadableObjectLeavesTheOthers() async throws {
        try refuse("s3://demo/out/b.csv.out", Self.keyDenied)
        let listing = try await listing()
        let unreadable = try await OutputDownloader(storage: storage).download(DownloadPlan(listing), into: "x") { _ in
        }.unreadable
        #expect(unreadable.map(\.missing) == ["can't read s3://demo/out/b.csv.out"])
        #expect(unreadable.first?.remedy == "request the permission kms:Decrypt")
        let pair = try await PredictionLoader(storage: storage, job: job).preview(of: listing.rows[1], in: listing)
        #expect(pair.output.table == nil && pair.given.rows.map(\.cells) == [["1", "2"]])
        #expect(pair.shortfalls.map(\.failure) == [Self.keyDenied])
    }

    @Test(arguments: [("InvalidObjectState", 403), ("NoSuchKey", 404)])
    func archivedAndDeletedObjectsLeaveTheOthers(_ code: String, _ status: Int) async throws {
        try refuse("s3://demo/out/a.csv.out", .refusal("GetObject", code, "no", status: status))
        let plan = DownloadPlan(try await listing())
        let unreadable = try await OutputDownloader(storage: storage).download(plan, into: "x") { _ in }.unreadable
        #expect(unreadable.count == 1)
    }

    @Test(
        "a service that fails at one object leaves the others", arguments: [("InternalError", 500), ("SlowDown", 503)])
    func oneObjectThatFails(_ code: String, _ status: Int) async throws {
        try refuse("s3://demo/out/a.csv.out", .refusal("GetObject", code, "no", status: status))
        let plan = DownloadPlan(try await listing())
        let unreadable = try await OutputDownloader(storage: storage).download(plan, into: "x") { _ in }.unreadable
        #expect(unreadable.map(\.missing) == ["can't read s3://demo/out/a.csv.out"])
    }

    @Test func anExpiredTokenEndsADownload() async throws {
        let expired = AWSFailure.refusal("GetObject", "ExpiredToken", "expired")
        try refuse("s3://demo/out/a.csv.out", expired)
        let plan = DownloadPlan(try await listing())
        let end = await #expect(throws: Shortfall.self) {
            _ = try await OutputDownloader(storage: storage).download(plan, into: "x") { _ in }
        }
        #expect(end?.failure == expired)
        #expect(end?.missing.contains("can't read s3://demo/out/a.csv.out") == true)
    }

    @Test func whereNothingCanBeReadTheRestIsNotAskedFor() async throws {
        for number in 0..<40 {
            storage.put("s3://demo/in/x\(number).csv", "1")
            storage.put("s3://demo/out/x\(number).csv.out", "1")
        }
        storage.change { $0.failures["GetObject"] = Self.keyDenied }
        let plan = DownloadPlan(try await listing())
        await #expect(throws: Shortfall.self) {
            _ = try await OutputDownloader(storage: storage).download(plan, into: "x") { _ in }
        }
        #expect(storage.state.withLock { $0.calls.count { $0 == "GetObject" } } == 10)
    }
}
