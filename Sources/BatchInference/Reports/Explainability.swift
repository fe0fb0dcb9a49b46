import AWSOperations
import JSONCoding

/// Which columns a candidate's predictions rest on, as SageMaker Clarify has it (`analysis.json`).
public struct Explainability: Hashable, Sendable {
    public struct Feature: Hashable, Sendable {
        @ByteText public var name: String
        /// Not a finite number where the report has none.
        public var value: Double
    }

    /// What explains one output: a class's score, or the only one.
    public struct Output: Hashable, Sendable {
        /// The class; `label0` and `default` where there is one output.
        @ByteText public var label: String
        /// The prediction that the importance goes out from.
        public var expectedValue: Double?
        /// The most important first.
        public var features: [Feature]
        /// Features of the report whose value isn't a number.
        public var unread: Int
    }

    /// A way of computing importance, with the outputs that it was computed for.
    public struct Method: Hashable, Sendable {
        /// As the report calls it: `kernel_shap`.
        public let key: String
        public let outputs: [Output]
        /// The mean of all outputs' absolute values; the one output where there is only one.
        public let all: Output

        init(key: String, outputs: [Output]) {
            (self.key, self.outputs) = (key, outputs)
            // Once, since screens draw it again and again.
            all = Self.mean(of: outputs)
        }

        public var title: String { key == "kernel_shap" ? "Kernel SHAP" : key }

        /// The class that an output is named by; nil where the name says nothing.
        public func name(of output: Output) -> String? {
            outputs.count == 1 && (output.label == "label0" || output.label == "default" || output.label.isEmpty)
                ? nil : output.label
        }

        private static func mean(of outputs: [Output]) -> Output {
            guard outputs.count > 1 else { return outputs.first ?? Output(label: "", features: [], unread: 0) }
            var order: [ByteText] = []
            var means: [ByteText: (value: Double, count: Int)] = [:]
            // A class without values says nothing of its features, not that they are worth nothing.
            let told = outputs.filter { output in output.features.contains { $0.value.isFinite } }
            for output in told {
                for feature in output.features where feature.value.isFinite {
                    let name = ByteText(feature.name)
                    if means[name] == nil { order.append(name) }
                    let before = means[name] ?? (0, 0)
                    // The mean so far, since a sum of huge values may have no number.
                    let count = before.count + 1
                    let change = (feature.value.magnitude - before.value) / Double(count)
                    means[name] = (before.value + change, count)
                }
            }
            let features = order.compactMap { name in
                means[name].map { Feature(name: name.string, value: $0.value) }
            }
            let count = told.count == outputs.count ? "all \(outputs.count)" : "\(told.count) of \(outputs.count)"
            return Output(
                label: "\(count) classes", features: Explainability.sorted(features),
                unread: outputs.map(\.unread).max() ?? 0)
        }
    }

    /// One bias metric of a group of rows.
    public struct Bias: Hashable, Sendable {
        public var isPostTraining: Bool
        public var facet: String
        /// The values or the threshold that make the group.
        public var group: String
        public var name: String
        public var about: String
        /// Nil where the report has none.
        public var value: Double?
        /// Why it has none, where it says so.
        public var error: String?
    }

    public var methods: [Method] = []
    public var bias: [Bias] = []
    public var unknown: [UnknownPart] = []
    /// What of it can't be read, a sentence each.
    public var flaws: [String] = []

    public var isEmpty: Bool { methods.isEmpty && bias.isEmpty }

    init(_ value: JSONValue) {
        take(value, "")
    }

    private mutating func take(_ value: JSONValue, _ path: String) {
        guard value.isObject else {
            unknown.append(.unreadable(path.isEmpty ? "analysis" : path, value, not: "an object with explanations"))
            return
        }
        if let repetition = value.repetition(in: path) { flaws.append(repetition) }
        for member in value.uniqueMembers {
            let name = path.isEmpty ? member.key : "\(path).\(member.key)"
            switch member.key {
            case "version" where member.value.reported != nil: break
            case "explanations": takeMethods(member.value, name)
            case "pre_training_bias_metrics": takeBias(member.value, name, isPostTraining: false)
            case "post_training_bias_metrics": takeBias(member.value, name, isPostTraining: true)
            default:
                // One level below, as statistics are.
                if path.isEmpty, member.value["explanations"] != nil {
                    take(member.value, name)
                } else {
                    unknown.append(UnknownPart(name, member.value))
                }
            }
        }
    }

