/// The text that a model artifact holds: one entry a line, a name and its values separated by spaces.
///
/// An entry of a nested document is written with the nested document's name and a full stop before its own.
struct ModelDocument: Hashable, Sendable {
    private var names: [String] = []
    private var entries: [String: [String]] = [:]

    init() {}

    init(text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let name = words.first else { continue }
            self[String(name)] = words.dropFirst().map(String.init)
        }
    }

    subscript(name: String) -> [String]? {
        get { entries[name] }
        set {
            if entries[name] == nil { names.append(name) }
            entries[name] = newValue
        }
    }

    var text: String {
        names.map { name in ([name] + (entries[name] ?? [])).joined(separator: " ") + "\n" }.joined()
    }

    mutating func set(_ name: String, _ numbers: some Sequence<Double>) {
        self[name] = numbers.map { "\($0)" }
    }

    mutating func set(_ name: String, _ numbers: some Sequence<Int>) {
        self[name] = numbers.map { "\($0)" }
    }

    mutating func nest(_ document: ModelDocument, under name: String) {
        for entry in document.names { self["\(name).\(entry)"] = document.entries[entry] }
    }

    func nested(under name: String) -> ModelDocument {
        var nested = ModelDocument()
        for entry in names where entry.hasPrefix(name + ".") {
            nested[String(entry.dropFirst(name.count + 1))] = entries[entry]
        }
        return nested
    }

    func words(_ name: String) throws(ModelDocumentError) -> [String] {
        guard let words = entries[name] else { throw .missing(entry: name) }
        return words
    }

    func word(_ name: String) throws(ModelDocumentError) -> String {
        guard let word = try words(name).first else { throw .missing(entry: name) }
        return word
    }

    func numbers(_ name: String) throws(ModelDocumentError) -> [Double] {
        var numbers: [Double] = []
        for word in try words(name) {
            guard let number = Double(word) else { throw .badValue(entry: name, text: word) }
            numbers.append(number)
        }
        return numbers
    }

    func integers(_ name: String) throws(ModelDocumentError) -> [Int] {
        var integers: [Int] = []
        for word in try words(name) {
            guard let integer = Int(word) else { throw .badValue(entry: name, text: word) }
            integers.append(integer)
        }
        return integers
    }

    /// One integer in 0 ... `limit`.
    func integer(_ name: String, upTo limit: Int = 1 << 20) throws(ModelDocumentError) -> Int {
        guard let integer = try integers(name).first, (0...limit).contains(integer) else {
            throw .badValue(entry: name, text: try word(name))
        }
        return integer
    }

    /// A matrix under `name`, whose size stands under `<name>-size`.
    func matrix(_ name: String) throws(ModelDocumentError) -> Matrix {
        let size = try integers(name + "-size")
        let values = try numbers(name)
        guard size.count == 2, size.allSatisfy({ (0...1 << 20).contains($0) }), size[0] * size[1] == values.count else {
            throw .badValue(entry: name + "-size", text: "\(size)")
        }
        return Matrix(rows: size[0], columns: size[1], values: values)
    }

    mutating func set(_ name: String, _ matrix: Matrix) {
        set(name + "-size", [matrix.rows, matrix.columns])
        set(name, matrix.values)
    }
}

/// Why a model artifact's text could not be read.
enum ModelDocumentError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(entry: String)
    case badValue(entry: String, text: String)

    var description: String {
        switch self {
        case .missing(let entry): "the model lacks the entry '\(entry)'"
        case .badValue(let entry, let text): "the model's entry '\(entry)' cannot be '\(text)'"
        }
    }
}
