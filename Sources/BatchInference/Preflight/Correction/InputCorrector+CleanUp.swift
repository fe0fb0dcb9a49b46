import AWSOperations

extension InputCorrector {
    /// Takes a corrected input back that no launch has read: deletes everything in its folder.
    ///
    /// The last event is `.cleanedUp` or `.failed`.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                continuation.yield(await takeBack(record) { continuation.yield($0) })
                continuation.finish()
            }
        }
    }

    private func takeBack(
        _ known: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void
    ) async -> LaunchEvent {
        let record: LaunchRecord
        do {
            record = try await journal.claim(known)
        } catch is LaunchIsUnderWay {
            return .failed(.underWay(known))
        } catch {
            return .failed(.correction(known, problem: "\(error)", remedy: "try again"))
        }
        guard !record.isSettled, let folder = record.correctionFolder else {
            await journal.release(record.id)
            return .failed(
                .correction(
                    record, problem: "\(record.transformJobName) is no corrected input that is still open",
                    remedy: "list the launches again"))
        }
        if let reader = await journal.launch(reading: folder) {
            await settle(record, isTidy: true)
            return .failed(
                .correction(
                    record, problem: "the launch of \(reader.transformJobName) reads \(folder.uri), so it stays",
                    remedy: "delete it once that transform has ended"))
        }
        report(.deletingObjects(folder: folder.uri))
        let left = await removeAll(in: folder)
        guard let left else {
            await settle(record, isTidy: true)
            var ended = record
            ended.state = .cleanedUp
            return .cleanedUp(ended)
        }
        await settle(record, isTidy: false)
        return .failed(.correction(record, problem: left, remedy: "allow s3:DeleteObject there, or try again"))
    }

    /// Deletes what is in a folder; why something is left, nil where nothing is.
    private func removeAll(in folder: S3Location) async -> String? {
        do {
            let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key)
            var keys: [String] = []
            for try await page in PageSequence(request, fetch: { try await services.listObjects($0) }) {
                keys += page.contents.map(\.key)
            }
            for key in keys { try await services.deleteObject(at: S3Location(bucket: folder.bucket, key: key)) }
            return nil
        } catch {
            return "objects under \(folder.uri) are left (\(AWSFailure(wrapping: error).problem))"
        }
    }
}

extension LaunchRecord {
    /// A corrected input that is written for a plan, not yet in the journal.
    init(correcting plan: LaunchPlan, with work: CorrectionWork, identity: LaunchIdentity, now: Timestamp) {
        var own = plan
        PlanEdit.corrected(work.result).apply(to: &own)
        own.transformJobName = LaunchNames.derived(from: plan.transformJobName, for: "input", at: now)
        own.artifactCopies = []
        self.init(plan: own, identity: identity, now: now)
        correctedFolder = work.folder.uri
    }
}

extension LaunchFailure {
    static func correction(_ record: LaunchRecord, problem: String, remedy: String) -> LaunchFailure {
        LaunchFailure(
            reason: .correction, problem: problem, remedy: remedy, leftBehind: record.leftBehind, record: record)
    }
}
