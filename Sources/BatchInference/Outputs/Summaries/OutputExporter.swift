import AWSOperations
import Predictions

/// Writes the rows of a transform's outputs as one table, beside their inputs' where that is asked for.
public struct OutputExporter: Sendable {
    /// What the table holds.
    public struct Request: Hashable, Sendable {
        public var format = RowWriter.Format.csv
        /// Whether the input's columns stand before the predictions.
        public var isJoined = false
        /// The columns in their order; all where there are none.
        public var columns: [ColumnReference] = []
        /// Which rows are taken: those for which all hold.
        public var conditions: [RowCondition] = []
        public var includesEarlier = false
        /// How the objects are read, where somebody has chosen it.
        public var forms = RecordForms()
        /// The one object that is read; nil for all.
        public var object: ByteText?

        public init() {}
    }

    /// What was written.
    public struct Outcome: Sendable {
        public var rows = 0
        public var objectsWritten = 0
        public var objects = 0
        public var columns: [String] = []
        /// Objects whose text has flaws; their rows are in the table.
        public var flaws = FlawedObjects()
        /// What is missing from the table, and why.
        public var shortfalls: [Shortfall] = []
    }

    private let storage: any ObjectStorage
    private let job: DescribeTransformJobResponse
    private let names: ColumnNames
    /// Bytes that are written at once.
    private static let blockLength = 1 << 18

    public init(storage: any ObjectStorage, job: DescribeTransformJobResponse, names: ColumnNames) {
        self.storage = storage
        self.job = job
        self.names = names
    }

    /// Writes all rows, object by object in the order of the listing; of an object that can't be read whole or joined,
    /// nothing stays in the table, unless it can't be taken back.
    ///
    /// Throws `AWSFailure.cancelled`, and what the sink throws.
    public func export(
        _ request: Request, of listing: OutputListing, to sink: inout some RowSink,
        progress: @escaping @Sendable (SummaryProgress) -> Void
    ) async throws -> Outcome {
        let positions = try OutputSelection(object: request.object?.string, includesEarlier: request.includesEarlier)
            .positions(in: listing)
        let tally = ProgressTally(report: progress)
        tally.begin(listing, positions)
        var outcome = Outcome()
        outcome.objects = positions.count
        var table = ExportedTable(request)
        let bytes = positions.reduce(0) { $0 + (listing.rows.outputSize(at: $1) ?? 0) }
        // Large objects have parts of their own under way.
        let opened = OpenedAhead(positions.count, ahead: bytes / max(positions.count, 1) > 1 << 20 ? 1 : 8) {
            [storage, job, names] number in
            try await ObjectReading(
                listing.rows[positions[number]], in: listing, job: job, storage: storage, names: names, need: request)
        }
        for (number, position) in positions.enumerated() {
            let row = listing.rows[position]
            let uri = listing.outputLocation(of: row).uri
            let mark = sink.mark
            let before = table.state
            var isOut = false
            defer { tally.finish(number) }
            do {
                let reading = try await opened.next()
                guard !reading.isEmpty else {
                    outcome.objectsWritten += 1
                    continue
                }
                let layout = try table.layout(of: reading)
                // With the header, where this is the first object.
                let begun = table.state
                let check = try RowCheck(request.conditions, reading)
                // What is out can't be taken back: which rows are pairs has to be known before.
                var pairing = reading.knownPairing
                if mark == nil, pairing == nil, reading.input != nil {
                    pairing = try await reading.read(restart: {}, progress: { _, _ in }, take: { _, _ in }).pairing
                }
                let size = row.output?.$size ?? 0
                var misfits = Misfits()
                var sinkProblem: (any Error)?
                let counted = try await reading.read(
                    as: pairing,
                    restart: {
                        table.state = begun
                        misfits = Misfits()
                        if let mark { try sink.takeBack(to: mark) }
                    },
                    progress: { bytes, rows in
                        tally.note(number, bytes: Int(reading.share(bytes) * Double(size)), rows: rows)
                    },
                    take: { row, input in
                        guard check.holds(row, input) else { return }
                        if let misfit = layout.misfit(row, input) {
                            misfits.note(row, misfit)
                            return
                        }
                        table.write(layout.row(row, input))
                        guard table.pendingBytes >= Self.blockLength else { return }
                        isOut = true
                        do { try sink.write(table.take()) } catch {
                            sinkProblem = error
                            throw error
                        }
                    })
                if let sinkProblem { throw sinkProblem }
                try sink.write(table.take())
                outcome.objectsWritten += 1
                outcome.flaws.merge(counted.flaws)
                if let shortfall = misfits.shortfall(uri) { outcome.shortfalls.append(shortfall) }
                if counted.unfitRows > 0 {
                    outcome.shortfalls.append(
                        Shortfall(
                            "\(uri): the classes of \(DisplayText.counted(counted.unfitRows, "row")) are left empty",
                            failure: .configuration(
                                problem: "their class lists differ from those of the first rows", remedy: "")))
                }
            } catch let shortfall as Shortfall {
                try undo(&table, before, &sink, mark, isOut: isOut)
                outcome.shortfalls.append(shortfall)
            } catch let failure as AWSFailure where failure != .cancelled {
                try undo(&table, before, &sink, mark, isOut: isOut)
                outcome.shortfalls.append(Shortfall("can't read \(uri) to its end", failure: failure))
            }
        }
        // Without rows, the header alone.
        try sink.write(table.take())
        (outcome.rows, outcome.columns) = (table.state.rows, table.columns)
        return outcome
    }

