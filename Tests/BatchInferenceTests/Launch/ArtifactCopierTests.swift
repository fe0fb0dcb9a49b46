import AWSOperations
import Synchronization
import Testing

@testable import BatchInference

/// Copying an artifact part by part: whole, cut at every point and gone on with, changed, and dropped.
@Suite struct ArtifactCopierTests {
    private static let bytes = (0..<1050).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    private static let from = "s3://home/models/model.tar.gz"
    private static let lost = AWSFailure.transport(
        TransportError(
            operation: UploadPartRequest.operation, kind: .connectionLost, host: "s3", detail: "lost",
            mayHaveArrived: false))

    private let home = FakeBucket()
    private let away = FakeBucket()

    private func copy(_ bytes: [UInt8] = bytes, eTag: String = "\"v1\"", name: String = from) -> ArtifactCopy {
        home.put(name, bytes, eTag: eTag)
        return ArtifactCopy(
            of: S3Location(name)!, HeadObjectResponse(contentLength: bytes.count, eTag: eTag),
            below: S3Location("s3://away/artifacts")!)
    }

    private func copier(parts: Int = 3) -> ArtifactCopier {
        ArtifactCopier(source: home, target: away, partsInFlight: parts, smallestPart: 100)
    }

    @Test func aLargeObjectGoesInPartsAndASmallOneWhole() async throws {
        let small = copy([1, 2, 3], eTag: "\"v9\"", name: "s3://home/models/small.tar.gz")
        let large = copy()
        try await copier().copy([small, large]) { _ in }
        #expect(away.bytes(at: "s3://away/artifacts/v1/model.tar.gz") == Self.bytes)
        #expect(away.bytes(at: "s3://away/artifacts/v9/small.tar.gz") == [1, 2, 3])
        #expect(away.count(of: "UploadPart") == 11)
        #expect(away.count(of: "PutObject") == 1)
    }

    @Test func emptyObjectsAreCopied() async throws {
        let empty = copy([], eTag: "\"v0\"")
        try await copier().copy([empty]) { _ in }
        #expect(away.bytes(at: empty.destination) == [])
    }

    @Test func whatIsThereIsNotSentAgain() async throws {
        let copy = copy()
        try await copier().copy([copy]) { _ in }
        let before = away.state.withLock { $0.bytesWritten }
        try await copier().copy([copy]) { _ in }
        #expect(away.state.withLock { $0.bytesWritten } == before)
        #expect(home.count(of: "GetObject") == 11)
    }

    /// Cut after each part in turn: no byte is sent twice, and the object is whole in the end.
    @Test(arguments: 0...10) func aCopyThatWasCutGoesOn(after parts: Int) async throws {
        let copy = copy()
        away.fail("UploadPart", after: parts, with: Self.lost)
        await #expect(throws: AWSFailure.self) { try await copier(parts: 1).copy([copy]) { _ in } }
        #expect(away.bytes(at: copy.destination) == nil)
        away.mend()
        try await copier().copy([copy]) { _ in }
        #expect(away.bytes(at: copy.destination) == Self.bytes)
        #expect(away.state.withLock { $0.bytesWritten } == Self.bytes.count)
        #expect(away.count(of: "CreateMultipartUpload") == 1)
        #expect(away.state.withLock { $0.uploads.isEmpty })
    }

    @Test func anAnswerToTheCompletionThatIsLostIsNoFailure() async throws {
        let copy = copy()
        away.put(copy.destination, Self.bytes, eTag: "\"whole\"")
        away.fail("HeadObject", after: 0, with: FakeBucket.refusal("HeadObject", "NotFound", 404))
        // The first look does not find it; the second, after the doubt, does.
        away.state.withLock { state in
            state.failsAfter["CompleteMultipartUpload"] = (
                0, FakeBucket.refusal("CompleteMultipartUpload", "NoSuchUpload", 404)
            )
        }
        let task = Task { try await copier().copy([copy]) { _ in } }
        while away.count(of: "HeadObject") == 0 { await Task.yield() }
        away.state.withLock { $0.failsAfter["HeadObject"] = nil }
        try await task.value
    }

