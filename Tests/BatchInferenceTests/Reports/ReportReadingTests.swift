import ByteCompression
import JSONCoding
import Testing

@testable import BatchInference

@Suite("Model quality as reports write it")
struct ModelQualityTests {
    private func quality(_ text: String) throws -> ModelQualityReport {
        ModelQualityReport(try #require(ReportText(Array(text.utf8))).value)
    }

    private static let binary = """
        {"version": 0.0, "dataset": {"item_count": 4003, "evaluation_time": "2026-11-20T09:14:00Z"},
         "binary_classification_metrics": {
          "confusion_matrix": {"no": {"no": 1180, "yes": 20}, "yes": {"no": 30, "yes": 170}},
          "recall": {"value": 0.85, "standard_deviation": 0.02},
          "accuracy": {"value": 0.9642857142857143, "standard_deviation": 0.004},
          "accuracy_best_constant_classifier": {"value": 0.857, "standard_deviation": 0.01},
          "f1": {"value": "0.2", "standard_deviation": "NaN"},
          "f1_best_constant_classifier": {"value": 0.25, "standard_deviation": "NaN"},
          "auc": {"value": 0.97, "standard_deviation": "NaN"},
          "receiver_operating_characteristic_curve": {
            "false_positive_rates": [0.0, 0.1, 0.5, 1.0], "true_positive_rates": [0.0, 0.8, 0.95, 1.0]},
          "precision_recall_curve": {"precisions": [1.0, 0.9, 0.2], "recalls": [0.0, 0.5, 1.0, 1.0]}}}
        """

    @Test("a binary report: metrics beside the best constant, matrix, curves, rows")
    func binary() throws {
        let report = try quality(Self.binary)
        #expect(report.rows == 4003)
        let section = try #require(report.sections.first)
        #expect(section.kind == .binary)
        #expect(section.metrics.map(\.name) == ["accuracy", "AUC", "F1", "recall"])
        #expect(section.metrics[0].value == 0.9642857142857143)
        #expect(section.metrics[0].deviation == 0.004)
        #expect(section.metrics[0].constant == 0.857)
        #expect(section.metrics[2].value == 0.2)
        #expect(section.metrics[2].deviation?.isNaN == true)
        #expect(section.metrics[2].isNoBetterThanConstant == true)
        #expect(section.metrics[0].isNoBetterThanConstant == false)
        #expect(section.notes == ["F1: no better than always predicting one class"])
        let matrix = try #require(section.matrix)
        #expect(matrix.predicted == ["no", "yes"])
        #expect(matrix.recall(1) == 0.85)
        #expect(matrix.share(row: 0, column: 1) == 20.0 / 1200)
        #expect(section.curves.count == 2)
        #expect(section.curves[0].areaText == "AUC 0.9700 as reported, 0.8775 by these points")
        #expect(section.curves[0].best(at: 0.2) == 0.8)
        // A list that is longer than the other.
        #expect(section.curves[1].points.count == 3)
        #expect(section.curves[1].leftOut == 1)
        #expect(section.curves[1].best(at: 0.5) == 0.9)
        #expect(report.unknown.map(\.name) == ["dataset.evaluation_time"])
    }

    @Test("shares in place of counts give no rows, and a deviation alone no value")
    func shares() throws {
        let report = try quality(
            #"{"binary_classification_metrics": {"accuracy": {"standard_deviation": 0.1}, "confusion_matrix": {"a": {"a": 0.75, "b": 0.25}, "b": {"a": 0, "b": 1}}}}"#
        )
        let section = try #require(report.sections.first)
        #expect(section.metrics.map(\.key) == ["accuracy"] && section.metrics[0].value == nil)
        #expect(
            section.metrics[0].deviation == 0.1 && report.sentences.contains { $0.contains("a metric with a value") })
        let matrix = try #require(section.matrix)
        #expect(matrix.hasShares && matrix.recall(0) == 0.75 && matrix.notes.contains { $0.contains("shares here") })
        #expect(matrix.table(.counts).rows.allSatisfy { $0[3] == "—" })
    }

