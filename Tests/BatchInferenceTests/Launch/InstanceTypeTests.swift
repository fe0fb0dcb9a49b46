import AWSOperations
import BatchInference
import Testing

@Suite struct InstanceTypeTests {
    @Test func everyTypeOfTheAPIIsInTheCatalogue() {
        #expect(TransformInstanceType.known.count == 108)
        #expect(InstanceType.all.map(\.name) == TransformInstanceType.known)
    }

    @Test(arguments: [
        ("ml.m5.xlarge", 4, 16.0), ("ml.c4.xlarge", 4, 7.5), ("ml.c6i.large", 2, 4), ("ml.m6i.32xlarge", 128, 512),
        ("ml.r7i.48xlarge", 192, 1536), ("ml.c7i.24xlarge", 96, 192), ("ml.r6i.12xlarge", 48, 384),
        ("ml.m4.10xlarge", 40, 160), ("ml.c5.18xlarge", 72, 144), ("ml.g5.48xlarge", 192, 768),
        ("ml.trn1.32xlarge", 128, 512), ("ml.inf2.8xlarge", 32, 128), ("ml.p3.16xlarge", 64, 488),
    ])
    func sizesAreThoseOfEC2(name: String, vCPU: Int, memory: Double) throws {
        let type = try #require(InstanceType(TransformInstanceType(rawValue: name)))
        #expect(type.vCPU == vCPU)
        #expect(type.memoryGiB == memory)
    }

    @Test func familiesAcceleratorsAndDisks() throws {
        let gpu = try #require(InstanceType(.mlG4dn12xlarge))
        #expect(gpu.family == "g4dn" && gpu.hasGPU && gpu.hasLocalStorage)
        #expect(gpu.sizeText == "48 vCPU  192 GiB  4 × T4")
        let neuron = try #require(InstanceType(.mlInf2Xlarge))
        #expect(!neuron.hasGPU && neuron.accelerator?.count == 1)
        let plain = try #require(InstanceType(.mlC4Xlarge))
        #expect(plain.accelerator == nil && plain.sizeText == "4 vCPU  7.50 GiB")
        #expect(InstanceType(TransformInstanceType(rawValue: "ml.m9.large")) == nil)
    }
}
