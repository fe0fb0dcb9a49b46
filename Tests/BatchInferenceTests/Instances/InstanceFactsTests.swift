import AWSOperations
import BatchInference
import Testing

@Suite struct InstanceFactsTests {
    private let account = FakeAccount()
    private let cache = FakePriceCache()
    private let clock = ManualClock()

    private func facts() async -> InstanceFacts {
        await InstanceFactsLoader(cloud: account, region: "eu-west-1", cache: cache, clock: clock).facts()
    }

    private func deny(_ operation: String, of service: AWSService) {
        account.change {
            $0.failures[operation] = .service(
                ServiceError(
                    operation: OperationDescriptor(service: service, name: operation, effect: .read),
                    code: "AccessDeniedException", message: "User: arn is not authorized", httpStatus: 400,
                    requestID: nil))
        }
    }

    @Test func whatIsLeftIsTheQuotaLessWhatRuns() async {
        account.change { state in
            state.quotas = [
                FakeAccount.quota("ml.m5.large for training job usage", 9),
                FakeAccount.quota("ml.m5.large for transform job usage", 4, code: "L-236AE59F"),
                FakeAccount.quota("ml.p3.2xlarge for transform job usage", 0),
                FakeAccount.quota("ml.c5.xlarge for transform job usage", 20),
                FakeAccount.quota(TransformQuotas.overallName, 8),
            ]
            state.jobs = [
                FakeAccount.job("a", .mlM5Large, 2), FakeAccount.job("b", .mlM5Large, 1, status: .stopping),
                FakeAccount.job("c", .mlM5Large, 4, status: .completed), FakeAccount.job("d", .mlM5Xlarge, 1),
            ]
        }
        let facts = await facts()
        #expect(facts.running.value?.total == 4)
        let large = facts.quotaLeft(of: .mlM5Large).value
        #expect(large?.applied == 4 && large?.running == 3 && large?.left == 1 && large?.isHeldByOverall == false)
        #expect(facts.quotas.value?.perType[.mlM5Large]?.code == "L-236AE59F")
        #expect(facts.quotaLeft(of: TransformInstanceType(rawValue: "ml.p3.2xlarge")).value?.applied == 0)
        let wide = facts.quotaLeft(of: .mlC5Xlarge).value
        #expect(wide?.left == 4 && wide?.isHeldByOverall == true)
        #expect(facts.quotaLeft(of: .mlM5Xlarge).reason?.contains("ml.m5.xlarge for transform job usage") == true)
    }

    @Test("a quota without a value that a quota can have is unknown", arguments: [nil, -3, .nan, .infinity, 1e300])
    func oddQuotas(value: Double?) async {
        account.change {
            $0.quotas = [
                ServiceQuota(quotaName: "ml.m5.large for transform job usage", value: value),
                ServiceQuota(quotaName: TransformQuotas.overallName, value: value),
            ]
        }
        let facts = await facts()
        #expect(facts.quotaLeft(of: .mlM5Large).reason?.contains("no usable value") == true)
        #expect(facts.quotas.value?.overallIsUnusable == true && facts.quotas.value?.overall == nil)
    }

    @Test func aPriceListThatIsNoneIsIncomplete() async {
        account.change { $0.hasPriceList = false }
        let facts = await facts()
        #expect(facts.shortfalls.map(\.problem).contains { $0.contains("no price list") })
        #expect(facts.price(of: .mlM5Large).reason?.contains("incomplete") == true)
        #expect(cache.list == nil)
    }

    @Test func entriesThatCantBeReadAreCounted() async {
        account.change { $0.products = ["no JSON", FakeAccount.product("ml.m5.large", price: "many")] }
        let facts = await facts()
        #expect(facts.prices.value?.unreadableCount == 2 && facts.prices.value?.unreadable == [.mlM5Large])
        #expect(facts.price(of: .mlM5Large).reason?.contains("can't be read") == true)
    }

    @Test("numbers of instances that no transform has are unknown", arguments: [-1, Int.max])
    func oddCounts(count: Int) async {
        account.change { $0.jobs = [FakeAccount.job("a", .mlM5Large, count), FakeAccount.job("b", .mlM5Large, count)] }
        #expect(await facts().running.reason?.contains("which instances") == true)
    }

