/// The JSONPath that DataProcessing understands: `$`, `.name`, `*`, `['a','b']`, `[0,-1]` and `[1:]`
/// (developer guide, "Associate Prediction Results with Input Records", supported operators).
struct FilterSyntax {
    /// What is wrong with a filter, in a sentence without a full stop; nil where nothing is.
    static func problem(in text: String) -> String? {
        guard text.first == "$" else { return "a filter starts with $" }
        var reader = FilterSyntax(rest: text.dropFirst())
        return reader.readSegments()
    }

    private var rest: Substring

    private mutating func readSegments() -> String? {
        while let next = rest.popFirst() {
            switch next {
            case ".":
                if rest.first == "." { return "SageMaker's filters have no .. operator" }
                if rest.first == "*" {
                    rest.removeFirst()
                    continue
                }
                let name = rest.prefix { $0 != "." && $0 != "[" }
                if name.isEmpty { return "a name is missing after a dot" }
                if name.contains(where: { " ()?@'\"],".contains($0) }) {
                    return "'\(name)' isn't a valid name: write it as ['name']"
                }
                rest = rest.dropFirst(name.count)
            case "[":
                if let problem = readBrackets() { return problem }
            default: return "expected a dot or [, not '\(next)'"
            }
        }
        return nil
    }

    /// What stands between two square brackets, the first of which has been read.
    private mutating func readBrackets() -> String? {
        if rest.first == "?" || rest.first == "(" { return "SageMaker's filters have no expressions" }
        var kinds: [Element] = []
        while true {
            skipBlanks()
            switch readElement() {
            case .failure(let problem): return problem.text
            case .success(let kind): kinds.append(kind)
            }
            skipBlanks()
            switch rest.popFirst() {
            case ",": continue
            case "]": return Self.problem(of: kinds)
            case nil: return "a bracket isn't closed"
            case .some(let other): return "expected , or ], not '\(other)'"
            }
        }
    }

    /// What can stand between brackets.
    private enum Element: Hashable {
        case everything
        case name
        case number
        case slice
    }

    private struct Problem: Error {
        var text: String

        init(_ text: String) {
            self.text = text
        }
    }

    /// Of several ranges, CreateTransformJob says: "only single range filters are supported".
    private static func problem(of kinds: [Element]) -> String? {
        if kinds.count(where: { $0 == .slice }) > 1 {
            return "SageMaker accepts only one range in a filter: list the columns, or use one range"
        }
        if kinds.contains(.name), kinds.contains(where: { $0 == .number || $0 == .slice }) {
            return "names and numbers can't be mixed in brackets"
        }
        return nil
    }

    private mutating func readElement() -> Result<Element, Problem> {
        switch rest.first {
        case "*":
            rest.removeFirst()
            return .success(.everything)
        case "'", "\"":
            let quote = rest.removeFirst()
            guard let end = rest.firstIndex(of: quote) else { return .failure(Problem("a quote isn't closed")) }
            if end == rest.startIndex { return .failure(Problem("a name between quotes is empty")) }
            rest = rest[rest.index(after: end)...]
            return .success(.name)
        case nil: return .failure(Problem("a bracket isn't closed"))
        default:
            let body = rest.prefix { !",] ".contains($0) }
            rest = rest.dropFirst(body.count)
            let parts = body.split(separator: ":", omittingEmptySubsequences: false)
            let isNumber = parts.count == 1 && Int(parts[0]) != nil
            let isSlice = parts.count == 2 && parts.allSatisfy { $0.isEmpty || Int($0) != nil }
            if isNumber || isSlice { return .success(isNumber ? .number : .slice) }
            return .failure(
                Problem(
                    body.isEmpty ? "the brackets are empty" : "'\(body)' isn't a column number, slice or quoted name")
            )
        }
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
