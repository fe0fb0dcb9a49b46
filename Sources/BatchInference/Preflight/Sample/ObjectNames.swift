import AWSOperations

/// Objects of an input as a sentence names them: the first by its key below the input's folder, the others counted.
struct ObjectNames: Hashable, Sendable {
    private var first: String
    private var others: Int

    /// Nil where there are none.
    init?(_ names: [String]) {
        guard let first = names.first else { return nil }
        self.first = first
        others = names.count - 1
    }

    /// `part-1.csv`, `part-1.csv and 1 more object`, `part-1.csv and 3 more objects`.
    var text: String {
        others == 0
            ? first : "\(first) and \(DisplayText.count(others)) more object\(others == 1 ? "" : "s")"
    }

    /// The verb that fits their number.
    func verb(_ one: String, _ many: String) -> String { others == 0 ? one : many }
}

extension InputObjects {
    /// The folder that the input names, or that its prefix begins within.
    var folder: String { String(prefix.parentFolder) }

    /// What an object is called within messages: its key below the input's folder.
    func name(of key: String) -> String {
        guard let below = key.droppingBytePrefix(folder), !below.isEmpty else { return key }
        return String(below)
    }

    /// How these are named together; nil where there are none.
    func names(of keys: [String]) -> ObjectNames? { ObjectNames(keys.map(name)) }
}
