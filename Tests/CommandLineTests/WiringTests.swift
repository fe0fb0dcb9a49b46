import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

@Suite("Wiring")
struct WiringTests {
    @Test("directories follow XDG, and relative variables are ignored")
    func directories() {
        let variables = ["XDG_STATE_HOME": "/state", "XDG_CACHE_HOME": "relative"]
        let directories = UserDirectories(home: "/home/me") { variables[$0] }
        #expect(directories.config == "/home/me/.config/flightdeck")
        #expect(directories.state == "/state/flightdeck")
        #expect(directories.cache == "/home/me/.cache/flightdeck")
        #expect(directories.database == "/state/flightdeck/flightdeck.sqlite")
    }

    @Test(
        "values of export lines are read by a shell as they are",
        arguments: [
            ("plain-1.0", "plain-1.0"), ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("it's", #"'it'\''s'"#),
            ("$(x)", "'$(x)'"), ("", "''"),
        ])
    func quoting(_ value: String, _ quoted: String) {
        #expect(ShellText.word(value) == quoted)
    }

    @Test("a listing is read over empty pages, to its limit, and not past a token that repeats")
    func pages() async throws {
        func row(_ name: String) -> TransformJobSummary {
            TransformJobSummary(
                transformJobName: name, transformJobArn: name, creationTime: Timestamp(secondsSinceEpoch: 0),
                transformJobStatus: .completed)
        }
        let answers: [String: ListTransformJobsResponse] = [
            "": ListTransformJobsResponse(transformJobSummaries: [row("a")], nextToken: "1"),
            "1": ListTransformJobsResponse(transformJobSummaries: [], nextToken: "2"),
            "2": ListTransformJobsResponse(transformJobSummaries: [row("b"), row("c")], nextToken: "1"),
        ]
        let all = try await Pages.all(ListTransformJobsRequest()) { answers[$0.nextToken ?? ""]! }
        #expect(all.rows.map(\.transformJobName) == ["a", "b", "c"])
        #expect(all.shortfall == .repeatedPageToken(operation: ListTransformJobsRequest.operation))
        let two = try await Pages.all(ListTransformJobsRequest(), limit: 2) { answers[$0.nextToken ?? ""]! }
        #expect(two.rows.map(\.transformJobName) == ["a", "b"] && two.shortfall == nil)
    }

    @Test("rows that come again are one row, in documents as in tables")
    func repeatedRows() async throws {
        func page(_ names: ClosedRange<Int>, _ next: String?) -> ListTransformJobsResponse {
            ListTransformJobsResponse(
                transformJobSummaries: names.map {
                    TransformJobSummary(
                        transformJobName: "t\($0)", transformJobArn: "t\($0)",
                        creationTime: Timestamp(secondsSinceEpoch: Double(-$0)), transformJobStatus: .completed)
                }, nextToken: next)
        }
        let answers = ["": page(1...5, "1"), "1": page(1...5, "2"), "2": page(4...7, "1")]
        let all = try await Pages.all(ListTransformJobsRequest()) { answers[$0.nextToken ?? ""]! }
        #expect(all.rows.map(\.transformJobName) == (1...7).map { "t\($0)" })
        #expect(all.shortfall == .repeatedPageToken(operation: ListTransformJobsRequest.operation))
    }

    @Test("a listing that breaks off keeps what came, and one that never began fails")
    func brokenPages() async throws {
        let throttled = AWSFailure.service(
            ServiceError(
                operation: ListTransformJobsRequest.operation, code: "ThrottlingException", message: "Rate exceeded",
                httpStatus: 400, requestID: nil))
        let row = TransformJobSummary(
            transformJobName: "a", transformJobArn: "a", creationTime: Timestamp(secondsSinceEpoch: 0),
            transformJobStatus: .completed)
        let some = try await Pages.all(ListTransformJobsRequest()) { request in
            if request.nextToken != nil { throw throttled }
            return ListTransformJobsResponse(transformJobSummaries: [row], nextToken: "1")
        }
        #expect(some.rows == [row] && some.shortfall == throttled)
        await #expect(throws: throttled) {
            _ = try await Pages.all(ListTransformJobsRequest()) { _ in throw throttled }
        }
    }

    @Test(
        "an endpoint on this machine is followed at the sandbox's pace",
        arguments: [
            ("http://127.0.0.1:4599", true), ("http://localhost:80", true), ("https://example.com", false),
            (nil, false),
        ])
    func pace(_ endpoint: String?, _ isLocal: Bool) {
        let session = Session(profile: nil, region: "eu-west-1", endpoint: endpoint, isDemo: false)
        #expect(session.isLocal == isLocal)
    }
}