    @Test("points of a curve as a list, by name or as pairs; what pairs were taken for is told")
    func listedPoints() throws {
        func section(_ members: String) throws -> ModelQuality {
            let text = #"{"binary_classification_metrics": {"auc": {"value": 0.9}, \#(members)}}"#
            return try #require(try quality(text).sections.first)
        }
        for text in [
            #""receiver_operating_characteristic_curve": [[0, 0, 2], [0.1, 0.7, 0.5], [0.5, 0.9, 0.3], [1, 1, 0]]"#,
            #""roc": [[0, 0.1, 0.5, 1], [0, 0.7, 0.9, 1], [2, 0.5, 0.3, 0]]"#,
            #""roc_curve": {"points": [[0, 0], [0.1, 0.7], [1, 1]]}"#,
            #""roc_curve": {"x": [0, 0.1, 1], "y": [0, 0.7, 1]}"#,
            #""roc": [{"fpr": 0, "tpr": 0}, {"fpr": 0.1, "tpr": 0.7}, {"fpr": 1, "tpr": 1}]"#,
        ] {
            let found = try section(text)
            let curve = try #require(found.curves.first, "\(text)")
            #expect(curve.kind == .receiverOperatingCharacteristic && curve.best(at: 0.1) == 0.7, "\(text)")
            #expect(found.flaws.contains { $0.contains(" read as ") } != text.contains("fpr"), "\(text)")
        }
        let recall = try section(#""precision_recall_curve": [[0, 1], [0.5, 0.7], [1, 0.4]]"#)
        #expect(recall.curves.isEmpty && !recall.unknown.isEmpty)
        let figures = try section(
            #""by_class": [{"label": "a", "precision": 0.9, "recall": 0.8}, {"label": "b", "precision": 1, "recall": 0}]"#
        )
        #expect(figures.curves.isEmpty)
        let (first, second) = (#""fpr": [0, 1], "tpr": [0, 1]"#, #""fpr": [0, 1], "tpr": [0.5, 1]"#)
        let classes = try section(
            #""roc_curves": [{"label": "a", \#(first)}, {"label": "b", \#(second)}]"#)
        #expect(classes.curves.map(\.label) == ["a", "b"] && classes.unknown.isEmpty)
    }

    @Test("curves of many classes are a table and the weakest in full; many points are thinned for the picture alone")
    func manyCurves() throws {
        let curves = (0..<30).map { number -> String in
            // The first has many points.
            let last = number == 0 ? 9000 : 10
            let slope = 1 + Double(30 - number) / 10
            let rates = (0...last).map { Double($0) / Double(last) }
            let heights = rates.map { min(1, $0 * slope) }
            return "\"c\(number)\": {\"fpr\": \(rates), \"tpr\": \(heights)}"
        }
        var report = ModelReport(job: "j", candidate: "c", isBest: true)
        let all = curves.joined(separator: ",")
        report.quality = try quality("{\"multiclass_classification_metrics\": {\"roc\": {\(all)}}}")
        let titles = report.sections().map(\.title)
        #expect(titles.first == "ROC curves of 30 classes, smallest area first")
        #expect(titles.count { $0.hasPrefix("ROC curve of ") } == ModelReport.curveLimit)
        #expect(titles.dropFirst().first?.hasPrefix("ROC curve of c29, AUC ") == true)
        let curve = try #require(report.quality?.sections.first?.curves.first)
        #expect(curve.points.count == 9001 && curve.drawnPoints.count <= 4000)
        #expect(curve.drawnPoints.first == curve.points.first && curve.drawnPoints.last == curve.points.last)
    }

    @Test("a file in UTF-16, UTF-32 or gzip is read as what it holds; what of it is cut is told")
    func encodings() {
        let text = #"{"grün": "ja"}"#
        let plain = Array(text.utf8)
        func read(_ bytes: [UInt8], isWhole: Bool = true, limit: Int = 1000) -> ReportBytes {
            ReportBytes(bytes, isWhole: isWhole, limit: limit)
        }
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let wide = text.unicodeScalars.flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8), 0, 0] }
        let marked: [[UInt8]] = [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, [0xFF, 0xFE, 0, 0] + wide]
        for bytes in [plain, little, big, wide] + marked {
            for packed in [bytes, Gzip.storing(bytes)] {
                let found = read(packed)
                #expect(found.bytes == plain && found.isWhole && found.lack == nil, "\(bytes.prefix(6))")
            }
        }
        let packed = Gzip.storing(Array(repeating: 0x20, count: 5000))
        #expect(read(packed).lack?.hasPrefix("decompresses to more than") == true && read(packed).bytes.count == 1000)
        #expect(read(Array(packed.prefix(500))).lack?.hasPrefix("ends in the middle") == true)
        #expect(read(Array(packed.prefix(500)), isWhole: false).lack == nil)
        #expect(read([0x1F, 0x8B, 8, 0xFF] + Array(repeating: 7, count: 40)).isDamaged)
        for short in [[], [0xFF], [0x7B, 0x7D], [0, 0, 0]] as [[UInt8]] { #expect(read(short).bytes == short) }
    }

    @Test("metrics at the top, one level below, and without a name of their own")
    func places() throws {
        for text in [
            #"{"regression_metrics": {"rmse": {"value": 2.5}}}"#,
            #"{"statistics": {"regression_metrics": {"rmse": {"value": 2.5}}, "note": "x"}}"#,
            #"{"rmse": {"value": "2.5", "standard_deviation": "NaN"}}"#, #"{"model": {"rmse": 2.5}}"#,
            #"{"evaluation": {"rmse": {"value": 2.5}, "mae": null}}"#,
        ] {
            let report = try quality(text)
            #expect(report.sections.count == 1, "\(text)")
            #expect(report.sections.first?.metrics.first?.value == 2.5, "\(text)")
            #expect(report.sections.first?.kind == .regression, "\(text)")
        }
        #expect(
            try quality(#"{"statistics": {"regression_metrics": {}, "note": "x"}}"#).unknown.map(\.name) == [
                "statistics.note"
            ])
    }

