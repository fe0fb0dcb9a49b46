import AWSOperations
import Predictions

/// Two runs side by side: settings, times, cost, counts, and how their predictions are spread.
public struct RunComparison: Sendable {
    /// One thing of both.
    public struct Row: Hashable, Sendable {
        public var title: String
        public var first: String
        public var second: String
        /// How the second differs, where that can be told in numbers: `+12 %`.
        public var change: String = ""
    }

    /// A column that both runs predict, or one of them.
    public struct Column: Sendable {
        public var title: String
        public var first: ColumnStatistics?
        public var second: ColumnStatistics?
        /// Nil where nothing can be compared.
        public var shift: DistributionShift?
    }

    public var first: RunFacts
    public var second: RunFacts
    /// Settings that differ; nil where those of one aren't known.
    public var plan: [Row]?
    public var outcome: [Row]
    public var predictions: [RunPredictions?]
    public var columns: [Column]
    /// Columns that only one of the two has, with their place or title.
    public var notes: [String]

    public static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]

    /// - Parameter predictions: Of each run; nil where there are none or nobody asked.
    public init(
        _ first: RunFacts, _ second: RunFacts, models: [[ContainerDefinition]?] = [nil, nil],
        predictions: [RunPredictions?] = [nil, nil]
    ) {
        self.first = first
        self.second = second
        self.predictions = predictions
        plan = Self.plan(first, second, models)
        outcome = Self.outcome(first, second, predictions)
        (columns, notes) = Self.columns(predictions)
        if plan == nil { notes.append("the settings of one of the two aren't known, so they can't be compared") }
        if first.run.name.hasSameBytes(as: second.run.name) { notes.append("both are the same run") }
        if models.contains(where: { $0 == nil }) {
            notes.append("a model was deleted or can't be read: the containers aren't compared")
        }
    }

    private static func plan(_ first: RunFacts, _ second: RunFacts, _ models: [[ContainerDefinition]?]) -> [Row]? {
        guard let one = first.run.description, let two = second.run.description else { return nil }
        var (left, right) = (PlanFacts(one), PlanFacts(two))
        if let own = models[0], let other = models[1] {
            left.add(own)
            right.add(other)
        }
        return left.differences(from: right)
    }

    private static func outcome(_ first: RunFacts, _ second: RunFacts, _ predictions: [RunPredictions?]) -> [Row] {
        let both = [first, second]
        var rows: [Row] = []
        func add(_ title: String, _ text: (RunFacts) -> String?) {
            let texts = both.map { text($0) ?? DisplayText.unknown }
            rows.append(Row(title: title, first: texts[0], second: texts[1]))
        }
        func add(_ title: String, number: (RunFacts) -> Double?, text: (Double) -> String) {
            let numbers = both.map(number)
            let texts = numbers.map { $0.map(text) ?? DisplayText.unknown }
            rows.append(Row(title: title, first: texts[0], second: texts[1], change: change(numbers[0], numbers[1])))
        }
        add("Status") { $0.run.status.rawValue }
        add("Created") { $0.run.createdAt.isKnown ? $0.run.createdAt.iso8601 : nil }
        add("Repairs") { $0.repairs.isEmpty ? "none" : $0.repairs.map(\.name).joined(separator: ", ") }
        add("Provisioning", number: \.run.provisioningSeconds, text: DisplayText.duration)
        add("Running", number: \.runningSeconds, text: DisplayText.duration)
        let currencies = both.map { $0.totalCost?.currency }
        if currencies[0] == currencies[1] || currencies.contains(nil) {
            let currency = currencies.compactMap(\.self).first ?? "USD"
            add("Cost", number: { $0.totalCost?.amount }, text: { InstancePrice.total($0, currency: currency) })
        } else {
            add("Cost") { $0.totalCost?.text }
        }
        func counted(_ title: String, _ count: (EndedRun.Counts) -> Int?) {
            add(
                title, number: { $0.counts.flatMap { count($0).map(Double.init) } },
                text: { DisplayText.count(Int($0)) })
        }
        func bytes(_ title: String, _ count: (EndedRun.Counts) -> Int) {
            add(title, number: { $0.counts.map { Double(count($0)) } }, text: { DisplayText.byteCount(Int($0)) })
        }
        counted("Inputs") { $0.inputs }
        bytes("Input bytes") { $0.inputBytes }
        counted("Outputs") { $0.outputs }
        counted("Missing outputs") { $0.missing }
        bytes("Output bytes") { $0.outputBytes }
        add("Input per second", number: \.bytesPerSecond, text: { "\(DisplayText.byteCount(Int($0)))/s" })
        if predictions.contains(where: { $0 != nil }) {
            // Rows of a sample are no count of all.
            let numbers = predictions.map { own in own.flatMap { $0.isSample ? nil : Double($0.summary.rows) } }
            rows.append(
                Row(
                    title: "Predictions", first: predictions[0]?.extent ?? "none",
                    second: predictions[1]?.extent ?? "none", change: change(numbers[0], numbers[1])))
        }
        return rows
    }

    /// `+12 %`, `−3 %`, `×2.5`; empty where it is the same or can't be told.
    static func change(_ first: Double?, _ second: Double?) -> String {
        guard let first, let second, first > 0, first.isFinite, second.isFinite, first != second else { return "" }
        let ratio = second / first
        if ratio >= 2 { return "×\(DisplayText.decimal(ratio, places: ratio < 10 ? 1 : 0))" }
        let percent = (ratio - 1) * 100
        let text = DisplayText.decimal(percent.magnitude, places: percent.magnitude < 9.95 ? 1 : 0)
        // What differs doesn't read as the same.
        return "\(percent < 0 ? "−" : "+")\(percent.magnitude < 0.05 ? "<0.1" : text) %"
    }

    private static func columns(_ predictions: [RunPredictions?]) -> ([Column], notes: [String]) {
        guard let one = predictions[0]?.summary, let two = predictions[1]?.summary else { return ([], []) }
        func title(_ column: OutputSummary.Column) -> String { column.title ?? column.place.text }
        var notes: [String] = []
        var columns: [Column] = one.columns.map { own in
            let other = two.columns.first { title($0).hasSameBytes(as: title(own)) }
            return Column(
                title: title(own), first: own.statistics, second: other?.statistics,
                shift: other.flatMap { DistributionShift(from: own.statistics, to: $0.statistics) })
        }
        for other in two.columns where !one.columns.contains(where: { title($0).hasSameBytes(as: title(other)) }) {
            columns.append(Column(title: title(other), first: nil, second: other.statistics, shift: nil))
        }
        let lone = columns.filter { $0.first == nil || $0.second == nil }.map(\.title)
        if !lone.isEmpty { notes.append("only one of the two has: \(lone.joined(separator: ", "))") }
        if one.furtherColumns > 0 || two.furtherColumns > 0 { notes.append("only the first columns are compared") }
        return (columns, notes)
    }
}

extension RunReader {
    /// Both runs, with their models' containers and, up to so many bytes of outputs each, their predictions.
    ///
    /// Throws `AWSFailure` or `RunProblem`.
    public func comparison(
        of first: String, _ second: String, limit: Int, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunComparison {
        var both: [RunFacts] = []
        var models: [[ContainerDefinition]?] = []
        var predictions: [RunPredictions?] = []
        for name in [first, second] {
            progress("reading \(name)")
            var facts = try await facts(of: name, causes: false)
            models.append(await containers(of: facts.run))
            do throws(AWSFailure) {
                let found =
                    limit == 0
                    ? nil : try await self.predictions(of: facts, limit: limit) { progress("\(name): \($0.text)") }
                if let found { facts.lack(found.summary.shortfalls) }
                if let gap = found?.namesShortfall { facts.gaps.append(gap.line) }
                predictions.append(found)
            } catch {
                if error == .cancelled { throw error }
                facts.lack([Shortfall("the predictions can't be read", failure: error)])
                predictions.append(nil)
            }
            both.append(facts)
        }
        return RunComparison(both[0], both[1], models: models, predictions: predictions)
    }
}
