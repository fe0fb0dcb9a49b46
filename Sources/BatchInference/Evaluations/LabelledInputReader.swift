import AWSOperations
import Predictions

/// Looks through an input that still holds its target, and writes the copy of it that transforms read where they can't
/// read it as it is.
///
/// Objects are streamed, a few at a time: what is kept of them doesn't grow with their rows.
public struct LabelledInputReader: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable {
        public var uri: String
        /// Nil for the job's own.
        public var target: String?
        public var slicing: String?
        /// Rows that are drawn at random; nil for all.
        public var sampleRows: Int?

        public init(uri: String, target: String? = nil, slicing: String? = nil, sampleRows: Int? = nil) {
            (self.uri, self.target, self.slicing, self.sampleRows) = (uri, target, slicing, sampleRows)
        }
    }

    private let services: any PreflightServices
    private let job: JobOverview
    private let now: Timestamp

    static let seed: UInt64 = 20_240_229
    /// Rows that tell how an object is laid out.
    private static let rowsLookedAt = 50
    private static let atOnce = 3
    /// Objects of which some rows are compared with the training, evenly over all of them.
    private static let comparedObjects = 12
    /// Labels that are distinguished.
    private static let labelLimit = 5000
    /// Bytes of an object of the copy.
    private static let partLength = 8 << 20

    public init(services: any PreflightServices, job: JobOverview, now: Timestamp) {
        (self.services, self.job, self.now) = (services, job, now)
    }

    /// Why candidates of a job can't be evaluated on rows at all; nil where they can.
    public static func refusal(of job: JobOverview) -> EvaluationProblem? {
        switch LaunchPlan.Kind(problemType: job.problemType) {
        case .tabular: nil
        case .timeSeries:
            EvaluationProblem(
                "\(job.name) is a forecasting job: its predictions are for future times, so they can't be compared with rows",
                "compare its candidates by their backtests")
        case .endpointsOnly(let type):
            EvaluationProblem(
                "\(job.name) is a job of type \(type): only candidates of tabular jobs can be evaluated on rows",
                "compare its candidates by their metrics")
        }
    }

    /// The columns of the job's training data, its target among them; none where they aren't known.
    public func trainedColumns() async -> [String] {
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        guard
            case .known(let training)? = try? await lookups.trainingColumns(
                ofJob: job.name, artifacts: [], bytes: PreflightLookups.sampleBytes)
        else { return [] }
        return training.names
    }

    // MARK: Checking

    /// Looks through all rows. Throws `EvaluationProblem` where they can't be evaluated on, or `AWSFailure`.
    public func check(
        _ request: Request, progress: @escaping @Sendable (_ rows: Int) -> Void = { _ in }
    ) async throws -> LabelledInput {
        if let refusal = Self.refusal(of: job) { throw refusal }
        let listed = try await objects(of: request)
        let (input, objects) = (listed.input, listed.records)
        let wanted = try await wanted(request)
        let repeats = RepeatCounter(trained: wanted.training.flatMap { TrainedRows($0) })
        let looks = try await looks(at: objects, wanted, of: input, repeats, progress)
        guard let first = looks.first(where: { $0.layout != nil })?.layout else {
            throw EvaluationProblem("\(request.uri) has no rows", "choose an input with labelled rows")
        }
        var found = LabelledInput(
            uri: request.uri, target: first.names[first.target] ?? request.target ?? wanted.target)
        found.objects = objects.count
        found.versions = Self.versions(of: objects)
        try Self.checkWidths(looks)
        takeCounts(of: looks, wanted, into: &found)
        found.repeats = repeats.found
        try checkLabels(looks, wanted, into: &found)
        if !listed.leftOut.isEmpty { found.leftOut = listed.leftOut }
        try arrange(looks, first, wanted, listed, request, into: &found)
        let doubts = LabelDoubts(job: job, training: wanted.training)
        let differences = doubts.differences(looks.map { ("\($0.name) without \(found.target)", $0.compared.rows) })
        let sentences =
            doubts.sentences(
                on: found, labels: looks.map(\.labels), layouts: looks.compactMap(\.layout),
                trained: repeats.foundTrained) + differences.certain
        if !sentences.isEmpty { found.doubts = sentences }
        if let remark = doubts.remark(on: found, trained: repeats.foundTrained) { found.remarks.append(remark) }
        found.remarks += differences.possible
        return found
    }

    /// Whether the input's objects are others than those that were looked through, or other versions of them.
    func hasChanged(since input: LabelledInput, _ request: Request) async throws -> Bool {
        guard let versions = input.versions else { return false }
        do {
            return Self.versions(of: try await objects(of: request).records) != versions
        } catch is EvaluationProblem {
            // It is gone, or was added to beyond what can be listed.
            return true
        }
    }

    /// A number made of keys, sizes and entity tags, whatever their order.
    static func versions(of objects: [S3Object]) -> String {
        var sum: UInt64 = 0
        for object in objects {
            // FNV-1a: the same in each process, which Swift's own hashes aren't.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for part in [object.key, "\(object.$size ?? -1)", object.eTag] {
                for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
                hash = (hash ^ 0xFF) &* 0x100_0000_01B3
            }
            sum &+= hash
        }
        return "\(objects.count)-\(String(sum, radix: 16))"
    }

    /// What lies at the input.
    private struct Listed {
        var input: InputObjects
        /// Those whose rows are read.
        var records: [S3Object]
        var leftOut: [LabelledInput.LeftOut]
    }

    private func objects(of request: Request) async throws -> Listed {
        guard let location = S3Location(request.uri) else {
            throw EvaluationProblem("\(request.uri) isn't an S3 URI", "give one such as s3://bucket/labelled/")
        }
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        let listed = try await lookups.objects(under: location)
        guard listed.isComplete else {
            throw EvaluationProblem(
                "\(request.uri) has more than \(DisplayText.count(PreflightLookups.objectLimit)) objects",
                "use a part of it")
        }
        // A prefix without its slash matches its siblings, too.
        let whole = listed.objects.filter { object in
            guard let rest = object.key.droppingBytePrefix(location.key) else { return false }
            return location.key.isEmpty || location.key.hasByteSuffix("/") || rest.isEmpty || rest.hasBytePrefix("/")
        }
        func isFolder(_ object: S3Object) -> Bool { object.key.hasByteSuffix("/") && object.$size == 0 }
        let input = InputObjects(
            all: (whole.isEmpty ? listed.objects : whole).filter { !isFolder($0) }, isComplete: true,
            bucket: location.bucket, prefix: location.key)
        let records = input.records
        let others = listed.objects.filter { !isFolder($0) }
        let leftOut = LabelledInput.LeftOut.of(others, reading: records, in: input)
        guard !records.isEmpty else {
            let reasons = leftOut.map { "\($0.text): \($0.reason)" }.joined(separator: "; ")
            throw EvaluationProblem(
                "\(request.uri) has no rows" + (reasons.isEmpty ? "" : " (\(reasons))"),
                "choose an input with labelled rows")
        }
        return Listed(input: input, records: records, leftOut: leftOut)
    }

    private func wanted(_ request: Request) async throws -> LabelledLayout.Wanted {
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        var wanted = LabelledLayout.Wanted(
            target: request.target ?? job.targetColumn ?? "", isNamed: request.target != nil, slicing: request.slicing)
        do {
            switch try await lookups.trainingColumns(ofJob: job.name, artifacts: []) {
            case .known(let training):
                wanted.training = training
                if request.target == nil { wanted.target = training.target }
            case .unknown(let reason): wanted.trainingGap = reason
            case .timeSeries: break
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled || failure.isExpiredCredentials { throw failure }
            wanted.trainingGap = failure.problem
        }
        guard !wanted.target.isEmpty else {
            throw EvaluationProblem(
                "\(job.name) doesn't say which column it predicts", "name the column with the true values with --target"
            )
        }
        return wanted
    }

    // MARK: One object

    /// What an object holds.
    private struct Look: Sendable {
        var name: String
        var key: String
        var layout: LabelledLayout?
        var rows = 0
        var blankLines = 0
        var hasMark = false
        var hasCarriageReturns = false
        var isPacked = false
        var unlabelled: LabelledInput.Remark?
        var notNumbers: LabelledInput.Remark?
        var uneven: LabelledInput.Remark?
        var broken: LabelledInput.Remark?
        var malformed: LabelledInput.Remark?
        var headers: LabelledInput.Remark?
        /// The number of the row in which a quote opens that nothing closes.
        var openQuote: Int?
        /// Some rows as the models get them, to be compared with those of the training.
        var compared = RowSample(limit: 0)
        /// Labels that training didn't have: how often each comes, and where first.
        var unknown: [ByteText: (count: Int, line: Int)] = [:]
        var unknownBeyond = 0
        /// What the labels are beside those of the training.
        var labels = LabelDoubts.Tally()
        var longest: LabelledInput.LongestRow?
        /// Some values of the column that the figures are sliced by.
        var slicing = ValueSample()
        /// Labels that are spelled otherwise in training, how often, and how there.
        var respelled: [ByteText: (count: Int, name: String)] = [:]

        static func note(
            _ remark: inout LabelledInput.Remark?, _ place: @autoclosure () -> String, _ example: String = ""
        ) {
            if remark == nil { remark = LabelledInput.Remark(count: 0, place: place(), example: example) }
            remark?.count += 1
        }
    }

    private var isRegression: Bool { job.problemType == "regression" }

    private func looks(
        at objects: [S3Object], _ wanted: LabelledLayout.Wanted, of input: InputObjects, _ repeats: RepeatCounter,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws -> [Look] {
        let counter = RowCounter(report: progress)
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        let some = min(objects.count, Self.comparedObjects)
        let compared = Set(
            (0..<some).map { ByteText(objects[some == 1 ? 0 : $0 * (objects.count - 1) / (some - 1)].key) })
        return try await lookups.gather(objects, limit: Self.atOnce) { object in
            try await look(
                at: object, wanted, of: input, repeats, counter,
                comparing: wanted.training?.hasFeatureList == false && compared.contains(ByteText(object.key)))
        }
    }

    private func look(
        at object: S3Object, _ wanted: LabelledLayout.Wanted, of input: InputObjects, _ repeats: RepeatCounter,
        _ counter: RowCounter, comparing isCompared: Bool
    ) async throws -> Look {
        var look = Look(name: input.name(of: object.key), key: object.key)
        if isCompared { look.compared = RowSample() }
        let location = S3Location(bucket: input.bucket, key: object.key)
        let head = try await beginning(of: location, named: look.name)
        let form = try LabelledForm(head, wanted: wanted, named: look.name)
        (look.hasMark, look.hasCarriageReturns) = (head.text.hasByteOrderMark, head.text.hasCarriageReturns)
        var feed = form.feed(location, object, services)
        let known = LabelDoubts.Known(wanted.training, isRegression: isRegression)
        let labels = LabelReading(isRegression: isRegression, classes: wanted.training.flatMap(Self.classes))
        var waiting: [Row] = []
        var slicing: Int?
        var problem: EvaluationProblem?
        func begin() {
            guard look.layout == nil, problem == nil, !waiting.isEmpty else { return }
            do throws(EvaluationProblem) {
                let layout = try LabelledLayout(
                    Array(waiting.prefix(Self.rowsLookedAt)), as: form, columns: feed.columns, wanted: wanted,
                    in: look.name)
                look.layout = layout
                slicing = wanted.slicing == nil ? nil : try Self.slicingColumn(wanted.slicing, layout, look.name)
            } catch {
                problem = error
            }
            for row in waiting { take(row, labels, known, slicing, repeats, &look) }
            waiting = []
        }
        do {
            while try await feed.next({ row in
                guard problem == nil else { return }
                guard !row.isBlank else {
                    look.blankLines += 1
                    return
                }
                guard look.layout != nil else { return waiting.append(row) }
                take(row, labels, known, slicing, repeats, &look)
            }) {
                if waiting.count >= Self.rowsLookedAt { begin() }
                if let problem { throw problem }
                if feed.form.isBinary { throw Self.binary(look.name, feed.form) }
                await counter.note(look.rows, of: look.key)
            }
        } catch let failure as AWSFailure {
            throw failure == .cancelled ? failure : Shortfall("can't read \(look.name)", failure: failure)
        }
        if feed.form.isBinary { throw Self.binary(look.name, feed.form) }
        begin()
        if let problem { throw problem }
        if let row = look.openQuote {
            throw EvaluationProblem(
                "\(look.name), line \(row + 1): a quote isn't closed, so everything below it is part of that row",
                "close the quote, or double it within a quoted value")
        }
        if form == .json, let remark = look.malformed {
            throw EvaluationProblem("\(remark.place) isn't JSON that can be read", "write the rows again")
        }
        look.isPacked = feed.isUnpacked
        return look
    }

    private func beginning(of location: S3Location, named name: String) async throws -> InputSample {
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        return try await Self.reading(name) {
            try await lookups.sample(of: location, bytes: PreflightLookups.sampleBytes, atMost: 1 << 20)
        }
    }

    /// Names the object whose beginning can't be read.
    private static func reading<Value>(_ name: String, _ read: () async throws -> Value) async throws -> Value {
        do {
            return try await read()
        } catch {
            let failure = AWSFailure(wrapping: error)
            throw failure == .cancelled ? failure : Shortfall("can't read \(name)", failure: failure)
        }
    }

    private static func binary(_ name: String, _ form: RecordForm) -> EvaluationProblem {
        EvaluationProblem("\(name) is \(form.name), not CSV", "write the rows as CSV")
    }

    /// Counts a row of which the layout is known.
    private func take(
        _ row: Row, _ labels: LabelReading, _ known: LabelDoubts.Known, _ slicing: Int?, _ repeats: RepeatCounter,
        _ look: inout Look
    ) {
        guard let layout = look.layout, layout.headerRow != row.number else { return }
        let line = row.number + 1
        func place() -> String { "\(look.name), \(layout.form.rowName) \(line)" }
        if row.hasOpenQuote, !row.isCut { look.openQuote = row.number }
        guard !layout.isHeaderAgain(row) else { return Look.note(&look.headers, place()) }
        look.rows += 1
        if row.length > look.longest?.bytes ?? 0 {
            look.longest = LabelledInput.LongestRow(bytes: row.length, place: place())
        }
        guard !row.isMalformed else { return Look.note(&look.malformed, place()) }
        guard layout.fits(row) else {
            return Look.note(&look.uneven, place(), DisplayText.counted(row.count, "column"))
        }
        guard !Self.isBroken(row) else {
            let breaks = (0..<row.count).reduce(0) { $0 + row[cell: $1].count { $0 == 0x0A } }
            return Look.note(&look.broken, place(), DisplayText.counted(breaks + 1, "line"))
        }
        look.compared.note(row, layout)
        let label = labels.text(row[cell: layout.target])
        if let slicing { look.slicing.note(row.text(slicing) ?? "") }
        look.labels.note(label, known)
        switch labels.meaning(of: label) {
        case .itself: repeats.note(row, layout)
        case .unlabelled: Look.note(&look.unlabelled, place())
        case .noNumber: Look.note(&look.notNumbers, place(), label)
        case .other(let name):
            look.respelled[ByteText(label), default: (0, name)].count += 1
            repeats.note(row, layout)
        case .unknown:
            let key = ByteText(label)
            if look.unknown[key] != nil || look.unknown.count < Self.labelLimit {
                look.unknown[key, default: (0, line)].count += 1
            } else {
                look.unknownBeyond += 1
            }
        }
    }

    static func isBroken(_ row: Row) -> Bool {
        (0..<row.count).contains { row[cell: $0].contains(0x0A) }
    }

    // MARK: What they come to

    /// Objects without a header of other widths can't be of the same columns.
    private static func checkWidths(_ looks: [Look]) throws(EvaluationProblem) {
        let plain = looks.filter { $0.layout.map { !$0.hasHeader && !$0.form.namesColumns } ?? false }
        guard let first = plain.first, let other = plain.first(where: { $0.layout?.width != first.layout?.width })
        else {
            return
        }
        throw EvaluationProblem(
            "\(first.name) has \(first.layout?.width ?? 0) columns and \(other.name) \(other.layout?.width ?? 0)",
            "choose objects with the same columns, or add header rows")
    }

    private func takeCounts(of looks: [Look], _ wanted: LabelledLayout.Wanted, into found: inout LabelledInput) {
        func sum(_ remark: (Look) -> LabelledInput.Remark?) -> LabelledInput.Remark? {
            let some = looks.compactMap(remark)
            guard var first = some.first else { return nil }
            first.count = some.reduce(0) { $0 + $1.count }
            return first
        }
        found.rows = looks.reduce(0) { $0 + $1.rows }
        found.unlabelled = sum(\.unlabelled)
        found.notNumbers = sum(\.notNumbers)
        found.uneven = sum(\.uneven)
        found.broken = sum(\.broken)
        found.malformed = sum(\.malformed)
        found.headers = sum(\.headers)
        found.longestRow = looks.compactMap(\.longest).max { $0.bytes < $1.bytes }
        var remarks: [String] = []
        for remark in looks.flatMap({ $0.layout?.remarks ?? [] }) where remarks.count < 5 { remarks.append(remark) }
        found.remarks = remarks
        guard wanted.training == nil, !wanted.trainingGap.isEmpty else { return }
        found.remarks.append("can't compare with the training data: \(wanted.trainingGap)")
    }

    private func checkLabels(
        _ looks: [Look], _ wanted: LabelledLayout.Wanted, into found: inout LabelledInput
    ) throws(EvaluationProblem) {
        let unlabelled = (found.unlabelled?.count ?? 0) + found.unreadable
        guard found.rows > unlabelled else {
            if found.unreadable * 2 > found.rows, let first = found.uneven ?? found.broken ?? found.malformed {
                throw EvaluationProblem(
                    "\(DisplayText.count(found.unreadable)) of \(DisplayText.counted(found.rows, "row")) of \(found.uri) "
                        + "can't be read (first: \(first.place)\(first.example.isEmpty ? "" : ": \(first.example)")), and "
                        + "the others have no value in \(found.target)",
                    "quote values with commas or line breaks, and double each quote within them")
            }
            throw EvaluationProblem(
                found.rows == 0
                    ? "\(found.uri) has no rows" : "no row of \(found.uri) has a value in \(found.target)",
                "choose an input with labelled rows")
        }
        if isRegression {
            let wrong = found.notNumbers?.count ?? 0
            guard wrong * 2 > found.rows - unlabelled, let remark = found.notNumbers else { return }
            throw EvaluationProblem(
                "\(DisplayText.count(wrong)) of \(DisplayText.count(found.rows - unlabelled)) values of \(found.target) "
                    + "aren't numbers (first: \(remark.place): '\(remark.example)'), and \(job.name) predicts numbers",
                "choose the column with the true numbers with --target")
        }
        guard let training = wanted.training, let classes = Self.classes(of: training) else { return }
        found.classes = classes
        var unknown: [ByteText: LabelledInput.UnknownLabel] = [:]
        for look in looks {
            for (label, seen) in look.respelled {
                found.respelled[label.string] = seen.name
                found.respelledRows += seen.count
            }
            for (label, seen) in look.unknown {
                let first = LabelledInput.UnknownLabel(
                    label: label.string, count: 0, place: "\(look.name), line \(seen.line)",
                    suggestion: nearest(to: label.string, among: classes))
                unknown[label, default: first].count += seen.count
                found.unknownRows += seen.count
            }
            found.unknownRows += look.unknownBeyond
        }
        found.unknownLabels = Array(
            unknown.values.sorted { ($1.count, $0.label) < ($0.count, $1.label) }.prefix(20))
        guard found.usable == 0 else { return }
        let example = found.unknownLabels.first.map { " ('\($0.label)', \($0.place))" } ?? ""
        throw EvaluationProblem(
            "no value of \(found.target) is a class of \(job.name)\(example); its classes are "
                + classes.prefix(8).joined(separator: ", ") + (classes.count > 8 ? ", …" : ""),
            "choose the column with the true classes with --target")
    }

    /// All classes; nil where the part of the training data that was read may lack some.
    private static func classes(of training: TrainingColumns) -> [String]? {
        let values = training.values(of: training.target).filter { !$0.isEmpty }
        let distinct = Set(values.map { ByteText($0) })
        guard !distinct.isEmpty, distinct.count <= 1000, training.isWhole || distinct.count * 3 <= values.count else {
            return nil
        }
        return distinct.map(\.string).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Decides what is sent: the input as it lies, behind a filter, or a copy.
    private func arrange(
        _ looks: [Look], _ first: LabelledLayout, _ wanted: LabelledLayout.Wanted, _ listed: Listed,
        _ request: Request, into found: inout LabelledInput
    ) throws(EvaluationProblem) {
        let input = listed.input
        let slicing = try Self.slicingColumn(request.slicing, first, looks[0].name)
        if slicing != nil { found.sliceEdges = SliceRanges(of: looks.flatMap(\.slicing.values))?.edges }
        var reasons: [String] = []
        let layouts = looks.compactMap(\.layout)
        if layouts.contains(where: \.hasHeader) { reasons.append("it has header rows") }
        if !layouts.allSatisfy(first.isAlike) { reasons.append("its objects have their columns in different places") }
        for layout in layouts {
            guard let reason = layout.form.conversion, !reasons.contains(reason) else { continue }
            reasons.append(reason)
        }
        if looks.contains(where: \.hasMark) { reasons.append("it begins with a byte order mark") }
        if looks.contains(where: \.hasCarriageReturns) { reasons.append("its lines end in CR LF") }
        if looks.contains(where: { $0.blankLines > 0 }) { reasons.append("it has blank lines") }
        if looks.contains(where: \.isPacked) { reasons.append("it's compressed") }
        if found.unreadable > 0 { reasons.append("some of its rows can't be sent") }
        if looks.count < input.all.count || !listed.leftOut.isEmpty
            || input.prefix.isEmpty == false && !input.prefix.hasByteSuffix("/")
                && looks.contains(where: { !$0.key.hasSameBytes(as: input.prefix) })
        {
            reasons.append("some objects under it hold no rows, or may not")
        }
        let order = first.features
        let filter = Self.filter(picking: order, of: first.width)
        if filter == nil { reasons.append("no filter of \(RecordPath.lengthLimit) characters removes the target") }
        if let wanted = request.sampleRows {
            if wanted < found.usable {
                found.sample = LabelledInput.Sample(rows: wanted, seed: Self.seed)
                reasons.append("only a sample is sent")
            } else {
                found.remarks.append(
                    "the input has at most \(DisplayText.count(wanted)) labelled rows: all are used")
            }
        }
        found.copyReasons = reasons
        found.slicing = slicing.map { first.names[$0] ?? "column \($0 + 1)" }
        guard found.needsCopy else {
            found.columns = first.names
            (found.targetPlace, found.slicingPlace) = (first.target, slicing)
            found.inputFilter = filter ?? ""
            return
        }
        let columns = Self.copiedColumns(first, slicing)
        found.columns = columns.map { first.names[$0] }
        found.targetPlace = 0
        found.slicingPlace = slicing.flatMap { columns.firstIndex(of: $0) }
        found.inputFilter = "$[\(columns.count - order.count):]"
    }

    /// The columns of the copy: the target, a column to slice by that the model doesn't take, and what it takes.
    private static func copiedColumns(_ layout: LabelledLayout, _ slicing: Int?) -> [Int] {
        let extra = slicing.map { layout.features.contains($0) || $0 == layout.target ? [] : [$0] } ?? []
        return [layout.target] + extra + layout.features
    }

    private static func slicingColumn(
        _ name: String?, _ layout: LabelledLayout, _ place: String
    ) throws(EvaluationProblem) -> Int? {
        guard let name else { return nil }
        if let found = layout.names.firstIndex(where: { $0?.hasSameBytes(as: name) == true }) { return found }
        if let number = Int(name), (1...layout.width).contains(number) { return number - 1 }
        let names = layout.names.compactMap(\.self)
        let alike = names.first { LabelledLayout.folded($0) == LabelledLayout.folded(name) }
        let hint = (alike ?? nearest(to: name, among: names)).map { "did you mean \($0)?" }
        throw EvaluationProblem(
            "\(place) has no column \(name) to slice by",
            hint
                ?? (names.isEmpty
                    ? "give its number, 1 to \(layout.width)" : "choose one of \(names.joined(separator: ", "))"))
    }

    /// A filter that leaves these columns, in words on which all sources agree; nil where none is short enough.
    static func filter(picking places: [Int], of width: Int) -> String? {
        if places == Array(1..<max(width, 1)) { return "$[1:]" }
        let text = "$[\(places.map(String.init).joined(separator: ","))]"
        return text.utf8.count <= RecordPath.lengthLimit ? text : nil
    }

    // MARK: Copying

    /// Writes the copy below a folder: the target first, then what the models take, without a header.
    ///
    /// The same input gives the same copy. Throws `EvaluationProblem` where the input is another by now.
    func writeCopy(
        of found: LabelledInput, _ request: Request, to folder: S3Location,
        progress: @escaping @Sendable (_ rows: Int) -> Void
    ) async throws {
        var writer = CopyWriter(folder: folder, storage: services)
        try await walk(found, request, into: &writer, progress: progress)
        guard writer.rows == found.sentRows else {
            throw EvaluationProblem(
                "\(found.uri) changed: it gave \(DisplayText.count(writer.rows)) rows instead of "
                    + "\(DisplayText.count(found.sentRows))", "try again when it is complete")
        }
    }

    /// Where rows of a copy stand in the input, by the names of its objects and the numbers of their rows from 1; those of
    /// which that isn't known are missing.
    func origins(
        of rows: Set<CopyRow>, _ found: LabelledInput, _ request: Request
    ) async throws -> [CopyRow: String] {
        guard found.needsCopy, !rows.isEmpty, found.versions != nil,
            try await !hasChanged(since: found, request)
        else { return [:] }
        var writer = CopyWriter(seeking: rows)
        try await walk(found, request, into: &writer) { _ in }
        return writer.rows == found.sentRows ? writer.origins : [:]
    }

    /// Goes through all rows of the copy, in its order.
    private func walk(
        _ found: LabelledInput, _ request: Request, into writer: inout CopyWriter, progress: (_ rows: Int) -> Void
    ) async throws {
        let listed = try await objects(of: request)
        let (input, objects) = (listed.input, listed.records)
        let wanted = try await wanted(request)
        var drawing = found.sample.map { Drawing(rows: $0.rows, of: found.usable, seed: $0.seed) }
        let labels = LabelReading(isRegression: isRegression, classes: found.classes)
        for object in objects {
            let name = input.name(of: object.key)
            let location = S3Location(bucket: input.bucket, key: object.key)
            let form = try LabelledForm(try await beginning(of: location, named: name), wanted: wanted, named: name)
            var feed = form.feed(location, object, services)
            var layout: LabelledLayout?
            var columns: [Int] = []
            var waiting: [Row] = []
            var problem: (any Error)?
            func write(_ row: Row) {
                guard let layout, layout.headerRow != row.number, layout.fits(row), !Self.isBroken(row),
                    !layout.isHeaderAgain(row)
                else { return }
                // A sample is of rows that count.
                if drawing != nil {
                    guard labels.isUsable(row[cell: layout.target]), drawing?.takesNext() == true else { return }
                }
                writer.write(row, columns, layout, of: name)
            }
            func begin() {
                guard layout == nil, !waiting.isEmpty else { return }
                do {
                    let own = try LabelledLayout(
                        Array(waiting.prefix(Self.rowsLookedAt)), as: form, columns: feed.columns, wanted: wanted,
                        in: name)
                    layout = own
                    let slicing = try Self.slicingColumn(request.slicing, own, name)
                    columns = Self.copiedColumns(own, slicing)
                    guard columns.count == found.columns.count else {
                        throw EvaluationProblem("\(name) has other columns than before", "try again")
                    }
                    for row in waiting { write(row) }
                    waiting = []
                } catch {
                    problem = error
                }
            }
            while try await feed.next({ row in
                guard problem == nil, !row.isBlank else { return }
                guard layout != nil else { return waiting.append(row) }
                write(row)
            }) {
                if waiting.count >= Self.rowsLookedAt { begin() }
                if let problem { throw problem }
                if writer.pendingBytes >= Self.partLength { try await writer.flush() }
                progress(writer.rows)
            }
            begin()
            if let problem { throw problem }
        }
        try await writer.flush()
    }
}

/// Tells how many rows were looked at, over objects that are read side by side.
private actor RowCounter {
    private var rows: [ByteText: Int] = [:]
    private let report: @Sendable (Int) -> Void

    init(report: @escaping @Sendable (Int) -> Void) { self.report = report }

    func note(_ count: Int, of key: String) {
        rows[ByteText(key)] = count
        report(rows.values.reduce(0, +))
    }
}

/// Draws so many of so many rows as they come, each as likely as any other, the same each time.
struct Drawing {
    private var left: Int
    private var rest: Int
    private var chance: SeededChance

    init(rows: Int, of all: Int, seed: UInt64) {
        (left, rest) = (rows, all)
        chance = SeededChance(seed: seed)
    }

    mutating func takesNext() -> Bool {
        defer { rest -= 1 }
        // Of what is left, so many are still wanted.
        guard rest > 0, (chance.uniform() - 0x1p-53) * Double(rest) < Double(left) else { return false }
        left -= 1
        return true
    }
}