    @Test("members of a wrong type, null or unknown never hide the others")
    func odd() throws {
        let report = try quality(
            """
            {"multiclass_classification_metrics": {
              "accuracy": null, "weighted_f1": {"value": "Infinity"}, "weighted_recall": {"value": {"x": 1}},
              "weighted_precision": [1, 2], "confusion_matrix": "none", "lift": 3, "remark": "hello",
              "weighted_f2": {"value": "n/a"}, "weighted_f0_5": {"value": 0.5, "standard_deviation": {}},
              "receiver_operating_characteristic_curve": {"false_positive_rates": [], "true_positive_rates": []}},
             "something": {"deep": [1, {"a": "b"}]}, "accuracy": true}
            """)
        let section = try #require(report.sections.first)
        let values = Dictionary(uniqueKeysWithValues: section.metrics.map { ($0.key, $0) })
        #expect(values["accuracy"]?.value == nil)
        #expect(values["weighted_f1"]?.value == .infinity)
        #expect(values["weighted_f2"]?.text == "n/a")
        #expect(values["weighted_f0_5"]?.value == 0.5)
        #expect(values["lift"]?.value == 3)
        #expect(
            section.unknown.map(\.name) == [
                "accuracy", "weighted_recall", "weighted_precision", "confusion_matrix", "remark", "weighted_f2",
                "weighted_f0_5.standard_deviation",
            ])
        #expect(section.curves.first?.points.isEmpty == true)
        #expect(report.unknown.map(\.name) == ["something", "accuracy"])
        #expect(report.unknown[0].text == #"{"deep": [1, {"a": "b"}]}"#)
        let shown = section.table.rows.first { $0[0] == "weighted F1" }
        #expect(shown?[1] == "Infinity")
    }

    @Test("values that are no report at all", arguments: ["[]", "3", "\"x\"", "null", "{}", "{\"a\": []}"])
    func none(text: String) throws {
        #expect(try quality(text).isEmpty)
    }

    @Test("a row of NaN is a label without validation rows; labels may differ in rows and columns")
    func matrix() throws {
        let text = """
            {"multiclass_classification_metrics": {"confusion_matrix": {
              "1": {"1": 5, "2": 3, "other": 2}, "2": {"1": "NaN", "2": "NaN", "other": NaN},
              "gone": {"1": 0, "2": 0, "other": 0}, "3": {"1": "7", "2": null}}}}
            """
        let matrix = try #require(try quality(text).sections.first?.matrix)
        #expect(matrix.rows.map(\.label) == ["1", "2", "gone", "3"])
        #expect(matrix.predicted == ["1", "2", "other"])
        #expect(matrix.rows.map(\.hasNoRows) == [false, true, true, false])
        #expect(matrix.share(row: 0, column: 0) == 0.5)
        #expect(matrix.share(row: 1, column: 1) == nil)
        // It is not in the columns: nobody may say that none was right.
        #expect(matrix.recall(3) == nil)
        // Nor may anybody say what share of a row some counts are while others are missing.
        #expect(matrix.share(row: 3, column: 0) == nil)
        #expect(matrix.notes.contains("no validation rows with the labels 2, gone"))
        #expect(matrix.notes.contains("the report has no predictions of the labels gone, 3"))
        #expect(matrix.notes.contains("counts are missing for the label 3: no shares of those"))
        let table = matrix.table(.both)
        #expect(table.rows[0] == ["1", "5 50 %", "3 30 %", "2 20 %", "10", "50 %"])
        #expect(table.rows[1] == ["2", "NaN", "NaN", "NaN", "none", "—"])
        #expect(table.rows[3] == ["3", "7", "—", "—", "—", "—"])
    }

    @Test("more than 15 labels are counted, and 15 may not be all")
    func manyLabels() throws {
        func matrix(_ count: Int) throws -> LabelMatrix {
            let rows = (0..<count).map { row in
                "\"\(row)\": {" + (0..<count).map { "\"\($0)\": \(row == $0 ? 9 : 1)" }.joined(separator: ",") + "}"
            }
            let value = try #require(JSONValue(parsing: "{\(rows.joined(separator: ","))}"))
            return try #require(LabelMatrix(value))
        }
        let many = try matrix(40).table(.percent)
        #expect(many.rows.count == 15)
        #expect(many.titles.count == 18)
        #expect(many.note == "25 more labels and 25 more predicted: --json has them all")
        #expect(try matrix(15).notes == ["a report has at most 15 labels, the least accurate first: there may be more"])
        #expect(try matrix(14).notes.isEmpty)
        #expect(LabelMatrix(.object([])) == nil)
        #expect(LabelMatrix(.array([.array([JSONValue(3), JSONValue(1)]), .array([JSONValue(0)])]))?.rows.count == 2)
    }

    @Test("points beyond 0 to 1 and without numbers are left out and counted")
    func curve() throws {
        let value = try #require(
            JSONValue(
                parsing:
                    #"{"false_positive_rates": [0, "0.5", 2, "NaN", 1], "true_positive_rates": [0, 0.75, 1, 1, 1, 1]}"#
            ))
        let curve = try #require(ReportCurve(value))
        #expect(curve.points.map(\.x) == [0, 0.5, 1])
        #expect(curve.leftOut == 3)
        #expect(curve.areaOfPoints == 0.625)
        #expect(ReportCurve(try #require(JSONValue(parsing: #"{"precisions": 3}"#))) == nil)
        // What doesn't reach both ends has no area.
        let part = ReportCurve(
            try #require(
                JSONValue(parsing: #"{"false_positive_rates": [0.4, 0.5], "true_positive_rates": [0.1, 0.2]}"#)))
        #expect(part?.areaText == "")
    }

    @Test("metrics by the names of the API are called the same")
    func apiNames() throws {
        let section = try quality(
            #"{"multiclass_classification_metrics": {"LogLoss": {"value": 0.1}, "F1macro": {"value": 0.9}, "Accuracy": {"value": 0.5}, "Accuracy_best_constant_classifier": {"value": 0.6}}}"#
        ).sections[0]
        #expect(section.metrics.map(\.name) == ["accuracy", "macro F1", "log loss"])
        #expect(section.metrics.map(\.key) == ["Accuracy", "F1macro", "LogLoss"])
        #expect(section.metrics[0].isNoBetterThanConstant == true)
    }

    @Test("one curve a class")
    func curvesByClass() throws {
        let report = try quality(
            """
            {"multiclass_classification_metrics": {"auc": 0.9, "receiver_operating_characteristic_curve": {
              "a": {"false_positive_rates": [0, 1], "true_positive_rates": [0, 1]},
              "b": {"false_positive_rates": [0, 1], "true_positive_rates": [1, 1]}}}}
            """)
        #expect(report.sections[0].curves.map(\.title) == ["ROC curve of a", "ROC curve of b"])
        #expect(
            report.sections[0].curves.map(\.areaText) == ["AUC 0.5000 by these points", "AUC 1.0000 by these points"])
    }
}

