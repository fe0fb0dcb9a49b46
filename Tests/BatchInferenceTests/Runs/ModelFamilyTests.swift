import AWSOperations
import BatchInference
import Testing

@Suite("Models of one candidate")
struct ModelFamilyTests {
    private let journal = FakeJournal()
    private let scope = AccountScope(account: Samples.identity.account, region: Samples.identity.region)

    private func launch(
        _ model: String, account: String? = nil, _ change: (inout LaunchRecord) -> Void = { _ in }
    ) async throws {
        var plan = Samples.plan
        plan.modelName = model
        plan.transformJobName = "run-of-\(model)"
        var identity = Samples.identity
        if let account { identity.account = account }
        var record = LaunchRecord(plan: plan, identity: identity, now: Timestamp(secondsSinceEpoch: 1_800_000_000))
        record.state = .launched
        change(&record)
        try await journal.begin(record)
    }

    @Test("Models that launches made of the same artifacts are one; others, and those of other accounts, are not")
    func sameArtifacts() async throws {
        try await launch("churn-1")
        try await launch("churn-2")
        try await launch("other") { $0.createModel.containers?[0].modelDataUrl = "s3://demo-data/other/model.tar.gz" }
        try await launch("churn-3", account: "444455556666")
        try await launch("refused") { $0.state = .refused }
        let names = await ModelFamily.names(like: "churn-1", in: scope, journal)
        #expect(Set(names) == ["churn-1", "churn-2"] && names.first == "churn-1")
        #expect(await ModelFamily.names(like: "other", in: scope, journal) == ["other"])
        #expect(await ModelFamily.names(like: "made elsewhere", in: scope, journal) == ["made elsewhere"])
    }
}
