import AWSOperations

/// Looks for a transform's log streams: instances and containers start late, so they are listed again and again.
struct LogStreamList: Sendable {
    /// The log group of every transform.
    static let group = "/aws/sagemaker/TransformJobs"

    let transform: String
    private var known: Set<ByteText> = []
    /// Why streams may be missing from the last listing; nil where all were listed.
    private(set) var shortfall: AWSFailure?
    /// Streams that were listed without a name, so that their lines can't be asked for.
    private(set) var unnamed = 0

    init(transform: String) {
        self.transform = transform
    }

    /// The streams that were not there before, in the order in which they are listed; throws `AWSFailure`.
    mutating func findNew(in logs: any TransformLogs, pageLimit: Int) async throws -> [LogStreamCursor] {
        let request = DescribeLogStreamsRequest(
            logGroupName: Self.group, logStreamNamePrefix: transform + "/", limit: 50)
        var found: [LogStreamCursor] = []
        var unnamed = 0
        shortfall = try await PageSequence(request, pageLimit: pageLimit, fetch: { try await logs.listLogStreams($0) })
            .read { page in
                unnamed += page.itemsLeftOut
                for item in page.items {
                    guard let name = item.name else {
                        unnamed += 1
                        continue
                    }
                    guard known.insert(ByteText(name)).inserted else { continue }
                    found.append(LogStreamCursor(name: name, transform: transform))
                }
                return true
            }
        self.unnamed = unnamed
        return found
    }
}
