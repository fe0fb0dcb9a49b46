import JSONCoding

/// Which columns a candidate's predictions rest on, as SageMaker Clarify has it (`analysis.json`).
public struct Explainability: Hashable, Sendable {
    public struct Feature: Hashable, Sendable {
        public var name: String
        /// Not a finite number where the report has none.
        public var value: Double
    }

    /// What explains one output: a class's score, or the only one.
    public struct Output: Hashable, Sendable {
        /// The class; `label0` and `default` where there is one output.
        public var label: String
        /// The prediction that the importance goes out from.
        public var expectedValue: Double?
        /// The most important first.
        public var features: [Feature]
        /// Features of the report whose value is no number.
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
            var order: [String] = []
            var means: [String: (value: Double, count: Int)] = [:]
            // A class without values says nothing of its features, not that they are worth nothing.
            let told = outputs.filter { output in output.features.contains { $0.value.isFinite } }
            for output in told {
                for feature in output.features where feature.value.isFinite {
                    if means[feature.name] == nil { order.append(feature.name) }
                    let before = means[feature.name] ?? (0, 0)
                    // The mean so far, since a sum of huge values may have no number.
                    let count = before.count + 1
                    let change = (feature.value.magnitude - before.value) / Double(count)
                    means[feature.name] = (before.value + change, count)
                }
            }
            let features = order.compactMap { name in
                means[name].map { Feature(name: name, value: $0.value) }
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
    }

    public var methods: [Method] = []
    public var bias: [Bias] = []
    public var unknown: [UnknownPart] = []

    public var isEmpty: Bool { methods.isEmpty && bias.isEmpty }

    init(_ value: JSONValue) {
        guard value.isObject else {
            unknown = [UnknownPart("analysis", value)]
            return
        }
        for member in value.uniqueMembers {
            switch member.key {
            case "version": break
            case "explanations": takeMethods(member.value)
            case "pre_training_bias_metrics": takeBias(member, isPostTraining: false)
            case "post_training_bias_metrics": takeBias(member, isPostTraining: true)
            default:
                // One level below, as statistics are.
                if let inner = member.value["explanations"] {
                    takeMethods(inner)
                } else {
                    unknown.append(UnknownPart(member.key, member.value))
                }
            }
        }
    }

    private mutating func takeMethods(_ value: JSONValue) {
        guard value.isObject else {
            unknown.append(UnknownPart("explanations", value))
            return
        }
        for member in value.uniqueMembers {
            if let output = Self.output("", member.value) {
                methods.append(Method(key: member.key, outputs: [output]))
                continue
            }
            var outputs: [Output] = []
            for inner in member.value.uniqueMembers {
                if let output = Self.output(inner.key, inner.value) {
                    outputs.append(output)
                } else {
                    unknown.append(UnknownPart("\(member.key).\(inner.key)", inner.value))
                }
            }
            if !outputs.isEmpty {
                methods.append(Method(key: member.key, outputs: outputs))
            } else if member.value.members.isEmpty {
                unknown.append(UnknownPart(member.key, member.value))
            }
        }
    }

    /// The features of one output: under `global_shap_values`, or under another member that holds numbers by name.
    private static func output(_ label: String, _ value: JSONValue) -> Output? {
        var values = value["global_shap_values"]
        if values == nil, !label.isEmpty { values = value.members.lazy.map(\.value).first(where: holdsNumbers) }
        if values == nil, case .object(let members) = value {
            let own = JSONValue.object(members.filter { $0.key != "expected_value" })
            if holdsNumbers(own) { values = own }
        }
        guard let values, values.isObject || values.array != nil else { return nil }
        var features: [Feature] = []
        var unread = 0
        var seen: Set<[UInt8]> = []
        let pairs: [(String, JSONValue)] =
            values.isObject
            ? values.uniqueMembers.map { ($0.key, $0.value) }
            : values.items.compactMap { item in
                let name = ["feature", "feature_name", "name", "column_name"].lazy.compactMap { item[$0]?.string }.first
                let number = ["value", "global_shap_value", "importance", "attribution"].lazy.compactMap { item[$0] }
                    .first
                return name.flatMap { name in number.map { (name, $0) } }
            }
        for (name, number) in pairs where seen.insert(Array(name.utf8)).inserted {
            guard let number = number.reported ?? number["value"]?.reported, number.isFinite else {
                unread += 1
                continue
            }
            features.append(Feature(name: name, value: number))
        }
        return Output(
            label: label, expectedValue: value["expected_value"]?.reported, features: sorted(features), unread: unread)
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

    private mutating func takeBias(_ member: JSONValue.Member, isPostTraining: Bool) {
        let before = bias.count
        for facet in member.value["facets"]?.uniqueMembers ?? [] {
            let groups = facet.value.array ?? [facet.value]
            for group in groups {
                let name = group["value_or_threshold"] ?? .null
                for metric in group["metrics"]?.items ?? [] {
                    bias.append(
                        Bias(
                            isPostTraining: isPostTraining, facet: facet.key,
                            group: name == .null ? "" : UnknownPart("", name).text,
                            name: metric["name"]?.string ?? "?", about: metric["description"]?.string ?? "",
                            value: metric["value"]?.reported))
                }
            }
        }
        if bias.count == before { unknown.append(UnknownPart(member.key, member.value)) }
    }

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
