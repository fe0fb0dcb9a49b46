import AWSOperations
import BatchInference
import Testing

@Suite("The list of transforms")
struct TransformListLoaderTests {
    private let sageMaker = FakeSageMaker()

    private func add(_ name: String, started: Bool) {
        var plan = Samples.plan
        plan.transformJobName = name
        let request = plan.requests.createTransformJob
        sageMaker.change { state in
            var job = DescribeTransformJobResponse.created(by: request)
            if started { job.transformStartTime = Timestamp(secondsSinceEpoch: 1_800_000_010) }
            state.transforms[name] = job
            state.transformList.append(
                TransformJobSummary(
                    transformJobName: name, transformJobArn: job.transformJobArn, creationTime: job.creationTime,
                    transformJobStatus: .inProgress))
        }
    }

    private func load(_ loader: TransformListLoader, known: [TransformOverview] = []) async -> [TransformOverview] {
        var rows: [TransformOverview] = []
        for await update in loader.updates(known: known) {
            switch update {
            case .page(let page): rows += page
            case .details(let row):
                if let index = rows.firstIndex(where: { $0.id == row.id }) { rows[index] = row }
            default: break
            }
        }
        return rows
    }

    private var described: Int { sageMaker.calls.count { $0 == "DescribeTransformJob" } }

    @Test("One that runs is described until it has started, and then not before its status changes")
    func descriptions() async {
        add("running", started: true)
        add("provisioning", started: false)
        let loader = TransformListLoader(transforms: sageMaker)
        let first = await load(loader)
        #expect(described == 2)
        let second = await load(loader, known: first)
        #expect(described == 3, "only the one that has not started")
        #expect(!second.contains { !$0.isDescribed })
        sageMaker.change { state in
            state.transforms["running"]?.transformJobStatus = .stopping
            state.transformList[0].transformJobStatus = .stopping
        }
        let third = await load(loader, known: second)
        #expect(described == 5)
        #expect(third.first { $0.name == "running" }?.phase == .stopping)
    }

    @Test(
        "Those that run are described wherever they stand in the list, with no more requests at a time than for others")
    func farDown() async {
        for index in 0..<50 { add("run-\(index)", started: true) }
        let loader = TransformListLoader(transforms: sageMaker, detailLimit: 20)
        var rows = await load(loader)
        #expect(rows.count { $0.isDescribed } == 20)
        rows = await load(loader, known: rows)
        rows = await load(loader, known: rows)
        #expect(rows.count { $0.isDescribed } == 50)
        #expect(described == 50)
    }
}
