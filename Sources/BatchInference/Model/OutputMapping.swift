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
        outputPrefix = output.key.asFolder
    }

    /// The keys that the output may have, the documented one first.
    func outputKeys(for inputKey: String) -> [String] {
        var keys: [String] = []
        for rest in rests(of: inputKey) where !rest.isEmpty {
            let key = outputPrefix + rest + ".out"
            if !keys.contains(where: key.hasSameBytes) { keys.append(key) }
        }
        return keys
    }

    /// The input's key below the last folder of the prefix, for showing.
    func relativeName(of inputKey: String) -> String {
        String(inputKey.droppingBytePrefix(folder) ?? inputKey[...])
    }

    private var folder: Substring { inputPrefix.parentFolder }

    private func rests(of key: String) -> [String] {
        // Below the prefix's last folder: `in/march/` and `in/march/a.csv` give `a.csv`; `in/mar` and `in/march/a.csv`
        // give `march/a.csv`.
        let belowFolder = relativeName(of: key)
        // Below the prefix as a folder, its slash left out: `in/march` and `in/march/a.csv` give `a.csv`.
        var belowPrefix = key.droppingBytePrefix(inputPrefix) ?? key[...]
        belowPrefix = belowPrefix.droppingBytePrefix("/") ?? belowPrefix
        // With the last folder of the prefix repeated: `march/a.csv`.
        let parent = folder.droppingByteSuffix("/")?.parentFolder ?? ""
        let withFolder = String(key.droppingBytePrefix(parent) ?? key[...])
        let isFolderWithoutSlash = !inputPrefix.hasByteSuffix("/") && key.hasBytePrefix(inputPrefix + "/")
        return isFolderWithoutSlash
            ? [String(belowPrefix), belowFolder, withFolder] : [belowFolder, String(belowPrefix), withFolder]
    }
}
