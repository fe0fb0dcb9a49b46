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
            return [try await missing(location, plan, lookups)]
        }
    }

    /// What is not there: the object, or what its manifest leads to.
    private static func missing(
        _ location: S3Location, _ plan: LaunchPlan, _ lookups: PreflightLookups
    ) async throws -> PreflightFinding {
        if plan.inputKind == .manifestFile {
            do {
                if let manifest = try await lookups.manifest(at: location), let base = S3Location(manifest.prefix) {
                    return PreflightFinding(
                        .failed, "the manifest's prefix names a bucket that doesn't exist: \(base.bucket)",
                        fix: "check the prefix in the manifest", field: .input)
                }
            } catch {
                if AWSFailure(wrapping: error) == .cancelled { throw error }
            }
        }
        return PreflightFinding(
            .failed, "nothing exists at \(location.uri)",
            fix: plan.inputKind == .manifestFile
                ? "enter the manifest object itself; S3 URIs are case-sensitive"
                : "check the S3 URI; it's case-sensitive",
            field: .input)
    }

    private static func manifestFindings(
        _ plan: LaunchPlan, _ location: S3Location, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        guard let manifest = try await lookups.manifest(at: location) else {
            return [
                PreflightFinding(
                    .failed, "\(location.uri) isn't a manifest",
                    fix: #"a manifest is a JSON list: [{"prefix": "s3://bucket/folder/"}, "a.csv", "b.csv"]"#,
                    field: .input)
            ]
        }
        guard S3Location(manifest.prefix) != nil else {
            return [
                PreflightFinding(
                    .failed, "the manifest's prefix '\(manifest.prefix)' isn't an S3 URI",
                    fix: "it must start with s3:// and a bucket", field: .input)
            ]
        }
        guard !manifest.names.isEmpty else {
            return [
                PreflightFinding(
                    .failed, "the manifest names no objects", fix: "list object names relative to the prefix",
                    field: .input)
            ]
        }
        guard let twice = firstTwice(manifest.names) else { return [] }
        return [
            PreflightFinding(
                .warned, "the manifest lists \(twice) twice: it's read twice, for one output",
                fix: "list each object once", field: .input)
        ]
    }

    /// The first name that is there for the second time; only hashes are kept of a million others.
    private static func firstTwice(_ names: KeyNames) -> String? {
        if names.isAscending { return nil }
        var seen: Set<Int> = []
        return names.enumerated().first { index, name in
            guard !seen.insert(ByteText(name).hashValue).inserted else { return false }
            // Two names may have one hash.
            return names.prefix(index).contains { ByteText($0) == ByteText(name) }
        }?.element
    }

    /// What is wrong with a name of a manifest that leads nowhere.
    private static func fix(forName key: String, below prefix: String) -> String {
        let name = key.droppingBytePrefix(prefix) ?? key[...]
        if name.firstByteRange(of: "://") != nil {
            return "names are appended to the prefix: leave out s3:// and the bucket"
        }
        if !prefix.isEmpty, !prefix.hasByteSuffix("/"), !name.hasBytePrefix("/") {
            return "end the manifest's prefix with a slash: names are appended as they are"
        }
        if prefix.hasByteSuffix("/"), name.hasBytePrefix("/") {
            return "start names without a slash: they are appended to the prefix as they are"
        }
        return "remove missing objects from the manifest"
    }

    private static func findings(on input: InputObjects, _ plan: LaunchPlan) -> [PreflightFinding] {
        if let missing = input.missing.first, let names = ObjectNames(input.missing) {
            return [
                PreflightFinding(
                    .failed, "the manifest names \(names.text), which \(names.verb("doesn't", "don't")) exist",
                    fix: fix(forName: missing, below: input.prefix), field: .input)
            ]
        }
        guard !input.all.isEmpty else {
            return plan.inputKind == .manifestFile
                ? []
                : [
                    PreflightFinding(
                        .failed, "no objects at the input location",
                        fix: plan.input.containsByte("*")
                            ? "prefixes don't support wildcards: use the folder, or list the objects in a manifest"
                            : "check the prefix: it's case-sensitive, and a trailing slash matters", field: .input)
                ]
        }
        guard !input.data.isEmpty else {
            return [
                PreflightFinding(
                    .failed, "nothing to predict at the input location: its objects are empty or markers",
                    fix: "add records, or choose another prefix", field: .input)
            ]
        }
        let count = input.all.count
        let bytes = ByteSum.of(input.all.lazy.map(\.size))
        let text =
            "\(input.isComplete ? "" : "more than ")\(DisplayText.counted(count, "object")), "
            + "\(input.isComplete && input.all.allSatisfy { $0.$size != nil } ? "" : "over ")\(DisplayText.byteCount(bytes))"
        return [
            PreflightFinding(
                .passed, "input: \(text)\(plan.contentType.isEmpty ? "" : ", \(plan.contentType)")", field: .input)
        ]
    }
}
