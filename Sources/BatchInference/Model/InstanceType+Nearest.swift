import AWSOperations

extension InstanceType {
    /// The known type that a name most likely stands for; nil for a known name, and where none is near.
    static func nearest(to type: TransformInstanceType) -> TransformInstanceType? {
        guard InstanceType(type) == nil,
            let name = BatchInference.nearest(to: type.rawValue, among: TransformInstanceType.known.map(\.rawValue)),
            // A slip of the hand or two, not another type altogether.
            BatchInference.editDistance(type.rawValue, name) <= 2
        else { return nil }
        return TransformInstanceType(rawValue: name)
    }

    /// The type that was meant by a name that no type can have; nil for a name that AWS may have added since.
    ///
    /// `ml.m5.xlarg` stands for `ml.m5.xlarge`; `ml.m8i.2xlarge` has the form of a type that is newer than the list.
    static func misspelled(_ type: TransformInstanceType) -> TransformInstanceType? {
        let parts = type.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0] == "ml", isFamily(parts[1]), isSize(parts[2]) { return nil }
        return nearest(to: type)
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
    private static func isSize(_ text: Substring) -> Bool {
        if ["medium", "large", "xlarge"].contains(text) || text.hasPrefix("metal") { return true }
        guard text.hasSuffix("xlarge"), let number = Int(text.dropLast("xlarge".count)) else { return false }
        return knownMultiples.contains(number)
    }

    private static let knownSeries: Set<String> = [
        "a", "c", "d", "dl", "f", "g", "gr", "h", "hpc", "i", "im", "inf", "is", "m", "p", "r", "t", "trn", "u", "vt",
        "x", "z",
    ]
    private static let knownMultiples: Set<Int> = [2, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 36, 48, 56, 64, 96, 112, 128]
}
