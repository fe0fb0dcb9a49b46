import AWSOperations
import Testing

@testable import Sandbox

struct ObjectTests {
    @Test(arguments: [
        "plain.csv", "a b/ü+%20~/(x)!*'//./../z.csv", "/leading", "trailing/", "é", "e\u{301}", "<&>\"'.csv",
        "emoji 🐧.csv", "question?mark#hash", "equals=and&amp;",
    ])
    func keepsAnyKey(key: String) async throws {
        try await RunningSandbox.use { running in
            let bytes = Array("for \(key)".utf8)
            _ = try await running.client.send(PutObjectRequest(bucket: "flightdeck-demo", key: key, body: bytes))
            let back = try await running.client.send(GetObjectRequest(bucket: "flightdeck-demo", key: key))
            #expect(back.body == bytes)
            let listed = try await running.keys(key)
            #expect(listed.contains { $0.utf8.elementsEqual(key.utf8) })
        }
    }

    @Test func readsRangesAndChecksConditions() async throws {
        try await RunningSandbox.use { running in
            let bytes = Array("0123456789".utf8)
            _ = try await running.client.send(PutObjectRequest(bucket: "flightdeck-demo", key: "r", body: bytes))
            let part = try await running.client.send(
                GetObjectRequest(bucket: "flightdeck-demo", key: "r", range: 2..<5))
            #expect(part.body == Array("234".utf8))
            #expect(part.totalLength == 10)
            let wrong = await running.refusal {
                try await running.client.send(
                    GetObjectRequest(bucket: "flightdeck-demo", key: "r", ifMatch: "\"0123\""))
            }
            #expect(wrong?.code == "PreconditionFailed")
            #expect(wrong?.httpStatus == 412)
        }
    }

    @Test func listsInPagesAndFolders() async throws {
        try await RunningSandbox.use { running in
            for number in 0..<5 {
                _ = try await running.client.send(
                    PutObjectRequest(bucket: "flightdeck-demo", key: "pages/\(number)/a", body: [1]))
                _ = try await running.client.send(
                    PutObjectRequest(bucket: "flightdeck-demo", key: "pages/\(number)/b", body: [1]))
            }
            var request = ListObjectsV2Request(bucket: "flightdeck-demo", prefix: "pages/", maxKeys: 3)
            var keys: [String] = []
            var sizes: [Int] = []
            repeat {
                let page = try await running.client.send(request)
                keys += page.contents.map(\.key)
                sizes.append(page.contents.count)
                request.continuationToken = page.nextContinuationToken
            } while request.continuationToken != nil
            #expect(sizes == [3, 3, 3, 1])
            #expect(keys == (0..<5).flatMap { ["pages/\($0)/a", "pages/\($0)/b"] })
            request = ListObjectsV2Request(bucket: "flightdeck-demo", prefix: "pages/", delimiter: "/", maxKeys: 2)
            var folders: [String] = []
            repeat {
                let page = try await running.client.send(request)
                folders += page.commonPrefixes
                request.continuationToken = page.nextContinuationToken
            } while request.continuationToken != nil
            #expect(folders == (0..<5).map { "pages/\($0)/" })
        }
    }

    @Test func saysWhatIsMissing() async throws {
        try await RunningSandbox.use { running in
            let key = await running.refusal {
                try await running.client.send(GetObjectRequest(bucket: "flightdeck-demo", key: "none"))
            }
            #expect(key?.code == "NoSuchKey")
            #expect(key?.httpStatus == 404)
            #expect(key?.requestID?.isEmpty == false)
            let bucket = await running.refusal {
                try await running.client.send(ListObjectsV2Request(bucket: "no-such-bucket"))
            }
            #expect(bucket?.code == "NoSuchBucket")
        }
    }

    @Test func survivesARestart() async throws {
        try await TemporaryDirectory.use { directory in
            try await RunningSandbox.use(dataDirectory: directory) { running in
                _ = try await running.client.send(
                    PutObjectRequest(
                        bucket: "flightdeck-demo", key: "kept", body: Array("still here".utf8),
                        contentType: "text/plain"))
                try await running.createModel("kept-model")
            }
            try await RunningSandbox.use(dataDirectory: directory) { running in
                let object = try await running.client.send(GetObjectRequest(bucket: "flightdeck-demo", key: "kept"))
                #expect(object.body == Array("still here".utf8))
                #expect(object.head.contentType == "text/plain")
                let model = try await running.client.send(DescribeModelRequest(modelName: "kept-model"))
                #expect(model.containers?.count == 3)
                let jobs = try await running.client.send(ListTransformJobsRequest(maxResults: 100))
                #expect(jobs.transformJobSummaries.count >= 7)
            }
        }
    }

    @Test func refusesADirectoryThatIsNone() async throws {
        await #expect(throws: SandboxError.self) {
            _ = try await Sandbox.start(port: 0, dataDirectory: "/dev/null/nowhere", timing: .immediate)
        }
    }

    @Test func refusesAPortThatIsTaken() async throws {
        try await RunningSandbox.use { running in
            let port = try #require(running.sandbox.endpointURL.split(separator: ":").last.flatMap { Int($0) })
            await #expect(throws: SandboxError.self) {
                _ = try await Sandbox.start(port: port, dataDirectory: nil, timing: .immediate)
            }
        }
    }
}
