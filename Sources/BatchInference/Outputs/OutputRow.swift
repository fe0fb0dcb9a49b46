import AWSOperations

/// One input object beside the output that it has, or should have.
public struct OutputRow: Hashable, Sendable, Identifiable {
    public enum State: Hashable, Sendable {
        /// Input and output are there.
        case written
        /// The output is not there: not yet, or the object failed.
        case missing
        /// An output without an input of its name.
        case extra
        /// An input whose output may be there: the outputs could not be listed to their end.
        case unknown
        /// An output whose input may be there: the inputs could not be listed to their end.
        case unpaired
    }

    /// Why an input may not be what was meant.
    public enum Oddity: Hashable, Sendable {
        /// Matches the input prefix only as text: a sibling folder or file (`…/test` also reads `…/test_output`).
        case siblingOfPrefix
        /// A marker such as `_SUCCESS`, or a manifest, which is read as data.
        case marker
        /// Lies under the output prefix: an earlier output that is read as input.
        case underOutput
    }

    public var input: S3Object?
    public var output: S3Object?
    /// The key that the output has, or would have.
    @ByteText public var outputKey: String
    /// The input's key below the prefix, or the output's for an extra one; for showing.
    @ByteText public var relativeName: String
    public var oddity: Oddity?
    /// Whether the listing of the side that it lacks ended early, so that nothing says that it is not there.
    public var mayBePaired = false

    public init(
        input: S3Object?, output: S3Object?, outputKey: String, relativeName: String, oddity: Oddity? = nil
    ) {
        self.input = input
        self.output = output
        self.outputKey = outputKey
        self.relativeName = relativeName
        self.oddity = oddity
    }

    /// A key, by its bytes: two that only look alike are two rows.
    public var id: ByteText { ByteText(input?.key ?? outputKey) }

    public var state: State {
        if input == nil { return mayBePaired ? .unpaired : .extra }
        if output == nil { return mayBePaired ? .unknown : .missing }
        return .written
    }
}

/// All inputs of a transform beside their outputs.
public struct OutputListing: Hashable, Sendable {
    /// Inputs in key order, then outputs without an input.
    public var rows: [OutputRow]
    /// Nil where the transform's description doesn't say what it reads; `inputFailure` then says so.
    public var inputLocation: S3Location?
    public var outputLocation: S3Location
    /// False where a listing stopped at its limit, or failed.
    public var isComplete: Bool
    /// Why inputs are missing from the rows.
    public var inputFailure: AWSFailure?
    /// Why outputs are missing from the rows.
    public var outputFailure: AWSFailure?
    /// Entries of the inputs' listing that cannot be read at all.
    public var inputItemsLeftOut = 0
    /// Entries of the outputs' listing that cannot be read at all.
    public var outputItemsLeftOut = 0
    /// Entries of the two listings that cannot be read at all.
    public var itemsLeftOut: Int { inputItemsLeftOut + outputItemsLeftOut }
    /// Whether there are more objects than are listed here.
    public var isCut: Bool { !isComplete && shortfalls.isEmpty && itemsLeftOut == 0 }

    public init(rows: [OutputRow], inputLocation: S3Location?, outputLocation: S3Location, isComplete: Bool) {
        self.rows = rows
        self.inputLocation = inputLocation
        self.outputLocation = outputLocation
        self.isComplete = isComplete
    }

    public var inputCount: Int { rows.count { $0.input != nil } }
    public var writtenCount: Int { rows.count { $0.state == .written } }
    public var missingCount: Int { rows.count { $0.state == .missing } }
    public var extraCount: Int { rows.count { $0.state == .extra } }
    /// Outputs whose inputs are not listed, for whatever reason.
    public var unpairedCount: Int { rows.count { $0.input == nil } }
    public var inputBytes: Int { ByteSum.of(rows.lazy.compactMap(\.input?.size)) }
    public var outputBytes: Int { ByteSum.of(rows.lazy.compactMap(\.output?.size)) }

    /// Whether each listed object has a size.
    public var sizesAreKnown: Bool {
        rows.allSatisfy { row in [row.input, row.output].allSatisfy { $0 == nil || $0?.$size != nil } }
    }

    /// The counts without outputs that belong to no input; bytes of all outputs where no input is known.
    public var progress: OutputProgress {
        let paired = rows.lazy.filter { $0.state == .written }.compactMap(\.output?.size)
        return OutputProgress(
            inputObjects: inputCount, inputBytes: inputBytes, outputObjects: writtenCount,
            outputBytes: inputCount == 0 ? outputBytes : ByteSum.of(paired),
            isComplete: isComplete, unpairedOutputs: unpairedCount, inputsAreListed: inputFailure == nil,
            outputsAreListed: outputFailure == nil, inputsAreKnown: inputLocation != nil,
            sizesAreKnown: sizesAreKnown)
    }

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
                rows.contains { $0.output != nil }
                ? "the list of outputs is incomplete" : "the outputs under \(outputLocation.uri) can't be listed"
            found.append(Shortfall(what, failure: outputFailure))
        }
        return found
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
