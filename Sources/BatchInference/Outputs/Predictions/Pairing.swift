import AWSOperations
import Predictions

/// Whether the n-th prediction belongs to the n-th record of the input.
public enum Pairing: Hashable, Sendable {
    /// It does; where blank lines are no records of a side, they are left out of it.
    case paired(skipsBlankInput: Bool = false, skipsBlankOutput: Bool = false)
    case unpaired(Reason)

    /// Why nothing can be said of which prediction belongs to which record.
    public enum Reason: Hashable, Sendable {
        case noInput
        /// The inputs could not be listed to the end.
        case inputUnlisted
        case inputUnreadable
        case noOutput
        case outputUnlisted
        case outputUnreadable
        /// The container got each object whole.
        case notSplit
        /// The records are in frames, which are not read here.
        case framed(String)
        case notAssembled
        case forecast
        case inputForm(RecordForm)
        case outputForm(RecordForm)
        case countsDiffer
        /// Blank lines could be records or not, and the counts do not tell.
        case blankLines
        /// A JSON document answers a request of one or many records.
        case documents
    }

    public var isPaired: Bool { if case .paired = self { true } else { false } }
}

/// What of a transform's options decides whether its predictions can be paired with its records.
public struct PairingRule: Hashable, Sendable {
    public var splitType: SplitType
    public var assembleWith: AssemblyType
    public var sendsSingleRecords: Bool
    public var isForecast = false

    public init(
        splitType: SplitType?, assembleWith: AssemblyType?, batchStrategy: BatchStrategy? = nil,
        isForecast: Bool = false
    ) {
        self.splitType = splitType ?? .none
        self.assembleWith = assembleWith ?? .none
        sendsSingleRecords = batchStrategy == .singleRecord
        self.isForecast = isForecast
    }

    public init(_ job: DescribeTransformJobResponse) {
        self.init(
            splitType: job.transformInput.splitType, assembleWith: job.transformOutput?.assembleWith,
            batchStrategy: job.batchStrategy)
    }

    /// Decides for one input and its output, of which the same rows are at hand.
    public func pairing(of input: RecordTable, with output: RecordTable) -> Pairing {
        let verdict = pairing(input.form, input.count, with: output.form, output.count)
        guard case .paired(let skipsInput, let skipsOutput) = verdict else { return verdict }
        // Rows further on have other numbers where blank lines before them are taken for rows, or for none.
        let isCounted = [(input, skipsInput), (output, skipsOutput)].allSatisfy { table, skips in
            table.firstRow == 0 || table.skipsBlankLines == (skips && table.count.blankLines > 0)
        }
        guard isCounted else { return .unpaired(.blankLines) }
        if input.firstRow == output.firstRow { return verdict }
        // The last rows of what can't be read to its end aren't the last ones.
        if !input.count.isExact { return .unpaired(.inputUnreadable) }
        return .unpaired(output.count.isExact ? .countsDiffer : .outputUnreadable)
    }

    /// Decides by the records of two objects, as far as they have been counted: the one rule, wherever their rows are read.
    ///
    /// The service's answer to a blank line isn't documented: it may be a record or none. So the counts have to tell, and
    /// only where every reading that they allow gives the same pairs. A blank line is a row where both readings do.
    public func pairing(
        _ inputForm: RecordForm, _ given: RecordCount, with outputForm: RecordForm, _ predicted: RecordCount
    ) -> Pairing {
        if isForecast { return .unpaired(.forecast) }
        if splitType == .none { return .unpaired(.notSplit) }
        guard splitType == .line else { return .unpaired(.framed(splitType.rawValue)) }
        guard assembleWith == .line else { return .unpaired(.notAssembled) }
        if inputForm.isBinary { return .unpaired(.inputForm(inputForm)) }
        if outputForm.isBinary { return .unpaired(.outputForm(outputForm)) }
        if outputForm == .json, !sendsSingleRecords, !(given.isExact && predicted.isExact) {
            return .unpaired(.documents)
        }
        guard given.blankLines > 0 || predicted.blankLines > 0 else {
            return Self.agree(given.records, given.isExact, predicted.records, predicted.isExact)
                ? .paired() : .unpaired(.countsDiffer)
        }
        guard given.isExact, predicted.isExact else { return .unpaired(.blankLines) }
        var readings: [Pairing] = []
        for skipsInput in given.blankLines > 0 ? [false, true] : [false] {
            for skipsOutput in predicted.blankLines > 0 ? [false, true] : [false] {
                let inputs = skipsInput ? given.withoutBlankLines : given.records
                if inputs == (skipsOutput ? predicted.withoutBlankLines : predicted.records) {
                    readings.append(.paired(skipsBlankInput: skipsInput, skipsBlankOutput: skipsOutput))
                }
            }
        }
        guard let first = readings.first else { return .unpaired(.countsDiffer) }
        // Two readings are all lines and those with something on them: the same pairs where blank stands beside blank.
        return readings.count == 1 || given.hasSameBlankLines(as: predicted) ? first : .unpaired(.blankLines)
    }

    /// Whether two counts can be the same, as far as they are known.
    private static func agree(_ one: Int, _ oneIsExact: Bool, _ other: Int, _ otherIsExact: Bool) -> Bool {
        switch (oneIsExact, otherIsExact) {
        case (true, true): one == other
        case (true, false): other <= one
        case (false, true): one <= other
        case (false, false): true
        }
    }
}
