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
    /// What follows the family: `xlarge`.
    public var size: String { Self.part(2, of: name.rawValue) }
    /// Whether it needs the candidate's GPU containers.
    public var hasGPU: Bool { accelerator.map { !Self.neuronFamilies.contains(family) && $0.count > 0 } ?? false }
    /// The name without `ml.`.
    public var shortName: String { Self.shortName(name) }

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