    private mutating func takeMethods(_ value: JSONValue, _ path: String) {
        guard value.isObject else {
            unknown.append(.unreadable(path, value, not: "an object with a method"))
            return
        }
        if let repetition = value.repetition(in: path) { flaws.append(repetition) }
        for member in value.uniqueMembers {
            // Partial dependence is told by pictures in the report beside it.
            guard member.key != "pdp" else {
                unknown.append(UnknownPart(member.key, member.value, .aside))
                continue
            }
            if let output = output("", member.value, member.key) {
                methods.append(Method(key: member.key, outputs: [output]))
                continue
            }
            guard member.value.isObject, !member.value.members.isEmpty else {
                unknown.append(
                    member.key.hasByteSuffix("shap")
                        ? .unreadable(member.key, member.value, not: "importance by output")
                        : UnknownPart(member.key, member.value))
                continue
            }
            if let repetition = member.value.repetition(in: member.key) { flaws.append(repetition) }
            var outputs: [Output] = []
            for inner in member.value.uniqueMembers {
                let name = "\(member.key).\(inner.key)"
                if let output = output(inner.key, inner.value, name) {
                    outputs.append(output)
                } else {
                    unknown.append(
                        .unreadable(
                            name, inner.value, found: inner.value["global_shap_values"], not: "importance by column"))
                }
            }
            if !outputs.isEmpty { methods.append(Method(key: member.key, outputs: outputs)) }
            if let alike = DisplayText.lookalikes(outputs.map(\.label), "classes") { flaws.append(alike) }
        }
    }

    private static let nameKeys = ["feature", "feature_name", "name", "column_name"]
    private static let valueKeys = ["value", "global_shap_value", "importance", "attribution"]

    /// The features of one output: under `global_shap_values`, or under another member that holds numbers by name.
    private mutating func output(_ label: String, _ value: JSONValue, _ path: String) -> Output? {
        var key: String? = "global_shap_values"
        var values = value["global_shap_values"]
        if values == nil, !label.isEmpty, let member = value.members.first(where: { Self.holdsNumbers($0.value) }) {
            (key, values) = (member.key, member.value)
        }
        if values == nil, case .object(let members) = value {
            let own = JSONValue.object(members.filter { $0.key != "expected_value" })
            if Self.holdsNumbers(own) { (key, values) = (nil, own) }
        }
        guard let values, values.isObject || values.array != nil else { return nil }
        let (features, unread) = features(values, key.map { "\(path).\($0)" } ?? path)
        var expected: Double?
        for member in value.uniqueMembers {
            if member.key == "expected_value" {
                // One number in a list is that number; of several nobody knows which.
                let single = member.value.array.flatMap { $0.count == 1 ? $0[0] : nil } ?? member.value
                expected = single.reported
                if expected == nil, member.value != .null {
                    unknown.append(.unreadable("\(path).expected_value", member.value, not: "a number"))
                } else if let expected, !expected.isFinite {
                    flaws.append("\(path).expected_value is \(FigureTable.text(expected)), so it isn't known")
                }
            } else if let key, !member.key.hasSameBytes(as: key) {
                unknown.append(
                    UnknownPart(
                        "\(path).\(member.key)", member.value,
                        member.key == "global_top_shap_text" ? .aside : .unfamiliar))
            }
        }
        return Output(label: label, expectedValue: expected, features: Self.sorted(features), unread: unread)
    }

    private mutating func features(_ values: JSONValue, _ path: String) -> (features: [Feature], unread: Int) {
        var (features, bad): ([Feature], [JSONValue.Member]) = ([], [])
        var seen: Set<ByteText> = []
        var (nameless, repeated): ([JSONValue], [String]) = ([], [])
        func take(_ name: String, _ number: JSONValue) {
            if !seen.insert(ByteText(name)).inserted { return repeated.append(name) }
            if let number = number.reported ?? number["value"]?.reported, number.isFinite {
                features.append(Feature(name: name, value: number))
            } else {
                bad.append(JSONValue.Member(key: name, value: number))
            }
        }
        if values.isObject {
            if let repetition = values.repetition(in: path) { flaws.append(repetition) }
            for member in values.uniqueMembers { take(member.key, member.value) }
        } else {
            for item in values.items {
                if let name = Self.nameKeys.lazy.compactMap({ item[$0]?.string }).first,
                    let number = Self.valueKeys.lazy.compactMap({ item[$0] }).first
                {
                    take(name, number)
                } else {
                    nameless.append(item)
                }
            }
        }
        if !bad.isEmpty {
            let named = bad.prefix(3).map { "\($0.key) is \(UnknownPart.brief($0.value))" }
            let more = bad.count > 3 ? " and \(DisplayText.count(bad.count - 3)) more" : ""
            unknown.append(
                UnknownPart(
                    path, .object(bad),
                    .unreadable("\(path): columns without a number: \(named.joined(separator: ", "))\(more)")))
        }
        if !nameless.isEmpty {
            let count = nameless.count
            unknown.append(
                UnknownPart(
                    path, .array(nameless),
                    .unreadable(
                        "\(path): \(DisplayText.count(count)) \(count == 1 ? "entry isn't" : "entries aren't") "
                            + "a column with a number: \(UnknownPart.brief(nameless[0]))")))
        }
        if !repeated.isEmpty {
            flaws.append("\(path): more than once, and the first one counts: \(DisplayText.names(repeated, atMost: 5))")
        }
        if let alike = DisplayText.lookalikes(features.map(\.name), "columns") { flaws.append("\(path): \(alike)") }
        return (features, bad.count + nameless.count)
    }