@Suite("The text of a report")
struct ReportTextTests {
    private func read(_ text: String) -> ReportText? { ReportText(Array(text.utf8)) }

    @Test("what is cut gives what stands before its last comma")
    func cut() throws {
        let whole = #"{"a": {"b": [1, 2, {"c": "x,\"}"}], "d": 4}, "e": 5}"#
        for end in 1..<whole.utf8.count {
            guard let text = ReportText(Array(whole.utf8.prefix(end))) else {
                // Nothing is whole before the first comma.
                #expect(end <= whole.utf8.count - #" 2, {"c": "x,\"}"}], "d": 4}, "e": 5}"#.utf8.count, "\(end)")
                continue
            }
            #expect(text.flaws == [.cut])
            let first = text.value["a"]?["b"]?.items.first
            #expect(first == .number("1"), "\(end)")
            // A number that may go on is none.
            let number = text.value["a"]?["d"]
            #expect(number == nil || number == .number("4"))
        }
        #expect(read(whole)?.flaws.isEmpty == true)
    }

    @Test("what nests without end is left out, and the rest stays", arguments: [41, 100, 600, 50_000])
    func deep(levels: Int) throws {
        let nested = String(repeating: "[", count: levels) + "1" + String(repeating: "]", count: levels)
        let text = try #require(read("{\"x\": \(nested), \"rmse\": {\"value\": 3}}"))
        #expect(text.flaws == [.tooDeep])
        #expect(ModelQualityReport(text.value).sections.first?.metrics.first?.value == 3)
        let objects = String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels)
        #expect(read("{\"x\": \(objects), \"y\": 2}")?.value["y"] == .number("2"))
        // Not even closed.
        #expect(read("{\"y\": 2, \"x\": " + String(repeating: "[", count: levels))?.value["y"] == .number("2"))
    }

    @Test("a byte order mark, blanks, NaN and what follows")
    func leniencies() throws {
        #expect(ReportText([0xEF, 0xBB, 0xBF] + Array("{\"a\": NaN}\n\0".utf8))?.flaws.isEmpty == true)
        #expect(read("{\"a\": -Infinity} {\"b\": 1}")?.flaws == [.moreFollows])
        for text in ["", "  ", "<html>", "not json", "{'a': 1}", "PK\u{3}\u{4}"] {
            #expect(read(text) == nil, "\(text)")
        }
        #expect(ReportText([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]) == nil)
    }

    @Test("numbers in any spelling, and nothing that only looks like one")
    func numbers() {
        func number(_ text: String) -> Double? { JSONValue.string(text).reported }
        #expect(number("0.5") == 0.5 && number(" -1e-3 ") == -0.001 && number("inf") == .infinity)
        #expect(number("NaN")?.isNaN == true && number("-Infinity") == -.infinity)
        for text in ["", " ", "0x10", "1,5", "12 %", "infinite", "nano", "1_000"] {
            #expect(number(text) == nil, "\(text)")
        }
        #expect(JSONValue.bool(true).reported == nil && JSONValue.null.reported == nil)
    }
}

