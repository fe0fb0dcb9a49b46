/// The JSONPath subset of DataProcessing: `$`, `.name`, `['a','b']`, `[n,m]`, `[a:b]` and `*`.
///
/// At most 63 characters (API reference, DataProcessing). Negative indices count from the end; a slice's end is not
/// part of it.
struct JSONPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case members([String])
        case indices([Int])
        case slice(from: Int?, to: Int?)
        case all
    }

    let text: String
    let steps: [Step]

    /// Whether the path is `$` alone, which changes nothing.
    var isWhole: Bool { steps.isEmpty }

    init(_ text: String) throws(JSONPathProblem) {
        guard text.utf8.count <= 63 else { throw .tooLong(text) }
        self.text = text
        var rest = text[...]
        guard rest.popFirst() == "$" else { throw .malformed(text) }
        var steps: [Step] = []
        while let first = rest.popFirst() {
            switch first {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty, !name.contains(where: { " ]'\",:()?@".contains($0) }) else {
                    throw .malformed(text)
                }
                rest = rest.dropFirst(name.count)
                steps.append(name == "*" ? .all : .members([String(name)]))
            case "[":
                guard let end = Self.closingBracket(in: rest), let step = Self.step(rest[..<end]) else {
                    throw .malformed(text)
                }
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            default: throw .malformed(text)
            }
        }
        self.steps = steps
    }

    private static func closingBracket(in text: Substring) -> Substring.Index? {
        var quoted = false
        for index in text.indices {
            if text[index] == "'" { quoted.toggle() }
            if text[index] == "]", !quoted { return index }
        }
        return nil
    }

    private static func step(_ inner: Substring) -> Step? {
        let inner = inner.trimmingSpaces
        if inner == "*" { return .all }
        if inner.first == "'" {
            let names = inner.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
            guard names.allSatisfy({ $0.count > 2 && $0.first == "'" && $0.last == "'" }) else { return nil }
            return .members(names.map { String($0.dropFirst().dropLast()) })
        }
        if inner.contains(":") {
            let ends = inner.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmingSpaces)
            guard ends.count == 2, ends.allSatisfy({ $0.isEmpty || Int($0) != nil }) else { return nil }
            return .slice(from: Int(ends[0]), to: Int(ends[1]))
        }
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { Int($0.trimmingSpaces) }
        let indices = parts.compactMap(\.self)
        return indices.count == parts.count ? .indices(indices) : nil
    }

    /// The places that a step picks among `count`, in the step's order; nothing where an index is outside.
    static func places(of step: Step, among count: Int) -> [Int]? {
        switch step {
        case .members: return nil
        case .all: return Array(0..<count)
        case .indices(let indices):
            let places = indices.map { $0 < 0 ? $0 + count : $0 }
            return places.allSatisfy((0..<count).contains) ? places : nil
        case .slice(let from, let to):
            func bound(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
            let (start, end) = (bound(from ?? 0), bound(to ?? count))
            return start < end ? Array(start..<end) : []
        }
    }
}

/// What is wrong with a filter.
enum JSONPathProblem: Error, Hashable, Sendable {
    case malformed(String)
    case tooLong(String)
    /// CSV has no names, and one step at most.
    case notForCSV(String)
    case matchesNothing(String)

    var message: String {
        switch self {
        case .malformed(let path): "The JSONPath '\(path)' is not valid"
        case .tooLong(let path): "The JSONPath '\(path)' has more than 63 characters"
        case .notForCSV(let path): "The JSONPath '\(path)' is not applicable to CSV: only indices and slices are"
        case .matchesNothing(let path): "The JSONPath '\(path)' does not match the record"
        }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: Substring {
        var trimmed = drop { $0 == " " || $0 == "\t" }
        while let last = trimmed.last, last == " " || last == "\t" { trimmed.removeLast() }
        return trimmed
    }
}
