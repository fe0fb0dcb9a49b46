import AWSOperations

extension PreflightCheck {
    /// Whether what is sent at a time fits the payload limit, and the limit the container.
    static let payload = PreflightCheck(
        "payload", "payload", needs: [.candidate, .artifacts, .input, .records, .payload]
    ) { subject, lookups in
        let plan = subject.plan
        var findings: [PreflightFinding] = []
        let limit = PayloadLimit(plan)
        if let most = plan.containers.compactMap(PayloadLimit.containerLimit).min(), limit.bytes > most {
            findings.append(
                PreflightFinding(
                    .failed, "a container takes \(most >> 20) MB at a time, not \(limit.megabytes) MB",
                    fix: "set the payload to \(most >> 20) MB or less", field: .payload,
                    edit: .payload(megabytes: most >> 20)))
        }
        // Streaming has no limit of its own.
        guard limit.megabytes > 0, let input = try await readableInput(of: plan, lookups) else { return findings }
        if plan.split == .none {
            findings += wholeObjects(input, limit, plan)
        } else {
            let samples = try await lookups.samples(of: plan).filter(\.isReadable)
            findings += records(samples, limit)
        }
        guard findings.isEmpty, !input.data.isEmpty else { return findings }
        return [
            PreflightFinding(
                .passed, "what is sent at a time fits \(limit.megabytes) MB, \(limit.origin)", field: .payload)
        ]
    }

    private static func wholeObjects(
        _ input: InputObjects, _ limit: PayloadLimit, _ plan: LaunchPlan
    ) -> [PreflightFinding] {
        guard let largest = input.data.max(by: { $0.size < $1.size }), largest.size > limit.bytes else { return [] }
        let name = String(largest.key.pathName)
        return [
            PreflightFinding(
                .failed,
                "\(name) has \(DisplayText.byteCount(largest.size)) and is sent whole, with at most "
                    + "\(limit.megabytes) MB \(limit.origin)",
                fix: plan.isCSV ? "split by line" : "raise the payload to at most 100 MB, or cut the objects smaller",
                field: .split, edit: plan.isCSV ? .splitByLine : nil)
        ]
    }

    private static func records(_ samples: [InputSample], _ limit: PayloadLimit) -> [PreflightFinding] {
        // A head without a line break may be the beginning of one record as long as the object.
        for sample in samples where sample.text.lines.count == 1 && !sample.isWhole && sample.size > limit.bytes {
            return [
                PreflightFinding(
                    .failed,
                    "\(sample.name) has no line break in its first "
                        + "\(DisplayText.byteCount(sample.text.longestLine)): it may be one record",
                    fix: "end each record with a line feed", field: .input)
            ]
        }
        guard let longest = samples.max(by: { $0.text.longestLine < $1.text.longestLine }),
            longest.text.longestLine > limit.bytes
        else { return [] }
        return [
            PreflightFinding(
                .failed,
                "\(longest.name) has a record of \(DisplayText.byteCount(longest.text.longestLine)), and "
                    + "\(limit.megabytes) MB are sent at most, \(limit.origin)",
                fix: "raise the payload", field: .payload)
        ]
    }
}

/// How much goes to a container at a time.
struct PayloadLimit: Hashable, Sendable {
    var megabytes: Int
    /// Whose value it is: of the plan, of the containers, or the default.
    var origin: String

    var bytes: Int { megabytes << 20 }

    init(_ plan: LaunchPlan) {
        if let set = plan.maxPayloadInMB {
            (megabytes, origin) = (set, "as set")
        } else if plan.containers.count > 1 {
            // Pipelines of hyperparameter tuning answer `MaxPayloadInMB` 1 to /execution-parameters.
            (megabytes, origin) = (1, "as such containers ask for")
        } else {
            (megabytes, origin) = (6, "the default")
        }
    }

    /// Bytes that a container's server takes, where that is known: as its environment says, or as XGBoost's does.
    static func containerLimit(_ container: AutoMLContainerDefinition) -> Int? {
        if let set = container.environment?["MAX_CONTENT_LENGTH"].flatMap({ Int($0) }), set >= 1 << 20 { return set }
        return container.image.lowercased().contains("xgboost") ? 20_971_520 : nil
    }
}
