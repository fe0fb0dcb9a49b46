import AWSOperations
import Predictions

/// What speaks against the labels: values that training never had, and rows that it had.
struct LabelDoubts {
    let job: JobOverview
    /// Nil where the training data can't be read.
    let training: TrainingColumns?

    /// The labels of the training, as far as it was read.
    struct Known: Sendable {
        fileprivate var words: Set<String>?
        fileprivate var numbers: Set<Double> = []
        fileprivate var range: ClosedRange<Double>?

        /// Labels of the training from which on they tell what others should be like.
        private static let fewest = 10

        init(_ training: TrainingColumns?, isRegression: Bool) {
            let values = training.map { $0.values(of: $0.target) } ?? []
            guard values.count >= Self.fewest else { return }
            let all = values.compactMap { PredictionEvaluation.number(in: $0) }
            guard !isRegression else {
                if let low = all.min(), let high = all.max() { range = low...high }
                return
            }
            words = Set(values.map { LabelledLayout.cleaned($0).lowercased() })
            numbers = Set(all)
        }

        func isStrange(_ label: String) -> Bool {
            if let range {
                guard let number = PredictionEvaluation.number(in: label) else { return false }
                return !range.contains(number)
            }
            guard let words, !words.contains(LabelledLayout.cleaned(label).lowercased()) else { return false }
            return PredictionEvaluation.number(in: label).map { !numbers.contains($0) } ?? true
        }
    }

    /// How many labels are unlike those of the training.
    struct Tally: Sendable {
        private(set) var labels = 0
        private(set) var strange = 0
        private(set) var example: String?

        mutating func note(_ label: String, _ known: Known) {
            guard !ColumnProfile.isMissing(label) else { return }
            labels += 1
            guard known.isStrange(label) else { return }
            strange += 1
            example = example ?? label
        }

        mutating func merge(_ other: Tally) {
            labels += other.labels
            strange += other.strange
            example = example ?? other.example
        }
    }

    /// A sentence each, with what to do.
    ///
    /// - Parameter trained: Rows that are the same as some of the training.
    func sentences(
        on input: LabelledInput, labels: [Tally], layouts: [LabelledLayout],
        trained: (count: Int, of: TrainedRows)? = nil
    ) -> [String] {
        var found: [String] = []
        if let known = knownRows(in: input) {
            found.append(known)
        } else if let trained, isTelling(trained, on: input) {
            found.append(
                "\(same(trained, on: input)): its candidates were trained or chosen on them, so the figures flatter them; "
                    + "use rows that the job never had")
        }
        for doubt in layouts.compactMap(\.doubt) where !found.contains(doubt) && found.count < 4 { found.append(doubt) }
        var all = Tally()
        for tally in labels { all.merge(tally) }
        // A few are noise; most of them are another column, or another world.
        if all.strange * 2 > all.labels { found.append(sentence(all, input)) }
        if input.unreadable * 5 > input.rows {
            found.append(
                "\(DisplayText.count(input.unreadable)) of \(DisplayText.counted(input.rows, "row")) are left out because they "
                    + "can't be read: the figures are those of the rest; check the lines that are named")
        }
        return found
    }

    /// How the values that the models get differ from those of the training, a sentence each, as a launch is told of it:
    /// what makes predictions worthless, and what is worth a second look.
    func differences(
        _ objects: [(name: String, rows: [CSVSample.Row])]
    ) -> (certain: [String], possible: [String]) {
        guard let training, !training.hasFeatureList else { return ([], []) }
        let compared = objects.filter { !$0.rows.isEmpty }
        let findings = TrainedColumns(training).differences(in: compared, canBeCorrected: false)
        func sentences(_ verdict: PreflightFinding.Verdict) -> [String] {
            findings.filter { $0.verdict == verdict }.map { $0.fix.isEmpty ? $0.text : "\($0.text); \($0.fix)" }
        }
        return (sentences(.failed), sentences(.warned))
    }

    /// A few rows that training had, in a sentence; nil without any, and where they are warned of.
    func remark(on input: LabelledInput, trained: (count: Int, of: TrainedRows)?) -> String? {
        guard let trained, trained.count > 0, knownRows(in: input) == nil, !isTelling(trained, on: input) else {
            return nil
        }
        return same(trained, on: input)
            + (trained.of.areDistinct ? "" : ", where many rows are the same: they may be other cases")
    }

    /// Whether so many rows are the same that the figures are too good; of data with few different rows, nobody knows.
    private func isTelling(_ trained: (count: Int, of: TrainedRows), on input: LabelledInput) -> Bool {
        trained.of.areDistinct && trained.count * 20 >= max(input.usable, 1)
    }

    /// `412 of 800 labelled rows are the same as rows of the training data, true value included (compared with …)`
    private func same(_ trained: (count: Int, of: TrainedRows), on input: LabelledInput) -> String {
        "\(DisplayText.count(trained.count)) of \(DisplayText.counted(input.usable, "labelled row")) "
            + "\(trained.count == 1 ? "is" : "are") the same as rows of the training data, true value included "
            + "(compared with \(trained.of.extent))"
    }

