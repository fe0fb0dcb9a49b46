/// How much of the input has an output, counted by objects in S3.
public struct OutputProgress: Hashable, Sendable {
    public var inputObjects: Int
    public var inputBytes: Int
    public var outputObjects: Int
    public var outputBytes: Int
    /// False where a listing stopped at its limit or failed, so that counts are lower bounds.
    public var isComplete: Bool
    /// Outputs under the output path whose inputs are not listed: moved since, not listable, or another run's.
    public var unpairedOutputs: Int
    /// False where listing the inputs failed.
    public var inputsAreListed: Bool
    /// False where listing the outputs failed.
    public var outputsAreListed: Bool
    /// False where the transform's description doesn't say what it reads.
    public var inputsAreKnown: Bool
    /// False where a listing tells no size of an object, so that bytes are lower bounds.
    public var sizesAreKnown: Bool

    public init(
        inputObjects: Int, inputBytes: Int, outputObjects: Int, outputBytes: Int, isComplete: Bool = true,
        unpairedOutputs: Int = 0, inputsAreListed: Bool = true, outputsAreListed: Bool = true,
        inputsAreKnown: Bool = true, sizesAreKnown: Bool = true
    ) {
        self.inputObjects = inputObjects
        self.inputBytes = inputBytes
        self.outputObjects = outputObjects
        self.outputBytes = outputBytes
        self.isComplete = isComplete
        self.unpairedOutputs = unpairedOutputs
        self.inputsAreListed = inputsAreListed
        self.outputsAreListed = outputsAreListed
        self.inputsAreKnown = inputsAreKnown
        self.sizesAreKnown = sizesAreKnown
    }

    /// From 0 to 1; nil without inputs or where the listing is incomplete.
    public var share: Double? {
        guard inputObjects > 0, isComplete else { return nil }
        return min(1, Double(outputObjects) / Double(inputObjects))
    }

    /// Whether outputs are there and no inputs, all of which could be listed: they have been moved or deleted.
    public var hasLostInputs: Bool { inputsAreListed && inputObjects == 0 && unpairedOutputs > 0 }

    /// `3 of 4`, or what else can be said where inputs or outputs are not known.
    ///
    /// - Parameter noun: What stands after two numbers: ` outputs`.
    public func text(noun: String = "") -> String {
        let outputs = outputObjects + unpairedOutputs
        let written = "\(DisplayText.count(outputs)) output\(outputs == 1 ? "" : "s")"
        if hasLostInputs { return "\(written), the inputs no longer exist" }
        if !inputsAreKnown, outputsAreListed { return "\(written), inputs unknown" }
        if !inputsAreListed { return "at least \(written), the inputs can't all be listed" }
        if !outputsAreListed {
            let read = "\(DisplayText.count(inputObjects)) input\(inputObjects == 1 ? "" : "s")"
            return "at least \(written) of \(read), the outputs can't all be listed"
        }
        let pairs = "\(outputObjects) of \(inputObjects)\(noun)"
        if !isComplete { return "\(pairs) listed, and more" }
        return unpairedOutputs == 0
            ? pairs : "\(pairs), \(DisplayText.count(unpairedOutputs)) more without a listed input"
    }

    /// `8 kB from 24 kB`, or the outputs alone where the inputs are not known.
    public var bytesText: String {
        let least = sizesAreKnown ? "" : "at least "
        let written = "\(least)\(DisplayText.byteCount(outputBytes))"
        guard inputsAreListed, !hasLostInputs else { return written }
        return "\(written) from \(least)\(DisplayText.byteCount(inputBytes))"
    }

    /// `3/4` for a narrow column; a question mark for what is not known.
    public var shortText: String {
        let outputs =
            outputsAreListed
            ? "\(inputsAreListed && !hasLostInputs ? outputObjects : unpairedOutputs + outputObjects)" : "?"
        return "\(outputs)/\(inputsAreListed && !hasLostInputs ? "\(inputObjects)" : "?")"
    }
}
