import AWSOperations

extension PreflightCheck {
    /// Whether the heads of the objects are text that the containers can read: encoding, line ends, quotes.
    static let text = PreflightCheck("text", "the text of the input", needs: [.input, .records]) { subject, lookups in
        let plan = subject.plan
        guard plan.split == .line || plan.contentType.hasPrefix("text/"),
            try await readableInput(of: plan, lookups) != nil
        else { return [] }
        let samples = try await lookups.samples(of: plan).filter(\.isReadable)
        guard !samples.isEmpty else { return [] }
        var findings: [PreflightFinding] = []
        // What is wrong is told of the first object that has it.
        for test in [archive, encoding, byteOrderMark, carriageReturns, quotes, blankLines, json] {
            if let finding = samples.lazy.compactMap({ test($0, plan) }).first { findings.append(finding) }
        }
        guard findings.isEmpty else { return findings }
        let count = samples.count
        return [
            PreflightFinding(
                .passed, "the head\(count == 1 ? "" : "s") of \(count) object\(count == 1 ? "" : "s"): sound text",
                field: .input)
        ]
    }

    private static func archive(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard let kind = BinaryKind(sample.text) else { return nil }
        return PreflightFinding(
            .failed, "\(sample.name) is \(kind.name), no text", fix: "unpack or convert it to CSV first", field: .input)
    }

    private static func encoding(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard BinaryKind(sample.text) == nil else { return nil }
        let fix = "save it as UTF-8"
        if sample.text.isUTF16 {
            return PreflightFinding(.failed, "\(sample.name) is UTF-16", fix: fix, field: .input)
        }
        if sample.text.hasNullBytes {
            return PreflightFinding(.failed, "\(sample.name) has null bytes: it is no text", fix: fix, field: .input)
        }
        guard let line = sample.text.firstLineNotUTF8 else { return nil }
        return PreflightFinding(.failed, "\(sample.name), line \(line) is no UTF-8", fix: fix, field: .input)
    }

    private static func byteOrderMark(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.hasByteOrderMark else { return nil }
        return PreflightFinding(
            .warned, "\(sample.name) begins with a byte order mark, which is read as part of its first value",
            fix: "save it as UTF-8 without BOM", field: .input)
    }

    private static func carriageReturns(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard sample.text.hasCarriageReturns else { return nil }
        return PreflightFinding(
            .warned, "\(sample.name) has Windows line ends, which may be read as part of the last column",
            fix: "save it with line feeds alone", field: .input)
    }

    private static func quotes(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.isCSV, BinaryKind(sample.text) == nil, let bad = CSVSample(sample.text).badLines.first else {
            return nil
        }
        // Only where a whole object is one request may a quoted field go over several lines.
        if bad.problem == .openQuote, plan.split == .none { return nil }
        return PreflightFinding(
            .failed, "\(sample.name), line \(bad.line) has \(bad.problem.message)",
            fix: bad.problem == .openQuote
                ? "take line breaks out of quoted fields: records are cut at every line break"
                : "double each quote within a field, and put the field in quotes", field: .input)
    }

    private static func blankLines(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard let line = sample.text.firstBlankLine, plan.split == .line else { return nil }
        return PreflightFinding(
            .warned, "\(sample.name), line \(line) is blank: it gives no prediction, and rows no longer match",
            fix: "take blank lines out", field: .input)
    }

    private static func json(_ sample: InputSample, _ plan: LaunchPlan) -> PreflightFinding? {
        guard plan.split == .line, plan.contentType.contains("json"), BinaryKind(sample.text) == nil else { return nil }
        let bad = sample.text.lines.prefix(200).first { JSONDocument(parsing: Array($0.bytes)) == nil }
        guard let bad else { return nil }
        return PreflightFinding(
            .failed, "\(sample.name), line \(bad.number) is no JSON", fix: "put one JSON record on each line",
            field: .input)
    }
}

extension LaunchPlan {
    /// Whether records are read as CSV.
    var isCSV: Bool { contentType.lowercased().hasPrefix("text/csv") }
}

/// Bytes that are no text, told by how they begin.
enum BinaryKind: Hashable, Sendable {
    case zip
    case bzip2
    case zstandard
    case parquet
    case avro
    case pdf

    init?(_ text: TextSample) {
        guard let bytes = text.lines.first?.bytes else { return nil }
        let signs: [(BinaryKind, [UInt8])] = [
            (.zip, [0x50, 0x4B, 0x03, 0x04]), (.bzip2, Array("BZh".utf8)), (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
            (.parquet, Array("PAR1".utf8)), (.avro, [0x4F, 0x62, 0x6A, 0x01]), (.pdf, Array("%PDF".utf8)),
        ]
        guard let found = signs.first(where: { bytes.starts(with: $0.1) }) else { return nil }
        self = found.0
    }

    var name: String {
        switch self {
        case .zip: "a ZIP archive or a spreadsheet"
        case .bzip2: "bzip2"
        case .zstandard: "Zstandard"
        case .parquet: "Parquet"
        case .avro: "Avro"
        case .pdf: "PDF"
        }
    }
}
