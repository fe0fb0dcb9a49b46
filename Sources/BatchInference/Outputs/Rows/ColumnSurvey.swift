import AWSOperations
import Predictions

/// What a column holds in all rows of one output, or of all outputs of a transform, as far as they have been read.
public struct ColumnSurvey: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable {
        public var column: RowPager.Column
        /// The column by whose values the rows are told apart.
        public var by: RowPager.Column?
        /// The column that stands beside it in a scatter.
        public var against: RowPager.Column?
        /// Columns with probabilities, of which the largest says how certain a row is.
        public var probabilities: [RowPager.Column]

        public init(
            column: RowPager.Column, by: RowPager.Column? = nil, against: RowPager.Column? = nil,
            probabilities: [RowPager.Column] = []
        ) {
            (self.column, self.by, self.against, self.probabilities) = (column, by, against, probabilities)
        }
    }

    /// A row of which the model is less certain than of others.
    public struct UncertainRow: Hashable, Sendable {
        public var object: OutputRow.ID
        public var name: String
        public var number: Int
        public var confidence: Double
        public var value: String
    }

    public struct Pair: Hashable, Sendable {
        public var x: Double
        public var y: Double
    }

    public let request: Request
    public private(set) var statistics = ColumnStatistics()
    /// The same for each value of the other column, up to a bound of them.
    public private(set) var groups: [String: ColumnStatistics] = [:]
    /// Rows whose value of the other column is beyond that bound, or missing.
    public private(set) var ungrouped = 0
    public private(set) var uncertain: [UncertainRow] = []
    /// Pairs of numbers drawn evenly from all rows that have both.
    public private(set) var pairs: [Pair] = []
    /// Rows that have both numbers.
    public private(set) var pairsSeen = 0
    public private(set) var rows = 0
    public internal(set) var objectsDone = 0
    public internal(set) var objects = 1
    public internal(set) var bytesDone = 0
    public internal(set) var bytes = 0
    /// What can't be read, and why; the rest is here.
    public internal(set) var problems: [Shortfall] = []
    public internal(set) var isComplete = false

    public static let groupLimit = 40
    public static let pairLimit = 5000
    public static let uncertainLimit = 100

    public init(_ request: Request) { self.request = request }

    public var share: Double {
        isComplete ? 1 : bytes == 0 ? 0 : min(Double(bytesDone) / Double(bytes), 0.999)
    }

    /// Counts a row; the columns are those of its own object.
    mutating func add(_ row: FoundRow, _ own: Request, name: String, object: OutputRow.ID) {
        func text(_ column: RowPager.Column?) -> String? {
            guard let column else { return nil }
            guard let cells = column.side == .input ? row.input : row.output, !cells.isCut(cell: column.place) else {
                return nil
            }
            return cells.text(column.place)
        }
        guard row.output?.isBlank != true else { return }
        rows += 1
        let value = text(own.column)
        Self.count(value, row, own.column, in: &statistics)
        if own.by != nil {
            if let group = text(own.by), groups[group] != nil || groups.count < Self.groupLimit {
                Self.count(
                    value, row, own.column,
                    in: &groups[group, default: ColumnStatistics(limits: .init(distinct: 1000, bytes: 1 << 18))])
            } else {
                ungrouped += 1
            }
        }
        if let other = own.against, let x = value.flatMap(Double.init), let y = text(other).flatMap(Double.init),
            x.isFinite, y.isFinite
        {
            pairsSeen += 1
            if pairs.count < Self.pairLimit {
                pairs.append(Pair(x: x, y: y))
            } else {
                let place = Int.random(in: 0..<pairsSeen)
                if place < Self.pairLimit { pairs[place] = Pair(x: x, y: y) }
            }
        }
        guard !own.probabilities.isEmpty, let number = row.number,
            let most = own.probabilities.compactMap({ text($0).flatMap(Double.init) }).max(),
            uncertain.count < Self.uncertainLimit || most < uncertain[uncertain.count - 1].confidence
        else { return }
        let place = uncertain.firstIndex { most < $0.confidence } ?? uncertain.count
        uncertain.insert(
            UncertainRow(object: object, name: name, number: number, confidence: most, value: value ?? ""), at: place)
        if uncertain.count > Self.uncertainLimit { uncertain.removeLast() }
    }

    private static func count(
        _ value: String?, _ row: FoundRow, _ column: RowPager.Column, in statistics: inout ColumnStatistics
    ) {
        if let value {
            statistics.add(value)
        } else if (column.side == .input ? row.input : row.output)?.isCut == true {
            statistics.addCut()
        } else {
            statistics.addAbsent()
        }
    }
}

extension RowPager {
    /// Columns that hold how probable something is: the classes of a list of probabilities, else one called `probability`.
    public static func probabilityColumns(of preview: PredictionPreview) -> [Column] {
        let output = columns(of: preview).filter { $0.side == .output && $0.isNumeric }
        let listed = output.filter { !preview.names.responses.contains($0.title) }
        if listed.count > 1, isDistribution(listed, preview) { return listed }
        return output.filter { $0.title == "probability" }
    }

