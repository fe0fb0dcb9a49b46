import AWSOperations

extension PreflightCheck {
    /// Whether the output's bucket is here, and what would be overwritten there.
    static let output = PreflightCheck("output", "output", needs: [.input, .output]) { subject, lookups in
        let plan = subject.plan
        guard let location = S3Location(plan.output) else { return [] }
        let folder = location.key.asFolder
        async let place = regionFindings(of: location.bucket, subject.region, "the output's", .output, lookups)
        // The input is asked for beside the output, not behind it.
        async let input = readableInput(of: plan, lookups)
        do {
            let there = try await lookups.objects(under: S3Location(bucket: location.bucket, key: folder))
            let elsewhere = try await place
            let objects = try await input
            return elsewhere
                + overwrites(of: there, by: objects, location).listed(there.isComplete && objects?.isComplete ?? true)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            let elsewhere = try await place
            if elsewhere.contains(where: { $0.verdict == .failed }) { return elsewhere }
            return [.unknown("output", because: failure, field: .output)]
        }
    }

    private static func overwrites(
        of there: ListedObjects, by input: InputObjects?, _ output: S3Location
    ) -> [PreflightFinding] {
        guard !there.objects.isEmpty else {
            return [PreflightFinding(.passed, "the output prefix is empty", field: .output)]
        }
        guard let input, !input.all.isEmpty else { return [] }
        let mapping = OutputMapping(input: S3Location(bucket: input.bucket, key: input.prefix), output: output)
        let keys = Set(there.objects.map { ByteText($0.key) })
        let hit = input.all.count { object in
            mapping.outputKeys(for: object.key).contains { keys.contains(ByteText($0)) }
        }
        guard hit > 0 else {
            return [
                PreflightFinding(
                    .passed, "the output prefix has other objects; none is overwritten", field: .output)
            ]
        }
        let count = input.all.count
        return [
            PreflightFinding(
                .warned, "\(hit) of \(count) outputs already exist and would be overwritten",
                fix: "use a separate prefix, or keep a copy of the existing outputs", field: .output)
        ]
    }
}
