import AWSOperations
import Testing

@testable import BatchInference

@Suite("The caller's account where STS can't be asked")
struct CallerAccountTests {
    @Test("a denied GetCallerIdentity leaves the account of what SageMaker lists")
    func denied() async throws {
        let bench = RepairBench()
        bench.account.deny("GetCallerIdentity", service: .sts)
        #expect(try await CallerAccount.read(from: bench.account, clock: bench.clock) == "111122223333")
    }

    @Test("an STS that never answers is not waited for")
    func silent() async throws {
        let bench = RepairBench()
        bench.account.change { $0.held.insert("GetCallerIdentity") }
        #expect(try await CallerAccount.read(from: bench.account, clock: bench.clock) == "111122223333")
        #expect(bench.clock.sleeps == [CallerAccount.patience])
    }

    @Test("where nothing is listed, the failure of STS is told")
    func nothingListed() async throws {
        let bench = RepairBench()
        bench.account.deny("GetCallerIdentity", service: .sts)
        bench.account.change { $0.transforms = [:] }
        await #expect {
            _ = try await CallerAccount.read(from: bench.account, clock: bench.clock)
        } throws: { AWSFailure(wrapping: $0).isAccessDenied }
    }

    @Test("without usable credentials, nobody else is asked")
    func noCredentials() async throws {
        let bench = RepairBench()
        let failure = AWSFailure.configuration(problem: "no region", remedy: "")
        bench.account.change {
            $0.failures["GetCallerIdentity"] = failure
            $0.transforms = [:]
        }
        await #expect(throws: failure) {
            try await CallerAccount.read(from: bench.account, clock: bench.clock)
        }
        #expect(!CallerAccount.canBeListed(after: failure))
    }
}
