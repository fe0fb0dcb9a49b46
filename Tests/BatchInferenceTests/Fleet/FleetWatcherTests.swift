import AWSOperations
import Synchronization
import Testing

@testable import BatchInference

@Suite("Following a fleet")
struct FleetWatcherTests {
    private let observations = FakeObservations()
    private let clock = ManualClock()

    private func account(_ name: String, endsAfter descriptions: Int) -> FakeSageMaker {
        let sageMaker = FakeSageMaker()
        var plan = Samples.plan
        plan.transformJobName = name
        let request = plan.requests.createTransformJob
        sageMaker.change { state in
            var job = DescribeTransformJobResponse.created(by: request)
            job.transformStartTime = Timestamp(secondsSinceEpoch: 1_800_000_010)
            state.transforms[name] = job
            state.transformList = [
                TransformJobSummary(
                    transformJobName: name, transformJobArn: job.transformJobArn, creationTime: job.creationTime,
                    transformJobStatus: .inProgress)
            ]
        }
        return sageMaker
    }

    @Test(
        "It goes on until it is told that it's enough; an account that can't be connected is in trouble, others go on")
    func following() async throws {
        let sageMaker = account("churn-1", endsAfter: 3)
        let services = FakeServices(sageMaker: sageMaker, observations: observations)
        let members = [FleetMember(profile: "ml-dev"), FleetMember(profile: "nowhere")]
        let watcher = FleetWatcher(members, clock: clock, pace: .aws) { member in
            guard member.profile == "ml-dev" else {
                throw AWSFailure.configuration(problem: "no profile nowhere", remedy: "name another")
            }
            return FleetConnection(
                services: services, place: FleetPlace(profile: member.profile, region: "eu-west-1"))
        }
        var told: [FleetEvent] = []
        var rounds = 0
        try await watcher.follow { (snapshot, events, hasBegun) async throws -> Bool in
            told += events
            rounds += 1
            if snapshot.rows.first?.overview.phase == .running {
                sageMaker.change { state in
                    state.transforms["churn-1"]?.transformJobStatus = .completed
                    state.transforms["churn-1"]?.transformEndTime = Timestamp(secondsSinceEpoch: 1_800_000_100)
                    state.transformList = []
                }
            }
            #expect(rounds < 500)
            return rounds < 500 && snapshot.rows.first?.presence != .ended
        }
        let ended = told.compactMap { if case .ended(let row, _) = $0 { row.overview.name } else { nil } }
        let troubled = told.compactMap { if case .trouble(let state) = $0 { state.place.profile } else { nil } }
        #expect(ended == ["churn-1"])
        #expect(troubled == ["nowhere"])
    }

    @Test("A count of outputs that would take too many requests is broken off, and says so")
    func boundedCount() async throws {
        for part in 0..<50 { observations.put("s3://demo-data/in/march/part-\(part).csv", "1\n") }
        let request = Samples.plan.requests.createTransformJob
        let job = DescribeTransformJobResponse.created(by: request)
        let services = FakeServices(sageMaker: FakeSageMaker(), observations: observations)
        let row = FleetRow(
            member: FleetMember(), place: FleetPlace(profile: nil, region: nil), overview: TransformOverview(job),
            readAt: clock.now)
        let counter = OutputCounter()
        let (few, used) = await counter.count(row.id, job, storage: services, requests: 3)
        #expect(used <= 3)
        if case .success(let progress) = few { #expect(!progress.isComplete) }
        let (all, _) = await counter.count(row.id, job, storage: services, requests: 100)
        #expect(try all.get().isComplete)
        #expect(try all.get().inputObjects == 50)
        // The inputs are kept: the next count lists outputs alone.
        let (again, usedAgain) = await counter.count(row.id, job, storage: services, requests: 100)
        #expect(try again.get().inputObjects == 50)
        #expect(usedAgain < 5)
        // Outputs that can't be listed are no count without them: the last one stays, with its age.
        let path = try #require(job.transformOutput?.s3OutputPath)
        let output = try #require(S3Location(path))
        observations.change {
            $0.refused[output] = .refusal("ListObjectsV2", "SlowDown", "Reduce your request rate", status: 503)
        }
        let (none, _) = await counter.count(row.id, job, storage: services, requests: 100)
        #expect(throws: AWSFailure.self) { try none.get() }
    }
}
