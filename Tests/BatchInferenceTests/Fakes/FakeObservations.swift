import AWSOperations
import BatchInference
import Synchronization

/// Objects, log streams and metric points in memory.
final class FakeObservations: ObjectStorage, TransformLogs, TransformMetrics {
    struct State: Sendable {
        /// Bytes by bucket and key.
        var objects: [S3Location: [UInt8]] = [:]
        /// When each object was written.
        var lastModified = Timestamp(secondsSinceEpoch: 4_000_000_000)
        /// When single objects were.
        var lastModifiedOf: [S3Location: Timestamp] = [:]
        /// Objects of a page of a listing.
        var pageSize = 4
        /// Whether a listing begins after the key that was asked for.
        var startsAfterKeys = true
        /// What each object's head says.
        var eTag: String?
        var streams: [String: [OutputLogEvent]] = [:]
        var logGroupExists = true
        var metricPoints: [String: [(Timestamp, Double)]] = [:]
        var failures: [String: AWSFailure] = [:]
        /// Objects that can't be read to their end.
        var brokenObjects: [S3Location: AWSFailure] = [:]
        /// Objects that can't be read, and prefixes that can't be listed.
        var refused: [S3Location: AWSFailure] = [:]
        /// How many pages of a listing come before it fails; nil for all.
        var listingBreaksAfter: (pages: Int, failure: AWSFailure)?
        /// Whether every page of a listing has the same token.
        var repeatsToken = false
        /// Empty pages, each with a token of its own, before a stream's events; `.max` for no end.
        var emptyLogPages = 0
        /// Whether an answer with log events lacks the token of the next.
        var losesLogToken = false
        /// Whether each page of events is the first, under a token of its own.
        var repeatsLogPage = false
        /// A stream that can't be read.
        var failingStream: String?
        /// How it fails.
        var streamFailure = AWSFailure.refusal("GetLogEvents", "InternalFailure", "try again")
        /// The tokens of the pages of a list of streams that never ends; nil for one that does.
        var streamTokens: [String]?
        var logRequests: [GetLogEventsRequest] = []
        var calls: [String] = []
        var metricQueries: [MetricDataQuery] = []
        var eventsPerPage = 3
        /// What a download finds instead of a disk.
        var diskError: FileWriteError?
        /// The file that it is found at; nil for all.
        var diskErrorPath: ByteText?
    }

    let state = Mutex(State())

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    func put(_ uri: String, _ text: String = "") {
        guard let location = S3Location(uri) else { return }
        state.withLock { $0.objects[location] = Array(text.utf8) }
    }