    /// Whether most members of an object are numbers.
    private static func holdsNumbers(_ value: JSONValue) -> Bool {
        value.members.count { $0.value.reported != nil } * 2 > value.members.count
    }

    fileprivate static func sorted(_ features: [Feature]) -> [Feature] {
        let order = features.indices.sorted {
            (features[$1].value.magnitude, $0) < (features[$0].value.magnitude, $1)
        }
        return order.map { features[$0] }
    }

    private mutating func takeBias(_ value: JSONValue, _ path: String, isPostTraining: Bool) {
        guard value.isObject, let facets = value["facets"], facets.isObject else {
            unknown.append(.unreadable(path, value, found: value["facets"], not: "metrics by facet"))
            return
        }
        for member in value.uniqueMembers where member.key != "facets" {
            unknown.append(UnknownPart("\(path).\(member.key)", member.value, .aside))
        }
        for facet in facets.uniqueMembers {
            for (place, group) in (facet.value.array ?? [facet.value]).enumerated() {
                let name = "\(path).\(facet.key)" + (facet.value.array == nil ? "" : " \(place + 1)")
                guard group.isObject, let metrics = group["metrics"]?.array else {
                    unknown.append(.unreadable(name, group, found: group["metrics"], not: "a list of metrics"))
                    continue
                }
                for member in group.uniqueMembers where !["metrics", "value_or_threshold"].contains(member.key) {
                    unknown.append(UnknownPart("\(name).\(member.key)", member.value, .aside))
                }
                let label = group["value_or_threshold"].map { $0 == .null ? "" : UnknownPart("", $0).text } ?? ""
                for metric in metrics {
                    takeBias(metric, of: (facet.key, label), name, isPostTraining: isPostTraining)
                }
            }
        }
    }

    private mutating func takeBias(
        _ metric: JSONValue, of group: (facet: String, label: String), _ path: String, isPostTraining: Bool
    ) {
        guard let name = metric["name"]?.string else {
            unknown.append(.unreadable(path, metric, not: "a metric with a name"))
            return
        }
        let value = metric["value"] ?? .null
        let error = metric["error"]?.string
        bias.append(
            Bias(
                isPostTraining: isPostTraining, facet: group.facet, group: group.label, name: name,
                about: metric["description"]?.string ?? "", value: value.reported, error: error))
        if value.reported?.isFinite != true {
            unknown.append(
                error.map { UnknownPart("\(path).\(name)", metric, .unreadable("\(path).\(name) isn't known: \($0)")) }
                    ?? .unreadable("\(path).\(name)", metric, found: value, not: "a number"))
        }
        for member in metric.uniqueMembers
        where !["name", "description", "value", "error"].contains(member.key)
            || member.key == "description" && member.value.string == nil
        {
            unknown.append(UnknownPart("\(path).\(name).\(member.key)", member.value, .aside))
        }
    }

    /// What can't be read, and what nobody knows, a sentence each.
    public var sentences: [String] { flaws + unknown.sentences }

    // MARK: As text

    public var biasTable: FigureTable? {
        guard !bias.isEmpty else { return nil }
        return FigureTable(
            titles: ["facet", "group", "of", "metric", "value"],
            rows: bias.map { bias in
                [
                    bias.facet, bias.group, bias.isPostTraining ? "predictions" : "data",
                    bias.about.isEmpty ? bias.name : "\(bias.name): \(bias.about)", FigureTable.text(bias.value),
                ]
            }, textColumns: 4)
    }
}