    private func undo(
        _ table: inout ExportedTable, _ before: ExportedTable.State, _ sink: inout some RowSink, _ mark: Int?,
        isOut: Bool
    ) throws {
        if let mark {
            table.state = before
            try sink.takeBack(to: mark)
        } else if isOut {
            // Whole rows that are out stay so.
            try sink.write(table.take())
        } else {
            table.state = before
        }
    }
}

extension OutputExporter.Request: InputNeed {
    var isCertain: Bool { isJoined }

    func needsInput(output: [String?], input: [String?]?) -> Bool {
        isJoined || conditions.contains { $0.isOfInput(output: output, input: input) }
            || columns.contains { $0.isOfInput(output: output, input: input) }
    }
}

/// Rows of an object that no row of the table can hold whole, so that they are left out.
private struct Misfits {
    private var count = 0
    private var first: (row: Int, how: String)?

    mutating func note(_ row: Row, _ how: String) {
        count += 1
        if first == nil { first = (row.number, how) }
    }

    func shortfall(_ uri: String) -> Shortfall? {
        guard let first else { return nil }
        let row = "row \(DisplayText.count(first.row + 1)) \(first.how)"
        return Shortfall(
            "\(uri): \(DisplayText.counted(count, "row is", "rows are")) left out",
            failure: .configuration(problem: count == 1 ? row : "the first of them: \(row)", remedy: ""))
    }
}

/// Objects that are opened before their turn, a few at a time, so that nobody waits for each of them.
private final class OpenedAhead {
    private var tasks: [Task<ObjectReading, any Error>] = []
    private var begun = 0
    private let count: Int
    private let ahead: Int
    private let open: @Sendable (Int) async throws -> ObjectReading

    /// - Parameter ahead: How many are opened beyond the one whose turn it is.
    init(_ count: Int, ahead: Int, open: @escaping @Sendable (Int) async throws -> ObjectReading) {
        (self.count, self.ahead, self.open) = (count, ahead, open)
    }

    deinit { for task in tasks { task.cancel() } }

