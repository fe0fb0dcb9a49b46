import AWSOperations

/// All inputs of a transform beside their outputs.
public struct OutputListing: Sendable {
    public let rows: OutputRows
    /// Nil where the transform's description doesn't say what it reads; `inputFailure` then says so.
    public var inputLocation: S3Location?
    public var outputLocation: S3Location
    /// Whether the inputs have been listed to their end.
    public let inputsAreWhole: Bool
    /// Whether the outputs have been listed to their end.
    public let outputsAreWhole: Bool
    /// Whether pages are still coming: what is not here may yet be listed.
    public var isUnderWay = false
    /// Why inputs are missing from the rows.
    public var inputFailure: AWSFailure?
    /// Why outputs are missing from the rows.
    public var outputFailure: AWSFailure?
    /// Entries of the inputs' listing that cannot be read at all.
    public var inputItemsLeftOut = 0
    /// Entries of the outputs' listing that cannot be read at all.
    public var outputItemsLeftOut = 0

    /// Puts listed inputs and outputs side by side.
    public init(
        inputs: [S3Object], outputs: [S3Object], inputLocation: S3Location?, outputLocation: S3Location,
        run: RunStart = RunStart(Timestamp(secondsSinceEpoch: 0)), inputsAreWhole: Bool = true,
        outputsAreWhole: Bool = true
    ) {
        var merge = OutputMerge(input: inputLocation, output: outputLocation, run: run)
        merge.takeInputs(inputs)
        merge.endInputs()
        merge.takeOutputs(outputs)
        self.init(
            merge, inputLocation: inputLocation, outputLocation: outputLocation, inputsAreWhole: inputsAreWhole,
            outputsAreWhole: outputsAreWhole)
    }

    init(
        _ merge: OutputMerge, inputLocation: S3Location?, outputLocation: S3Location, inputsAreWhole: Bool,
        outputsAreWhole: Bool
    ) {
        rows = OutputRows(merge, inputsAreWhole: inputsAreWhole, outputsAreWhole: outputsAreWhole)
        self.inputLocation = inputLocation
        self.outputLocation = S3Location(bucket: outputLocation.bucket, key: merge.mapping.outputPrefix)
        self.inputsAreWhole = inputsAreWhole
        self.outputsAreWhole = outputsAreWhole
    }

    public var counts: OutputCounts { rows.counts }
    /// Entries of the two listings that cannot be read at all.
    public var itemsLeftOut: Int { inputItemsLeftOut + outputItemsLeftOut }
    /// Whether all inputs and all outputs are here.
    public var isComplete: Bool { inputsAreWhole && outputsAreWhole }

    public var inputCount: Int { counts.inputs }
    public var writtenCount: Int { counts.written }
    /// Outputs of this run without an input, all inputs being listed.
    public var extraCount: Int { inputsAreWhole ? counts.extra : 0 }
    public var inputBytes: Int { counts.inputBytes }
    public var outputBytes: Int { counts.outputBytes }

    /// Whether each listed object has a size.
    public var sizesAreKnown: Bool { counts.withoutSize == 0 }

    /// The counts as a panel or a line of progress tells them.
    public var progress: OutputProgress {
        var progress = OutputProgress(
            inputObjects: counts.inputs, inputBytes: counts.inputBytes, outputObjects: counts.written,
            outputBytes: counts.inputs == 0 ? counts.outputBytes : counts.writtenBytes, isComplete: isComplete,
            unpairedOutputs: counts.extra, inputsAreListed: inputFailure == nil,
            outputsAreListed: outputFailure == nil, inputsAreKnown: inputLocation != nil,
            sizesAreKnown: sizesAreKnown, earlierOutputs: counts.earlier, outputsOfUnknownRun: counts.ofUnknownRun,
            emptyOutputs: counts.empty)
        progress.finishedInputBytes = counts.writtenInputBytes
        progress.largestUnfinishedInput = counts.missing > 0 ? counts.largestUnwritten : nil
        progress.firstOutputAt = counts.firstWrittenAt
        progress.lastOutputAt = counts.lastWrittenAt
        return progress.noting(
            counts.byRepair, of: run.repaired.map { RepairShare(name: $0.name, outputs: counts.ofRepaired) })
    }

    /// When the run began whose outputs these are, and its repairs.
    public var run: RunStart { rows.source.run }

    /// What could not be listed, and why.
    public var shortfalls: [Shortfall] {
        var found: [Shortfall] = []
        if let inputFailure {
            let what =
                if let inputLocation {
                    inputCount == 0
                        ? "the inputs under \(inputLocation.uri) can't be listed" : "the list of inputs is incomplete"
                } else {
                    "the inputs are unknown"
                }
            found.append(Shortfall(what, failure: inputFailure))
        }
        if let outputFailure {
            let what =
                counts.outputs + counts.earlier > 0
                ? "the list of outputs is incomplete" : "the outputs under \(outputLocation.uri) can't be listed"
            found.append(Shortfall(what, failure: outputFailure))
        }
        return found
    }

    /// The seconds after which the outputs are listed again while the transform runs: a minute where they are a million.
    public func pauseBetweenListings(atLeast shortest: Double) -> Double {
        max(shortest, min(60, Double(counts.outputs + counts.earlier) * 60 / 1_000_000))
    }

    /// How far a listing under way has come: `612,000 of at least 1,000,000 inputs`.
    public var listedText: String {
        let inputs = "\(inputsAreWhole ? "" : "at least ")\(DisplayText.counted(counts.inputs, "input"))"
        let outputs = counts.outputs + counts.earlier
        return "listing: \(inputs), \(outputsAreWhole ? "" : "at least ")\(DisplayText.counted(outputs, "output"))"
    }

    /// The entries that have no key to be shown or asked for by, as what is missing.
    public func unreadableEntries(includingOutputs: Bool = true) -> [Shortfall] {
        func shortfall(_ count: Int, _ things: String, under location: S3Location?) -> [Shortfall] {
            guard count > 0, let location else { return [] }
            return [
                Shortfall(
                    "the list of \(things) lacks \(DisplayText.counted(count, "object"))",
                    failure: .configuration(
                        problem: "S3's response has no readable key for \(count == 1 ? "it" : "them")",
                        remedy: "look at the bucket in the S3 console, or with: aws s3 ls \(location.uri) --recursive"))
            ]
        }
        return shortfall(inputItemsLeftOut, "inputs", under: inputLocation)
            + (includingOutputs ? shortfall(outputItemsLeftOut, "outputs", under: outputLocation) : [])
    }

    /// The whole address of a row's output, existing or not.
    public func outputLocation(of row: OutputRow) -> S3Location {
        S3Location(bucket: outputLocation.bucket, key: row.outputKey)
    }

    /// The whole address of a row's input.
    public func inputLocation(of row: OutputRow) -> S3Location? {
        guard let input = row.input, let inputLocation else { return nil }
        return S3Location(bucket: inputLocation.bucket, key: input.key)
    }
}
