import AWSOperations
import JSONCoding

extension PreflightCheck {
    /// Whether the heads of the objects are text that the containers can read: encoding, line ends, quotes.
    static let text = PreflightCheck("text", "the text of the input", needs: [.input, .records]) { subject, lookups in
        let plan = subject.plan
        guard plan.split == .line || plan.contentType.hasPrefix("text/"),
            let input = try await readableInput(of: plan, lookups)
        else { return [] }
        let all = try await lookups.samples(of: plan)
        let (samples, extent) = (all.filter(\.isReadable), ReadExtent(all, of: input))
        guard !samples.isEmpty else { return [] }
        var findings: [PreflightFinding] = []
        // What is wrong is told of the first object that has it.
        for test in [
            image, archive, encoding, byteOrderMark, carriageReturns, loneReturns, foreign, quotes, nothing, blankLines,
            json, unreadLine,
        ] {
            if let finding = samples.lazy.compactMap({ test($0, plan) }).first { findings.append(finding) }
        }
        if findings.isEmpty {
            let objects = DisplayText.counted(samples.count, "object")
            findings = [
                PreflightFinding(
                    .passed, extent.isAll ? "\(objects), read in full: valid text" : "valid text in what was read",
                    field: .input)
            ]
        }
        return findings.reading(extent)
    }

    private static func image(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard let type = ImageType(sample.text.beginning) else { return nil }
        return PreflightFinding(
            .failed,
            "\(sample.name) is an image, and would be sent as \(plan.contentType)"
                + (plan.split == .line ? ", line by line" : ""),
            fix: "set the content type to \(type.rawValue), and Split and Assemble to None", field: .contentType,
            edit: .images(type.rawValue))
    }

    private static func unreadLine(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.split == .line, sample.text.hasNoWholeLine, sample.isPlainText else { return nil }
        return PreflightFinding(
            .unknown,
            "\(sample.name), line \(sample.text.cutLine ?? 1) is longer than the "
                + "\(DisplayText.byteCount(sample.text.length)) that were read, so it wasn't checked",
            fix: "check that each record ends with a line feed", field: .input)
    }

    private static func archive(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard let kind = BinaryKind(sample.text) else { return nil }
        return PreflightFinding(
            .failed, "\(sample.name) is \(kind.name), not text", fix: "extract or convert it to CSV first",
            field: .input)
    }

    private static func encoding(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard BinaryKind(sample.text) == nil, ImageType(sample.text.beginning) == nil else { return nil }
        let fix = "save it as UTF-8"
        if sample.text.isUTF16 {
            return PreflightFinding(.failed, "\(sample.name) is UTF-16", fix: fix, field: .input)
        }
        if sample.text.hasNullBytes {
            return PreflightFinding(.failed, "\(sample.name) has null bytes, so it isn't text", fix: fix, field: .input)
        }
        guard let line = sample.text.firstLineNotUTF8 else { return nil }
        return PreflightFinding(.failed, "\(sample.name), line \(line) isn't UTF-8", fix: fix, field: .input)
    }

    private static func byteOrderMark(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.hasByteOrderMark else { return nil }
        return PreflightFinding(
            .warned, "\(sample.name) starts with a byte order mark, which is read as part of its first value",
            fix: "save it as UTF-8 without BOM", field: .input)
    }

    private static func carriageReturns(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.hasCarriageReturns, sample.text.isText else { return nil }
        return PreflightFinding(
            .warned, "\(sample.name) has CR LF line ends, which may be read as part of the last column",
            fix: "save it with LF line ends", field: .input)
    }

    private static func loneReturns(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.isText, let line = sample.text.firstLoneReturn else { return nil }
        let isAlone = sample.text.lines.count <= 1
        return PreflightFinding(
            .failed,
            isAlone
                ? "\(sample.name) ends its lines with CR only, so all of it is one record"
                : "\(sample.name), line \(line) contains a CR, which doesn't end a record",
            fix: "save it with LF line ends", field: .input)
    }

    /// Text of another form than the records that the plan says.
    private static func foreign(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.isCSV, let form = NonCSVText(sample.text) else { return nil }
        switch form {
        case .manifest:
            return PreflightFinding(
                .failed, "\(sample.name) is a manifest, but would be sent as records",
                fix: "set the input's type to ManifestFile", field: .input)
        case .json:
            return PreflightFinding(
                .failed, "\(sample.name) has JSON, but is sent as \(plan.contentType)",
                fix: "convert it to CSV, or set the content type to application/jsonlines if the model accepts that",
                field: .input)
        case .markup:
            return PreflightFinding(
                .failed, "\(sample.name) has HTML or XML, but is sent as \(plan.contentType)",
                fix: "replace it with records: an error page may have been saved instead", field: .input)
        }
    }

    private static func quotes(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.isCSV, sample.text.isText, NonCSVText(sample.text) == nil,
            let bad = CSVSample(sample.text).badLines.first
        else { return nil }
        // Only where a whole object is one request may a quoted field go over several lines.
        if bad.problem == .openQuote, plan.split == .none { return nil }
        return PreflightFinding(
            .failed, "\(sample.name), line \(bad.line) has \(bad.problem.message)",
            fix: bad.problem.fix, field: .input)
    }

    private static func nothing(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.lines.isEmpty, sample.isWhole else { return nil }
        return PreflightFinding(
            .failed, "\(sample.name) has only blank lines", fix: "add records, or delete it",
            field: .input)
    }

    private static func blankLines(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard let line = sample.text.firstBlankLine, plan.split == .line else { return nil }
        return PreflightFinding(
            .warned,
            "\(sample.name), line \(line) is blank"
                + (sample.text.blankLineCount > 1 ? ", and \(sample.text.blankLineCount - 1) more are" : "")
                + ": it gives no prediction, so rows no longer match",
            fix: "remove blank lines", field: .input)
    }

    private static func json(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.split == .line, plan.contentType.contains("json"), sample.text.isText else { return nil }
        let bad = sample.text.lines.first { JSONValue(parsing: Array($0.bytes)) == nil }
        guard let bad else { return nil }
        return PreflightFinding(
            .failed, "\(sample.name), line \(bad.number) isn't JSON", fix: "put one JSON record on each line",
            field: .input)
    }
}

extension LaunchPlan {
    /// Whether records are read as CSV.
    var isCSV: Bool { contentType.lowercased().hasPrefix("text/csv") }
}