    /// The next one, in their order.
    func next() async throws -> ObjectReading {
        while tasks.count <= ahead, begun < count {
            let number = begun
            tasks.append(Task { [open] in try await open(number) })
            begun += 1
        }
        let task = tasks.removeFirst()
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

/// The table under way: its columns are those of the first object that has rows.
private struct ExportedTable {
    /// What changes as rows are written.
    struct State {
        var writer: RowWriter?
        var titles: [String?] = []
        var rows = 0
    }

    let request: OutputExporter.Request
    var state = State()

    init(_ request: OutputExporter.Request) { self.request = request }

    var pendingBytes: Int { state.writer?.pendingBytes ?? 0 }
    var columns: [String] { state.writer?.columns ?? [] }

    mutating func take() -> [UInt8] { state.writer?.take() ?? [] }

    mutating func write(_ row: Row) {
        state.writer?.write(row)
        state.rows += 1
    }

    /// How an object's rows become rows of the table. Throws a `Shortfall` where its columns are others.
    mutating func layout(of reading: ObjectReading) throws -> ExportedRow {
        var cells: [ColumnReference.Place] = []
        if request.columns.isEmpty {
            if request.isJoined { cells += reading.inputTitles.indices.map { .input($0) } }
            cells += reading.titles.indices.map { .output($0) }
        }
        for column in request.columns {
            guard
                let place = column.place(output: reading.titles, input: reading.input == nil ? [] : reading.inputTitles)
            else { throw reading.lacks(column, among: reading.titles + (request.isJoined ? reading.inputTitles : [])) }
            cells.append(place)
        }
        let titles = cells.map { place -> String? in
            switch place {
            case .output(let column): reading.titles[column]
            case .input(let column): reading.inputTitles[column]
            }
        }
        guard state.writer == nil else {
            if request.columns.isEmpty, let places = Self.places(of: state.titles, in: titles) {
                return ExportedRow(reading, places.map { cells[$0] }, keepsAll: true, isWhole: false)
            }
            guard titles.count == state.titles.count, zip(titles, state.titles).allSatisfy(Self.isSame) else {
                func list(_ titles: [String?]) -> String {
                    titles.prefix(8).map { $0 ?? "(unnamed)" }.joined(separator: ", ")
                        + (titles.count > 8 ? ", …" : "")
                }
                throw Shortfall(
                    "\(reading.uri) is left out",
                    failure: .configuration(
                        problem:
                            "its \(DisplayText.counted(titles.count, "column")) (\(list(titles))) differ from the table's \(state.titles.count) (\(list(state.titles)))",
                        remedy: "write it by itself with --object"))
            }
            return row(of: reading, cells)
        }
        var writer = RowWriter(request.format, columns: titles, types: cells.map { reading.type(of: $0) })
        writer.writeHeader()
        state.writer = writer
        state.titles = titles
        return row(of: reading, cells)
    }

    private func row(of reading: ObjectReading, _ cells: [ColumnReference.Place]) -> ExportedRow {
        ExportedRow(
            reading, cells, keepsAll: request.columns.isEmpty, isWhole: request.columns.isEmpty && !request.isJoined)
    }

    /// Where an object has the columns of the table, in another order; nil where names don't tell.
    private static func places(of wanted: [String?], in titles: [String?]) -> [Int]? {
        guard wanted.count == titles.count else { return nil }
        let names = titles.compactMap { $0.map { Array($0.utf8) } }
        guard names.count == titles.count, Set(names).count == names.count else { return nil }
        let places = wanted.compactMap { name in name.flatMap { names.firstIndex(of: Array($0.utf8)) } }
        return places.count == titles.count && places != Array(titles.indices) ? places : nil
    }

    private static func isSame(_ one: String?, _ other: String?) -> Bool {
        switch (one, other) {
        case (nil, nil): true
        case (let one?, let other?): one.utf8.elementsEqual(other.utf8)
        default: false
        }
    }
}

/// How a row of an object becomes one of the table.
private struct ExportedRow {
    private let reading: ObjectReading
    private let cells: [ColumnReference.Place]
    /// Whether rows go as they are.
    private let isWhole: Bool
    /// Whether the table has all columns, so that a row with more of them doesn't fit.
    private let keepsAll: Bool
    private let outputWidth: Int
    private let inputWidth: Int

    init(_ reading: ObjectReading, _ cells: [ColumnReference.Place], keepsAll: Bool, isWhole: Bool) {
        self.reading = reading
        let plain = reading.preview.arrangement.plainPlaces
        self.cells = cells.map { place in
            if case .output(let column) = place { .output(plain?[column] ?? column) } else { place }
        }
        self.keepsAll = keepsAll
        self.isWhole = isWhole && (plain.map { $0 == Array($0.indices) } ?? true)
        outputWidth = plain == nil ? reading.titles.count : reading.preview.written.titles.count
        inputWidth = reading.inputTitles.count
    }

    /// Why a row doesn't fit the columns, for nothing of it may be lost; nil where it does.
    func misfit(_ row: Row, _ input: Row?) -> String? {
        if row.isCut || input?.isCut == true { return "is too long to be read whole" }
        if row.isMalformed { return "isn't JSON" }
        if input?.isMalformed == true { return "is paired with a record that isn't JSON" }
        guard keepsAll else { return nil }
        if row.count > outputWidth {
            return
                "has \(DisplayText.counted(row.count, "value")), and the first rows \(DisplayText.count(outputWidth))"
        }
        if let input, input.count > inputWidth {
            return
                "is paired with \(DisplayText.count(input.count)) values of the input, and the first rows with \(DisplayText.count(inputWidth))"
        }
        return nil
    }

    /// A row that fits, as one of the table.
    func row(_ row: Row, _ input: Row?) -> Row {
        if isWhole { return row }
        var result = Row()
        for place in cells {
            switch place {
            case .output(let column): result.append(cell: column, of: row)
            case .input(let column): result.append(cell: column, of: input ?? Row())
            }
        }
        return result
    }
}
