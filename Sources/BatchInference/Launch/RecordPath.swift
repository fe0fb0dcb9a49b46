import JSONCoding

/// The JSONPath of an input or output filter: `$`, `.name`, `['a','b']`, `[n,m]`, `[a:b]` and `*` (CreateTransformJob,
/// DataProcessing; developer guide, "Associate Prediction Results with Input Records"). A negative place counts from the end; the end of a slice is not part of it.
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
        var reader = PathReader(rest: text.unicodeScalars[...])
        self.text = text
        steps = try reader.steps()
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
    func filter(json record: JSONValue) throws(RecordPathProblem) -> JSONValue {
        try Self.walk(steps[...], record)
    }

    private static func walk(
        _ steps: ArraySlice<Step>, _ value: JSONValue
    ) throws(RecordPathProblem) -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch value {
        case .object:
            switch step {
            case .names(let names):
                var kept: [JSONValue.Member] = []
                for name in names {
                    guard let member = value[name] else { throw .noMatch }
                    kept.append(JSONValue.Member(key: name, value: try walk(rest, member)))
                }
                return kept.count == 1 ? kept[0].value : .object(kept)
            case .everything:
                var values: [JSONValue] = []
                for member in value.uniqueMembers.sorted(by: { $0.key < $1.key }) {
                    values.append(try walk(rest, member.value))
                }
                return .array(values)
            default: throw .noMatch
            }
        case .array(let elements):
            guard let chosen = places(step, of: elements.count) else { throw .noMatch }
            var kept: [JSONValue] = []
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
    /// It is no path that SageMaker takes; why, in a clause.
    case malformed(String)
    /// CSV has no names, and one step at most.
    case notForCSV
    /// The record has no such part.
    case noMatch

    var message: String {
        switch self {
        case .tooLong: "it has more than \(RecordPath.lengthLimit) characters"
        case .malformed(let reason): reason
        case .notForCSV: "CSV columns are selected by number only"
        case .noMatch: "it selects a part that the record doesn't have"
        }
    }
}

/// Reads a path step by step.
private struct PathReader {
    var rest: Substring.UnicodeScalarView

    mutating func steps() throws(RecordPathProblem) -> [RecordPath.Step] {
        guard take("$") else { throw .malformed("a filter starts with $") }
        var steps: [RecordPath.Step] = []
        while let next = rest.popFirst() {
            switch next {
            case ".": steps.append(try nameAfterDot())
            case "[": steps.append(try bracketed())
            default: throw .malformed("expected a dot or [, not '\(next)'")
            }
        }
        return steps
    }

    private mutating func nameAfterDot() throws(RecordPathProblem) -> RecordPath.Step {
        if rest.first == "." { throw .malformed("SageMaker's filters have no .. operator") }
        if take("*") { return .everything }
        let name = String(rest.prefix { $0 != "." && $0 != "[" })
        if name.isEmpty { throw .malformed("a name is missing after a dot") }
        if name.unicodeScalars.contains(where: { " ]'\",:()?@*".unicodeScalars.contains($0) }) {
            throw .malformed("'\(name)' isn't a valid name: write it as ['name']")
        }
        rest = rest.dropFirst(name.unicodeScalars.count)
        return .names([name])
    }

    /// What stands between two square brackets, the first of which has been read.
    private mutating func bracketed() throws(RecordPathProblem) -> RecordPath.Step {
        if rest.first == "?" || rest.first == "(" { throw .malformed("SageMaker's filters have no expressions") }
        var elements: [RecordPath.Step] = []
        repeat {
            skipBlanks()
            elements.append(try element())
            skipBlanks()
        } while take(",")
        guard take("]") else {
            throw .malformed(rest.first.map { "expected , or ], not '\($0)'" } ?? "a bracket isn't closed")
        }
        return try Self.joined(elements)
    }

    private static func joined(_ elements: [RecordPath.Step]) throws(RecordPathProblem) -> RecordPath.Step {
        if elements.count == 1 { return elements[0] }
        var names: [String] = []
        var places: [Int] = []
        var ranges = 0
        for element in elements {
            switch element {
            case .names(let more): names += more
            case .places(let more): places += more
            case .slice: ranges += 1
            case .everything: throw .malformed("* stands alone in brackets")
            }
        }
        guard names.isEmpty || places.isEmpty && ranges == 0 else {
            throw .malformed("names and numbers can't be mixed in brackets")
        }
        // Of several, CreateTransformJob says: "only single range filters are supported".
        guard ranges == 0 else {
            throw .malformed("SageMaker accepts only one range in a filter: list the columns, or use one range")
        }
        return names.isEmpty ? .places(places) : .names(names)
    }

    private mutating func element() throws(RecordPathProblem) -> RecordPath.Step {
        switch rest.first {
        case nil: throw .malformed("a bracket isn't closed")
        case "\"": throw .malformed("names take single quotes, as in ['name']")
        case "*":
            rest.removeFirst()
            return .everything
        case "'":
            rest.removeFirst()
            guard let end = rest.firstIndex(of: "'") else { throw .malformed("a quote isn't closed") }
            let name = String(rest[..<end])
            if name.isEmpty { throw .malformed("a name between quotes is empty") }
            rest = rest[rest.index(after: end)...]
            return .names([name])
        default:
            let body = String(rest.prefix { !",] ".unicodeScalars.contains($0) })
            rest = rest.dropFirst(body.unicodeScalars.count)
            let parts = body.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.map { Int($0) }
            if parts.count == 1, let number = numbers[0] { return .places([number]) }
            if parts.count == 2, zip(parts, numbers).allSatisfy({ $0.isEmpty || $1 != nil }) {
                return .slice(numbers[0], numbers[1])
            }
            throw .malformed(
                body.isEmpty ? "the brackets are empty" : "'\(body)' isn't a column number, slice or quoted name")
        }
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
