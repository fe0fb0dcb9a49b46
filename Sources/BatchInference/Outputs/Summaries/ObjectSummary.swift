import AWSOperations
import Predictions

/// Summarizes one object by what is asked.
struct ObjectSummary {
    private let request: OutputSummarizer.Request
    private let reading: ObjectReading
    private let output: OutputRow.ID
    /// The columns that are summarized, as they are shown.
    private let columns: [ColumnReference.Place]
    private let matcher: RowCheck
    private let confidence: ConfidenceRule?
    /// Why rows can't be distinguished by confidence; the rest is summarized all the same.
    private var confidenceShortfall: Shortfall?
    /// The columns that groups are made by and of.
    private let grouping: (by: ColumnReference.Place, of: ColumnReference.Place)?
    private let scatteredWith: ColumnReference.Place?

    /// Throws a `Shortfall` where the object lacks a column that is asked for.
    init(
        _ request: OutputSummarizer.Request, _ reading: ObjectReading, of output: OutputRow.ID, names: ColumnNames
    ) throws {
        self.request = request
        self.reading = reading
        self.output = output
        let (titles, inputTitles) = (reading.titles, reading.inputTitles)
        func place(_ column: ColumnReference) throws -> ColumnReference.Place {
            guard let place = column.place(output: titles, input: inputTitles) else {
                throw reading.lacks(column, among: titles)
            }
            return place
        }
        columns =
            try request.column.map { [try place($0)] }
            ?? titles.indices.prefix(OutputSummarizer.columnLimit).map { .output($0) }
        scatteredWith = try request.scatteredWith.map(place)
        matcher = try RowCheck(request.conditions, reading)
        do throws(Shortfall) {
            confidence = request.leastConfident > 0 ? try ConfidenceRule(reading, names: names) : nil
        } catch {
            confidence = nil
            confidenceShortfall = error
        }
        if let column = request.groupedBy {
            guard let place = column.groupingPlace(output: titles, input: inputTitles) else {
                throw reading.lacks(column, among: inputTitles, side: "input column")
            }
            grouping = (place, request.column == nil ? .output(reading.preview.summaryColumn) : columns[0])
        } else {
            grouping = nil
        }
    }

    /// Reports bytes that were read of both sides, rows, and what they come to up to there.
    typealias Progress = (_ bytes: Int, _ rows: Int, _ soFar: () -> OutputSummary) -> Void

    /// What the object comes to, and the records that were read of both sides.
    typealias Result = (summary: OutputSummary, input: CountedRows?, output: CountedRows?)

    /// Reads the object to its end.
    func summary(progress: Progress) async throws -> Result {
        let isPlain =
            request.conditions.isEmpty && confidence == nil && grouping == nil && scatteredWith == nil
            && !columns.contains(where: \.isInput)
        let isPicked =
            request.conditions.isEmpty && confidence == nil && scatteredWith == nil && reading.allowsPicking
        var result =
            if isPlain {
                try await scanned(progress: progress)
            } else if isPicked {
                try await pickCells(progress: progress)
            } else {
                try await readRows(progress: progress)
            }
        result.summary.shortfalls = confidenceShortfall.map { [$0] } ?? []
        result.summary.furtherColumns = request.column == nil ? max(reading.titles.count - columns.count, 0) : 0
        return result
    }

    /// Counts fields where they stand, without making rows of them.
    private func scanned(progress: Progress) async throws -> Result {
        let arrangement = reading.preview.arrangement
        let plain = arrangement.plainPlaces
        let places = columns.map { cell(at: $0) }
        var scanner: SummaryScanner?
        let flaws = try await reading.scan(
            &scanner,
            make: { form in
                SummaryScanner(
                    form, isLines: reading.output.isLines, columns: .places(places),
                    arrangement: plain == nil ? arrangement : nil, knowing: reading.knownColumns,
                    width: reading.width,
                    headerRecords: reading.preview.hasHeader ? 1 : 0,
                    limits: ColumnStatistics.Limits().shared(by: max(columns.count / 4, 1)))
            }, progress: { bytes, rows, scanner in progress(bytes, rows) { summary(of: scanner) } })
        var result = summary(of: scanner)
        result.flaws.add(reading.uri, flaws)
        return (result, nil, scanner.map { CountedRows($0, flaws: flaws) })
    }

    private func summary(of scanner: SummaryScanner?) -> OutputSummary {
        var summary = OutputSummary()
        guard let scanner else { return summary }
        summary.columns = zip(columns, scanner.columns).map { place, column in
            OutputSummary.Column(place: place, title: title(of: place), statistics: column.statistics)
        }
        let headers = reading.preview.hasHeader ? min(1, scanner.records) : 0
        summary.rows = scanner.records - scanner.blankLines - headers
        summary.rowsRead = summary.rows
        (summary.blankLines, summary.cutRows, summary.unfitRows) = (
            scanner.blankLines, scanner.cutRecords, scanner.unfitRows
        )
        return summary
    }

