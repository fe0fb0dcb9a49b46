import AWSOperations

/// What the columns of a transform's records are called, as far as its model and its job's training data tell.
public struct ColumnNames: Hashable, Sendable {
    /// What the containers expect, in order; empty where that is not known.
    public var features: [String]
    /// The same with the columns that training did not use as features, the target among them.
    public var trained: [String]
    /// The response keys in the order in which they come out; empty where that is not known.
    public var responses: [String]
    /// Whether the columns of the input stand before the responses.
    public var joinsInput: Bool

    public init(
        features: [String] = [], trained: [String] = [], responses: [String] = [], joinsInput: Bool = false
    ) {
        self.features = features
        self.trained = trained
        self.responses = responses
        self.joinsInput = joinsInput
    }

    /// What containers answer with, under the options of a transform; nothing where a filter cuts it or it is no CSV.
    init(responsesOf containers: [ContainerDefinition], accept: String?, processing: DataProcessing?) {
        self.init()
        guard Self.isCSV(accept), [nil, "", "$"].contains(processing?.outputFilter) else { return }
        responses = ResponseKeys.current(of: containers)
        joinsInput = processing?.joinSource == .input
    }

    /// A transform that names no type gets what Autopilot's containers take and give by themselves.
    static func isCSV(_ type: String?) -> Bool {
        guard let type, !type.isEmpty else { return true }
        return type.lowercased().hasPrefix("text/csv")
    }

    /// The names of so many input columns; nil where none are known for that many.
    public func input(columns count: Int) -> [String]? {
        guard count > 0 else { return nil }
        return [features, trained].first { $0.count == count }
    }

    /// An output without the columns of the input that joining put before the responses, for where the input stands beside
    /// it; whole where the responses are not known.
    public func responses(in output: CSVPreview) -> CSVPreview {
        guard joinsInput, !responses.isEmpty, output.columnCount > responses.count else { return output }
        var cut = output
        cut.rows = output.rows.map { Array($0.dropFirst(output.columnCount - responses.count)) }
        cut.columnCount = responses.count
        return cut
    }

    /// The names of so many output columns; nil where none are known for that many.
    public func output(columns count: Int) -> [String]? {
        guard count > 0, !responses.isEmpty else { return nil }
        if count == responses.count { return responses }
        guard joinsInput else { return nil }
        return input(columns: count - responses.count).map { $0 + responses }
    }
}