    /// Whether the numbers of each of the first rows add up to one.
    private static func isDistribution(_ columns: [Column], _ preview: PredictionPreview) -> Bool {
        let sums = preview.predicted.rows.prefix(20).compactMap { row -> Double? in
            let values = columns.compactMap { $0.place < row.cells.count ? Double(row.cells[$0.place]) : nil }
            return values.count == columns.count ? values.reduce(0, +) : nil
        }
        return !sums.isEmpty && sums.allSatisfy { abs($0 - 1) < 0.02 }
    }

    /// A column of another output, by its name and side, else by its place.
    fileprivate func own(_ column: Column) -> Column? {
        let side = columns.filter { $0.side == column.side }
        return side.first { $0.title == column.title }
            ?? (column.title.hasPrefix("column ") || column.title == "prediction"
                ? side.first { $0.place == column.place } : nil)
    }

    fileprivate func own(_ request: ColumnSurvey.Request) -> ColumnSurvey.Request? {
        guard let column = own(request.column) else { return nil }
        return ColumnSurvey.Request(
            column: column, by: request.by.flatMap { own($0) }, against: request.against.flatMap { own($0) },
            probabilities: request.probabilities.compactMap { own($0) })
    }
}

/// Reads outputs from their beginning to their end, for what a column of them holds.
public struct ColumnSurveyor: Sendable {
    private let storage: any ObjectStorage & MultipartStorage
    private let job: DescribeTransformJobResponse
    private let names: ColumnNames

    public init(
        storage: any ObjectStorage & MultipartStorage, job: DescribeTransformJobResponse, names: ColumnNames
    ) {
        (self.storage, self.job, self.names) = (storage, job, names)
    }

    /// Surveys one output, or all of this run; `update` gets what has come after each part, and the whole at the end.
    ///
    /// What can't be read is named, and the rest goes on. Throws `AWSFailure.cancelled` alone.
    public func survey(
        _ request: ColumnSurvey.Request, of listing: OutputListing, only id: OutputRow.ID? = nil,
        update: (ColumnSurvey) -> Void
    ) async throws(AWSFailure) {
        var survey = ColumnSurvey(request)
        let positions = id.map { listing.rows.positions(of: [$0]) } ?? Array(0..<listing.rows.count)
        let wanted = positions.filter { position in
            let state = listing.rows.state(at: position)
            return id != nil || state == .written || state == .extra || state == .unpaired
        }
        survey.objects = wanted.count
        survey.bytes = wanted.reduce(0) { $0 + (listing.rows.outputSize(at: $1) ?? 0) }
        for position in wanted {
            if Task.isCancelled { throw .cancelled }
            let row = listing.rows[position]
            let size = row.output?.$size ?? 0
            let before = survey.bytesDone
            do throws(Shortfall) {
                try await read(row, listing, into: &survey, before: before, size: size, update: update)
            } catch {
                if error.failure == .cancelled { throw .cancelled }
                survey.problems.append(error)
            }
            survey.bytesDone = before + size
            survey.objectsDone += 1
            update(survey)
        }
        survey.isComplete = true
        update(survey)
    }

    private func read(
        _ row: OutputRow, _ listing: OutputListing, into survey: inout ColumnSurvey, before: Int, size: Int,
        update: (ColumnSurvey) -> Void
    ) async throws(Shortfall) {
        let uri = listing.outputLocation(of: row).uri
        func refused(_ problem: String) -> Shortfall {
            Shortfall("\(uri) is left out", failure: .configuration(problem: problem, remedy: ""))
        }
        do {
            guard row.output != nil else { throw refused("it's missing") }
            let preview = try await PredictionLoader(storage: storage, job: job).preview(
                of: row, in: listing, names: names, rowLimit: 50)
            if case .failed(let shortfall) = preview.output { throw shortfall }
            if size == 0, preview.output.table?.rows.isEmpty == true { return }
            let pager = RowPager(of: row, in: listing, job: job, preview: preview, from: storage)
            guard let own = pager.own(survey.request) else {
                throw refused(
                    pager.output == nil ? "it can't be read as rows" : "it has no column \(survey.request.column.title)"
                )
            }
            let columns = [own.column, own.by, own.against].compactMap(\.self)
            var sides = Set(columns.map(\.side))
            if !own.probabilities.isEmpty { sides.insert(.output) }
            if sides.count > 1, !preview.pairing.isPaired {
                throw refused(preview.unpairedSentence ?? "its rows can't be paired with the input's")
            }
            if survey.request.by != nil, own.by == nil {
                throw refused("it has no column \(survey.request.by?.title ?? "")")
            }
            let (name, id) = (row.relativeName, row.id)
            var counted = survey
            var hasBlank = false
            let isEven = try await pager.scan(sides, from: .number(0)) { progress in
                counted.bytesDone = before + Int(progress.share * Double(size))
                update(counted)
            } each: { found in
                if found.input?.isBlank == true || found.output?.isBlank == true { hasBlank = true }
                counted.add(found, own, name: name, object: id)
                return .passed
            }
            // What stands beside what is certain at the end alone.
            if sides.count > 1, !isEven { throw refused("the numbers of records and predictions differ") }
            if sides.count > 1, hasBlank {
                throw refused("blank lines make it unclear which prediction belongs to which record")
            }
            survey = counted
        } catch let shortfall as Shortfall {
            throw shortfall
        } catch RowQueryFailure.reading(let failure) {
            throw Shortfall("can't read \(uri)", failure: failure)
        } catch {
            throw Shortfall("can't read \(uri)", failure: AWSFailure(wrapping: error))
        }
    }
}
