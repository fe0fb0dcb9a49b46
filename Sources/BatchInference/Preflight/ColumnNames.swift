import AWSOperations

/// What the columns of a transform's records are called, as far as its model and its job's training data tell.
///
/// A name that is not certain is left out: a wrong one would be believed.
public struct ColumnNames: Hashable, Sendable {
    /// What a column held in training.
    public struct Trained: Hashable, Sendable {
        public var name: String
        /// Nil where nothing is known of its values.
        public var isNumeric: Bool?
        /// All values of a column of few words; nil for others.
        public var words: Set<String>?

        public init(_ name: String, isNumeric: Bool? = nil, words: Set<String>? = nil) {
            self.name = name
            self.isNumeric = isNumeric
            self.words = words
        }
    }

    /// What the containers expect, in order; empty where that is not known.
    public var features: [Trained]
    /// The same with the columns that training did not use as features, the target among them.
    public var trained: [Trained]
    /// The response keys in the order in which they come out; empty where that is not known.
    public var responses: [String]
    /// Whether the columns of the input stand before the responses.
    public var joinsInput: Bool
    var inputFilter: ColumnFilter
    var outputFilter: ColumnFilter
    /// Whether outputs are forecasts, which begin with a header of their own.
    public var isForecast = false
    /// Why names are missing that could be known; nil where all that can be known is here.
    public var shortfall: Shortfall?

    public init(
        features: [Trained] = [], trained: [Trained] = [], responses: [String] = [], joinsInput: Bool = false,
        inputFilter: String? = nil, outputFilter: String? = nil, isForecast: Bool = false
    ) {
        self.features = features
        self.trained = trained
        self.responses = responses
        self.joinsInput = joinsInput
        self.inputFilter = ColumnFilter(inputFilter)
        self.outputFilter = ColumnFilter(outputFilter)
        self.isForecast = isForecast
    }

    /// What containers answer with, under the options of a transform, whose own environment goes before theirs.
    init(
        responsesOf containers: [ContainerDefinition], environment: [String: String]?, accept: String?,
        processing: DataProcessing?
    ) {
        self.init(
            joinsInput: processing?.joinSource == .input, inputFilter: processing?.inputFilter,
            outputFilter: processing?.outputFilter)
        guard Self.isCSV(accept) else { return }
        let own = ResponseKeys.list(environment?[ResponseKeys.outputVariable])
        responses = own.isEmpty ? ResponseKeys.current(of: containers) : own
    }

    /// A transform that names no type gets what Autopilot's containers take and give by themselves.
    static func isCSV(_ type: String?) -> Bool {
        guard let type, !type.isEmpty else { return true }
        return type.lowercased().hasPrefix("text/csv")
    }

    /// The names of so many input columns, judged by some of their rows; nil where a column's is not certain.
    public func input(columns count: Int, rows: [[String]]) -> [String?] {
        let unnamed = [String?](repeating: nil, count: count)
        guard count > 0, !features.isEmpty else { return unnamed }
        let rows = rows.filter { $0.count == count }
        // A first row with the names of the training is there to be read, and has them in the input's own order.
        if let first = rows.first, Set(first).count == count, !first.contains(""),
            Set(features.map(\.name)).isSubset(of: first)
        {
            return first
        }
        func fits(_ column: Trained, _ place: Int) -> Bool { Self.fits(column, rows.map { $0[place] }) }
        if let places = inputFilter.places(of: count, giving: features.count) {
            let values = places.map { place in rows.map { $0[place] } }
            guard !isMisordered(values) else { return unnamed }
            var names = unnamed
            for (feature, place) in zip(features, places) { names[place] = feature.name }
            // Only words tell a target from a row number.
            let others = trained.filter { column in !features.contains { $0.name == column.name } }
            let rest = names.indices.filter { names[$0] == nil }
            if rest.count == 1, others.count == 1, others[0].words != nil, fits(others[0], rest[0]) {
                names[rest[0]] = others[0].name
            }
            return names
        }
        guard inputFilter == .everything, count == trained.count else { return unnamed }
        // The target was left in, at a place of which the values tell.
        let fitting = orders.filter { order in order.indices.allSatisfy { fits(order[$0], $0) } }
        guard let first = fitting.first else { return unnamed }
        return first.indices.map { place in
            fitting.allSatisfy { $0[place].name == first[place].name } ? first[place].name : nil
        }
    }

    /// Whether columns that are as many as the features hold what belongs to others of them: text among numbers, numbers
    /// alone among text, or the words of another column. New words alone are no other column's.
    private func isMisordered(_ columns: [[String]]) -> Bool {
        zip(features, columns).contains { feature, values in
            guard !Self.fits(feature, values) else { return false }
            guard feature.words != nil, values.contains(where: { !ColumnProfile.isNumber($0) }) else { return true }
            return trained.contains { $0.name != feature.name && $0.words != nil && Self.fits($0, values) }
        }
    }

