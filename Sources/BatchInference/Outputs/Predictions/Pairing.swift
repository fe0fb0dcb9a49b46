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

    /// Decides for one input and its output.
    public func pairing(of input: RecordTable, with output: RecordTable) -> Pairing {
        if isForecast { return .unpaired(.forecast) }
        if splitType == .none { return .unpaired(.notSplit) }
        guard splitType == .line else { return .unpaired(.framed(splitType.rawValue)) }
        guard assembleWith == .line else { return .unpaired(.notAssembled) }
        if input.form.isBinary { return .unpaired(.inputForm(input.form)) }
        if output.form.isBinary { return .unpaired(.outputForm(output.form)) }
        let (given, predicted) = (input.count, output.count)
        if output.form == .json, !sendsSingleRecords, !(given.isExact && predicted.isExact) {
            return .unpaired(.documents)
        }
        guard given.blankLines > 0 || predicted.blankLines > 0 else {
            guard input.firstRow == output.firstRow else { return .unpaired(.countsDiffer) }
            return Self.agree(given.records, given.isExact, predicted.records, predicted.isExact)
                ? .paired() : .unpaired(.countsDiffer)
        }
        // Which rows stand side by side further on depends on every blank line before them.
        guard input.firstRow == 0, output.firstRow == 0 else { return .unpaired(.blankLines) }
        return Self.amongBlankLines(input, output)
    }

    /// Decides for two objects that were read to their ends, by all of their records.
    ///
    /// Blank lines may be records or none: only where one reading alone makes the counts equal, there are pairs.
    func pairing(
        _ inputForm: RecordForm, _ given: RecordCount, with outputForm: RecordForm, _ predicted: RecordCount
    ) -> Pairing {
        let (input, output) = (
            RecordTable(form: inputForm, records: [], count: given, size: 0),
            RecordTable(form: outputForm, records: [], count: predicted, size: 0)
        )
        let byOptions = pairing(of: input, with: output)
        guard byOptions.isPaired, given.blankLines > 0 || predicted.blankLines > 0 else { return byOptions }
        var readings: [Pairing] = []
        for skipsInput in given.blankLines > 0 ? [false, true] : [false] {
            for skipsOutput in predicted.blankLines > 0 ? [false, true] : [false] {
                let inputs = skipsInput ? given.withoutBlankLines : given.records
                if inputs == (skipsOutput ? predicted.withoutBlankLines : predicted.records) {
                    readings.append(.paired(skipsBlankInput: skipsInput, skipsBlankOutput: skipsOutput))
                }
            }
        }
        return readings.count == 1 ? readings[0] : .unpaired(.blankLines)
    }

    /// The service's answer to a blank line is not documented, so the counts have to tell; and only where every reading
    /// that they allow gives the same pairs.
    private static func amongBlankLines(_ input: RecordTable, _ output: RecordTable) -> Pairing {
        let (given, predicted) = (input.count, output.count)
        guard given.isExact, predicted.isExact else { return .unpaired(.blankLines) }
        var readings: [(input: Bool, output: Bool)] = []
        for skipsInput in given.blankLines > 0 ? [false, true] : [false] {
            for skipsOutput in predicted.blankLines > 0 ? [false, true] : [false] {
                let inputs = skipsInput ? given.withoutBlankLines : given.records
                if inputs == (skipsOutput ? predicted.withoutBlankLines : predicted.records) {
                    readings.append((skipsInput, skipsOutput))
                }
            }
        }
        guard let first = readings.first else { return .unpaired(.countsDiffer) }
        func pairs(_ reading: (input: Bool, output: Bool)) -> [[Int]] {
            let inputs = input.rows.indices.filter { !reading.input || !input.rows[$0].isBlank }
            let outputs = output.rows.indices.filter { !reading.output || !output.rows[$0].isBlank }
            // A blank record with a blank prediction says nothing.
            return zip(inputs, outputs).filter { !(input.rows[$0].isBlank && output.rows[$1].isBlank) }.map {
                [$0, $1]
            }
        }
        guard readings.dropFirst().allSatisfy({ pairs($0) == pairs(first) }) else { return .unpaired(.blankLines) }
        return .paired(skipsBlankInput: first.input, skipsBlankOutput: first.output)
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