@Suite("Feature importance as reports write it")
struct ExplainabilityTests {
    private func read(_ text: String) throws -> Explainability {
        Explainability(try #require(ReportText(Array(text.utf8))).value)
    }

    @Test("one output, whatever it and the method are called")
    func one() throws {
        for (method, label) in [("kernel_shap", "label0"), ("kernel_shap", "default"), ("tree_shap", "label0")] {
            let report = try read(
                """
                {"version": "1.0", "explanations": {"\(method)": {"\(label)": {"expected_value": 23.9,
                  "global_shap_values": {"city": 0.005, "price": "36.36", "seat": -12.1, "none": null, "bad": "NaN"}}}}}
                """)
            let found = try #require(report.methods.first)
            #expect(found.key == method)
            #expect(found.all.features.map(\.name) == ["price", "seat", "city"])
            #expect(found.all.unread == 2)
            #expect(found.all.expectedValue == 23.9)
            #expect(found.name(of: found.outputs[0]) == nil)
        }
    }

    @Test("one output a class; all is the mean of absolute values")
    func classes() throws {
        let report = try read(
            """
            {"explanations": {"kernel_shap": {
              "Adelie": {"global_shap_values": {"bill": 0.3, "island": -0.1}},
              "Gentoo": {"global_shap_values": {"bill": 0.1, "island": 0.5, "sex": 0.2}}, "remark": "x"},
             "pdp": [{"feature": "bill"}]}}
            """)
        let method = try #require(report.methods.first)
        #expect(method.outputs.map(\.label) == ["Adelie", "Gentoo"])
        #expect(Set(method.all.features.map(\.name)) == ["island", "bill", "sex"])
        // A class that doesn't tell of a column doesn't make it worth less.
        let values = Dictionary(uniqueKeysWithValues: method.all.features.map { ($0.name, $0.value) })
        for (name, value) in ["island": 0.3, "bill": 0.2, "sex": 0.2] {
            #expect(abs((values[name] ?? .nan) - value) < 1e-12, "\(name)")
        }
        #expect(report.unknown.map(\.name) == ["kernel_shap.remark", "pdp"])
    }

    @Test("a class without values has no part in the mean, and huge values have one")
    func classesWithoutValues() throws {
        let report = try read(
            """
            {"explanations": {"kernel_shap": {
              "l0": {"global_shap_values": {"a": 1e308}}, "l1": {"global_shap_values": {"a": 1e308}},
              "l2": {"global_shap_values": {}}, "l3": {"global_shap_values": {"a": null}}}}}
            """)
        let all = try #require(report.methods.first).all
        #expect(all.features.map(\.value) == [1e308])
        #expect(!all.label.hasPrefix("all ") || report.methods.first?.outputs.count == 2, "\(all.label)")
    }

    @Test("numbers by name under another member, or right under the method")
    func otherForms() throws {
        #expect(
            try read(#"{"explanations": {"x": {"label0": {"expected_value": 1, "importance": {"a": 1, "b": 2}}}}}"#)
                .methods.first?.all.features.map(\.name) == ["b", "a"])
        #expect(
            try read(#"{"explanations": {"permutation": {"a": 1, "b": 2}}}"#).methods.first?.all.features.map(\.name)
                == ["b", "a"])
        #expect(
            try read(
                #"{"explanations": {"x": {"label0": {"global_shap_values": [{"feature": "a", "value": 1}, {"feature": "b"}]}}}}"#
            ).methods.first?.all.features.map(\.name) == ["a"])
        #expect(
            try read(#"{"report": {"explanations": {"x": {"l": {"global_shap_values": {"a": 1}}}}}}"#).methods.count
                == 1)
        for text in [
            "{}", "[]", #"{"explanations": null}"#, #"{"explanations": {"kernel_shap": {}}}"#,
            #"{"explanations": {"kernel_shap": {"label0": {"global_shap_values": 3}}}}"#,
        ] {
            #expect(try read(text).methods.isEmpty, "\(text)")
        }
    }

