import AWSOperations
import JSONCoding
import SeededNumbers
import Testing

@testable import BatchInference

/// Reports of which one part is replaced, taken away or doubled: whatever is done, something says so, the original is
/// kept, and no other figure changes.
@Suite("Reports with one part damaged")
struct DamagedReportTests {
    private static let statistics = """
        {"version": 0.0, "dataset": {"item_count": 1400, "evaluation_time": "2026-11-20T09:14:00Z"},
         "binary_classification_metrics": {
          "confusion_matrix": {"no": {"no": 1180, "yes": 20}, "yes": {"no": 30, "yes": 170}},
          "recall": {"value": 0.85, "standard_deviation": 0.02},
          "accuracy": {"value": 0.96, "standard_deviation": 0.004},
          "accuracy_best_constant_classifier": {"value": 0.857, "standard_deviation": 0.01},
          "auc": {"value": 0.97, "standard_deviation": 0.003}, "lift": {"value": 3.5},
          "receiver_operating_characteristic_curve": {
            "false_positive_rates": [0.0, 0.1, 0.5, 1.0], "true_positive_rates": [0.0, 0.8, 0.95, 1.0]},
          "precision_recall_curve": {"precisions": [1.0, 0.9, 0.2], "recalls": [0.0, 0.5, 1.0]}}}
        """
    private static let analysis = """
        {"version": "1.0",
         "explanations": {"kernel_shap": {
           "no": {"expected_value": 0.3, "global_shap_values": {"bill": 0.5, "island": 0.2, "sex": 0.1}},
           "yes": {"expected_value": 0.7, "global_shap_values": {"bill": 0.4, "island": 0.3, "sex": 0.2}}}},
         "pre_training_bias_metrics": {"label": "y", "facets": {"sex": [{"value_or_threshold": "f", "metrics": [
           {"name": "CI", "description": "Class Imbalance", "value": 0.4}]}]}}}
        """

    private static let insights = "s3://demo-data/out/job/insights"
    private static let explained = "s3://demo-data/out/job/explainability/"

    private static func report(_ statistics: [UInt8], _ analysis: [UInt8]) async -> ModelReport {
        let account = CheckedAccount()
        account.put("\(insights)/statistics.json", String(decoding: statistics, as: UTF8.self))
        account.put("\(explained)analysis.json", String(decoding: analysis, as: UTF8.self))
        account.change { $0.job = Samples.description("job") }
        var candidate = Samples.candidate("candidate-1")
        candidate.candidateProperties = CandidateProperties(
            candidateArtifactLocations: CandidateArtifactLocations(explainability: explained, modelInsights: insights))
        return await ModelReportLoader(
            services: account, job: "job", candidate: candidate, isBest: true, now: Timestamp(secondsSinceEpoch: 1e9)
        ).report()
    }

    private static func report(_ statistics: String, _ analysis: String = analysis) async -> ModelReport {
        await report(Array(statistics.utf8), Array(analysis.utf8))
    }

    /// All that screen and command show, as one text.
    private static func text(_ report: ModelReport) -> String {
        report.sections().flatMap { section in
            [section.title]
                + section.blocks.map { block in
                    switch block {
                    case .text(let text), .note(let text), .warning(let text): text
                    case .table(let table): (table.rows.flatMap { $0 } + [table.note ?? ""]).joined(separator: "\t")
                    case .matrix(let matrix):
                        matrix.table(.both).rows.flatMap { $0 }.joined(separator: "\t")
                            + matrix.predicted.joined(separator: "\t")
                    case .curve(let curve): "\(curve.points)"
                    case .bars(let features, _): features.map { "\($0.name) \($0.value)" }.joined(separator: "\t")
                    case .place(let title, let uri): "\(title) \(uri)"
                    }
                }
        }.joined(separator: "\n")
    }

    // MARK: The damage

    private enum Step: Hashable {
        case member(String)
        case item(Int)
    }

    private static func paths(_ value: JSONValue) -> [[Step]] {
        let inner: [(Step, JSONValue)] =
            value.members.map { (.member($0.key), $0.value) }
            + value.items.enumerated().map { (.item($0.offset), $0.element) }
        return inner.flatMap { step, value in [[step]] + paths(value).map { [step] + $0 } }
    }