    private static let noGroups = GroupedStatistics(
        groupLimit: OutputSummary.groupLimit, limits: .init(distinct: 1024, bytes: 1 << 16))

    /// Counts the cells that are asked for, of both sides, without making rows of them.
    private func pickCells(progress: Progress) async throws -> Result {
        let wanted = columns + (grouping.map { [$0.by, $0.of] } ?? [])
        func cells(ofInput: Bool) -> [Int] {
            Set(wanted.filter { $0.isInput == ofInput }.map { cell(at: $0) }).sorted()
        }
        let (own, beside) = (cells(ofInput: false), cells(ofInput: true))
        func place(_ place: ColumnReference.Place) -> CellTally.Place {
            let cells = place.isInput ? beside : own
            return .init(isBeside: place.isInput, index: cells.firstIndex(of: cell(at: place)) ?? 0)
        }
        let empty = CellTally(
            columns.map(place), limits: ColumnStatistics.Limits().shared(by: max(columns.count / 4, 1)),
            grouping: grouping.map { (place($0.by), place($0.of)) }, groups: Self.noGroups)
        var tally = empty
        let counted = try await reading.readCells(
            own, ofInput: beside, restart: { tally = empty },
            progress: { bytes, rows in progress(bytes, rows) { self.summary(of: tally) } },
            take: { output, input in
                let before = tally.rows
                if input == nil {
                    tally.take(&output.reader)
                } else {
                    tally.take(&output.reader, beside: &input!.reader)
                }
                return tally.rows - before
            })
        var summary = self.summary(of: tally)
        (summary.blankLines, summary.cutRows, summary.flaws) = (counted.blankLines, counted.cutRows, counted.flaws)
        return (summary, counted.input, counted.output)
    }

    private func summary(of tally: CellTally) -> OutputSummary {
        var summary = OutputSummary()
        summary.columns = zip(columns, tally.statistics).map { place, statistics in
            OutputSummary.Column(place: place, title: title(of: place), statistics: statistics)
        }
        (summary.rows, summary.rowsRead) = (tally.rows, tally.rows)
        take(tally.groups, into: &summary)
        return summary
    }

    private func take(_ groups: GroupedStatistics, into summary: inout OutputSummary) {
        guard let grouping else { return }
        summary.groups = groups.groups.map { OutputSummary.Group(value: $0, statistics: $1) }
        summary.rowsBeyondGroups = groups.rowsBeyond
        summary.groupedColumn = title(of: grouping.of) ?? grouping.of.text
        summary.groupingColumn = title(of: grouping.by) ?? grouping.by.text
        summary.groupsByOutput = !grouping.by.isInput
    }

    private struct Tally {
        var summary = OutputSummary()
        /// Rows that were handed on and aren't blank.
        var rows = 0
        var uncertain: LeastConfidentRows
        var groups = noGroups
    }

    private var emptyTally: Tally {
        var tally = Tally(
            uncertain: LeastConfidentRows(columns: confidence?.columns ?? [], limit: request.leastConfident))
        let limits = ColumnStatistics.Limits().shared(by: max(columns.count / 4, 1))
        tally.summary.columns = columns.map {
            OutputSummary.Column(place: $0, title: title(of: $0), statistics: ColumnStatistics(limits: limits))
        }
        return tally
    }

    /// Where a column is in the row of its side.
    private func cell(at place: ColumnReference.Place) -> Int {
        switch place {
        case .output(let place): reading.place(place)
        case .input(let place): place
        }
    }

    private func title(of place: ColumnReference.Place) -> String? {
        switch place {
        case .output(let place): reading.titles[place]
        case .input(let place): reading.inputTitles[place]
        }
    }

    private func readRows(progress: Progress) async throws -> Result {
        var tally = emptyTally
        func cell(_ place: ColumnReference.Place) -> (isInput: Bool, cell: Int) {
            (place.isInput, self.cell(at: place))
        }
        let places = columns.map(cell)
        let grouped = grouping.map { (by: cell($0.by), of: cell($0.of)) }
        let other = scatteredWith.map(cell)
        let restart = { tally = emptyTally }
        let tell = { bytes, rows in progress(bytes, rows) { self.summary(of: tally) } }
        let counted = try await reading.read(restart: restart, progress: tell) { row, input in
            if !row.isBlank { tally.rows += 1 }
            guard matcher.holds(row, input) else { return }
            // Where a column of the input is asked for, every row has one.
            func side(_ isInput: Bool) -> Row { isInput ? input ?? row : row }
            tally.summary.rows += 1
            for index in places.indices {
                if places[index].isInput, let input {
                    tally.summary.columns[index].statistics.add(input, cell: places[index].cell)
                } else {
                    tally.summary.columns[index].statistics.add(row, cell: places[index].cell)
                }
            }
            if let confidence {
                tally.uncertain.add(confidence.row(of: row) ?? row, shown: row, place: tally.rows - 1)
            }
            if let grouped {
                tally.groups.add(
                    side(grouped.of.isInput), cell: grouped.of.cell, by: side(grouped.by.isInput),
                    cell: grouped.by.cell)
            }
            if let other, let own = places.first {
                tally.summary.scatter.add(side(own.isInput), own.cell, side(other.isInput), other.cell)
            }
        }
        var summary = self.summary(of: tally)
        summary.rowsRead = counted.rows
        (summary.blankLines, summary.cutRows, summary.unfitRows) = (
            counted.blankLines, counted.cutRows, counted.unfitRows
        )
        summary.flaws = counted.flaws
        return (summary, counted.input, counted.output)
    }