    @Test("both bias sections, and what of them is not understood")
    func bias() throws {
        let section = """
            {"label": "y", "facets": {"sex": [{"value_or_threshold": "f", "metrics": [
              {"name": "CI", "description": "Class Imbalance (CI)", "value": 0.4}, {"name": "DPL", "value": null}]}],
             "odd": 3}}
            """
        let report = try read(
            "{\"pre_training_bias_metrics\": \(section), \"post_training_bias_metrics\": \(section), "
                + "\"explanations\": {\"kernel_shap\": {\"label0\": {\"global_shap_values\": {\"a\": 1}}}}}")
        #expect(report.bias.count == 4)
        #expect(report.bias[0].name == "CI" && report.bias[0].group == "f" && report.bias[0].value == 0.4)
        #expect(report.bias.map(\.isPostTraining) == [false, false, true, true])
        #expect(report.methods.count == 1)
        #expect(report.biasTable?.rows[0] == ["sex", "f", "data", "CI: Class Imbalance (CI)", "0.4000"])
        #expect(try read(#"{"pre_training_bias_metrics": []}"#).unknown.map(\.name) == ["pre_training_bias_metrics"])
    }

    @Test("50,000 columns and three classes are read, and few are shown")
    func many() throws {
        let values = (0..<50_000).map { "\"column_\($0)\": \(Double(($0 * 7919) % 50_000) / 1000)" }
        let output = "{\"global_shap_values\": {\(values.joined(separator: ","))}}"
        let text = "{\"explanations\": {\"kernel_shap\": {\"a\": \(output), \"b\": \(output), \"c\": \(output)}}}"
        let report = try read(text)
        #expect(report.methods[0].all.features.count == 50_000)
        var whole = ModelReport(job: "j", candidate: "c", isBest: true)
        whole.explainability = report
        let section = try #require(whole.sections().first)
        guard case .bars(let features, let note) = section.blocks[0] else {
            Issue.record("no bars")
            return
        }
        #expect(features.count == ModelReport.featureLimit)
        #expect(features[0].value == 49.999)
        #expect(note?.hasPrefix("49\u{202F}960 more columns") == true)
    }
}

