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
                    .failed, "a container accepts at most \(most >> 20) MB per request, not \(limit.megabytes) MB",
                    fix: "set the payload to \(most >> 20) MB or less", field: .payload,
                    edit: .payload(megabytes: most >> 20)))
        }
        // Streaming has no limit of its own.
        guard limit.megabytes > 0, let input = try await readableInput(of: plan, lookups) else { return findings }
        var extent: ReadExtent?
        if plan.split == .none {
            findings += wholeObjects(input, limit, plan)
        } else {
            let all = try await lookups.samples(of: plan)
            let samples = all.filter(\.isReadable)
            let read = ReadExtent(all, of: input)
            extent = read
            findings += records(samples, limit).reading(read)
            if plan.batchStrategy == .singleRecord, let many = manyRequests(samples, input) {
                findings += [many].reading(read)
            }
        }
        guard findings.isEmpty, !input.data.isEmpty else { return findings }
        let passed = [
            PreflightFinding(
                .passed, "each request fits \(limit.megabytes) MB, \(limit.origin)", field: .payload)
        ]
        return extent.map(passed.reading) ?? passed.listed(input.isComplete)
    }

    private static func wholeObjects(
        _ input: InputObjects, _ limit: PayloadLimit, _ plan: LaunchPlan
    ) -> [PreflightFinding] {
        guard let largest = input.data.max(by: { $0.size < $1.size }), largest.size > limit.bytes else {
            let unknown = input.data.count { $0.$size == nil }
            guard unknown > 0 else { return [] }
            return [
                PreflightFinding(
                    .warned, "the listing doesn't say how large \(unknown) of the objects are, which are sent whole",
                    fix: "check that none has more than \(limit.megabytes) MB", field: .split)
            ]
        }
        let name = input.name(of: largest.key)
        return [
            PreflightFinding(
                .failed,
                "\(name) has \(DisplayText.byteCount(largest.size)) and is sent whole, with at most "
                    + "\(limit.megabytes) MB \(limit.origin)",
                fix: plan.isCSV ? "split by line" : "raise the payload to at most 100 MB, or make the objects smaller",
                field: .split, edit: plan.isCSV ? .splitByLine : nil)
        ]
    }

    private static func records(_ samples: [InputSample], _ limit: PayloadLimit) -> [PreflightFinding] {
        // A head without a line break is the beginning of one record, which may be as long as the object.
        for sample in samples where sample.text.isText && sample.text.longestLine > limit.bytes {
            guard sample.text.hasNoWholeLine || sample.text.lines.count == 1 && sample.isWhole else { continue }
            return [
                PreflightFinding(
                    .failed,
                    "\(sample.name) has no line break in its first "
                        + "\(DisplayText.byteCount(sample.text.length)): as one record it is beyond the \(limit.megabytes) MB "
                        + "that are sent at most, \(limit.origin)",
                    fix: "end each record with a line feed, or raise the payload", field: .input)
            ]
        }
        if let unread = samples.first(where: { $0.text.hasNoWholeLine && $0.text.isText && $0.size > limit.bytes }) {
            return [
                PreflightFinding(
                    .unknown,
                    "payload: unknown, because the first record of \(unread.name) is longer than the "
                        + "\(DisplayText.byteCount(unread.text.length)) that were read", field: .payload)
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

extension PreflightCheck {
    /// Rows that may well be sent one by one.
    private static let fewRequests = 10_000

    /// One request for each of very many rows; how many there are is reckoned from the rows that were read.
    private static func manyRequests(_ samples: [InputSample], _ input: InputObjects) -> PreflightFinding? {
        let read = ByteSum.of(samples.lazy.map(\.text.length))
        let rows = samples.reduce(0) { $0 + $1.text.lines.count }
        guard read > 0, rows > 0 else { return nil }
        let isAll = samples.allSatisfy(\.isWhole) && samples.count >= input.data.count && input.isComplete
        // Of gzip, the bytes that were read are not those that lie there.
        guard isAll || !samples.contains(where: \.isGzip) else { return nil }
        let bytes = Double(ByteSum.of(input.data.lazy.map(\.size)))
        let count = isAll ? rows : Int(min(bytes / Double(read) * Double(rows), 1e15))
        guard count > fewRequests else { return nil }
        return PreflightFinding(
            .warned,
            "one request for each of \(isAll ? "" : "about ")\(DisplayText.count(isAll ? count : rounded(count))) rows: "
                + "that takes far longer than several rows per request",
            fix: "use MultiRecord, unless the model accepts only one record per request", field: .batchStrategy,
            edit: .manyRecords)
    }

    /// To two digits, for what is reckoned.
    private static func rounded(_ count: Int) -> Int {
        var unit = 1
        while count / unit >= 100 { unit *= 10 }
        return (count + unit / 2) / unit * unit
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
            (megabytes, origin) = (1, "the default for several containers")
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
