import Predictions

/// An object that was read although its text has flaws.
public struct FlawedObject: Hashable, Sendable {
    public var uri: String
    public var flaws: TextFlaws

    init?(_ uri: String, _ flaws: TextFlaws) {
        guard !flaws.isEmpty else { return nil }
        (self.uri, self.flaws) = (uri, flaws)
    }

    /// `s3://bucket/key: 3 bytes aren't UTF-8, the first at byte 17`
    public var line: String { "\(DisplayText.oneLine(uri)): \(flaws.sentences.joined(separator: "; "))" }
}

/// The objects with flaws, as many as are kept, and how many there are.
public struct FlawedObjects: Hashable, Sendable {
    public private(set) var objects: [FlawedObject] = []
    public private(set) var count = 0

    private static let limit = 100

    public init() {}

    public var isEmpty: Bool { count == 0 }

    mutating func add(_ uri: String, _ flaws: TextFlaws?) {
        guard let object = flaws.flatMap({ FlawedObject(uri, $0) }) else { return }
        count += 1
        if objects.count < Self.limit { objects.append(object) }
    }

    mutating func merge(_ other: FlawedObjects) {
        count += other.count
        objects += other.objects.prefix(Self.limit - min(objects.count, Self.limit))
    }

    /// A line an object, and one for those that aren't kept.
    public var lines: [String] {
        let more = count - objects.count
        return objects.map(\.line)
            + (more > 0 ? ["\(DisplayText.counted(more, "more object")) with such text"] : [])
    }
}

extension TextFlaws {
    /// What it is, a sentence each.
    public var sentences: [String] {
        var sentences: [String] = []
        if malformedBytes > 0, let first = firstMalformedByte {
            let many = malformedBytes > 1
            sentences.append(
                "\(DisplayText.count(malformedBytes)) byte\(many ? "s aren't" : " isn't") UTF-8\(many ? ", the first" : "") at byte \(DisplayText.count(first + 1))"
            )
        }
        if openQuotes > 0, let first = firstOpenQuote {
            let row = "row \(DisplayText.count(first + 1))"
            sentences.append(
                openQuotes == 1
                    ? "a quote in \(row) never closes"
                    : "a quote never closes in \(DisplayText.count(openQuotes)) rows, the first of them \(row)")
        }
        if let first = brokenRecords.first {
            let row = "row \(DisplayText.count(first + 1))"
            sentences.append(
                brokenRecords.count == 1
                    ? "\(row) isn't JSON"
                    : "\(DisplayText.count(brokenRecords.count)) rows aren't JSON, the first of them \(row)")
        }
        if let first = wideRows.first {
            let row = "row \(DisplayText.count(first + 1))"
            sentences.append(
                wideRows.count == 1
                    ? "\(row) has values beyond the columns of the first rows, which are in no column"
                    : "\(DisplayText.count(wideRows.count)) rows, the first of them \(row), have values beyond the columns of the first rows, which are in no column"
            )
        }
        return sentences
    }
}
