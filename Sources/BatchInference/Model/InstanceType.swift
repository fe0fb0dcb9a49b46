import AWSOperations

/// An instance type that a transform can run on, with its size.
public struct InstanceType: Hashable, Sendable, Identifiable {
    /// What computes beside the processor.
    public struct Accelerator: Hashable, Sendable {
        public var name: String
        public var count: Int
    }

    public var name: TransformInstanceType
    public var vCPU: Int
    public var memoryGiB: Double
    public var accelerator: Accelerator?
    /// Types with local storage refuse a volume key (CreateTransformJob, VolumeKmsKeyId).
    public var hasLocalStorage: Bool

    public var id: String { name.rawValue }
    /// The letters and digits between the dots: `m5`, `g4dn`.
    public var family: String { Self.part(1, of: name.rawValue) }
    /// Whether it needs the candidate's GPU containers.
    public var hasGPU: Bool { accelerator.map { !Self.neuronFamilies.contains(family) && $0.count > 0 } ?? false }
    /// The name without `ml.`, of a type that the catalogue may not know.
    public static func shortName(_ type: TransformInstanceType) -> String {
        type.rawValue.hasPrefix("ml.") ? String(type.rawValue.dropFirst(3)) : type.rawValue
    }

    /// The type that a new plan starts with.
    public static let proposed: TransformInstanceType = .mlM5Xlarge

    /// The catalogue's entry; nil for a type that it does not know.
    public init?(_ name: TransformInstanceType) {
        guard let entry = Self.byName[name] else { return nil }
        self = entry
    }

    /// `4 vCPU  16 GiB`, with the accelerators where there are some.
    public var sizeText: String {
        let memory = DisplayText.decimal(memoryGiB, places: memoryGiB == memoryGiB.rounded() ? 0 : 2)
        let base = "\(vCPU) vCPU  \(memory) GiB"
        guard let accelerator else { return base }
        return "\(base)  \(accelerator.count) × \(accelerator.name)"
    }

    /// Every type of the API's `TransformInstanceType`, in its order.
    public static let all: [InstanceType] = TransformInstanceType.known.compactMap { byName[$0] }

    private static let neuronFamilies: Set<String> = ["trn1", "inf2"]

    private static func part(_ index: Int, of name: String) -> String {
        let parts = name.split(separator: ".")
        return index < parts.count ? String(parts[index]) : ""
    }

    init(name: TransformInstanceType, vCPU: Int, memoryGiB: Double, accelerator: Accelerator?, hasLocalStorage: Bool) {
        self.name = name
        self.vCPU = vCPU
        self.memoryGiB = memoryGiB
        self.accelerator = accelerator
        self.hasLocalStorage = hasLocalStorage
    }
}

extension InstanceType {
    /// A family: its accelerator, whether it has local disks, and its sizes.
    private struct Family {
        var name: String
        var accelerator: String?
        var hasLocalStorage = false
        /// Size, vCPU, memory in GiB, accelerators.
        var sizes: [(size: String, vCPU: Int, memoryGiB: Double, accelerators: Int)]
    }

    /// Sizes as the EC2 instance type pages give them (docs.aws.amazon.com/ec2/latest/instancetypes).
    static let byName: [TransformInstanceType: InstanceType] = {
        var catalogue: [TransformInstanceType: InstanceType] = [:]
        for family in families {
            for size in family.sizes {
                let name = TransformInstanceType(rawValue: "ml.\(family.name).\(size.size)")
                catalogue[name] = InstanceType(
                    name: name, vCPU: size.vCPU, memoryGiB: size.memoryGiB,
                    accelerator: family.accelerator.map { Accelerator(name: $0, count: size.accelerators) },
                    hasLocalStorage: family.hasLocalStorage)
            }
        }
        return catalogue
    }()