    /// The orders that all trained columns may have in an input.
    private var orders: [[Trained]] {
        let others = trained.filter { column in !features.contains { $0.name == column.name } }
        guard others.count == 1, features.count + 1 == trained.count else { return [trained] }
        return (0...features.count).map { place in
            var order = features
            order.insert(others[0], at: place)
            return order
        }
    }

    /// The places where the target may stand among so many columns, by the values of some rows.
    func possibleTargets(columns count: Int, rows: [[String]]) -> [Int] {
        let rows = rows.filter { $0.count == count }
        let others = trained.filter { column in !features.contains { $0.name == column.name } }
        guard others.count == 1, count == features.count + 1 else { return [] }
        return orders.indices.filter { place in
            orders[place].indices.allSatisfy { column in Self.fits(orders[place][column], rows.map { $0[column] }) }
        }
    }

    /// Whether values could be of a column of the training.
    private static func fits(_ column: Trained, _ values: [String]) -> Bool {
        let values = values.filter {
            !$0.isEmpty && (column.words?.contains($0) == true || !ColumnProfile.isMissing($0))
        }
        guard !values.isEmpty else { return true }
        // The first row may be a header, and single values may be wrong.
        func most(_ isFit: (String) -> Bool) -> Bool { values.count(where: isFit) * 2 >= values.count }
        if let words = column.words { return most(words.contains) }
        guard let isNumeric = column.isNumeric else { return true }
        return isNumeric ? most { Double($0) != nil } : values.contains { Double($0) == nil }
    }

    /// An output column: its name where it is known, and whether it repeats a column of the input.
    public struct OutputColumn: Hashable, Sendable {
        public var name: String?
        public var repeatsInput: Bool

        public init(name: String?, repeatsInput: Bool = false) {
            self.name = name
            self.repeatsInput = repeatsInput
        }
    }

    /// The columns of an output with so many, behind join and filter.
    ///
    /// - Parameter input: The names of the input's columns, where the input was read.
    public func output(columns count: Int, input: [String?]?) -> [OutputColumn] {
        let unnamed = [OutputColumn](repeating: OutputColumn(name: nil), count: count)
        guard count > 0 else { return [] }
        guard joinsInput else {
            guard let places = outputFilter.places(of: responses.count, giving: count) else { return unnamed }
            return places.map { OutputColumn(name: responses[$0]) }
        }
        if outputFilter == .everything {
            let given = input?.count ?? (responses.isEmpty ? count : count - responses.count)
            guard given >= 0, given < count else { return unnamed }
            let names = responses.count == count - given ? responses.map(Optional.some) : []
            return (0..<count).map { place in
                place < given
                    ? OutputColumn(name: input?[place], repeatsInput: true)
                    : OutputColumn(name: place - given < names.count ? names[place - given] : nil)
            }
        }
        guard let input, !responses.isEmpty else { return unnamed }
        let all =
            input.map { OutputColumn(name: $0, repeatsInput: true) } + responses.map { OutputColumn(name: $0) }
        guard let places = outputFilter.places(of: all.count, giving: count) else { return unnamed }
        return places.map { all[$0] }
    }
}

/// Which columns a filter of CSV records picks.
enum ColumnFilter: Hashable, Sendable {
    case everything
    case path(RecordPath)
    /// One that no one can read.
    case unknown

    init(_ text: String?) {
        guard let text, !text.isEmpty, text != "$" else {
            self = .everything
            return
        }
        do throws(RecordPathProblem) {
            self = .path(try RecordPath(text))
        } catch {
            self = .unknown
        }
    }

    /// The places that are picked of so many columns, where these are as many as came out; nil where they are not, or
    /// where that is not certain.
    func places(of count: Int, giving wanted: Int) -> [Int]? {
        switch self {
        case .everything: count == wanted ? Array(0..<count) : nil
        case .path(let path):
            // Sources disagree on whether a slice has its end: the count of what came out tells.
            path.places(ofColumns: count).first { $0.count == wanted }
        case .unknown: nil
        }
    }
}

extension RecordPath {
    /// The columns that the path may pick of so many, each reading once.
    func places(ofColumns count: Int) -> [[Int]] {
        var readings = [picked(of: count)]
        if steps.count == 1, case .slice(let from, .some(let end)) = steps[0], end != -1, end < count {
            let inclusive = try? RecordPath("$[\(from.map(String.init) ?? ""):\(end + 1)]")
            readings.append(inclusive?.picked(of: count))
        }
        return readings.compactMap(\.self)
    }

    private func picked(of count: Int) -> [Int]? {
        let fields = (0..<count).map(String.init)
        return (try? filter(fields: fields))?.compactMap { Int($0) }
    }
}
