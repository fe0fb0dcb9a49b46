import AWSOperations

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
