import AWSOperations
import BatchInference
import Testing

@Suite struct CostEstimateTests {
    private static func run(
        _ seconds: Double, type: TransformInstanceType = .mlM5Large, count: Int = 1
    ) -> PastTransform {
        PastTransform(
            name: "t", modelName: "m", instanceType: type, instanceCount: count, provisioningSeconds: 200,
            runningSeconds: seconds, endedAt: Timestamp(secondsSinceEpoch: 0))
    }

    private static let price = InstancePrice(type: .mlM5Large, amount: 0.36, currency: "USD")

    @Test func itRestsOnRunsOnTheSameInstances() throws {
        let past = [Self.run(240), Self.run(300), Self.run(180), Self.run(9000, count: 2)]
        let estimate = try #require(
            CostEstimate(from: past, instanceType: .mlM5Large, instanceCount: 1, price: Self.price))
        #expect(estimate.amount == 240.0 / 3600 * 0.36)
        #expect(
            estimate.text
                == "about $0.02 if it takes as long as 3 past runs of this model (3 m to 5 m); the input's size isn't considered"
        )
    }

    @Test func otherInstancesAreSaidToBeOthers() throws {
        let estimate = try #require(
            CostEstimate(from: [Self.run(3600)], instanceType: .mlM5Large, instanceCount: 4, price: Self.price))
        #expect(
            estimate.text
                == "about $1.44 if it takes as long as 1 past run of this model on other instances (1 h); the input's size isn't considered"
        )
    }

    @Test func nextToNothingIsNotRoundedToNothing() throws {
        let estimate = try #require(
            CostEstimate(from: [Self.run(20)], instanceType: .mlM5Large, instanceCount: 1, price: Self.price))
        #expect(
            estimate.text
                == "less than $0.01 if it takes as long as 1 past run of this model (20 s); the input's size isn't considered"
        )
    }

    @Test func withoutRunsThereIsNone() {
        #expect(CostEstimate(from: [], instanceType: .mlM5Large, instanceCount: 1, price: Self.price) == nil)
    }

    @Test func aLaunchsCostSaysWhatItRestsOn() {
        let prices = InstancePrices([Self.price], readAt: Timestamp(secondsSinceEpoch: 0))
        #expect(LaunchCost().text(.mlM5Large, count: 1) == nil)
        #expect(LaunchCost(prices: .known(prices)).text(.mlM5Large, count: 1) == nil)
        #expect(
            LaunchCost(prices: .known(prices), past: .known([])).text(.mlM5Large, count: 2)
                == "$0.72 per hour; no past runs to estimate from")
        #expect(
            LaunchCost(prices: .known(prices), past: .known([Self.run(600)])).text(.mlM5Large, count: 1)
                == "about $0.06 if it takes as long as 1 past run of this model (10 m); the input's size isn't considered"
        )
        #expect(
            LaunchCost(prices: .known(prices), past: .unknown(reason: "sagemaker:ListTransformJobs is denied"))
                .text(.mlM5Large, count: 1)
                == "$0.36 per hour; past runs unknown: sagemaker:ListTransformJobs is denied")
        var late = LaunchCost(prices: .known(prices))
        late.stopAsking(after: 5)
        #expect(late.text(.mlM5Large, count: 1) == "$0.36 per hour; past runs unknown: no response within 5 s")
        let denied = Finding<InstancePrices>.unknown(reason: "pricing:GetProducts is denied")
        #expect(
            LaunchCost(prices: denied, past: .known([])).text(.mlM5Large, count: 1)
                == "unknown: pricing:GetProducts is denied")
        #expect(
            LaunchCost(prices: denied, past: .known([Self.run(60)])).text(.mlM5Large, count: 1)
                == "price unknown; 1 past run of this model (1 m)")
    }
}
