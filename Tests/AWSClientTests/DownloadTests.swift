import AWSOperations
import Dispatch
import Glibc
import Testing

@testable import AWSClient

@Suite struct DownloadTests {
    static let object = TestObject.bytes(count: 321 * 65_521)

    /// Serves `object`, with ranges; `change` may break the answer of a number.
    static func server(
        eTag: String? = "\"e\"",
        _ change: @escaping @Sendable (Int, LoopbackServer.Reply) -> LoopbackServer.Reply = { $1 }
    ) -> LoopbackServer {
        LoopbackServer { request, number in
            var headers: [(String, String)] = eTag.map { [("ETag", $0)] } ?? []
            var body = object[...]
            var status = 200
            if let range = request.headers["range"] {
                let ends = range.dropFirst(6).split(separator: "-").compactMap { Int($0) }
                body = object[ends[0]...min(ends[1], object.count - 1)]
                status = 206
                headers.append(
                    ("Content-Range", "bytes \(body.startIndex)-\(body.endIndex - 1)/\(object.count)"))
            }
            return change(number, .answer(status: status, headers: headers, body: Array(body)))
        }
    }

    /// The first bytes of an answer, before its connection breaks.
    private static func cut(after count: Int, eTag: String = "\"e\"") -> LoopbackServer.Reply {
        let length = Download.partSize
        let head =
            "HTTP/1.1 206 Partial\r\nETag: \(eTag)\r\nContent-Length: \(length)\r\n"
            + "Content-Range: bytes 0-\(length - 1)/\(object.count)\r\n\r\n"
        return .raw(Array(head.utf8) + object[..<count])
    }

    @Test func aFileIsWrittenWhole() async throws {
        let server = Self.server()
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try directory.write("old", to: "out.csv")
        let last = LastProgress()
        try await TestClient.make(server).download(
            bucket: "bucket-1", key: "k", toFile: directory.path + "/out.csv"
        ) { last.set($0, $1) }
        #expect(try directory.read("out.csv") == Self.object)
        #expect(directory.names == ["out.csv"])
        #expect(last.value == [Self.object.count, Self.object.count])
    }

    @Test func emptyObjectsAreFiles() async throws {
        let server = LoopbackServer { _, _ in .answer(status: 200, headers: [("ETag", "\"e\"")], body: []) }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/empty")
        #expect(try directory.read("empty").isEmpty)
    }

    @Test func aBrokenConnectionIsTakenUpAgain() async throws {
        let server = Self.server { number, reply in number == 0 ? Self.cut(after: 1_234_567) : reply }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(server.requests.count == 4)
        let again = server.requests.first { $0.headers["range"]?.hasPrefix("bytes=1234567-") == true }
        #expect(again?.headers["range"] == "bytes=1234567-\(Download.partSize - 1)")
        #expect(server.requests.dropFirst().allSatisfy { $0.headers["if-match"] == "\"e\"" })
    }

