import AWSOperations

/// Where a transform writes the output of an input object.
///
/// The rule is `<S3OutputPath>/<rest of the key below the prefix>.out`. Sources disagree on what the rest is where the
/// prefix does not end at a slash or where its last folder may be repeated, so the likely keys are given in order.
struct OutputMapping: Sendable {
    let inputPrefix: String
    let outputPrefix: String

    init(input: S3Location, output: S3Location) {
        inputPrefix = input.key
        outputPrefix = output.key.isEmpty || output.key.hasSuffix("/") ? output.key : output.key + "/"
    }

    /// The keys that the output may have, the documented one first.
    func outputKeys(for inputKey: String) -> [String] {
        var keys: [String] = []
        for rest in rests(of: inputKey) where !rest.isEmpty {
            let key = outputPrefix + rest + ".out"
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }

    /// The input's key below the last folder of the prefix, for showing.
    func relativeName(of inputKey: String) -> String {
        inputKey.hasPrefix(folder) ? String(inputKey.dropFirst(folder.count)) : inputKey
    }

    private var folder: String {
        guard let slash = inputPrefix.lastIndex(of: "/") else { return "" }
        return String(inputPrefix[...slash])
    }

    private func rests(of key: String) -> [String] {
        // Below the prefix's last folder: `in/march/` and `in/march/a.csv` give `a.csv`; `in/mar` and `in/march/a.csv`
        // give `march/a.csv`.
        let belowFolder = relativeName(of: key)
        // Below the prefix as a folder, its slash left out: `in/march` and `in/march/a.csv` give `a.csv`.
        var belowPrefix = key.hasPrefix(inputPrefix) ? String(key.dropFirst(inputPrefix.count)) : key
        if belowPrefix.hasPrefix("/") { belowPrefix.removeFirst() }
        // With the last folder of the prefix repeated: `march/a.csv`.
        let parent = folder.dropLast().lastIndex(of: "/").map { folder[...$0] } ?? ""
        let withFolder = key.hasPrefix(parent) ? String(key.dropFirst(parent.count)) : key
        let isFolderWithoutSlash = !inputPrefix.hasSuffix("/") && key.hasPrefix(inputPrefix + "/")
        return isFolderWithoutSlash ? [belowPrefix, belowFolder, withFolder] : [belowFolder, belowPrefix, withFolder]
    }
}
