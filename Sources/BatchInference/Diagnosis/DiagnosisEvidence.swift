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
    private(set) var source: Source
    /// The object that a line of the data-log is about, as an S3 URI; nil for other lines.
    private(set) var object: String?
    /// The line as patterns are looked for in it (`FoldedText`), without SageMaker's mark and the object, whose name must
    /// not look like a cause.
    let folded: [UInt8]
    /// The same as it was written.
    let words: String
    /// What the pattern that matched found for each `#`.
    var numbers: [Int] = []
    /// The transform as described; nil while it is not known.
    var description: DescribeTransformJobResponse?

    init(reason: String, _ description: DescribeTransformJobResponse?) {
        text = reason
        source = .failureReason
        object = nil
        words = reason
        folded = FoldedText.bytes(of: reason)
        self.description = description
    }

    /// Log messages as lines: a message of several lines is several, each about the same object.
    static func lines(of messages: [String], _ description: DescribeTransformJobResponse?) -> [DiagnosisEvidence] {
        var lines: [DiagnosisEvidence] = []
        for message in messages {
            let parts = message.byteParts(at: "\n", omittingEmpty: true)
            guard let first = parts.first else { continue }
            let head = DiagnosisEvidence(logLine: String(first), description)
            lines.append(head)
            for part in parts.dropFirst() {
                var rest = DiagnosisEvidence(reason: String(part), description)
                (rest.source, rest.object) = (head.source, head.object)
                lines.append(rest)
            }
        }
        return lines
    }

    init(logLine line: String, _ description: DescribeTransformJobResponse?) {
        text = line
        self.description = description
        guard let mark = line.range(of: Self.mark) else {
            source = .container
            object = nil
            words = line
            folded = FoldedText.bytes(of: line)
            return
        }
        source = .dataLog
        let rest = line[mark.upperBound...]
        let end = Self.objectEnd(in: rest)
        object = end.map { "s3://" + Self.cleaned(String(rest[..<$0]), limit: 1100) }
        words = String(rest[(end.map { rest.utf8.index(after: $0) } ?? rest.startIndex)...])
        folded = FoldedText.bytes(of: words)
    }

    /// What SageMaker's own lines begin with, after a time.
    static let mark = "[sagemaker logs]: "

    /// Where `bucket/key` ends in `bucket/key: words`; nil where it doesn't begin with a bucket's name and a slash, as in
    /// the stream's first line, which has settings.
    static func objectEnd(in text: Substring) -> Substring.Index? {
        let bucket = text.utf8.prefix { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
        guard !bucket.isEmpty, bucket.endIndex < text.endIndex, text.utf8[bucket.endIndex] == UInt8(ascii: "/") else {
            return nil
        }
        if let colon = text.range(of: ": ") { return colon.lowerBound }
        guard text.utf8.last == UInt8(ascii: ":") else { return nil }
        return text.utf8.index(before: text.endIndex)
    }

    /// How serious the line is by its own words.
    var level: LogLevel { LogLevel(of: text) }

    /// What speaks of what might be, of what went well, or of what a program does without, not of what stopped it.
    var isHarmless: Bool {
        guard source == .container, !(Self.loud.contains { $0.match(in: folded) != nil }) else { return false }
        let level = level
        return level == .info || Self.caution.contains { $0.match(in: folded) != nil }
            || level != .error && Self.recovery.contains { $0.match(in: folded) != nil }
    }

    private static let caution: [TextPattern] = [
        "warning:", "warning -", "futurewarning", "userwarning", "deprecat", "grappler optimization failed",
        "could not load dynamic library",
        "getaddrinfo: address family",
    ]

    /// What ends a server, though it only informs of it.
    private static let loud: [TextPattern] = [
        "reason: worker failed to boot", "unexpected ~serving exit", "terminated due to signal", "sent sigkill",
    ]

    private static let recovery: [TextPattern] = [
        "falling back", "^fallback", "^skipping", "will be ignored", "will ignore", "to disable th", "not found, using",
        "not found. using", "will try", "attempting to", "returning the ~itself", "creating...",
        "does not exist locally",
        "will be set to", "has been reduced", "{will be|is} used instead", "using ~by default", "will use", "retrying",
        "not found locally", "reducing", "consider ~ing ",
    ]

    /// Whether it's a line of a program that a stack trace quotes, or the place of one: such lines name errors that never
    /// happened.
    var isCode: Bool {
        guard source != .failureReason else { return false }
        var said = words.utf8[...]
        // What model servers pass on stands behind their own words and a dash.
        if source == .container, let dash = words.range(of: " - ") { said = words.utf8[dash.upperBound...] }
        let indent = said.prefix { $0 == 32 }.count
        let rest = said.dropFirst(indent)
        return indent >= 4 || rest.starts(with: "File \"".utf8) || rest.starts(with: "\tat ".utf8)
            || rest.starts(with: "at ".utf8) && indent > 0 || rest.starts(with: "#011at ".utf8)
    }

    /// Whether there are words that tell something: no blank line, no heading.
    var says: Bool {
        folded.contains { $0 > 32 } && !folded.drop { $0 == 32 }.starts(with: Array("message:".utf8))
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

    /// The beginning of what stands behind a text, as it is; nil where that does not occur.
    func text(after lead: String) -> String? {
        guard let place = text.range(of: lead) else { return nil }
        let rest = String(text[place.upperBound...].unicodeScalars.prefix(40))
        return rest.utf8.contains { $0 > 32 } ? rest : nil
    }

    /// What stands between quotes right behind a text, or the word there, as it is; nil where that does not occur.
    func quotedOrWord(after lead: String) -> String? {
        guard let place = text.range(of: lead) else { return nil }
        let rest = text[place.upperBound...]
        guard let quote = rest.utf8.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            let word = rest.utf8.prefix { $0 > 32 && $0 != UInt8(ascii: ",") }
            return word.isEmpty ? nil : String(Substring(word))
        }
        let inside = rest.utf8.dropFirst()
        guard let end = inside.firstIndex(of: quote), end > inside.startIndex else { return nil }
        return String(rest[inside.startIndex..<end])
    }

    /// The same, as it may stand in a sentence.
    func name(after lead: String) -> String? { quotedOrWord(after: lead).map { Self.cleaned($0) } }

    /// The class of an exception that the line names: `ValueError` of `builtins.ValueError: …`; nil where it names none.
    var exceptionName: String? {
        for part in words.byteParts(at: " ", omittingEmpty: true) where part.utf8.last == UInt8(ascii: ":") {
            let path = Array(part.utf8.dropLast())
            let name = path.lastIndex(of: UInt8(ascii: ".")).map { path[($0 + 1)...] } ?? path[...]
            guard name.count <= 60, name.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else { continue }
            if ["Error", "Exception"].contains(where: { name.suffix($0.utf8.count).elementsEqual($0.utf8) }) {
                return String(decoding: name, as: UTF8.self)
            }
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
