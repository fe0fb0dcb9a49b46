import AWSOperations
import Testing

@testable import BatchInference

/// A launch whose artifacts are copied before its model is made.
@Suite struct CopyingLaunchTests {
    private let sageMaker = FakeSageMaker()
    private let journal = FakeJournal()
    private let home = FakeBucket()
    private let away = FakeBucket()
    private static let artifact = "s3://home/model.tar.gz"
    private static let bytes = Array(repeating: UInt8(7), count: 450)

    private func launcher(stop: CopyStop = CopyStop(), source: Bool = true) -> Launcher {
        Launcher(
            models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock(),
            copier: ArtifactCopier(
                source: source ? home : nil, target: away, partsInFlight: 1, smallestPart: 100),
            copyStop: stop)
    }

    private func plan() async throws -> LaunchPlan {
        home.put(Self.artifact, Self.bytes, eTag: "\"v1\"")
        var plan = Samples.plan
        plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(image: "image", modelDataUrl: Self.artifact)
        ])
        plan.sourceProfile = "research"
        plan.artifactPrefix = "s3://away/artifacts/"
        return try await plan.copyingArtifacts(from: home)
    }

    @Test func copiesThenMakesTheModelOfTheCopies() async throws {
        let events = await launcher().launch(try await plan(), as: Samples.identity).all()
        let record = try #require(journal.all.first)
        #expect(record.state == .launched && record.sourceProfile == "research" && record.copies.count == 1)
        #expect(away.bytes(at: "s3://away/artifacts/v1/model.tar.gz") == Self.bytes)
        #expect(
            sageMaker.models.values.first?.containers?.first?.modelDataUrl == "s3://away/artifacts/v1/model.tar.gz")
        #expect(events.contains(.copied(count: 1)))
        let copied = try #require(events.firstIndex(of: .copied(count: 1)))
        let made = try #require(events.firstIndex(of: .creatingModel(name: record.modelName)))
        #expect(copied < made)
    }

    @Test func aCopyThatFailsLeavesTheLaunchToBeGoneOnWith() async throws {
        away.fail("UploadPart", after: 2, with: FakeBucket.refusal("UploadPart", "AccessDenied", 403))
        let end = await launcher().launch(try await plan(), as: Samples.identity).last()
        guard case .failed(let failure)? = end else {
            Issue.record("it ended with \(String(describing: end))")
            return
        }
        #expect(failure.isUnfinished && failure.leftBehind == .perhapsCopies(count: 1))
        #expect(sageMaker.models.isEmpty)
        let left = try #require(try await journal.unfinished().first)
        #expect(left.state == .copyingArtifacts)
        away.mend()
        guard case .launched? = await launcher().resume(left).last() else {
            Issue.record("it did not go on")
            return
        }
        #expect(away.bytes(at: "s3://away/artifacts/v1/model.tar.gz") == Self.bytes)
        #expect(away.state.withLock { $0.bytesWritten } == Self.bytes.count)
    }

    @Test func aCleanUpDropsThePartsAndNeedsNoSource() async throws {
        away.fail("UploadPart", after: 2, with: FakeBucket.refusal("UploadPart", "AccessDenied", 403))
        _ = await launcher().launch(try await plan(), as: Samples.identity).last()
        away.mend()
        let left = try #require(try await journal.unfinished().first)
        guard case .cleanedUp? = await launcher(source: false).cleanUp(left).last() else {
            Issue.record("it was not cleaned up")
            return
        }
        #expect(away.state.withLock { $0.uploads.isEmpty && $0.objects.isEmpty })
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test func aStopEndsTheCopyingAndNothingElse() async throws {
        let stop = CopyStop()
        stop.stop()
        let end = await launcher(stop: stop).launch(try await plan(), as: Samples.identity).last()
        guard case .failed(let failure)? = end else {
            Issue.record("it ended with \(String(describing: end))")
            return
        }
        #expect(failure.reason == .service(.cancelled))
        #expect(try await journal.unfinished().map(\.state) == [.copyingArtifacts])
        #expect(sageMaker.models.isEmpty)
    }

    @Test func anArtifactThatChangedIsRefusedForGood() async throws {
        let plan = try await plan()
        home.put(Self.artifact, Self.bytes, eTag: "\"v2\"")
        let end = await launcher().launch(plan, as: Samples.identity).last()
        guard case .failed(let failure)? = end else {
            Issue.record("it ended with \(String(describing: end))")
            return
        }
        #expect(failure.reason == .copying(.changed(source: Self.artifact)))
        #expect(failure.remedy == "launch again to copy the artifact as it is now")
        #expect(journal.all.map(\.state) == [.refused])
    }
}
