import AWSOperations

/// How much of the input has an output, counted by objects in S3.
public struct OutputProgress: Hashable, Sendable {
    public var inputObjects: Int
    public var inputBytes: Int
    public var outputObjects: Int
    public var outputBytes: Int
    /// False where a listing stopped at its limit or failed, so that counts are lower bounds.
    public var isComplete: Bool
    /// Outputs of this run whose inputs are not listed: moved since, or not listable.
    public var unpairedOutputs: Int
    /// False where listing the inputs failed.
    public var inputsAreListed: Bool
    /// False where listing the outputs failed.
    public var outputsAreListed: Bool
    /// False where the transform's description doesn't say what it reads.
    public var inputsAreKnown: Bool
    /// False where a listing tells no size of an object, so that bytes are lower bounds.
    public var sizesAreKnown: Bool
    /// Outputs under the output path that are older than the transform; among none of the other counts.
    public var earlierOutputs: Int
    /// Outputs of which nothing tells which run wrote them; among the other counts.
    public var outputsOfUnknownRun: Int
    /// Outputs of this run that hold nothing.
    public var emptyOutputs: Int
    /// In bytes, of the inputs that have an output of this run; nil where nobody counted them.
    public var finishedInputBytes: Int?
    /// In bytes, of the largest input without an output of this run; nil where there is none, or nobody looked.
    public var largestUnfinishedInput: Int?
    /// When the first and the last output of this run were written.
    public var firstOutputAt: Timestamp?
    public var lastOutputAt: Timestamp?
    /// Seconds between two listings of a transform that runs, where there are so many outputs that it's worth saying.
    public var listedEvery: Double?
    /// How many of the outputs each repair of the run has written, oldest first.
    public private(set) var repairs: [RepairShare] = []
    /// Where the run is a repair: the first run, and how many of `earlierOutputs` it wrote.
    public private(set) var repaired: RepairShare?

    public init(
        inputObjects: Int, inputBytes: Int, outputObjects: Int, outputBytes: Int, isComplete: Bool = true,
        unpairedOutputs: Int = 0, inputsAreListed: Bool = true, outputsAreListed: Bool = true,
        inputsAreKnown: Bool = true, sizesAreKnown: Bool = true, earlierOutputs: Int = 0, outputsOfUnknownRun: Int = 0,
        emptyOutputs: Int = 0
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
        self.earlierOutputs = earlierOutputs
        self.outputsOfUnknownRun = outputsOfUnknownRun
        self.emptyOutputs = emptyOutputs
    }

    /// The same counts with what repairs wrote of them, and what the repaired run wrote beside them.
    func noting(_ repairs: [RepairShare], of repaired: RepairShare?) -> OutputProgress {
        var progress = self
        progress.repairs = repairs
        progress.repaired = repaired
        return progress
    }

    /// From 0 to 1; nil without inputs or where the listing is incomplete.
    public var share: Double? {
        guard inputObjects > 0, isComplete else { return nil }
        return min(1, Double(outputObjects) / Double(inputObjects))
    }

    /// The size of the whole input; nil where it isn't known.
    public var wholeInputBytes: Int? {
        guard isComplete, inputsAreKnown, inputsAreListed, sizesAreKnown, inputObjects > 0 else { return nil }
        return inputBytes
    }

    /// Inputs without an output of this run; nil where that can't be told: a listing that isn't whole, or inputs that have
    /// gone since.
    public var missingOutputs: Int? {
        guard isComplete, inputsAreKnown, inputsAreListed, outputsAreListed, !hasLostInputs, outputsOfUnknownRun == 0
        else { return nil }
        return max(0, inputObjects - outputObjects)
    }

    /// Whether outputs are there and no inputs, all of which could be listed: they have been moved or deleted.
    public var hasLostInputs: Bool { inputsAreListed && inputObjects == 0 && unpairedOutputs > 0 }

    /// Whether both listings are whole and empty.
    private var hasNothing: Bool {
        isComplete && inputsAreKnown && inputsAreListed && outputsAreListed && inputObjects == 0 && unpairedOutputs == 0
    }

