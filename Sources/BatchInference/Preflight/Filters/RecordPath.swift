/// The JSONPath of an input or output filter: `$`, `.name`, `['a','b']`, `[n,m]`, `[a:b]` and `*` (CreateTransformJob,
/// DataProcessing). A negative place counts from the end; the end of a slice is not part of it.
struct RecordPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case names([String])
        case places([Int])
        case slice(Int?, Int?)
        case everything
    }

    let text: String
    let steps: [Step]

    /// The most characters that the API takes.
    static let lengthLimit = 63

    init(_ text: String) throws(RecordPathProblem) {
        guard text.utf16.count <= Self.lengthLimit else { throw .tooLong }
        var reader = PathReader(text: text[...])
        guard reader.take("$") else { throw .malformed }
        var steps: [Step] = []
        while !reader.isAtEnd {
            guard let step = reader.step() else { throw .malformed }
            steps.append(step)
        }
        self.text = text
        self.steps = steps
    }

    /// The first character that SageMaker's filters of JSON do not know: "Unexpected "_" in JsonPath".
    ///
    /// Beside letters and digits these are `$ [ ] * . , : - '` and the blank, as CreateTransformJob's refusal lists them.
    var characterNotTaken: Unicode.Scalar? {
        text.unicodeScalars.first { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": false
            default: !"$[]*. ,:-'".unicodeScalars.contains(scalar)
            }
        }
    }

    /// Sources disagree on whether the end of a slice belongs to it.
    var hasSliceWithEnd: Bool {
        steps.contains { if case .slice(_, .some) = $0 { true } else { false } }
    }

    /// The fields that are left of a CSV record.
    func filter(fields: [String]) throws(RecordPathProblem) -> [String] {
        guard let step = steps.first else { return fields }
        guard steps.count == 1 else { throw .notForCSV }
        if case .names = step { throw .notForCSV }
        guard let chosen = Self.places(step, of: fields.count) else { throw .noMatch }
        return chosen.map { fields[$0] }
    }

    /// What is left of a JSON record.
    func filter(json record: JSONDocument) throws(RecordPathProblem) -> JSONDocument {
        try Self.walk(steps[...], record)
    }

    private static func walk(
        _ steps: ArraySlice<Step>, _ value: JSONDocument
    ) throws(RecordPathProblem) -> JSONDocument {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch value {
        case .object(let members):
            switch step {
            case .names(let names):
                var kept: [String: JSONDocument] = [:]
                for name in names {
                    guard let member = members[name] else { throw .noMatch }
                    kept[name] = try walk(rest, member)
                }
                if names.count == 1, let only = kept[names[0]] { return only }
                return .object(kept)
            case .everything:
                var values: [JSONDocument] = []
                for name in members.keys.sorted() { values.append(try walk(rest, members[name] ?? .null)) }
                return .array(values)
            default: throw .noMatch
            }
        case .array(let elements):
            guard let chosen = places(step, of: elements.count) else { throw .noMatch }
            var kept: [JSONDocument] = []
            for place in chosen { kept.append(try walk(rest, elements[place])) }
            if case .places(let places) = step, places.count == 1 { return kept[0] }
            return .array(kept)
        default: throw .noMatch
        }
    }

    /// The places that a step picks of so many; nil where one is outside, or where the step has names.
    private static func places(_ step: Step, of count: Int) -> [Int]? {
        switch step {
        case .names: return nil
        case .everything: return Array(0..<count)
        case .places(let wanted):
            let places = wanted.map { $0 < 0 ? count + $0 : $0 }
            return places.contains { $0 < 0 || $0 >= count } ? nil : places
        case .slice(let from, let end):
            let first = clamp(from ?? 0, count)
            return Array(first..<max(first, clamp(end ?? count, count)))
        }
    }

    private static func clamp(_ place: Int, _ count: Int) -> Int {
        min(max(place < 0 ? count + place : place, 0), count)
    }
}

/// Why a filter cannot be used, or not on a record.
enum RecordPathProblem: Error, Hashable, Sendable {
    case tooLong
    case malformed
    /// CSV has no names, and one step at most.
    case notForCSV
    /// The record has no such part.
    case noMatch

    var message: String {
        switch self {
        case .tooLong: "it has more than \(RecordPath.lengthLimit) characters"
        case .malformed: "SageMaker doesn't support this JSONPath"
        case .notForCSV: "CSV columns are selected by number only"
        case .noMatch: "it selects a part that the record doesn't have"
        }
    }
}

/// Reads a path step by step.
private struct PathReader {
    var text: Substring

    var isAtEnd: Bool { text.isEmpty }

    mutating func take(_ sign: Character) -> Bool {
        guard text.first == sign else { return false }
        text.removeFirst()
        return true
    }

    mutating func step() -> RecordPath.Step? {
        if take(".") {
            if take("*") { return text.isEmpty || text.first == "." || text.first == "[" ? .everything : nil }
            let name = text.prefix { !".[ ]'\",:()?@*".contains($0) }
            text = text.dropFirst(name.count)
            let endsHere = text.isEmpty || text.first == "." || text.first == "["
            return name.isEmpty || !endsHere ? nil : .names([String(name)])
        }
        guard take("[") else { return nil }
        skipSpaces()
        let step: RecordPath.Step?
        switch text.first {
        case "*":
            text.removeFirst()
            step = .everything
        case "'": step = names()
        default: step = numbers()
        }
        skipSpaces()
        return take("]") ? step : nil
    }

    private mutating func names() -> RecordPath.Step? {
        var names: [String] = []
        repeat {
            skipSpaces()
            guard take("'") else { return nil }
            let name = text.prefix { $0 != "'" }
            text = text.dropFirst(name.count)
            guard !name.isEmpty, take("'") else { return nil }
            names.append(String(name))
            skipSpaces()
        } while take(",")
        return .names(names)
    }

    private mutating func numbers() -> RecordPath.Step? {
        let first = number()
        skipSpaces()
        if take(":") {
            skipSpaces()
            return .slice(first, number())
        }
        guard let first else { return nil }
        var places = [first]
        while take(",") {
            skipSpaces()
            guard let place = number() else { return nil }
            places.append(place)
            skipSpaces()
        }
        return .places(places)
    }

    private mutating func number() -> Int? {
        let digits = text.prefix { $0 == "-" || $0 == "+" || $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        text = text.dropFirst(digits.count)
        return number
    }

    private mutating func skipSpaces() { text = text.drop { $0 == " " } }
}
