import AWSOperations
import JSONCoding

/// All that a model quality report holds.
public struct ModelQualityReport: Hashable, Sendable {
    public var sections: [ModelQuality] = []
    /// The validation rows, where the report counts them.
    public var rows: Int?
    public var unknown: [UnknownPart] = []
    /// What of the report itself can't be read, a sentence each.
    public var flaws: [String] = []

    /// How many levels below the top metrics are looked for.
    private static let depth = 5

    /// - Parameter isCut: Whether the text ended within the value, so that what stands last in it may go on.
    init(_ value: JSONValue, isCut: Bool = false) {
        if case .array(let items) = value, items.contains(where: \.isObject) {
            flaws.append("a list of \(DisplayText.count(items.count)) where one object was expected")
            for (place, item) in items.enumerated() {
                takeWhole(item, "\(place + 1)", isCut && place == items.count - 1)
            }
        } else {
            takeWhole(value, "", isCut)
        }
    }

    private mutating func takeWhole(_ value: JSONValue, _ path: String, _ isCut: Bool) {
        guard value.isObject else {
            unknown.append(.unreadable(path.isEmpty ? "statistics" : path, value, not: "an object with metrics"))
            return
        }
        if !Self.holdsSection(value, Self.depth), ModelQuality.isLikely(value) {
            // Metrics without a name around them; the rest isn't theirs.
            var own: [JSONValue.Member] = []
            for member in value.uniqueMembers {
                if Self.frame.contains(member.key) { take(member, path) } else { own.append(member) }
            }
            sections.append(ModelQuality(key: "", .object(own), isCut: isCut))
            if let repetition = value.repetition(in: path) { flaws.append(repetition) }
        } else {
            scan(value, path, Self.depth, isCut)
        }
    }

    /// Members that stand around metrics.
    private static let frame: Set<String> = ["version", "dataset"]

    private mutating func scan(_ value: JSONValue, _ path: String, _ depth: Int, _ isCut: Bool) {
        if let repetition = value.repetition(in: path) { flaws.append(repetition) }
        let members = value.uniqueMembers
        for (place, member) in members.enumerated() {
            let isCut = isCut && place == members.count - 1
            if Self.isSection(member) {
                sections.append(ModelQuality(key: member.key, member.value, isCut: isCut))
            } else if depth > 0, Self.holdsSection(member.value, depth - 1) {
                scan(member.value, path.isEmpty ? member.key : "\(path).\(member.key)", depth - 1, isCut)
            } else if !Self.frame.contains(member.key), member.value.isObject, ModelQuality.isLikely(member.value) {
                sections.append(ModelQuality(key: member.key, member.value, isCut: isCut))
            } else {
                take(member, path)
            }
        }
    }

    private static func holdsSection(_ value: JSONValue, _ depth: Int) -> Bool {
        value.members.contains { isSection($0) || depth > 0 && holdsSection($0.value, depth - 1) }
    }

    private static func isSectionName(_ key: String) -> Bool {
        let key = key.lowercased()
        return key.hasByteSuffix("_metrics") && !key.contains("bias")
    }

    private static func isSection(_ member: JSONValue.Member) -> Bool {
        member.value.isObject && isSectionName(member.key)
    }

    private mutating func take(_ member: JSONValue.Member, _ path: String) {
        let name = path.isEmpty ? member.key : "\(path).\(member.key)"
        switch member.key {
        case "version" where member.value.reported != nil: break
        case "dataset" where member.value.isObject: takeDataset(member.value, name)
        case "dataset": unknown.append(.unreadable(name, member.value, not: "an object"))
        case let key where Self.isSectionName(key):
            unknown.append(.unreadable(name, member.value, not: "an object with metrics"))
        default: unknown.append(UnknownPart(name, member.value))
        }
    }

    private mutating func takeDataset(_ value: JSONValue, _ name: String) {
        for member in value.uniqueMembers {
            guard member.key == "item_count" else {
                unknown.append(UnknownPart("\(name).\(member.key)", member.value, .aside))
                continue
            }
            if let count = member.value.reported, count.isFinite, (0...9e15).contains(count), count == count.rounded() {
                rows = Int(count)
            } else {
                unknown.append(.unreadable("\(name).item_count", member.value, not: "a number of rows"))
            }
        }
    }

    public var isEmpty: Bool { sections.allSatisfy { $0.metrics.isEmpty && $0.matrix == nil && $0.curves.isEmpty } }

    /// What of the report isn't understood, the sections' first.
    public var allUnknown: [UnknownPart] { sections.flatMap(\.unknown) + unknown }

    /// What can't be read, and what nobody knows, a sentence each.
    public var sentences: [String] { flaws + sections.flatMap(\.flaws) + allUnknown.sentences }
}