    /// The value with what stands at a path replaced; nil takes it away.
    private static func replacing(_ value: JSONValue, _ path: ArraySlice<Step>, _ new: JSONValue?) -> JSONValue? {
        guard let step = path.first else { return new }
        switch (value, step) {
        case (.object(let members), .member(let key)):
            return .object(
                members.compactMap { member in
                    guard member.key == key else { return member }
                    return replacing(member.value, path.dropFirst(), new).map { .init(key: key, value: $0) }
                })
        case (.array(let items), .item(let place)):
            return .array(
                items.enumerated().compactMap { index, item in
                    index == place ? replacing(item, path.dropFirst(), new) : item
                })
        default: return value
        }
    }

    private static let marker = "odd-marker"
    private static let odd: [JSONValue] = [
        .null, .bool(true), .string(marker), .array([.string(marker)]),
        .object([.init(key: marker, value: .bool(true))]),
        .string("NaN"), .number("-7"), .array([.number("1"), .number("2"), .number("3"), .string(marker)]),
        .array([.array([.number("1"), .string(marker)])]), .object([.init(key: "value", value: .string(marker))]),
    ]

    /// Parts that hold any text, or that no figure needs.
    private static let free: Set<String> = [
        "evaluation_time", "label", "description", "value_or_threshold", "version", "name", "standard_deviation",
        "expected_value",
    ]

    private static func metrics(_ report: ModelReport) -> [String: Double] {
        var values: [String: Double] = [:]
        for metric in report.quality?.sections.flatMap(\.metrics) ?? [] where metric.value?.isFinite == true {
            values[metric.key] = metric.value
        }
        for method in report.explainability?.methods ?? [] {
            for output in method.outputs {
                for feature in output.features { values["\(output.label).\(feature.name)"] = feature.value }
            }
        }
        return values
    }

