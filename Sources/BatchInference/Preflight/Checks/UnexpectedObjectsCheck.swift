import AWSOperations

extension PreflightCheck {
    /// What else the input location would swallow: siblings of the prefix, markers, empty objects, earlier outputs.
    static let unexpectedObjects = PreflightCheck(
        "strays", "unexpected objects under the input", needs: [.input, .output]
    ) {
        subject, lookups in
        let plan = subject.plan
        guard let input = try await readableInput(of: plan, lookups), !input.data.isEmpty else { return [] }
        var findings = siblingFindings(of: input, plan)
        func warn(
            _ keys: [String], _ one: String, _ many: String, fix: String,
            _ verdict: PreflightFinding.Verdict = .warned
        ) {
            guard let names = input.names(of: keys) else { return }
            let text = keys.count == 1 ? "\(names.text) is \(one)" : "\(names.text) are \(many)"
            findings.append(
                PreflightFinding(
                    verdict, text, fix: fix, field: .input, correction: input.isComplete ? .dataAlone : nil))
        }
        let markers = input.all.filter { InputObjects.isStray($0.key) }
        // An empty one gives an empty output; what is in another is sent to the containers, which cannot read it.
        let filled = markers.filter { $0.$size != 0 && !mayHoldRecords($0.key) }
        warn(
            filled.map(\.key), "a marker or metadata file, but would be sent as records",
            "marker or metadata files, and would be sent as records",
            fix: "move these files away, or list the data in a manifest", plan.split == .line ? .failed : .warned)
        warn(
            markers.filter { marker in !filled.contains { $0.key.hasSameBytes(as: marker.key) } }.map(\.key),
            "a marker or metadata file, and is read as data", "marker or metadata files, and are read as data",
            fix: "move these files away, or list the data in a manifest")
        let data = Set(input.data.map { Array($0.key.utf8) })
        warn(
            input.all.filter { $0.$size != 0 && !data.contains(Array($0.key.utf8)) && InputObjects.isArtifact($0.key) }
                .map(\.key),
            "an archive, a program or a page, and would be sent as records",
            "archives, programs or pages, and would be sent as records",
            fix: "use the data's folder as the input, or list the data in a manifest",
            plan.split == .line ? .failed : .warned)
        warn(
            input.all.filter { $0.$size == 0 && !InputObjects.isStray($0.key) }.map(\.key),
            "empty: it gives an empty output, or fails", "empty: they give empty outputs, or fail",
            fix: "delete empty objects, or list the others in a manifest")
        warn(
            input.records.count < input.data.count ? input.data.map(\.key).filter { $0.hasByteSuffix(".out") } : [],
            "the output of a transform, and is read as input",
            "outputs of a transform, and are read as input",
            fix: "write outputs beside the input, not below it, and move outputs away from there")
        if findings.isEmpty {
            findings = [PreflightFinding(.passed, "nothing unexpected under the input prefix", field: .input)]
        }
        return findings.listed(input.isComplete)
    }

    /// Whether a file that is named like a marker may hold records all the same, as `_march.csv` does.
    private static func mayHoldRecords(_ key: String) -> Bool {
        let name = key.pathName
        return name.hasBytePrefix("_") && [".csv", ".jsonl", ".json"].contains { name.hasByteSuffix($0) }
    }

    /// The input as other checks than the first see it: nothing where that one tells why.
    static func readableInput(of plan: LaunchPlan, _ lookups: PreflightLookups) async throws -> InputObjects? {
        do {
            return try await lookups.input(of: plan)
        } catch {
            if AWSFailure(wrapping: error) == .cancelled { throw error }
            return nil
        }
    }

    /// `s3://b/march` also reads `s3://b/march-old/…`.
    private static func siblingFindings(of input: InputObjects, _ plan: LaunchPlan) -> [PreflightFinding] {
        let prefix = input.prefix
        guard plan.inputKind == .s3Prefix, !prefix.isEmpty, !prefix.hasByteSuffix("/") else { return [] }
        func isInside(_ key: String) -> Bool { key.hasSameBytes(as: prefix) || key.hasBytePrefix(prefix + "/") }
        let inside = input.all.filter { isInside($0.key) }
        let siblings = input.all.filter { !isInside($0.key) }
        // With siblings alone, the prefix is the beginning of their names on purpose.
        guard !inside.isEmpty, let first = siblings.first else { return [] }
        let isFolder = inside.allSatisfy { !$0.key.hasSameBytes(as: prefix) }
        let count = siblings.count
        return [
            PreflightFinding(
                .warned,
                "the prefix also reads \(DisplayText.counted(count, "object")) of its siblings, such as \(input.name(of: first.key))",
                fix: isFolder ? "end the prefix with a slash" : "list the one object in a manifest", field: .input,
                edit: isFolder ? .input(plan.input + "/") : nil)
        ]
    }
}
