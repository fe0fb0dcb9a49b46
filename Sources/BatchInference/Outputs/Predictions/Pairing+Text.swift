import Predictions

extension Pairing {
    /// Why predictions stand beside the input without belonging to its rows, with both counts; nil where they are paired.
    public func sentence(input: RecordCount?, output: RecordCount?) -> String? {
        guard case .unpaired(let reason) = self else { return nil }
        let counts = Self.counts(input: input, output: output)
        return "not paired: \(reason.text)" + (counts.isEmpty ? "" : " (\(counts))")
    }

    /// Both counts, as far as they are known: `40 records, 16 predictions`.
    public static func counts(input: RecordCount?, output: RecordCount?) -> String {
        var parts: [String] = []
        if let input { parts.append(phrase(input, "record")) }
        if let output { parts.append(phrase(output, "prediction")) }
        return parts.joined(separator: ", ")
    }

    private static func phrase(_ count: RecordCount, _ noun: String) -> String {
        var text = count.isExact ? "" : "at least "
        text += DisplayText.counted(count.withoutBlankLines, noun)
        if count.blankLines > 0 {
            text += " and \(DisplayText.counted(count.blankLines, "blank line"))"
        }
        return text
    }
}

extension Pairing.Reason {
    var text: String {
        switch self {
        case .noInput: "the input object doesn't exist"
        case .inputUnlisted: "the inputs can't all be listed, so this one isn't known"
        case .inputUnreadable: "the input can't be read"
        case .noOutput: "the output doesn't exist"
        case .outputUnlisted: "the outputs can't all be listed, so this one isn't known"
        case .outputUnreadable: "the output can't be read"
        case .notSplit: "SplitType is None, so the container got each object whole"
        case .framed(let type): "SplitType is \(type), whose records aren't lines"
        case .notAssembled: "AssembleWith is None, so predictions can run into each other"
        case .forecast: "a forecast has rows for future times, not for the rows of its input"
        case .inputForm(let form): "can't read the input as rows: it's \(form.phrase)"
        case .outputForm(let form): "can't read the output as rows: it's \(form.phrase)"
        case .countsDiffer: "the numbers of records and predictions differ"
        case .blankLines: "blank lines make it unclear which prediction belongs to which record"
        case .documents: "each JSON response can hold predictions for many records"
        }
    }
}

extension RecordForm {
    /// The form within a sentence.
    var phrase: String {
        guard case .binary(let content) = self else { return name }
        switch content {
        case .gzip, .bzip2, .zip, .zstandard: return "compressed (\(content.rawValue))"
        case .parquet: return "a Parquet file"
        case .utf16: return "UTF-16 text"
        case .other: return "binary"
        }
    }
}