    @Test func aDenialIsUnknownByItsAction() async {
        deny("ListServiceQuotas", of: .serviceQuotas)
        deny("GetProducts", of: .pricing)
        let facts = await facts()
        #expect(facts.quotas.reason == "servicequotas:ListServiceQuotas is denied")
        #expect(facts.quotaLeft(of: .mlM5Large).reason == "servicequotas:ListServiceQuotas is denied")
        #expect(facts.price(of: .mlM5Large).reason == "pricing:GetProducts is denied")
        #expect(facts.running.value?.total == 0)
    }

    @Test func withoutWhatRunsTheQuotaIsStillKnown() async {
        account.change { $0.quotas = [FakeAccount.quota("ml.m5.large for transform job usage", 4)] }
        deny("ListTransformJobs", of: .sageMaker)
        let left = await facts().quotaLeft(of: .mlM5Large).value
        #expect(left?.left == 4)
        #expect(left?.running == nil)
    }

    @Test func aJobThatIsListedAndNotFoundMakesTheCountUnknown() async throws {
        account.change { $0.jobs = [FakeAccount.job("a", .mlM5Large, 2)] }
        account.change {
            $0.failures["DescribeTransformJob"] = .refusal(
                "DescribeTransformJob", "ValidationException", "Could not find requested job")
        }
        await #expect(throws: (any Error).self) { try await RunningInstances.load(from: account) }
        #expect(await facts().running.reason != nil)
    }

    @Test func quotasWithoutANameAreCounted() async throws {
        account.change { state in
            state.quotas = [FakeAccount.quota("ml.m5.large for transform job usage", 4)]
            for name in [nil, ""] {
                var quota = FakeAccount.quota("x", 1, code: "L-\(name ?? "none")")
                quota.quotaName = name
                state.quotas.append(quota)
            }
        }
        let quotas = try await TransformQuotas.load(from: account)
        #expect(quotas.unnamed == 2 && quotas.shortfall == nil && quotas.perType.count == 1)
    }

    @Test func pricesAreThoseOfBatchTransform() async {
        account.change {
            $0.products = [
                FakeAccount.product("ml.m5.large", usage: "EUW1-Host", price: "9.99"),
                FakeAccount.product("ml.m5.large"), FakeAccount.product("ml.m5.xlarge", price: "0.4600000000"),
                FakeAccount.product("ml.c5.xlarge", unit: "GB"), FakeAccount.product("ml.c5.xlarge", price: "many"),
                FakeAccount.product("ml.m5.4xlarge", price: "1.5", currency: "CNY"), "{}", "no JSON",
            ]
        }
        let facts = await facts()
        #expect(facts.price(of: .mlM5Large).value?.text == "$0.23")
        #expect(facts.price(of: .mlM5Xlarge).value?.amount == 0.46)
        #expect(facts.price(of: .mlC5Xlarge).reason != nil)
        #expect(facts.price(of: .mlM54xlarge).value?.text == "CNY 1.50")
        let filters = account.productRequests.first?.filters ?? []
        #expect(filters.contains(ProductFilter(field: "regionCode", value: "eu-west-1")))
        // What can't be read today may be readable tomorrow.
        #expect(facts.prices.value?.perType.count == 3 && cache.list == nil)
    }

    @Test func pricesAreReadAgainAfterAWeek() async throws {
        account.change { $0.products = [FakeAccount.product("ml.m5.large")] }
        _ = await facts()
        #expect(account.productRequests.count == 1)
        _ = await facts()
        #expect(account.productRequests.count == 1)
        try await clock.sleep(seconds: 7 * 86_400)
        account.change { $0.products = [FakeAccount.product("ml.m5.large", price: "0.2400000000")] }
        #expect(await facts().price(of: .mlM5Large).value?.amount == 0.24)
        #expect(account.productRequests.count == 2)
        try await clock.sleep(seconds: 8 * 86_400)
        deny("GetProducts", of: .pricing)
        let old = await facts().prices.value
        #expect(old?.perType[.mlM5Large]?.amount == 0.24)
        #expect(old?.refreshFailure == "pricing:GetProducts is denied")
    }

    @Test func aServiceWithoutTheFilterIsAskedForAll() async {
        account.change {
            $0.products = [FakeAccount.product("ml.m5.large")]
            $0.failures["CONTAINS"] = .refusal("GetProducts", "InvalidParameterException", "unknown filter type")
        }
        #expect(await facts().price(of: .mlM5Large).value?.amount == 0.23)
        #expect(account.productRequests.last?.filters?.count == 1)
    }
}
