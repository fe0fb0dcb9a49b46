import AWSOperations

extension PreflightCheck {
    /// Whether every artifact of the model is there, readable, in this region, and encrypted with a key at hand.
    static let artifacts = PreflightCheck("artifacts", "model artifacts", needs: [.artifacts]) { subject, lookups in
        let copies = Dictionary(
            subject.plan.artifactCopies.map { (ByteText($0.destination), $0) }, uniquingKeysWith: { first, _ in first })
        var urls: [String] = []
        var copied: [ArtifactCopy] = []
        // What is scattered over a prefix is no object that could be looked up.
        let scattered = subject.plan.containers.contains { $0.settings?.hasScatteredArtifacts == true }
        for url in subject.plan.containers.filter({ $0.settings?.hasScatteredArtifacts != true }).map(\.modelDataUrl) {
            if let copy = copies[ByteText(url)] {
                if !copied.contains(copy) { copied.append(copy) }
            } else if !urls.contains(where: url.hasSameBytes) {
                urls.append(url)
            }
        }
        var copying = try await copyFindings(copied, subject.region, lookups)
        if scattered {
            copying.append(
                PreflightFinding(
                    .unknown, "artifacts under prefixes or in several places aren't checked", field: .candidate))
        }
        guard !urls.isEmpty else { return copying }
        let found = try await lookups.gather(urls) { try await findings(on: $0, subject.region, lookups) }.flatMap(
            \.self)
        guard found.isEmpty else { return found + copying }
        let count = urls.count
        // Who may read them from here, another check tells.
        let state = lookups.source == nil ? "readable" : "there"
        return [
            PreflightFinding(
                .passed, "\(DisplayText.counted(count, "model artifact")) \(state), same region", field: .candidate)
        ] + copying
    }

    /// What is to be copied before the launch, and whether it can be where the copies are to go.
    private static func copyFindings(
        _ copies: [ArtifactCopy], _ region: String, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        let buckets = Set(copies.compactMap { S3Location($0.destination)?.bucket }).sorted()
        var findings: [PreflightFinding] = []
        for bucket in buckets {
            findings += try await regionFindings(of: bucket, region, "the copies'", .candidate, lookups)
        }
        guard findings.isEmpty, !copies.isEmpty else { return findings }
        let bytes = DisplayText.byteCount(ByteSum.of(copies.lazy.map(\.size)))
        return [
            PreflightFinding(
                .passed,
                "\(DisplayText.counted(copies.count, "model artifact")), \(bytes), copied before the launch",
                field: .candidate)
        ]
    }

    private static func findings(
        on url: String, _ region: String, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        guard let location = S3Location(url) else {
            return [PreflightFinding(.failed, "\(url) isn't an S3 URI", field: .candidate)]
        }
        // What is in another account, that one's profile sees; who else may read it is another check.
        let lookups = await lookups.whoSees(location)
        let name = location.key.byteParts(at: "/", omittingEmpty: true).suffix(3).joined(separator: "/")
        async let place = regionFindings(of: location.bucket, region, "the artifact's", .candidate, lookups)
        do {
            let head = try await lookups.head(of: location)
            return try await place + keyFindings(head, name: name, region, lookups)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            let elsewhere = try await place
            if !elsewhere.isEmpty { return elsewhere }
            guard failure.isNotFound else {
                return [.unknown("model artifact \(name)", because: failure, field: .candidate)]
            }
            return [
                PreflightFinding(
                    .failed, "the model artifact \(location.uri) no longer exists",
                    fix: "choose another candidate, or restore the artifact", field: .candidate)
            ]
        }
    }

    private static func keyFindings(
        _ head: HeadObjectResponse, name: String, _ region: String, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        guard let key = head.kmsKey.flatMap(KeyName.init) else { return [] }
        if let keyRegion = key.region, keyRegion != region {
            return [
                PreflightFinding(
                    .failed, "\(name) is encrypted with a key of \(keyRegion), not of \(region)",
                    fix: "copy the artifact to a bucket in \(region), encrypted with a key there",
                    field: .candidate)
            ]
        }
        guard let owner = key.account, let account = try? await lookups.caller().account, owner != account else {
            return []
        }
        return [
            PreflightFinding(
                .warned, "\(name) is encrypted with a key of account \(DisplayText.account(owner))",
                fix: "its key policy must allow kms:Decrypt for the role", field: .candidate)
        ]
    }

    /// What is wrong with where a bucket is; nothing where it is here, or where the service does not say.
    static func regionFindings(
        of bucket: String, _ region: String, _ whose: String, _ field: PlanProblem.Field, _ lookups: PreflightLookups
    ) async throws -> [PreflightFinding] {
        do {
            guard let place = try await lookups.region(ofBucket: bucket), place != region else { return [] }
            return [
                PreflightFinding(
                    .failed, "\(whose) bucket \(bucket) is in \(place), not in \(region)",
                    fix: "a transform only reads and writes in its own region: use a bucket in \(region)", field: field
                )
            ]
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            guard failure.isNotFound else {
                return failure.isAccessDenied
                    ? [.unknown("region of bucket \(bucket)", because: failure, field: field)] : []
            }
            return [
                PreflightFinding(
                    .failed, "no bucket \(bucket)", fix: "check the bucket's name", field: field)
            ]
        }
    }
}
