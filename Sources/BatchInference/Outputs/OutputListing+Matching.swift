import AWSOperations

extension OutputListing {
    /// Puts listed inputs and outputs side by side.
    init(
        inputs: [S3Object], outputs: [S3Object], inputLocation: S3Location, outputLocation: S3Location, isComplete: Bool
    ) {
        let mapping = OutputMapping(input: inputLocation, output: outputLocation)
        let outputsByKey = Dictionary(outputs.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let writesUnderInput =
            inputLocation.bucket == outputLocation.bucket && mapping.outputPrefix.hasPrefix(mapping.inputPrefix)
        var rows: [OutputRow] = []
        var matched: Set<String> = []
        var inputKeys: Set<String> = []
        // A folder's own marker object holds no records.
        for input in inputs where !(input.key.hasSuffix("/") && input.size == 0) {
            let isUnderOutput = writesUnderInput && input.key.hasPrefix(mapping.outputPrefix)
            // An output of this very run, found again below the input prefix, is no input.
            if isUnderOutput, input.key.hasSuffix(".out"), outputsByKey[input.key] != nil { continue }
            inputKeys.insert(input.key)
            let keys = mapping.outputKeys(for: input.key)
            let found = keys.lazy.compactMap { outputsByKey[$0] }.first { !matched.contains($0.key) }
            if let found { matched.insert(found.key) }
            rows.append(
                OutputRow(
                    input: input, output: found, outputKey: found?.key ?? keys.first ?? mapping.outputPrefix,
                    relativeName: mapping.relativeName(of: input.key),
                    oddity: isUnderOutput ? .underOutput : Self.oddity(of: input.key, prefix: inputLocation.key)))
        }
        for output in outputs
        where output.key.hasSuffix(".out") && !matched.contains(output.key) && !inputKeys.contains(output.key) {
            rows.append(
                OutputRow(
                    input: nil, output: output, outputKey: output.key,
                    relativeName: String(output.key.dropFirst(mapping.outputPrefix.count)), oddity: nil))
        }
        self.rows = rows
        self.inputLocation = inputLocation
        self.outputLocation = S3Location(bucket: outputLocation.bucket, key: mapping.outputPrefix)
        self.isComplete = isComplete
    }

    private static func oddity(of key: String, prefix: String) -> OutputRow.Oddity? {
        let name = key.split(separator: "/").last.map(String.init) ?? key
        if name.hasPrefix("_") || name.hasPrefix(".") || name.hasSuffix(".manifest") { return .marker }
        guard !prefix.isEmpty, !prefix.hasSuffix("/"), key != prefix, !key.hasPrefix(prefix + "/") else { return nil }
        return .siblingOfPrefix
    }
}