    private func sentence(_ tally: Tally, _ input: LabelledInput) -> String {
        let target = training?.target ?? input.target
        let some = "\(DisplayText.count(tally.strange)) of \(DisplayText.count(tally.labels)) values of \(input.target)"
        let example = tally.example.map { ", for example '\($0)'," } ?? ""
        let known = Known(training, isRegression: job.problemType == "regression")
        let remedy = "make sure that --target names the column with the true \(target)"
        if let range = known.range {
            return "\(some)\(example) lie outside \(DisplayText.metric(range.lowerBound)) to "
                + "\(DisplayText.metric(range.upperBound)), the range of \(target) in the training data that was read: \(remedy)"
        }
        return "\(some)\(example) aren't values of \(target) in the training data that was read: \(remedy)"
    }

    /// Whether training had the rows themselves.
    private func knownRows(in input: LabelledInput) -> String? {
        guard let uri = job.inputLocation, let trained = S3Location(uri), let own = S3Location(input.uri),
            trained.bucket == own.bucket
        else { return nil }
        func isWithin(_ key: String, _ other: String) -> Bool {
            key.hasSameBytes(as: other) || other.isEmpty || key.hasBytePrefix(other.asFolder)
        }
        let remedy = "use rows that training never saw"
        if isWithin(own.key, trained.key) {
            return "these rows are the job's own training data (\(uri)), which its candidates know: "
                + "the figures flatter them; \(remedy)"
        }
        guard isWithin(trained.key, own.key) else { return nil }
        return "the job's own training data (\(uri)) is among these rows, and its candidates know it: "
            + "the figures flatter them; \(remedy)"
    }
}

/// Some rows of an object as the models get them, spread over all of it.
struct RowSample: Sendable {
    private let limit: Int
    private(set) var rows: [CSVSample.Row] = []
    private var stride = 1
    private var seen = 0

    init(limit: Int = 1000) { self.limit = limit }

    mutating func note(_ row: Row, _ layout: LabelledLayout) {
        guard limit > 0 else { return }
        defer { seen += 1 }
        guard seen.isMultiple(of: stride) else { return }
        var sample = CSVSample.Row(line: row.number + 1, fields: [])
        for place in layout.features {
            let cell = layout.cell(place, of: row)
            let value = PredictionEvaluation.trimmed(cell)
            if value.count < cell.count {
                sample.padded[sample.fields.count] = String(decoding: cell.prefix(100), as: UTF8.self)
            }
            sample.fields.append(String(decoding: value.prefix(100), as: UTF8.self))
        }
        rows.append(sample)
        guard rows.count == limit else { return }
        rows = rows.indices.filter { $0.isMultiple(of: 2) }.map { rows[$0] }
        stride *= 2
    }
}

/// Some values of a column, spread over all of its rows.
struct ValueSample: Sendable {
    private static let limit = 4096
    private(set) var values: [String] = []
    private var stride = 1
    private var seen = 0

    mutating func note(_ value: String) {
        defer { seen += 1 }
        guard seen.isMultiple(of: stride) else { return }
        values.append(String(decoding: value.utf8.prefix(100), as: UTF8.self))
        guard values.count == Self.limit else { return }
        // Each second one from here on, of those that are kept as well.
        values = values.indices.filter { $0.isMultiple(of: 2) }.map { values[$0] }
        stride *= 2
    }
}

extension LabelledInput.LeftOut {
    /// Names that are told of each kind.
    private static let namesLimit = 3

    /// The objects that aren't read, by why.
    static func of(
        _ objects: [S3Object], reading records: [S3Object], in input: InputObjects
    ) -> [LabelledInput.LeftOut] {
        let read = Set(records.map { ByteText($0.key) })
        let under = Set(input.all.map { ByteText($0.key) })
        var found: [LabelledInput.LeftOut] = []
        for object in objects where !read.contains(ByteText(object.key)) {
            let reason = reason(object, isUnder: under.contains(ByteText(object.key)))
            let name = input.name(of: object.key)
            guard let place = found.firstIndex(where: { $0.reason == reason }) else {
                found.append(LabelledInput.LeftOut(reason: reason, count: 1, names: [name]))
                continue
            }
            found[place].count += 1
            if found[place].names.count < namesLimit { found[place].names.append(name) }
        }
        return found
    }

    private static func reason(_ object: S3Object, isUnder: Bool) -> String {
        if !isUnder { return "beside the prefix rather than under it (end the prefix with a slash)" }
        if object.$size == 0 { return "empty" }
        if InputObjects.isStray(object.key) {
            return "named like a marker or metadata file (rename it if it holds rows)"
        }
        if InputObjects.isArtifact(object.key) { return "named like an archive, a program or a page" }
        return "named like a transform's output (.out)"
    }
}
