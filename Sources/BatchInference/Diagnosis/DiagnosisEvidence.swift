import AWSOperations
import JSONCoding

/// A line that may tell a cause, taken apart.
struct DiagnosisEvidence: Sendable {
    /// Where a line comes from.
    enum Source: Sendable {
        case failureReason
        /// SageMaker's own remarks on each object.
        case dataLog
        /// What the container prints.
        case container
    }

    /// The whole line; remote text.
    let text: String
    let source: Source
    /// The object that a line of the data-log is about, as an S3 URI; nil for other lines.
    let object: String?
    /// The line in lower case, without SageMaker's mark and the object, whose name must not look like a cause.
    let folded: [UInt8]
    /// What the pattern that matched found for each `#`.
    var numbers: [Int] = []
    /// The transform as described; nil while it is not known.
    var description: DescribeTransformJobResponse?

    init(reason: String, _ description: DescribeTransformJobResponse?) {
        text = reason
        source = .failureReason
        object = nil
        folded = Array(reason.lowercased().utf8)
        self.description = description
    }

    init(logLine line: String, _ description: DescribeTransformJobResponse?) {
        text = line
        self.description = description
        guard let mark = line.firstRange(of: "[sagemaker logs]: ") else {
            source = .container
            object = nil
            folded = Array(line.lowercased().utf8)
            return
        }
        source = .dataLog
        let rest = line[mark.upperBound...]
        // `bucket/key: words`; the first line of a stream has settings and no object.
        let colon =
            rest.firstRange(of: ": ")?.lowerBound ?? (rest.hasSuffix(":") ? rest.index(before: rest.endIndex) : nil)
        guard let colon, rest[..<colon].contains("/"), !rest[..<colon].contains("=") || rest[..<colon].contains(".")
        else {
            object = nil
            folded = Array(rest.lowercased().utf8)
            return
        }
        object = "s3://" + Self.cleaned(String(rest[..<colon]), limit: 1100)
        folded = Array(rest[rest.index(after: colon)...].lowercased().utf8)
    }

    /// The last part of the object's key, in lower case.
    var objectName: String {
        (object ?? "").lowercased().split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }

    /// The text between the first pair of one of these quotes, cleaned; nil where there is none.
    func quoted(_ quotes: String = "'\"") -> String? {
        for (index, scalar) in zip(text.unicodeScalars.indices, text.unicodeScalars)
        where quotes.unicodeScalars.contains(scalar) {
            let rest = text.unicodeScalars[text.unicodeScalars.index(after: index)...]
            guard let end = rest.firstIndex(of: scalar) else { continue }
            let said = Self.cleaned(String(rest[..<end]))
            return said.isEmpty ? nil : said
        }
        return nil
    }

    /// The word behind a text, whatever the case of its letters, without punctuation at its end; nil where it does not
    /// occur.
    func word(after lead: String) -> String? {
        let lead = Array(lead.lowercased().utf8)
        let bytes = Array(text.utf8)
        let lowered = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard lowered.count > lead.count else { return nil }
        for start in 0...(lowered.count - lead.count)
        where lowered[start..<(start + lead.count)].elementsEqual(lead) {
            var rest = bytes[(start + lead.count)...]
            while rest.first == 32 || rest.first == 34 || rest.first == 39 { rest = rest.dropFirst() }
            var word = rest.prefix { $0 > 32 && $0 != 34 && $0 != 39 }
            while let last = word.last, [44, 46, 58, 59].contains(last) { word = word.dropLast() }
            return word.isEmpty ? nil : Self.cleaned(String(decoding: word, as: UTF8.self))
        }
        return nil
    }

    /// A piece of remote text that may stand in a sentence: nothing hidden, and not endless.
    private static func cleaned(_ text: String, limit: Int = 120) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { out.append(scalar.isHidden ? "?" : scalar) }
        return out.count > limit ? String(String(out).prefix(limit)) + "…" : String(out)
    }
}
