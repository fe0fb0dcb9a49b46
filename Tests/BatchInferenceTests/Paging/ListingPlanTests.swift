import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

/// Listings of made-up services, each answered in an order of chance.
@Suite struct ListingPlanTests {
    private struct Run {
        var rows: [ListedJob] = []
        var requests: [ListingRequest] = []
        var mostAtATime = 0
        var isComplete = false
        var hasFailed = false
        /// Rounds of answers, if all that is under way were answered at a time.
        var rounds = 0
    }

    private func run(
        _ service: inout PagedService, random: inout SeededRandom, rowLimit: Int = .max, throttled: Double = 0,
        created: Double = 0, inRounds: Bool = false
    ) -> Run {
        var plan = ListingPlan<ListedJob>(rowLimit: rowLimit, pageSize: service.pageSize, pageLimit: 5000)
        var run = Run()
        var open: [ListingRequest] = []
        var now = (service.jobs.map(\.createdAt.secondsSinceEpoch).max() ?? 0) + 1
        while true {
            let new = plan.requests()
            run.requests += new
            open += new
            run.mostAtATime = max(run.mostAtATime, open.count)
            if plan.isFinished || open.isEmpty { break }
            run.rounds += 1
            for _ in 0..<(inRounds ? open.count : 1) {
                if plan.isFinished { break }
                let request = open.remove(at: inRounds ? 0 : Int.random(in: 0..<open.count, using: &random))
                if Double.random(in: 0..<1, using: &random) < throttled {
                    guard plan.failed(request.id, isThrottled: true) else {
                        run.hasFailed = true
                        return run
                    }
                    continue
                }
                let (rows, token) = service.answer(request, random: &random)
                if Double.random(in: 0..<1, using: &random) < created {
                    service.create(at: now)
                    now += Double.random(in: 0..<2, using: &random)
                }
                plan.received(rows, nextToken: token, for: request.id)
                run.rows += plan.takeRows()
            }
        }
        run.isComplete = plan.isComplete
        return run
    }

    /// Creation times as people make them: evenly, in bursts, many at the same moment, long quiet in between.
    private static func times(_ random: inout SeededRandom) -> [Double] {
        let count = Int.random(in: 0..<1500, using: &random)
        let kind = Int.random(in: 0..<5, using: &random)
        var time = 1_700_000_000.0
        return (0..<count).map { index in
            switch kind {
            case 0: time += Double.random(in: 0..<600, using: &random)
            case 1: time += index % 200 == 0 ? 2_000_000 : Double.random(in: 0..<0.01, using: &random)
            case 2: time += index % 137 == 0 ? 60 : 0
            case 3: time += Bool.random(using: &random) ? 0 : Double(Int.random(in: 0..<3, using: &random)) / 1000
            default: time += index < count / 2 ? 86_400 : 0.5
            }
            return (time * 1000).rounded() / 1000
        }
    }