    @Test func silenceWithinAPartIsTakenUpAgain() async throws {
        let server = Self.server { number, reply in
            guard number < 2, case .answer(let status, let headers, let body) = reply else { return reply }
            var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return .stall(Array((head + "\r\n").utf8) + body.prefix(1 << 20))
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        let client = TestClient.make(server) { $0.idleTimeout = 1 }
        try await client.download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
    }

    @Test func partsAreReadTogetherAndPutInOrder() async throws {
        let first = LoopbackServer.Gate()
        let server = LoopbackServer { request, _ in
            let ends = request.headers["range"]!.dropFirst(6).split(separator: "-").compactMap { Int($0) }
            let body = Self.object[ends[0]...min(ends[1], Self.object.count - 1)]
            let range = "bytes \(body.startIndex)-\(body.endIndex - 1)/\(Self.object.count)"
            let reply = LoopbackServer.Reply.answer(
                status: 206, headers: [("ETag", "\"e\""), ("Content-Range", range)], body: Array(body))
            // The second part comes only after the last one was asked for.
            if body.endIndex == Self.object.count { first.open() }
            return ends[0] == Download.partSize ? .held(first, reply) : reply
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(server.requests.count == 3)
    }

    @Test func servicesWithoutRangesSendEverything() async throws {
        let server = LoopbackServer { _, _ in
            .answer(status: 200, headers: [("ETag", "\"e\"")], body: Self.object)
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(server.requests.count == 1)
    }

    @Test func anEmptyObjectHasNoRanges() async throws {
        let server = LoopbackServer { request, _ in
            request.headers["range"] == nil
                ? .answer(status: 200, headers: [("ETag", "\"e\"")], body: [])
                : .xml("<Error><Code>InvalidRange</Code><Message>no</Message></Error>", status: 416)
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f").isEmpty)
    }

    /// A service without ranges sends the whole again after each break: that is no other object.
    @Test func aBodyThatAlwaysBreaksOffIsNotCalledChanging() async throws {
        let head = "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 1000\r\n\r\n"
        let server = LoopbackServer { _, _ in .raw(Array(head.utf8) + Self.object[..<400]) }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        do {
            try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
            Issue.record("it should have failed")
        } catch AWSFailure.transport(let error) {
            #expect(error.kind == .connectionLost && !error.detail.contains("chang"), "\(error)")
        }
        #expect(directory.names.isEmpty)
        #expect((2...12).contains(server.requests.count))
    }

    @Test func anObjectThatWasReplacedSinceItWasListedSaysSo() async throws {
        let server = Self.server()
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        let folder = try await TargetFolder.open(directory.path)
        for (listed, isReplaced) in [
            (ListedObject(size: 5, eTag: "\"old\""), true), (ListedObject(size: nil, eTag: "\"old\""), true),
            (ListedObject(size: 5, eTag: "\"e\""), false),
        ] {
            do {
                try await TestClient.make(server).download(
                    bucket: "bucket-1", key: "k", as: "f", in: folder, listed: listed)
                Issue.record("it should have failed")
            } catch let failure as AWSFailure {
                if case .objectReplaced = failure {
                    #expect(isReplaced && failure.remedy.contains("list the outputs again"))
                } else {
                    #expect(!isReplaced)
                }
            }
        }
    }

    @Test func anObjectThatKeepsChangingIsGivenUp() async throws {
        let server = Self.server { number, reply in
            reply.isPart(from: 0) ? reply : .answer(status: 412, headers: [], body: [])
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        await #expect(throws: AWSFailure.self) {
            try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        }
        #expect(directory.names.isEmpty)
    }

    @Test func anObjectThatChangedIsReadAnew() async throws {
        let server = Self.server(eTag: "\"new\"") { number, reply in
            switch number {
            case 0: Self.cut(after: 1000, eTag: "\"old\"")
            case 1: .answer(status: 412, headers: [], body: [])
            default: reply
            }
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
    }

    @Test func withoutAnETagEverythingIsReadAnew() async throws {
        let server = Self.server(eTag: nil) { number, reply in
            number == 0
                ? .raw(
                    Array("HTTP/1.1 200 OK\r\nContent-Length: \(Self.object.count)\r\n\r\n".utf8)
                        + Self.object[..<1000]) : reply
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(server.requests.dropFirst().contains { $0.headers["range"] == nil })
    }

    @Test func whatFailsLeavesNothingBehind() async throws {
        let server = LoopbackServer { _, _ in
            .raw(Array("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 10\r\n\r\n".utf8))
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try directory.write("old", to: "f")
        await #expect(throws: AWSFailure.self) {
            try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        }
        #expect(directory.names == ["f"])
        #expect(try directory.read("f") == Array("old".utf8))
    }

    @Test func cancellationLeavesNothingBehind() async throws {
        let server = LoopbackServer { _, _ in
            .stall(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8))
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        let client = TestClient.make(server)
        let path = directory.path + "/f"
        let task = Task { try await client.download(bucket: "bucket-1", key: "k", toFile: path) }
        while directory.names.isEmpty || server.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: AWSFailure.cancelled) { try await task.value }
        #expect(directory.names.isEmpty)
    }

    @Test func aFullDiskIsSaid() async throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        let file = PartialFile(
            "full", partName: "full", in: try FileFolder.open("/dev"), descriptor: descriptor,
            queue: DispatchQueue(label: "test"))
        do throws(FileWriteError) {
            try await file.write([1, 2, 3], at: 0)
            Issue.record("written")
        } catch {
            #expect(error.problem == "the disk is full")
            #expect(error.remedy.contains("free some space"))
            #expect(error.path == "/dev/full")
        }
    }

    /// A file where a directory should be is not a directory that is missing.
    @Test func aFileInThePathIsCalledSo() throws {
        let missing = FileWriteError(path: "/p/f", errorNumber: ENOENT)
        let through = FileWriteError(path: "/p/f", errorNumber: ENOTDIR)
        #expect(missing.problem.contains("does not exist") && !through.problem.contains("exist"))
        #expect(through.problem.contains("is a file"))
        let directory = try TemporaryDirectory()
        #expect(try FileText.read(directory.path + "/absent") == nil)
        let unreadable = try #require(throws: FileText.Unreadable.self) { try FileText.read("/etc/passwd/config") }
        #expect(unreadable.problem.contains("is a file"))
    }

    @Test func placesThatCannotBeWritten() async throws {
        let server = Self.server()
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        let client = TestClient.make(server)
        for (path, problem) in [
            ("\(directory.path)/none/f", "the directory does not exist"),
            (directory.path, "a directory has that name"),
            ("\(directory.path)/", "a directory has that name"),
            ("\(directory.path)/\(String(repeating: "n", count: 300))", "the name is too long for this file system"),
        ] {
            do {
                try await client.download(bucket: "bucket-1", key: "k", toFile: path)
                Issue.record("\(path) was written")
            } catch let error as FileWriteError {
                #expect(error.problem == problem)
            }
        }
        #expect(directory.names.isEmpty)
    }

    @Test func aStreamHoldsTheServiceBack() async throws {
        let size = 64 << 20
        let server = LoopbackServer { _, _ in
            .answer(status: 200, headers: [], body: [UInt8](repeating: 7, count: size))
        }
        defer { server.stop() }
        let stream = try await TestClient.make(server).stream(GetObjectRequest(bucket: "bucket-1", key: "k"))
        #expect(stream.head.contentLength == size)
        var count = 0
        var largest = 0
        for try await bytes in stream {
            count += bytes.count
            largest = max(largest, bytes.count)
        }
        #expect(count == size)
        // One buffer of libcurl's may come on top of the limit.
        #expect(largest <= BodyStream.highWater + 512 * 1024)
    }

    @Test func aStreamThatIsDroppedEndsItsTransfer() async throws {
        let server = LoopbackServer { request, _ in
            request.path.hasSuffix("big")
                ? .answer(status: 200, headers: [], body: [UInt8](repeating: 7, count: 64 << 20))
                : .answer(status: 200, headers: [], body: Array("small".utf8))
        }
        defer { server.stop() }
        let client = TestClient.make(server) { $0.budget = BudgetLimits(concurrentStreams: 1, requestsPerSecond: nil) }
        for _ in 0..<3 {
            let stream = try await client.stream(GetObjectRequest(bucket: "bucket-1", key: "big"))
            for try await bytes in stream {
                #expect(!bytes.isEmpty)
                break
            }
        }
        // The one place for streams is free again.
        var text: [UInt8] = []
        for try await bytes in try await client.stream(GetObjectRequest(bucket: "bucket-1", key: "s")) { text += bytes }
        #expect(text == Array("small".utf8))
    }

    @Test func aStreamThatFailsIsAnAWSFailure() async throws {
        let server = LoopbackServer { _, _ in
            .xml("<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>", status: 404)
        }
        defer { server.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(server).stream(GetObjectRequest(bucket: "bucket-1", key: "k"))
        }
        #expect(failure?.serviceError?.code == "NoSuchKey")
    }
}

extension LoopbackServer.Reply {
    /// Whether it holds a range that begins at an offset.
    fileprivate func isPart(from offset: Int) -> Bool {
        guard case .answer(_, let headers, _) = self else { return false }
        return headers.contains { $0.0 == "Content-Range" && $0.1.hasPrefix("bytes \(offset)-") }
    }
}