@Suite("Backtests as tables")
struct BacktestTests {
    private func read(_ texts: (String, String)..., target: String? = nil) -> Backtest {
        Backtest(texts.map { Backtest.Source(name: $0.0, bytes: Array($0.1.utf8), isWhole: true) }, target: target)
    }

    @Test("quantiles beside what came: coverage, weighted loss, errors")
    func quantiles() throws {
        let backtest = read(
            (
                "part-0.csv",
                """
                item_id,timestamp,target_value,backtestwindow_start_time,p10,p50,p90,mean
                a,2026-01-01,10,2026-01-01,8,9,12,10
                a,2026-01-02,20,2026-01-01,21,22,25,20
                "b,c",2026-01-01,30,2026-01-02,25,30,31,x
                b,2026-01-02,,2026-01-02,1,2,3,4
                """
            ))
        #expect(backtest.rows == 4 && backtest.items == 3 && backtest.windows == 2)
        #expect(backtest.notes == ["1 row without a true value isn't counted", "mean has no number in 1 row"])
        #expect(backtest.quantiles.map(\.name) == ["p10", "p50", "p90", "mean"])
        let (low, middle) = (backtest.quantiles[0], backtest.quantiles[1])
        #expect(low.coverage == 1.0 / 3)
        // 2 · (0.1·2 + 0.9·1 + 0.1·5) / 60
        #expect(abs(low.weightedLoss! - 2 * (0.2 + 0.9 + 0.5) / 60) < 1e-12)
        #expect(middle.meanAbsoluteError == 1 && abs(middle.rootMeanSquaredError! - (5.0 / 3).squareRoot()) < 1e-12)
        #expect(middle.weightedAbsolutePercentageError == 0.05)
        #expect(backtest.quantiles[3].rows == 2)
    }

    @Test("the job's own target column, and quantiles in other spellings")
    func spellings() {
        let backtest = read(("f.csv", "demand,0.1,q0.5,quantile_0.9,10\n5,4,5,6,1\n"), target: "demand")
        #expect(backtest.quantiles.compactMap(\.level) == [0.1, 0.5, 0.9])
        #expect(read(("f.csv", "demand,p10\n5,4\n")).quantiles.isEmpty)
        // Names of one kind have one unit.
        let fine = read(("f.csv", "demand,p0.1,p2.5,p97.5,q0.5,1.5\n5,4,5,6,1,2\n"), target: "demand")
        #expect(fine.quantiles.map(\.name) == ["p0.1", "p2.5", "q0.5", "p97.5"])
        #expect(fine.quantiles.map(\.level) == [0.001, 0.025, 0.5, 0.975])
    }