    private func summary(of tally: Tally) -> OutputSummary {
        var summary = tally.summary
        summary.rowsRead = tally.rows
        summary.scatterColumn = scatteredWith.map { title(of: $0) ?? $0.text }
        take(tally.groups, into: &summary)
        summary.uncertainRows = tally.uncertain.rows.map { row, confidence, place in
            OutputSummary.UncertainRow(
                uri: reading.uri, output: output, number: row.number, numberWithoutBlankLines: place,
                confidence: confidence, titles: reading.titles,
                cells: reading.titles.indices.map { row.text(reading.place($0)) ?? "" })
        }
        summary.rowsWithoutConfidence = tally.uncertain.unknown
        summary.confidenceRule = confidence?.text
        return summary
    }
}

/// What a row's confidence is taken from.
struct ConfidenceRule {
    /// The columns of the classes' probabilities, or that of the winning class, as they are in a row.
    let columns: [Int]
    /// Whether the one column has the probability of the second of two classes.
    let isOfSecondClass: Bool
    let text: String

    /// Throws a `Shortfall` where no column holds probabilities.
    init(_ reading: ObjectReading, names: ColumnNames) throws(Shortfall) {
        let arrangement = reading.preview.arrangement
        if !arrangement.classPlaces.isEmpty {
            columns = arrangement.classPlaces
            isOfSecondClass = false
            text = "the largest of the classes' probabilities"
            return
        }
        guard let place = reading.titles.firstIndex(of: "probability") else {
            throw Shortfall(
                "can't tell how confident the model is in the rows of \(reading.uri)",
                failure: .configuration(
                    problem: "it has no column probability or probabilities",
                    remedy: "launch again with --inference-response-keys predicted_label,probability,probabilities"))
        }
        columns = [reading.place(place)]
        let target = names.trained.filter { column in !names.features.contains { $0.name == column.name } }
        // Of two classes, Autopilot gives the probability of the second one.
        isOfSecondClass = target.count == 1 && target[0].words?.count == 2
        text =
            isOfSecondClass
            ? "probability p, taken as the second class's: the larger of p and 1 - p"
            : "probability, taken as the predicted class's"
    }

    /// The probabilities of both classes, where only one is written; nil otherwise.
    func row(of row: Row) -> Row? {
        guard isOfSecondClass, let text = row.text(columns[0]), !row.isCut(cell: columns[0]), let value = Double(text)
        else { return nil }
        var texts = Array(repeating: "", count: columns[0] + 1)
        texts[columns[0]] = String(max(value, 1 - value))
        return Row(texts, number: row.number)
    }
}

/// Conditions on the columns of one object and of its input.
struct RowCheck {
    private let output: RowMatcher
    private let input: RowMatcher
    private let isEmpty: Bool

    /// Throws a `Shortfall` where the object lacks a column.
    init(_ conditions: [RowCondition], _ reading: ObjectReading) throws {
        var (output, input) = (RowFilter(), RowFilter())
        for condition in conditions {
            guard
                let (place, found) = condition.place(
                    output: reading.titles, input: reading.input == nil ? [] : reading.inputTitles)
            else { throw reading.lacks(condition.plain.column, among: reading.titles + reading.inputTitles) }
            switch place {
            case .output(let place):
                output.conditions.append(.init(column: reading.place(place), found.comparison, found.operand))
            case .input(let place):
                input.conditions.append(.init(column: place, found.comparison, found.operand))
            }
        }
        isEmpty = conditions.isEmpty
        self.output = try RowMatcher(output)
        self.input = try RowMatcher(input)
    }

    func holds(_ row: Row, _ beside: Row?) -> Bool {
        isEmpty || output.matches(row) && (beside.map(input.matches) ?? true)
    }
}

extension ObjectReading {
    /// That a column isn't there, with those that are.
    func lacks(_ column: ColumnReference, among titles: [String?], side: String = "column") -> Shortfall {
        // One without a name is called as it can be asked for.
        let own = side == "column" ? self.titles.count : 0
        let known = titles.prefix(12).enumerated().map { place, title in
            title ?? (place < own ? "output.\(place + 1)" : "input.\(place - own + 1)")
        }.joined(separator: ", ")
        return Shortfall(
            "\(uri) has no \(side) \(column)",
            failure: .configuration(
                problem: titles.isEmpty
                    ? "it has no rows to read its columns from"
                    : "its columns are \(known)\(titles.count > 12 ? ", …" : "")",
                remedy: titles.contains { $0 == nil } ? "refer to an unnamed column as it's listed here" : ""))
    }
}