    @Test(arguments: UInt64(1)...120) func nothingIsMissedOrDoubledWhateverTheServiceDoes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var service = PagedService(
            times: Self.times(&random), pageSize: [2, 10, 25, 100].randomElement(using: &random)!)
        service.countsBounds = Bool.random(using: &random)
        service.emptyPages = [0, 0, 0.2].randomElement(using: &random)!
        let rowLimit = [Int.max, .max, 40, 333].randomElement(using: &random)!
        let before = service.jobs
        let run = run(
            &service, random: &random, rowLimit: rowLimit, throttled: [0, 0.05].randomElement(using: &random)!,
            created: [0, 0.3].randomElement(using: &random)!)
        #expect(!run.hasFailed)
        #expect(service.tokensMisused == 0)
        #expect(run.rows.map(\.createdAt.secondsSinceEpoch).isDescending)
        #expect(Set(run.rows.map(\.identity)).count == run.rows.count)
        // What was created before the first page came may be among the rows; nothing that was there is missing.
        let known = Set(before)
        let old = run.rows.filter(known.contains)
        #expect(Set(old.map(\.createdAt)) == Set(before.prefix(old.count).map(\.createdAt)))
        if rowLimit == .max {
            #expect(run.isComplete)
            #expect(Set(old) == known)
        } else {
            #expect(run.rows.count == min(rowLimit, run.rows.count + before.count - old.count))
        }
    }

    @Test func onePageCostsOneRequest() {
        var random = SeededRandom(seed: 1)
        for count in [0, 1, 99, 100] {
            var service = PagedService(times: (0..<count).map { Double($0) }, pageSize: 100)
            let run = run(&service, random: &random)
            #expect(run.requests == [ListingRequest(id: 1)])
            #expect(run.rows.count == count && run.isComplete)
        }
    }

    @Test func aLongListTakesFewRoundsAndFewRequestsMore() {
        var random = SeededRandom(seed: 2)
        for spread in [1.0, 60, 7000] {
            var service = PagedService(times: (0..<10_000).map { 1e9 + Double($0) * spread }, pageSize: 100)
            let run = run(&service, random: &random, inRounds: true)
            #expect(run.rows.count == 10_000 && run.isComplete)
            #expect(run.rounds <= 15)
            #expect(run.requests.count <= 140)
            #expect(run.mostAtATime == 16)
        }
    }

    @Test func aDenseWindowIsSplit() {
        // 300 jobs a minute apart, then 4000 in one busy hour.
        let busy: [Double] = (0..<4000).map { 1e9 + Double($0) * 0.9 }
        let times: [Double] = busy + (0..<300).map { 1_000_010_000 + Double($0) * 60 }
        var service = PagedService(times: times, pageSize: 100)
        var random = SeededRandom(seed: 3)
        let run = run(&service, random: &random, inRounds: true)
        #expect(run.rows.count == 4300 && run.isComplete)
        #expect(run.rounds <= 16)
    }

    @Test func manyJobsOfOneMomentAreReadByTheirToken() {
        var service = PagedService(
            times: Array(repeating: 5e8, count: 900) + (0..<150).map { 1e9 + Double($0) } as [Double], pageSize: 50)
        var random = SeededRandom(seed: 4)
        let run = run(&service, random: &random)
        #expect(run.rows.count == 1050 && run.isComplete)
    }

    @Test func aServiceThatKnowsNoWindowsIsReadInSequence() {
        var service = PagedService(times: (0..<1000).map { 1e9 + Double($0) }, pageSize: 50)
        service.ignoresWindows = true
        var random = SeededRandom(seed: 5)
        let run = run(&service, random: &random)
        #expect(run.rows.count == 1000 && run.isComplete)
        #expect(run.requests.count == 21)
    }

    @Test func aRepeatedTokenEndsTheListing() {
        var plan = ListingPlan<ListedJob>(rowLimit: .max, pageSize: 1)
        var asked = 0
        while let request = plan.requests().first, asked < 100 {
            asked += 1
            let moment = Timestamp(secondsSinceEpoch: 1e9)
            plan.received([ListedJob(identity: "a\(asked)", createdAt: moment)], nextToken: "same", for: request.id)
        }
        #expect(asked == 2)
        #expect(plan.isFinished && plan.takeRows().count == 2)
    }

    @Test func throttlingIsAnsweredWithOneQuestionAtATimeAndGivesUpInTheEnd() {
        var service = PagedService(times: (0..<5000).map { 1e9 + Double($0) }, pageSize: 50)
        var random = SeededRandom(seed: 6)
        let some = run(&service, random: &random, throttled: 0.3)
        #expect(some.rows.count == 5000 && some.isComplete)
        let always = run(&service, random: &random, throttled: 1)
        #expect(always.hasFailed && always.requests.count < 10)
    }

    @Test func aWindowedListingGoesOnWithoutTheOldestRow() {
        var plan = ListingPlan<ListedJob>(rowLimit: .max, pageSize: 2)
        func rows(_ names: [String], _ time: Double) -> [ListedJob] {
            names.enumerated().map {
                ListedJob(identity: $1, createdAt: Timestamp(secondsSinceEpoch: time - Double($0)))
            }
        }
        plan.received(rows(["a", "b"], 100), nextToken: "1", for: plan.requests()[0].id)
        let two = plan.requests()
        #expect(two.map(\.isForOldest) == [true, false])
        let goesOn = plan.failed(two[0].id, isThrottled: false)
        #expect(goesOn)
        plan.received(rows(["c", "d"], 90), nextToken: "2", for: two[1].id)
        let last = plan.requests()
        #expect(last.map(\.token) == ["2"] && last[0].before == nil)
        plan.received(rows(["e"], 80), nextToken: nil, for: last[0].id)
        #expect(plan.isComplete && plan.takeRows().map(\.identity) == ["a", "b", "c", "d", "e"])
    }

    @Test func aListingThatIsRefusedFails() {
        var plan = ListingPlan<ListedJob>(rowLimit: .max, pageSize: 2)
        let goesOn = plan.failed(plan.requests()[0].id, isThrottled: false)
        #expect(!goesOn)
    }
}
