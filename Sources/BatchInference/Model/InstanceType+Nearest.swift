import AWSOperations

extension InstanceType {
    /// The known type that a name most likely stands for; nil for a known name, and where none is near.
    static func nearest(to type: TransformInstanceType) -> TransformInstanceType? {
        guard InstanceType(type) == nil else { return nil }
        let typed = TypedName(type.rawValue)
        return TransformInstanceType.known
            .map { (likeness: typed.likeness(to: $0.rawValue), type: $0) }
            // A slip of the hand or two, not another type altogether.
            .filter { $0.likeness.cost <= 2 }
            .min { ($0.likeness, $0.type.rawValue) < ($1.likeness, $1.type.rawValue) }?
            .type
    }

    /// The type that was meant by a name that no type can have; nil for a name that AWS may have added since.
    ///
    /// `ml.m5.xlarg` stands for `ml.m5.xlarge`; `ml.m8i.2xlarge` has the form of a type that is newer than the list.
    static func misspelled(_ type: TransformInstanceType) -> TransformInstanceType? {
        let parts = type.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0] == "ml", isFamily(parts[1]), isSize(parts[2], in: parts[1]) { return nil }
        return nearest(to: type)
    }

    /// Whether a name is made as those of types are: `ml`, a family and a size, in small letters, digits and hyphens.
    static func isWellFormed(_ type: TransformInstanceType) -> Bool {
        let parts = type.rawValue.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].elementsEqual("ml".utf8)
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
    }

    /// `m8i`, `g6e`, `p4de`, `r7iz`, `m7i-flex`: a series of EC2, a generation, and what is special about it.
    private static func isFamily(_ text: Substring) -> Bool {
        let series = text.prefix { $0.isLetter }
        let rest = text.dropFirst(series.count)
        let generation = rest.prefix { $0.isASCII && $0.isNumber }
        let attributes = rest.dropFirst(generation.count).split(separator: "-", maxSplits: 1).first ?? ""
        return knownSeries.contains(String(series)) && (1...2).contains(generation.count)
            && attributes.count <= 4 && attributes.allSatisfy { $0.isASCII && $0.isLetter && $0.isLowercase }
    }

    /// `large`, `xlarge`, `24xlarge`, `metal-48xl`.
    private static func isSize(_ text: Substring, in family: Substring) -> Bool {
        if ["medium", "large", "xlarge"].contains(text) || text.hasPrefix("metal") { return true }
        guard text.hasSuffix("xlarge"), let number = Int(text.dropLast("xlarge".count)) else { return false }
        // A family that is not listed may come in other sizes.
        return knownMultiples.contains(number) || number > 1 && !knownFamilies.contains(String(family))
    }

    private static let knownFamilies = Set(all.map(\.family))
    private static let knownSeries: Set<String> = [
        "a", "c", "d", "dl", "f", "g", "gr", "h", "hpc", "i", "im", "inf", "is", "m", "p", "r", "t", "trn", "u", "vt",
        "x", "z",
    ]
    private static let knownMultiples: Set<Int> = [2, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 36, 48, 56, 64, 96, 112, 128]
}

/// An instance type's name as somebody typed it, compared with real ones.
private struct TypedName {
    /// How far a name is from a type: by its letters first, then by how much larger or smaller the instance is.
    struct Likeness: Comparable {
        var cost: Double
        var sizeDifference: Int

        static func < (left: Likeness, right: Likeness) -> Bool {
            (left.cost, left.sizeDifference) < (right.cost, right.sizeDifference)
        }
    }

    /// In small letters, with dots between its parts and `ml` before them.
    private let letters: [Character]
    private let family: String?
    private let multiple: Int?

    init(_ text: String) {
        var name = String(text.lowercased().map { "-_ :/,".contains($0) ? "." : $0 })
        if !name.hasPrefix("ml") { name = "ml.\(name)" }
        if name.hasSuffix("xl") { name += "arge" }
        letters = Array(name)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        family = parts.count == 3 ? parts[1] : nil
        multiple = parts.last.flatMap(Self.multiple)
    }

    func likeness(to name: String) -> Likeness {
        let parts = name.split(separator: ".").map(String.init)
        var cost = cost(of: Array(name))
        if let family, parts.count == 3, parts[1] != family {
            // `g4` stands for `g4dn` rather than for `g5`.
            let rest = parts[1].hasPrefix(family) ? parts[1].count - family.count : 0
            cost += rest > 0 ? -0.7 * Double(rest) : 0.5
        }
        let other = parts.last.flatMap(Self.multiple)
        let difference = multiple.flatMap { own in other.map { abs(own - $0) } }
        // `1xlarge` is another word for `xlarge`.
        if difference == 0, parts.count == 3, parts[1] == family { cost = min(cost, 0.5) }
        return Likeness(cost: cost, sizeDifference: difference ?? 0)
    }

    /// How many `xlarge` a size is; nil for other sizes.
    private static func multiple(_ size: String) -> Int? {
        guard size.hasSuffix("xlarge") else { return nil }
        let number = size.dropLast("xlarge".count)
        return number.isEmpty ? 1 : Int(number)
    }

    /// The cost of making a name of what was typed, change by change: a dot is easily missed, and a letter easily doubled.
    private func cost(of name: [Character]) -> Double {
        func weight(_ letter: Character) -> Double { letter == "." ? 0.5 : 1 }
        var before: [Double] = []
        var row: [Double] = [0]
        for letter in name { row.append(row[row.count - 1] + weight(letter)) }
        for (above, letter) in letters.enumerated() {
            let isDoubled = above > 0 && letters[above - 1] == letter
            let extra = isDoubled ? 0.8 : weight(letter)
            var next = [row[0] + extra]
            for (column, other) in name.enumerated() {
                var best = min(
                    row[column] + (letter == other ? 0 : 1), next[column] + weight(other), row[column + 1] + extra)
                if above > 0, column > 0, letter == name[column - 1], letters[above - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            before = row
            row = next
        }
        return row[name.count]
    }
}
