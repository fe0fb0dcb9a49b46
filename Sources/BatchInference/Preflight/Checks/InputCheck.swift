import AWSOperations

extension PreflightCheck {
    /// Whether there is something to read, how much, and whether it is in this region.
    public static let input = PreflightCheck("input", "input", needs: [.input, .records]) { subject, lookups in
        let plan = subject.plan
        guard let location = S3Location(plan.input) else { return [] }
        async let place = regionFindings(of: location.bucket, subject.region, "the input's", .input, lookups)
        do {
            let manifest: [PreflightFinding] =
                plan.inputKind == .manifestFile ? try await manifestFindings(plan, location, lookups) : []
            guard let input = try await lookups.input(of: plan) else { return try await place + manifest }
            return try await place + manifest + findings(on: input, plan)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            let elsewhere = try await place
            if elsewhere.contains(where: { $0.verdict == .failed }) { return elsewhere }
            guard failure.isNotFound else { return [.unknown("input", because: failure, field: .input)] }
            return [PreflightFinding(.failed, "there is nothing at \(location.uri)", field: .input)]
        }
    }

    private static func manifestFindings(
        _ plan: LaunchPlan, _ location: S3Location, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        guard let manifest = try await lookups.manifest(at: location) else {
            return [
                PreflightFinding(
                    .failed, "\(location.uri) is no manifest",
                    fix: #"a manifest is a JSON list: [{"prefix": "s3://bucket/folder/"}, "a.csv", "b.csv"]"#,
                    field: .input)
            ]
        }
        guard S3Location(manifest.prefix) != nil else {
            return [
                PreflightFinding(
                    .failed, "the manifest's prefix '\(manifest.prefix)' is no S3 address", field: .input)
            ]
        }
        return manifest.names.isEmpty
            ? [PreflightFinding(.failed, "the manifest names no objects", field: .input)] : []
    }

    private static func findings(on input: InputObjects, _ plan: LaunchPlan) -> [PreflightFinding] {
        if let missing = input.missing.first {
            let more = input.missing.count - 1
            return [
                PreflightFinding(
                    .failed, "the manifest names \(missing)\(more > 0 ? " and \(more) more" : ""), not there",
                    fix: "take what is not there out of the manifest", field: .input)
            ]
        }
        guard !input.all.isEmpty else {
            return plan.inputKind == .manifestFile
                ? []
                : [
                    PreflightFinding(
                        .failed, "there are no objects at the input location",
                        fix: "check the prefix: capitals count, and so does a slash at the end", field: .input)
                ]
        }
        guard !input.data.isEmpty else {
            return [
                PreflightFinding(
                    .failed, "there is nothing to predict at the input location: its objects are empty or markers",
                    fix: "put records there, or choose another prefix", field: .input)
            ]
        }
        let count = input.all.count
        let bytes = ByteSum.of(input.all.lazy.map(\.size))
        let text =
            "\(input.isComplete ? "" : "more than ")\(DisplayText.count(count)) object\(count == 1 ? "" : "s"), "
            + "\(input.isComplete ? "" : "over ")\(DisplayText.byteCount(bytes))"
        return [
            PreflightFinding(
                .passed, "input: \(text)\(plan.contentType.isEmpty ? "" : ", \(plan.contentType)")", field: .input)
        ]
    }
}
