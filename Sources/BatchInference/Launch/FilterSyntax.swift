/// The JSONPath that DataProcessing understands: `$`, `.name`, `*`, `['a','b']`, `[0,-1]` and `[1:]`
/// (developer guide, "Associate Prediction Results with Input Records", supported operators).
struct FilterSyntax {
    /// What is wrong with a filter, in a sentence without a full stop; nil where nothing is.
    static func problem(in text: String) -> String? {
        guard text.first == "$" else { return "a filter begins with $" }
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
                    return "'\(name)' is no name: write it as ['name']"
                }
                rest = rest.dropFirst(name.count)
            case "[":
                if let problem = readBrackets() { return problem }
            default: return "'\(next)' stands where a dot or [ is expected"
            }
        }
        return nil
    }

    /// What stands between two square brackets, the first of which has been read.
    private mutating func readBrackets() -> String? {
        if rest.first == "?" || rest.first == "(" { return "SageMaker's filters have no expressions" }
        var elements = 0
        while true {
            skipBlanks()
            if let problem = readElement() { return problem }
            elements += 1
            skipBlanks()
            switch rest.popFirst() {
            case ",": continue
            case "]": return nil
            case nil: return "a bracket is not closed"
            case .some(let other): return "'\(other)' stands where , or ] is expected"
            }
        }
    }

    private mutating func readElement() -> String? {
        switch rest.first {
        case "*":
            rest.removeFirst()
            return nil
        case "'", "\"":
            let quote = rest.removeFirst()
            guard let end = rest.firstIndex(of: quote) else { return "a quote is not closed" }
            if end == rest.startIndex { return "a name between quotes is empty" }
            rest = rest[rest.index(after: end)...]
            return nil
        case nil: return "a bracket is not closed"
        default:
            let body = rest.prefix { !",] ".contains($0) }
            rest = rest.dropFirst(body.count)
            let parts = body.split(separator: ":", omittingEmptySubsequences: false)
            let isNumber = parts.count == 1 && Int(parts[0]) != nil
            let isSlice = parts.count == 2 && parts.allSatisfy { $0.isEmpty || Int($0) != nil }
            if isNumber || isSlice { return nil }
            return body.isEmpty ? "the brackets are empty" : "'\(body)' is no column number, slice or quoted name"
        }
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