    /// `3 of 4`, or what else can be said where inputs or outputs are not known, with what an earlier run wrote.
    ///
    /// - Parameter noun: What stands after two numbers, or after `no`: ` outputs`.
    public func text(noun: String = "") -> String { ([ownText(noun: noun)] + remarks).joined(separator: ", ") }

    /// The same without what is to be said beside the counts of this run.
    public var countText: String { ownText(noun: "") }

    /// What is to be said beside the counts of this run.
    public var remarks: [String] {
        var remarks: [String] = []
        if emptyOutputs > 0 { remarks.append("\(DisplayText.count(emptyOutputs)) empty") }
        for share in repairs where share.outputs != 0 { remarks.append("of which \(share.text)") }
        let least = outputsAreListed ? "" : "at least "
        let ofRepaired = repaired?.outputs ?? 0
        if let repaired, ofRepaired > 0 {
            remarks.append("\(least)\(DisplayText.count(ofRepaired)) by the repaired run \(repaired.name)")
        }
        if earlierOutputs > ofRepaired {
            remarks.append("\(least)\(DisplayText.count(earlierOutputs - ofRepaired)) of an earlier run")
        }
        if outputsOfUnknownRun > 0 {
            remarks.append("\(DisplayText.count(outputsOfUnknownRun)) may be of an earlier run (time unknown)")
        }
        return remarks
    }

    /// What is said of an ended or running transform in place of its outputs, where it has written none; nil where it has,
    /// or may have.
    public func absence(_ status: TransformJobStatus) -> String? {
        guard outputsAreListed, isComplete || !inputsAreListed || !inputsAreKnown, outputObjects + unpairedOutputs == 0
        else { return nil }
        switch status {
        case .failed: return "no outputs; it failed"
        case .stopped: return "stopped before any output was written"
        // It had inputs: they have gone since, and nobody knows what else has.
        case .completed where hasNothing: return ownText(noun: " outputs")
        case .completed: return "no outputs; it completed without writing any"
        case .inProgress, .stopping: return "no outputs yet"
        default: return "no outputs"
        }
    }

    private func ownText(noun: String) -> String {
        let outputs = outputObjects + unpairedOutputs
        let written = DisplayText.counted(outputs, "output")
        if hasLostInputs { return "\(written), the inputs no longer exist" }
        if hasNothing {
            return "\(noun.isEmpty ? "none" : "no\(noun)"), and nothing is listed under the input location"
        }
        if !inputsAreKnown, outputsAreListed { return "\(written), inputs unknown" }
        if !inputsAreListed { return "at least \(written), the inputs can't all be listed" }
        if !outputsAreListed {
            let read = DisplayText.counted(inputObjects, "input")
            return "at least \(written) of \(read), the outputs can't all be listed"
        }
        let pairs = "\(DisplayText.count(outputObjects)) of \(DisplayText.count(inputObjects))\(noun)"
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

    /// `3/4` for a narrow column, `3/4, 2 old` with what an earlier run wrote; a question mark for what is not known.
    ///
    /// Where that takes more than `columns`, numbers are cut to thousands or millions, never up.
    public func shortText(columns: Int = .max) -> String {
        let knowsInputs = inputsAreListed && inputsAreKnown && inputObjects > 0
        let outputs = knowsInputs ? outputObjects : outputObjects + unpairedOutputs
        func text(_ number: (Int) -> String) -> String {
            let wanted = knowsInputs ? number(inputObjects) : "?"
            var written = outputsAreListed ? number(outputs) : "?"
            // Two numbers that are cut alike are not said to be equal.
            if knowsInputs, outputsAreListed, outputs < inputObjects, written == wanted { written = "<\(written)" }
            return "\(written)/\(wanted)" + (earlierOutputs > 0 ? ", \(number(earlierOutputs)) old" : "")
        }
        let whole = text { String($0) }
        return whole.utf8.count <= columns ? whole : text(DisplayText.cutCount)
    }
}