    private static let families: [Family] =
        [
            Family(
                name: "m4",
                sizes: [
                    ("xlarge", 4, 16, 0), ("2xlarge", 8, 32, 0), ("4xlarge", 16, 64, 0), ("10xlarge", 40, 160, 0),
                    ("16xlarge", 64, 256, 0),
                ]),
            Family(
                name: "c4",
                sizes: [
                    ("xlarge", 4, 7.5, 0), ("2xlarge", 8, 15, 0), ("4xlarge", 16, 30, 0), ("8xlarge", 36, 60, 0),
                ]),
            Family(
                name: "p2", accelerator: "K80",
                sizes: [("xlarge", 4, 61, 1), ("8xlarge", 32, 488, 8), ("16xlarge", 64, 732, 16)]),
            Family(
                name: "p3", accelerator: "V100",
                sizes: [("2xlarge", 8, 61, 1), ("8xlarge", 32, 244, 4), ("16xlarge", 64, 488, 8)]),
            Family(
                name: "c5",
                sizes: [
                    ("xlarge", 4, 8, 0), ("2xlarge", 8, 16, 0), ("4xlarge", 16, 32, 0), ("9xlarge", 36, 72, 0),
                    ("18xlarge", 72, 144, 0),
                ]),
            Family(
                name: "m5",
                sizes: [
                    ("large", 2, 8, 0), ("xlarge", 4, 16, 0), ("2xlarge", 8, 32, 0), ("4xlarge", 16, 64, 0),
                    ("12xlarge", 48, 192, 0), ("24xlarge", 96, 384, 0),
                ]),
            Family(
                name: "g4dn", accelerator: "T4", hasLocalStorage: true,
                sizes: [
                    ("xlarge", 4, 16, 1), ("2xlarge", 8, 32, 1), ("4xlarge", 16, 64, 1), ("8xlarge", 32, 128, 1),
                    ("12xlarge", 48, 192, 4), ("16xlarge", 64, 256, 1),
                ]),
            Family(
                name: "g5", accelerator: "A10G", hasLocalStorage: true,
                sizes: [
                    ("xlarge", 4, 16, 1), ("2xlarge", 8, 32, 1), ("4xlarge", 16, 64, 1), ("8xlarge", 32, 128, 1),
                    ("12xlarge", 48, 192, 4), ("16xlarge", 64, 256, 1), ("24xlarge", 96, 384, 4),
                    ("48xlarge", 192, 768, 8),
                ]),
            Family(
                name: "g6", accelerator: "L4", hasLocalStorage: true,
                sizes: [
                    ("xlarge", 4, 16, 1), ("2xlarge", 8, 32, 1), ("4xlarge", 16, 64, 1), ("8xlarge", 32, 128, 1),
                    ("12xlarge", 48, 192, 4), ("16xlarge", 64, 256, 1), ("24xlarge", 96, 384, 4),
                    ("48xlarge", 192, 768, 8),
                ]),
            Family(
                name: "trn1", accelerator: "Trainium", hasLocalStorage: true,
                sizes: [("2xlarge", 8, 32, 1), ("32xlarge", 128, 512, 16)]),
            Family(
                name: "inf2", accelerator: "Inferentia2",
                sizes: [
                    ("xlarge", 4, 16, 1), ("8xlarge", 32, 128, 1), ("24xlarge", 96, 384, 6), ("48xlarge", 192, 768, 12),
                ]),
        ] + generation(6, largest: ["24xlarge": 24, "32xlarge": 32])
        + generation(7, largest: ["24xlarge": 24, "48xlarge": 48])

    /// The sixth and seventh Intel generations share their shape: two vCPU in `large`, four for each `xlarge`, and
    /// 2, 4 or 8 GiB a vCPU in `c`, `m` and `r`.
    private static func generation(_ number: Int, largest: [String: Int]) -> [Family] {
        let common = ["xlarge": 1, "2xlarge": 2, "4xlarge": 4, "8xlarge": 8, "12xlarge": 12, "16xlarge": 16]
        return [("c", 2.0), ("m", 4.0), ("r", 8.0)].map { letter, memoryPerCPU in
            let multiples = common.merging(largest) { $1 }.sorted { $0.value < $1.value }
            return Family(
                name: "\(letter)\(number)i",
                sizes: [("large", 2, 2 * memoryPerCPU, 0)]
                    + multiples.map { ($0.key, 4 * $0.value, Double(4 * $0.value) * memoryPerCPU, 0) })
        }
    }
}

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
