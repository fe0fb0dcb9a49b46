import AWSClient
import AWSOperations

/// Sends small signed posts, a number of them at a time, and decodes their answers.
struct Posts {
    let client: AWSClient
    let count: Int
    let width: Int

    func run() async throws {
        let started = Meter.now()
        let (client, count, width) = (client, count, width)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<width {
                group.addTask {
                    // Each of its own name: what is asked for twice at a time is sent once.
                    for number in stride(from: lane, to: count, by: width) {
                        let request = DescribeTransformJobRequest(transformJobName: "transform-\(number)")
                        let answer = try await client.send(request)
                        guard answer.transformJobStatus == .completed else { throw WrongWork(what: "\(answer)") }
                    }
                }
            }
            try await group.waitForAll()
        }
        let whole = Meter.now() - started
        let memory = Meter.memory()
        Meter.report([("seconds", whole), ("resident", Double(memory.now)), ("peak", Double(memory.peak))])
    }
}
