import AWSOperations

extension OutputListing {
    /// Puts listed inputs and outputs side by side.
    init(
        inputs: [S3Object], outputs: [S3Object], inputLocation: S3Location?, outputLocation: S3Location,
        inputsAreWhole: Bool = true, outputsAreWhole: Bool = true
    ) {
        let mapping = OutputMapping(input: inputLocation ?? outputLocation, output: outputLocation)
        let outputsByKey = Dictionary(outputs.map { (ByteText($0.key), $0) }, uniquingKeysWith: { first, _ in first })
        let writesUnderInput =
            inputLocation?.bucket == outputLocation.bucket && mapping.outputPrefix.hasBytePrefix(mapping.inputPrefix)
        var rows: [OutputRow] = []
        var matched: Set<ByteText> = []
        var inputKeys: Set<ByteText> = []
        // A folder's own marker object holds no records.
        for input in inputs where !(input.key.hasByteSuffix("/") && input.$size == 0) {
            // A listing or manifest may name an object twice.
            guard !inputKeys.contains(ByteText(input.key)) else { continue }
            let isUnderOutput = writesUnderInput && input.key.hasBytePrefix(mapping.outputPrefix)
            // An output of this very run, found again below the input prefix, is no input.
            if isUnderOutput, input.key.hasByteSuffix(".out"), outputsByKey[ByteText(input.key)] != nil { continue }
            inputKeys.insert(ByteText(input.key))
            let keys = mapping.outputKeys(for: input.key)
            let found = keys.lazy.compactMap { outputsByKey[ByteText($0)] }.first {
                !matched.contains(ByteText($0.key))
            }
            if let found { matched.insert(ByteText(found.key)) }
            rows.append(
                OutputRow(
                    input: input, output: found, outputKey: found?.key ?? keys.first ?? mapping.outputPrefix,
                    relativeName: mapping.relativeName(of: input.key),
                    oddity: isUnderOutput ? .underOutput : Self.oddity(of: input.key, prefix: inputLocation?.key ?? ""))
            )
        }
        for output in outputs where output.key.hasByteSuffix(".out") {
            let key = ByteText(output.key)
            if inputKeys.contains(key) || !matched.insert(key).inserted { continue }
            rows.append(
                OutputRow(
                    input: nil, output: output, outputKey: output.key,
                    relativeName: String(output.key.droppingBytePrefix(mapping.outputPrefix) ?? output.key[...]),
                    oddity: nil))
        }
        self.rows = rows
        self.inputLocation = inputLocation
        self.outputLocation = S3Location(bucket: outputLocation.bucket, key: mapping.outputPrefix)
        isComplete = inputsAreWhole && outputsAreWhole
        for index in self.rows.indices {
            let row = self.rows[index]
            self.rows[index].mayBePaired =
                row.input == nil && !inputsAreWhole || row.output == nil && !outputsAreWhole
        }
    }

    private static func oddity(of key: String, prefix: String) -> OutputRow.Oddity? {
        let name = key.pathName
        if name.hasBytePrefix("_") || name.hasBytePrefix(".") || name.hasByteSuffix(".manifest") { return .marker }
        guard !prefix.isEmpty, !prefix.hasByteSuffix("/"), !key.hasSameBytes(as: prefix),
            !key.hasBytePrefix(prefix + "/")
        else { return nil }
        return .siblingOfPrefix
    }
}
