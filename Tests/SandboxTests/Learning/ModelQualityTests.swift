import Testing

@testable import Sandbox

/// Expected numbers are worked out by hand.
@Suite("Model quality as Model Monitor writes it")
struct ModelQualityTests {
    private func number(_ value: JSONValue?) throws -> Double {
        try #require(value.flatMap { Double($0.text) })
    }

    private func binary(_ actual: [Int], _ positive: [Double], deviations: Bool = false) throws -> JSONValue {
        let quality = ModelQuality(
            predictions: .classes(
                actual: actual,
                probabilities: Matrix(rows: actual.count, columns: 2, values: positive.flatMap { [1 - $0, $0] }),
                labels: ["no", "yes"]), hasDeviations: deviations)
        return try #require(quality.document["binary_classification_metrics"])
    }

    @Test("a binary report with ties")
    func ties() throws {
        let metrics = try binary([1, 1, 0, 0, 1, 0], [0.9, 0.4, 0.4, 0.2, 0.7, 0.6])
        func value(_ name: String) throws -> Double { try number(metrics[name]?["value"]) }
        #expect(metrics["confusion_matrix"]?.text == #"{"no":{"no":2,"yes":1},"yes":{"no":1,"yes":2}}"#)
        #expect(try abs(value("accuracy") - 2.0 / 3) < 1e-12)
        #expect(try abs(value("auc") - 7.5 / 9) < 1e-12)
        #expect(try abs(value("f0_5") - 2.0 / 3) < 1e-12)
        #expect(try abs(value("false_positive_rate") - 1.0 / 3) < 1e-12)
        #expect(metrics["auc"]?["standard_deviation"]?.text == #""NaN""#)
        let curve = metrics["receiver_operating_characteristic_curve"]
        // The two rows at 0.4 are one point.
        #expect(
            curve?["true_positive_rates"]?.text
                == "[0,\(1.0 / 3),\(2.0 / 3),\(2.0 / 3),1,1]")
        #expect(curve?["false_positive_rates"]?.text == "[0,0,0,\(1.0 / 3),\(2.0 / 3),1]")
        #expect(metrics["precision_recall_curve"]?["precisions"]?.text == "[1,1,1,\(2.0 / 3),0.6,0.5]")
    }

    @Test("a class that is never predicted has no precision, and one class alone no curve")
    func never() throws {
        let metrics = try binary([1, 0, 0], [0.1, 0.2, 0.3])
        #expect(try number(metrics["precision"]?["value"]) == 0)
        #expect(try number(metrics["f2"]?["value"]) == 0)
        #expect(try number(metrics["accuracy_best_constant_classifier"]?["value"]) == 2.0 / 3)
        #expect(try number(metrics["recall_best_constant_classifier"]?["value"]) == 0)
        let single = try binary([0, 0], [0.1, 0.2], deviations: true)
        #expect(single["receiver_operating_characteristic_curve"] == nil)
        #expect(try number(single["accuracy"]?["standard_deviation"]) == 0)
        #expect(try number(single["false_negative_rate"]?["value"]) == 0)
    }

    @Test("a multiclass report weighs by how often a class occurs")
    func multiclass() throws {
        let scores = Matrix(
            rows: 5, columns: 3,
            values: [0.8, 0.1, 0.1, 0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 0.6, 0.3, 0.1, 0.1, 0.1, 0.8])
        let quality = ModelQuality(
            predictions: .classes(actual: [0, 0, 1, 1, 2], probabilities: scores, labels: ["a", "b", "c"]))
        let metrics = try #require(quality.document["multiclass_classification_metrics"])
        #expect(try number(metrics["accuracy"]?["value"]) == 0.8)
        #expect(try abs(number(metrics["weighted_recall"]?["value"]) - 0.8) < 1e-12)
        #expect(try abs(number(metrics["weighted_precision"]?["value"]) - 13.0 / 15) < 1e-12)
        #expect(try abs(number(metrics["weighted_f1"]?["value"]) - (0.8 * 2 + 2.0 / 3 * 2 + 1) / 5) < 1e-12)
        #expect(try number(metrics["weighted_f1"]?["standard_deviation"]) > 0)
        #expect(metrics["precision_recall_curve"] == nil)
    }
}
