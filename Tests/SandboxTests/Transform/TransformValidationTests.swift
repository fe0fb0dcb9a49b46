import AWSOperations
import Testing

@testable import Sandbox

struct TransformValidationTests {
    private func problem(_ change: (inout CreateTransformJobRequest) -> Void) throws -> String? {
        var scene = try Scene([:])
        change(&scene.request)
        return TransformEngine.validationProblem(of: scene.request)
    }

    @Test func `sound requests pass`() throws {
        #expect(try problem { _ in } == nil)
        #expect(try problem { $0.dataProcessing = DataProcessing(inputFilter: "$", outputFilter: "$[0]") } == nil)
        #expect(try problem { $0.dataProcessing = DataProcessing(joinSource: .input) } == nil)
        #expect(try problem { ($0.maxPayloadInMB, $0.maxConcurrentTransforms) = (25, 4) } == nil)
    }

    @Test func `payloads and concurrency share 100 MB`() throws {
        #expect(
            try problem { ($0.maxPayloadInMB, $0.maxConcurrentTransforms) = (26, 4) }
                == "MaxConcurrentTransforms (4) * MaxPayloadInMB (26) must not exceed 100 MB")
        #expect(try problem { $0.maxPayloadInMB = 101 } != nil)
        #expect(try problem { $0.maxPayloadInMB = -1 } != nil)
    }

    @Test func `huge numbers are refused without overflow`() throws {
        #expect(try problem { ($0.maxPayloadInMB, $0.maxConcurrentTransforms) = (100, Int.max) } != nil)
    }

    @Test func `filters are checked`() throws {
        #expect(
            try problem { $0.dataProcessing = DataProcessing(inputFilter: "$[") }
                == "The JSONPath '$[' is not valid")
        #expect(try problem { $0.dataProcessing = DataProcessing(outputFilter: "x") } != nil)
    }

    @Test func `a join needs equal types and equal splitting`() throws {
        func join(_ change: (inout CreateTransformJobRequest) -> Void) throws -> String? {
            try problem {
                $0.dataProcessing = DataProcessing(joinSource: .input)
                change(&$0)
            }
        }
        #expect(try join { $0.transformOutput.accept = "application/json" }?.contains("Accept") == true)
        #expect(try join { $0.transformOutput.assembleWith = nil }?.contains("AssembleWith") == true)
        #expect(try join { $0.transformInput.contentType = "image/png" }?.contains("ContentType") == true)
    }

    @Test func `locations, instances and enumerations are checked`() throws {
        #expect(try problem { $0.transformOutput.s3OutputPath = "out" } != nil)
        #expect(try problem { $0.transformInput.dataSource.s3DataSource.s3Uri = "s3://" } != nil)
        #expect(try problem { $0.transformInput.dataSource.s3DataSource.s3DataType = .augmentedManifestFile } != nil)
        #expect(try problem { $0.transformResources.instanceCount = 0 } != nil)
        #expect(try problem { $0.transformInput.splitType = SplitType(rawValue: "Word") } != nil)
        #expect(try problem { $0.batchStrategy = BatchStrategy(rawValue: "Many") } != nil)
        let variables = Dictionary(uniqueKeysWithValues: (0..<17).map { ("V\($0)", "") })
        #expect(try problem { $0.environment = variables } != nil)
    }
}