    @Test("nothing is dropped silently, the original is kept, and the rest stays", arguments: 0..<200)
    func damaged(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let isStatistics = random.below(2) == 0
        let whole = try #require(JSONValue(parsing: isStatistics ? Self.statistics : Self.analysis))
        let path = random.one(of: Self.paths(whole))
        let new = random.one(of: Self.odd)
        let damaged = try #require(Self.replacing(whole, path[...], new)).text(.compact)
        let baseline = await Self.report(Self.statistics)
        let report =
            isStatistics
            ? await Self.report(damaged) : await Self.report(Self.statistics, damaged)
        let keys = path.compactMap { step -> String? in if case .member(let key) = step { key } else { nil } }
        let text = Self.text(report)
        let about = "\(path) = \(new.text(.compact))\n\(report.notes)"

        if !Self.free.contains(keys.last ?? "") {
            let news = report.notes.filter { !baseline.notes.contains($0) }
            let isNamed = news.contains { note in keys.contains { note.contains($0) } }
            // A number in place of another is one.
            let isShown = text.contains(Self.marker) || new == .number("-7")
            #expect(isNamed || isShown, "\(about)")
            #expect(text != Self.text(baseline), "\(about)")
        }
        let document = report.document
        let parsed = try #require(JSONValue(parsing: document.text(.pretty)), "\(about)")
        #expect(parsed["Notes"]?.items.count == report.notes.count)
        if damaged.contains(Self.marker) { #expect(document.text().contains(Self.marker), "\(about)") }
        // What was not touched is as it was.
        let (before, after) = (Self.metrics(baseline), Self.metrics(report))
        for (name, value) in before
        where !keys.contains(where: { name.hasPrefix($0) || name.hasSuffix($0) }) && !keys.isEmpty {
            let isBelow = ["binary_classification_metrics", "explanations", "kernel_shap", "global_shap_values"]
                .contains(keys.last ?? "")
            if !isBelow { #expect(after[name] == value, "\(name) \(about)") }
        }
    }

    @Test("a report that is cut shows figures of the whole one alone", arguments: 0..<60)
    func cut(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed) + 1000)
        let statistics = Array(Self.statistics.utf8.prefix(random.below(Self.statistics.utf8.count - 5) + 1))
        let analysis = Array(Self.analysis.utf8.prefix(random.below(Self.analysis.utf8.count - 5) + 1))
        let (whole, report) = (await Self.report(Self.statistics), await Self.report(statistics, analysis))
        let values = Self.metrics(whole)
        for (name, value) in Self.metrics(report) { #expect(values[name] == value, "\(name)") }
        for file in ["statistics.json", "analysis.json"] {
            #expect(report.notes.contains { $0.hasPrefix(file) }, "\(report.notes)")
        }
        let matrices = [whole, report].map { $0.quality?.sections.first?.matrix }
        if let cut = matrices[1], let full = matrices[0] {
            for row in cut.rows.indices {
                #expect(cut.recall(row) == nil || cut.recall(row) == full.recall(row))
            }
        }
    }

    @Test("bytes that are turned, doubled or lost never end in a crash, and the document stays JSON", arguments: 0..<60)
    func scrambled(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed) + 2000)
        func scramble(_ text: String) -> [UInt8] {
            var bytes = Array(text.utf8)
            for _ in 0...random.below(6) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.insert(bytes[random.below(bytes.count)], at: place)
                default: bytes.remove(at: place)
                }
            }
            return bytes
        }
        let report = await Self.report(scramble(Self.statistics), scramble(Self.analysis))
        #expect(report.isComplete)
        #expect(JSONValue(parsing: report.document.text(.pretty)) != nil)
        _ = Self.text(report)
    }

    // MARK: Sentences

    @Test("each odd part has its sentence")
    func sentences() async throws {
        let section = { (inner: String) in "{\"binary_classification_metrics\": {\"auc\": 0.5, \(inner)}}" }
        let cases: [(statistics: String, note: String)] = [
            (section(#""confusion_matrix": null"#), "confusion_matrix is null, not counts by label"),
            (section(#""confusion_matrix": "none""#), #"confusion_matrix is "none", not counts by label"#),
            (
                section(#""confusion_matrix": [[1, 2, 3], [4, 5, 6]]"#),
                "confusion_matrix: 2 rows for 2 labels, but row 1 has 3, row 2 has 3: which counts are right isn't known"
            ),
            (
                section(#""confusion_matrix": {"a": {"a": 1, "b": "many"}, "b": 3}"#),
                #"confusion_matrix: not a count: a as b is "many""#
            ),
            (
                section(#""confusion_matrix": {"a": {"a": 1, "b": "many"}, "b": 3}"#),
                "confusion_matrix: labels without counts: b is 3"
            ), (section(#""mae": "bad""#), #"mae is "bad", not a number"#),
            (section(#""mae": {"value": "bad"}"#), #"mae is "bad", not a number"#),
            (section(#""recall": true"#), "recall is true, not a number"),
            (section(#""recall": {"value": "NaN"}"#), "recall is NaN, so it isn't known"),
            (section(#""recall": 1.7"#), "recall is 1.7000, beyond 0 to 1"),
            (
                section(#""receiver_operating_characteristic_curve": [[0, 1], [0, 1]]"#),
                "receiver_operating_characteristic_curve is [[0, 1], [0, 1]], not two lists of numbers"
            ),
            (
                section(#""receiver_operating_characteristic_curve": {"false_positive_rates": [0, 1]}"#),
                #"receiver_operating_characteristic_curve is {"false_positive_rates": [0, 1]}, not a curve: without true_positive_rates"#
            ),
            (
                section(#""accuracy": 0.5, "accuracy": 0.6"#),
                "binary_classification_metrics: more than once, and the last one counts: accuracy"
            ),
            (#"{"regression_metrics": null}"#, "regression_metrics is null, not an object with metrics"),
            (
                section(#""auc": 0.5"#) + " ",
                "binary_classification_metrics: more than once, and the last one counts: auc"
            ),
            (
                #"{"something": 3, "regression_metrics": {"mae": 1}}"#,
                "not a known part, so shown as it stands: something"
            ),
            (#"{"dataset": {"item_count": "many"}, "mae": 1}"#, #"dataset.item_count is "many", not a number of rows"#),
        ]
        for item in cases {
            let report = await Self.report(item.statistics)
            #expect(report.notes.contains("statistics.json: \(item.note)"), "\(report.notes)")
            #expect(Self.text(report).contains(item.note))
        }
        let explained: [(analysis: String, note: String)] = [
            (
                #"{"explanations": {"kernel_shap": {"label0": {"expected_value": [0.1, 0.2], "global_shap_values": {"a": 1}}}}}"#,
                "kernel_shap.label0.expected_value is [0.1, 0.2], not a number"
            ),
            (
                #"{"explanations": {"kernel_shap": {"label0": {"global_shap_values": {"a": 1, "b": "x", "c": null}}}}}"#,
                #"kernel_shap.label0.global_shap_values: columns without a number: b is "x", c is null"#
            ),
            (#"{"pre_training_bias_metrics": 3}"#, "pre_training_bias_metrics is 3, not metrics by facet"),
            (
                #"{"post_training_bias_metrics": {"facets": {"sex": [{"metrics": [{"name": "DI", "value": null, "error": "none left"}]}]}}}"#,
                "post_training_bias_metrics.sex 1.DI isn't known: none left"
            ),
        ]
        for item in explained {
            let report = await Self.report(Self.statistics, item.analysis)
            #expect(report.notes.contains("analysis.json: \(item.note)"), "\(report.notes)")
        }
    }

    @Test("names that look the same and are different bytes are never one")
    func lookalikes() async throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let report = await Self.report(
            """
            {"multiclass_classification_metrics": {"\(composed)": 1, "\(decomposed)": 2,
             "confusion_matrix": {"\(composed)": {"\(composed)": 5, "\(decomposed)": 1},
              "\(decomposed)": {"\(composed)": 0, "\(decomposed)": 4}}}}
            """,
            """
            {"explanations": {"kernel_shap": {
              "\(composed)": {"global_shap_values": {"\(composed)": 1, "\(decomposed)": 2}},
              "\(decomposed)": {"global_shap_values": {"\(composed)": 3, "\(decomposed)": 4}}}}}
            """)
        let section = try #require(report.quality?.sections.first)
        #expect(section.metrics.map(\.value) == [1, 2])
        #expect(section.matrix?.rows.map(\.total) == [6, 4])
        #expect(section.matrix?.recall(1) == 1)
        #expect(report.explainability?.methods.first?.outputs.count == 2)
        #expect(Set(report.explainability?.methods.first?.all.features.map(\.value) ?? []) == [2, 3])
        #expect(report.notes.contains { $0.contains("labels look the same and are different bytes") })
        let metrics = report.document["ModelQuality"]?["Sections"]?.items.first?["Metrics"]?.members ?? []
        #expect(metrics.map { Array($0.key.utf8) } == [Array(composed.utf8), Array(decomposed.utf8)])
    }

    @Test("many parts that can't be read hide no figure: a few at the top, the rest behind, all in the document")
    func many() async throws {
        let bad = (0..<300).map { "\"m\($0)\": true" }.joined(separator: ", ")
        let report = await Self.report("{\"regression_metrics\": {\"rmse\": 2, \(bad)}}")
        #expect(report.quality?.sections.first?.metrics.map(\.key) == ["rmse"])
        let sections = report.sections()
        #expect(sections[0].blocks.count == 7 && sections[1].title == "Regression")
        #expect(sections[0].blocks.last == .note("195 more at the end"))
        #expect(sections.last?.title == "More that can't be read" && sections.last?.blocks.count == 41)
        #expect(report.notes.last == "statistics.json: 100 more parts that can't be read")
        #expect(report.document["ModelQuality"]?["Sections"]?.items.first?["Other"]?.members.count == 300)
    }

    @Test("thousands of metrics and bias metrics are shown in few lines, and the rest is counted")
    func long() async throws {
        let metrics = (0..<20_000).map { "\"m\($0)\": \($0)" }.joined(separator: ", ")
        let bias = (0..<500).map { "{\"name\": \"B\($0)\", \"value\": 1}" }.joined(separator: ", ")
        let report = await Self.report(
            "{\"multiclass_classification_metrics\": {\(metrics)}}",
            "{\"post_training_bias_metrics\": {\"facets\": {\"sex\": [{\"metrics\": [\(bias)]}]}}}")
        let text = Self.text(report)
        #expect(text.split(separator: "\n").count < 200)
        for note in ["19\u{202F}940 more", "440 more"] { #expect(text.contains(note), "\(note)") }
        #expect(report.document["ModelQuality"]?["Sections"]?.items.first?["Metrics"]?.members.count == 20_000)
        #expect(report.explainability?.bias.count == 500)
    }

    @Test("4,000 columns of 60 classes and 200 labels are read, shown in few lines and written whole")
    func huge() async throws {
        let features = (0..<4000).map { "\"column_\($0)\":\(Double($0) / 1000)" }.joined(separator: ",")
        let classes = (0..<60).map { "\"class \($0)\":{\"global_shap_values\":{\(features)}}" }
        let row = (0..<200).map { "\"label \($0)\":\($0)" }.joined(separator: ",")
        let rows = (0..<200).map { "\"label \($0)\":{\(row)}" }
        let report = await Self.report(
            "{\"multiclass_classification_metrics\":{\"accuracy\":0.5,\"confusion_matrix\":{\(rows.joined(separator: ","))}}}",
            "{\"explanations\":{\"kernel_shap\":{\(classes.joined(separator: ","))}}}")
        let method = try #require(report.explainability?.methods.first)
        let isCut = report.notes.contains { $0.contains("only the first") }
        #expect(method.outputs.count == 60 && !isCut)
        #expect(method.all.features.first?.name == "column_3999")
        #expect(Self.text(report).utf8.count < 100_000)
        #expect(report.quality?.sections.first?.matrix?.rows.count == 200)
    }
}
