import AWSClient
import AWSOperations
import BatchInference

/// Reads a long list of transforms as the transforms screen does, and checks that each came once, newest first.
struct Listing {
    let client: AWSClient
    let rows: Int

    func run() async throws {
        let loader = TransformListLoader(
            transforms: ClientTransforms(client: client), rowLimit: rows + 1, detailLimit: 0)
        var seen: Set<String> = []
        var last = Double.infinity
        var first: Double?
        let started = Meter.now()
        for await update in loader.updates() {
            switch update {
            case .page(let page):
                first = first ?? Meter.now() - started
                for row in page {
                    guard row.createdAt.secondsSinceEpoch <= last, seen.insert(row.arn).inserted else {
                        throw WrongWork(what: "\(row.name) is out of order, or came twice")
                    }
                    last = row.createdAt.secondsSinceEpoch
                }
            case .failed(let failure): throw failure
            case .details, .finished, .leftOut: break
            }
        }
        let whole = Meter.now() - started
        guard seen.count == rows, let first else { throw WrongWork(what: "\(seen.count) rows came of \(rows)") }
        Meter.report([("first", first), ("seconds", whole), ("peak", Double(Meter.memory().peak))])
    }
}

/// The client as the loader's source of transforms.
private struct ClientTransforms: TransformJobs {
    let client: AWSClient

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await client.send(request)
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await client.send(DescribeTransformJobRequest(transformJobName: name))
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        throw WrongWork(what: "nothing is created here")
    }

    func stopTransformJob(named name: String) async throws { throw WrongWork(what: "nothing is stopped here") }
}