    private func call<Value: Sendable>(_ operation: String, _ work: @Sendable (inout State) throws -> Value) throws
        -> Value
    {
        try state.withLock { state in
            state.calls.append(operation)
            if let failure = state.failures[operation] { throw failure }
            return try work(&state)
        }
    }

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try call("ListObjectsV2") { state in
            let prefix = request.prefix ?? ""
            if let failure = state.refused[S3Location(bucket: request.bucket, key: prefix)] { throw failure }
            if let (pages, failure) = state.listingBreaksAfter {
                if pages == 0 { throw failure }
                state.listingBreaksAfter = (pages - 1, failure)
            }
            let keys = state.objects.keys.filter { $0.bucket == request.bucket && $0.key.hasBytePrefix(prefix) }
                .sorted().map(\.key).filter {
                    let after = request.continuationToken ?? (state.startsAfterKeys ? request.startAfter : nil)
                    return ByteText(after ?? "") < ByteText($0)
                }
            var contents: [S3Object] = []
            var folders: [String] = []
            for key in keys {
                let rest = key.dropFirst(prefix.count)
                if let delimiter = request.delimiter?.first, let end = rest.firstIndex(of: delimiter) {
                    let folder = prefix + rest[...end]
                    if folders.last != folder { folders.append(folder) }
                    continue
                }
                let location = S3Location(bucket: request.bucket, key: key)
                contents.append(
                    S3Object(
                        key: key, size: state.objects[location]?.count ?? 0,
                        lastModified: state.lastModifiedOf[location] ?? state.lastModified, eTag: "\"e\""))
            }
            let page = Array(contents.prefix(min(request.maxKeys ?? 1000, state.pageSize)))
            let isTruncated = page.count < contents.count
            return ListObjectsV2Response(
                name: request.bucket, prefix: prefix, isTruncated: isTruncated || state.repeatsToken, contents: page,
                commonPrefixes: request.continuationToken == nil ? folders : [],
                nextContinuationToken: state.repeatsToken ? "same" : isTruncated ? page.last?.key : nil)
        }
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try call("HeadObject") { HeadObjectResponse(contentLength: $0.objects[location]?.count ?? 0) }
    }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try call("GetObject") { state in
            if let failure = state.refused[location] { throw failure }
            guard let bytes = state.objects[location] else {
                throw AWSFailure.refusal("GetObject", "NoSuchKey", "no such key", status: 404)
            }
            if range != nil, bytes.isEmpty {
                throw AWSFailure.refusal("GetObject", "InvalidRange", "not satisfiable", status: 416)
            }
            let body = range.map { Array(bytes[$0.clamped(to: 0..<bytes.count)]) } ?? bytes
            return GetObjectResponse(
                body: body, head: HeadObjectResponse(contentLength: body.count, eTag: state.eTag),
                totalLength: bytes.count)
        }
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try call("PutObject") { $0.objects[location] = bytes }
    }

    func deleteObject(at location: S3Location) async throws {
        try call("DeleteObject") { _ = $0.objects.removeValue(forKey: location) }
    }

    func openFolder(at path: String) async throws -> any DownloadFolder { ObservedFolder(observations: self) }

    fileprivate func download(
        _ location: S3Location, as path: ByteText, progress: @Sendable (Int, Int) -> Void
    ) async throws -> Int {
        let error = state.withLock { $0.diskErrorPath.map { $0 == path } ?? true ? $0.diskError : nil }
        if let error { throw error }
        if let failure = state.withLock({ $0.brokenObjects[location] }) { throw failure }
        let size = try await readObject(at: location, range: nil).body.count
        progress(size / 2, size)
        progress(size, size)
        return size
    }

    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try call("DescribeLogStreams") { state in
            guard state.logGroupExists else {
                throw AWSFailure.refusal("DescribeLogStreams", "ResourceNotFoundException", "no log group")
            }
            let prefix = request.logStreamNamePrefix ?? ""
            if let tokens = state.streamTokens {
                let page = state.calls.count { $0 == "DescribeLogStreams" }
                return DescribeLogStreamsResponse(logStreams: [], nextToken: tokens[page % tokens.count])
            }
            return DescribeLogStreamsResponse(
                logStreams: state.streams.keys.filter { $0.hasPrefix(prefix) }.sorted().map {
                    LogStream(logStreamName: $0)
                })
        }
    }

    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try call("GetLogEvents") { state in
            state.logRequests.append(request)
            if request.logStreamName == state.failingStream {
                throw state.streamFailure
            }
            let events = state.streams[request.logStreamName] ?? []
            if state.losesLogToken { return GetLogEventsResponse(events: events) }
            if state.repeatsLogPage {
                return GetLogEventsResponse(events: events, nextForwardToken: "f/\(state.logRequests.count)")
            }
            var start = request.nextToken.flatMap { Int($0.dropFirst(2)) } ?? 0
            if state.emptyLogPages > 0 {
                guard start >= state.emptyLogPages else {
                    return GetLogEventsResponse(events: [], nextForwardToken: "f/\(start + 1)")
                }
                start -= state.emptyLogPages
                let page = events.dropFirst(start).prefix(state.eventsPerPage)
                return GetLogEventsResponse(
                    events: Array(page), nextForwardToken: "f/\(state.emptyLogPages + start + page.count)")
            }
            let page = events.dropFirst(start).prefix(state.eventsPerPage)
            // As the service does: the token repeats at the end.
            return GetLogEventsResponse(events: Array(page), nextForwardToken: "f/\(start + page.count)")
        }
    }

    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        try call("GetMetricData") { state in
            state.metricQueries = request.metricDataQueries
            return GetMetricDataResponse(
                metricDataResults: request.metricDataQueries.map { query in
                    let host = query.metricStat?.metric.dimensions?.first?.value ?? ""
                    let name = query.metricStat?.metric.metricName ?? ""
                    let points = state.metricPoints["\(name) \(host)"] ?? []
                    return MetricDataResult(
                        id: query.id, timestamps: points.map(\.0), values: points.map(\.1), statusCode: .complete)
                })
        }
    }
}

/// Everything that a watcher needs, from the two fakes.
struct FakeServices: TransformJobs, ObjectStorage, TransformLogs, TransformMetrics {
    let sageMaker: FakeSageMaker
    let observations: FakeObservations

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try await sageMaker.createTransformJob(request)
    }
    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await sageMaker.describeTransformJob(named: name)
    }
    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await sageMaker.listTransformJobs(request)
    }
    func stopTransformJob(named name: String) async throws { try await sageMaker.stopTransformJob(named: name) }
    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try await observations.listObjects(request)
    }
    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try await observations.headObject(at: location)
    }
    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try await observations.readObject(at: location, range: range)
    }
    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try await observations.writeObject(bytes, at: location, contentType: contentType)
    }
    func deleteObject(at location: S3Location) async throws { try await observations.deleteObject(at: location) }
    func openFolder(at path: String) async throws -> any DownloadFolder {
        try await observations.openFolder(at: path)
    }
    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await observations.listLogStreams(request)
    }
    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await observations.readLogEvents(request)
    }
    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        try await observations.readMetrics(request)
    }
}

/// A folder that keeps nothing.
private struct ObservedFolder: DownloadFolder {
    let observations: FakeObservations

    func download(
        _ item: DownloadPlan.Item, progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> DownloadedOutput {
        let size = try await observations.download(item.source, as: ByteText(item.relativePath), progress: progress)
        return DownloadedOutput(path: item.relativePath, size: size)
    }
}