    @Test func aSourceThatChangedIsNotCopiedAndLeavesNoParts() async throws {
        let copy = copy()
        away.fail("UploadPart", after: 4, with: Self.lost)
        await #expect(throws: AWSFailure.self) { try await copier(parts: 1).copy([copy]) { _ in } }
        away.mend()
        home.put(Self.from, Self.bytes.reversed(), eTag: "\"v2\"")
        await #expect(throws: ArtifactCopyProblem.changed(source: Self.from)) {
            try await copier().copy([copy]) { _ in }
        }
        #expect(away.state.withLock { $0.uploads.isEmpty && $0.objects.isEmpty })
    }

    @Test func aServiceThatIgnoresIfMatchIsFoundOutByItsETag() async throws {
        let copy = copy()
        home.put(Self.from, Self.bytes.reversed(), eTag: "\"v2\"")
        home.state.withLock { $0.ignoresIfMatch = true }
        await #expect(throws: ArtifactCopyProblem.changed(source: Self.from)) {
            try await copier().copy([copy]) { _ in }
        }
    }

    @Test func aChangedSourceGoesElsewhere() {
        #expect(copy(eTag: "\"v1\"").destination != copy(eTag: "\"v2\"").destination)
        #expect(copy(eTag: "\"ab/../c\"").destination == "s3://away/artifacts/abc/model.tar.gz")
    }

    @Test func partsOfAnotherSizeAreNotTaken() async throws {
        let copy = copy()
        let to = S3Location(copy.destination)!
        let made = try await away.createMultipartUpload(
            CreateMultipartUploadRequest(bucket: to.bucket, key: to.key))
        _ = try await away.uploadPart(
            UploadPartRequest(bucket: to.bucket, key: to.key, uploadID: made.uploadID, partNumber: 1, body: [9, 9]))
        try await copier().copy([copy]) { _ in }
        #expect(away.bytes(at: copy.destination) == Self.bytes)
    }

    @Test func whoMayNotListUploadsBeginsAnew() async throws {
        let copy = copy()
        away.fail(
            "ListMultipartUploads", after: 0, with: FakeBucket.refusal("ListMultipartUploads", "AccessDenied", 403))
        try await copier().copy([copy]) { _ in }
        #expect(away.bytes(at: copy.destination) == Self.bytes)
    }

    @Test func progressNeverGoesBackAndEndsWhole() async throws {
        let copies = [copy([1, 2, 3], eTag: "\"v9\"", name: "s3://home/models/small.tar.gz"), copy()]
        let seen = Mutex<[CopyProgress]>([])
        try await copier().copy(copies) { progress in seen.withLock { $0.append(progress) } }
        let all = seen.withLock { $0 }
        #expect(
            zip(all, all.dropFirst()).allSatisfy { $0.bytesDone <= $1.bytesDone && $0.objectsDone <= $1.objectsDone })
        #expect(
            all.last
                == CopyProgress(objectsDone: 2, objectsTotal: 2, bytesDone: 1053, bytesTotal: 1053, current: Self.from))
    }

    @Test func droppingEndsUploadsAndKeepsWholeCopies() async throws {
        let whole = copy([1, 2, 3], eTag: "\"v9\"", name: "s3://home/models/small.tar.gz")
        let cut = copy()
        away.fail("UploadPart", after: 2, with: Self.lost)
        await #expect(throws: AWSFailure.self) { try await copier(parts: 1).copy([whole, cut]) { _ in } }
        try await ArtifactCopier(source: nil, target: away).dropUnfinished([whole, cut])
        #expect(away.state.withLock { $0.uploads.isEmpty })
        #expect(away.bytes(at: whole.destination) == [1, 2, 3])
    }

    @Test func partsGrowWhereThereWouldBeTooMany() {
        let plan = PartPlan(size: 100_001, smallest: 10, most: 10_000)
        #expect(plan.partSize == 20)
        #expect(plan.numbers == 1...5001)
        #expect(plan.range(of: 5001) == 100_000..<100_001)
    }
}

/// A plan whose artifacts are copied.
@Suite struct CopiedPlanTests {
    @Test func artifactsThatContainersShareAreCopiedOnceAndEverySetIsRewritten() async throws {
        let home = FakeBucket()
        home.put("s3://home/a.tar.gz", [1], eTag: "\"a1\"")
        home.put("s3://home/b.tar.gz", [2], eTag: "\"b1\"")
        func container(_ name: String) -> AutoMLContainerDefinition {
            AutoMLContainerDefinition(image: "image", modelDataUrl: "s3://home/\(name).tar.gz")
        }
        var plan = Samples.plan
        plan.containerSets = ContainerSets(
            cpu: [container("a"), container("b"), container("a")], gpu: [container("a"), container("gpu")])
        plan.artifactPrefix = "s3://away/copies/"
        let copied = try await plan.copyingArtifacts(from: home)
        #expect(copied.artifactCopies.map(\.source) == ["s3://home/a.tar.gz", "s3://home/b.tar.gz"])
        #expect(
            copied.containers.map(\.modelDataUrl) == [
                "s3://away/copies/a1/a.tar.gz", "s3://away/copies/b1/b.tar.gz", "s3://away/copies/a1/a.tar.gz",
            ])
        #expect(
            copied.containerSets.gpu.map(\.modelDataUrl) == ["s3://away/copies/a1/a.tar.gz", "s3://home/gpu.tar.gz"])
        #expect(copied.requests.createModel.containers?.first?.modelDataUrl == "s3://away/copies/a1/a.tar.gz")
        // Done again, it is the same; taken back, it is as before.
        #expect(try await copied.copyingArtifacts(from: home) == copied)
        #expect(copied.withoutCopies().containerSets == plan.containerSets)
    }
}
