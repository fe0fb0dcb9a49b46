import AWSOperations

/// Where a transform writes the output of an input object, and which input an output is of.
///
/// The rule is `<S3OutputPath>/<rest of the key below the prefix>.out`. Sources disagree on what the rest is where the
/// prefix does not end at a slash or where its last folder may be repeated, so the likely keys are given in order.
struct OutputMapping: Sendable {
    let inputPrefix: String
    let outputPrefix: String
    private let origins: Origins

    init(input: S3Location, output: S3Location) {
        inputPrefix = input.key
        outputPrefix = output.key.asFolder
        origins = Origins(inputPrefix: inputPrefix)
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

    /// The output's key by one of the readings of the rule: 0 is the documented one.
    func outputKey(for inputKey: String, reading: Int) -> String {
        outputPrefix + rests(of: inputKey)[reading] + ".out"
    }

    /// The input's key below the last folder of the prefix, for showing.
    func relativeName(of inputKey: String) -> String {
        String(inputKey.droppingBytePrefix(folder) ?? inputKey[...])
    }

    /// The inputs that an output may be of, likeliest first, with the reading of the rule that says so; none for what
    /// isn't below the output path, or isn't an output's name.
    func inputKeys(for outputKey: [UInt8]) -> [(reading: Int, key: [UInt8])] {
        let head = outputPrefix.utf8.count
        guard outputKey.count > head + Self.suffix.count, outputKey.starts(with: outputPrefix.utf8),
            outputKey.suffix(Self.suffix.count).elementsEqual(Self.suffix)
        else { return [] }
        return origins.keys(for: outputKey[head..<outputKey.count - Self.suffix.count])
    }

    /// How many bytes of an input's key are not shown.
    var folderLength: Int { origins.folder.count }

    static let suffix = Array(".out".utf8)

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

    /// The rule backwards, over bytes: what may stand before the rest of an output's key.
    private struct Origins: Sendable {
        let prefix: [UInt8]
        let folder: [UInt8]
        let parent: [UInt8]
        /// The prefix's part below its last folder.
        let tail: [UInt8]
        let endsInSlash: Bool

        private static let slash = UInt8(ascii: "/")

        init(inputPrefix: String) {
            prefix = Array(inputPrefix.utf8)
            folder = Array(inputPrefix.parentFolder.utf8)
            parent = Array((inputPrefix.parentFolder.droppingByteSuffix("/")?.parentFolder ?? "").utf8)
            tail = Array(prefix[folder.count...])
            endsInSlash = prefix.last == Self.slash
        }

        func keys(for rest: ArraySlice<UInt8>) -> [(reading: Int, key: [UInt8])] {
            var keys: [(reading: Int, key: [UInt8])] = []
            keys.reserveCapacity(4)
            if rest.starts(with: tail) {
                let isBelowPrefix =
                    !endsInSlash && rest.count > tail.count && rest[rest.startIndex + tail.count] == Self.slash
                keys.append((isBelowPrefix ? 1 : 0, folder + rest))
            }
            keys.append((endsInSlash ? 1 : 0, prefix + [Self.slash] + rest))
            if !endsInSlash, !prefix.isEmpty, rest.first != Self.slash { keys.append((1, prefix + rest)) }
            if !folder.isEmpty {
                let key = parent + rest
                if key.starts(with: prefix) { keys.append((2, key)) }
            }
            // The documented reading mostly holds, and mostly stands first.
            if keys[0].reading != 0 { keys.sort { $0.reading < $1.reading } }
            return keys
        }
    }
}