    @Test("accuracy by item has a mean, and a row over all is itself")
    func accuracy() {
        let backtest = read(
            ("accuracy.csv", "item_id,RMSE,wQL[0.1],WAPE\na,1,0.5,0.1\nb,3,0.7,\n"),
            ("whole.csv", "item_id,MASE\nOverall,0.8\na,0.2\n"),
            (
                "metrics.json",
                #"{"MAPE": {"value": "0.25"}, "window": {"AverageWeightedQuantileLoss": 0.3, "note": "x"}}"#
            ))
        let values = Dictionary(uniqueKeysWithValues: backtest.metrics.map { ($0.name, $0) })
        #expect(values["RMSE"]?.value == 2 && values["RMSE"]?.items == 2)
        #expect(values["WAPE"]?.value == 0.1 && values["WAPE"]?.items == 1)
        #expect(values["MASE"]?.value == 0.8 && values["MASE"]?.items == nil)
        #expect(values["MAPE"]?.value == 0.25)
        #expect(values["AverageWeightedQuantileLoss"]?.value == 0.3)
        #expect(backtest.unknown.map(\.name) == ["note"])
    }

    @Test("tables that say nothing are named with their columns; empty ones are said")
    func others() {
        let backtest = read(("x.csv", "a,b\n1,2\n"), ("empty.csv", ""), ("bad.json", "{'a'}"))
        #expect(backtest.isEmpty)
        #expect(backtest.unknown.first?.text == "a, b")
        #expect(backtest.notes == ["empty.csv is empty", "bad.json isn't JSON that can be read"])
    }

    @Test("what is odd in backtests has a sentence, and what can be read is there")
    func odd() {
        let rows = read(("f.csv", "item_id,y,p50\na,1,1\nb,2\nc,3,3,3\nd,4,x\n"))
        #expect(rows.rows == 2 && rows.quantiles.first?.rows == 1)
        #expect(
            rows.notes == [
                "f.csv: 2 rows aren't counted, with more or fewer values than columns", "p50 has no number in 1 row",
            ])
        let list = read(("m.json", #"[{"MetricName": "RMSE", "Value": 2}, {"MetricName": "WAPE", "Value": "bad"}, 3]"#))
        #expect(list.metrics.map(\.value) == [2])
        #expect(list.sentences == [#"WAPE is "bad", not a number"#, "m.json 3 is 3, not metrics"])
        #expect(read(("m.json", "true")).sentences == ["m.json is true, not metrics"])
        let cut = read(("m.json", #"{"RMSE": 2, "MAPE": 0.2"#))
        #expect(cut.metrics.map(\.name) == ["RMSE"])
        #expect(cut.notes == ["m.json ends in the middle: what comes before is shown"])
        let accuracy = read(("a.csv", "item_id,RMSE\na,1\nb,?\n"))
        #expect(accuracy.metrics.first?.items == 1 && accuracy.notes == ["RMSE has no number in 1 row"])
    }

    @Test("items, windows and metrics that look the same and are different bytes are counted apart")
    func lookalikes() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let forecasts = read(("f.csv", "item_id,y,p50\n\(composed),1,1\n\(decomposed),2,2\n"))
        #expect(forecasts.items == 2)
        let metrics = read(("m.csv", "metric,value,item_id\n\(composed),1,a\n\(decomposed),2,a\n"))
        #expect(metrics.metrics.map(\.value) == [1, 2])
    }

    @Test("the last line of a beginning isn't read")
    func beginning() {
        let backtest = Backtest(
            [Backtest.Source(name: "f.csv", bytes: Array("y,p50\n1,1\n2,2\n3,30".utf8), isWhole: false)])
        #expect(backtest.rows == 2)
        #expect(backtest.notes == ["only the first 18 B of f.csv were read"])
    }
}
