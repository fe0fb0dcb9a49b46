import AWSOperations
import Glibc
import Synchronization
import Testing

@testable import AWSClient

/// Downloads that go on where an earlier run stopped.
@Suite struct ResumedDownloadTests {
    private static let object = TestObject.bytes(count: 20 << 20)

    /// Serves an object with ranges and `If-Match`; answers of the numbers that `isCut` names break after 2 MiB.
    private static func server(
        eTag: String = "\"one\"", object: [UInt8] = object, isCut: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) -> LoopbackServer {
        LoopbackServer { request, number in
            if let wanted = request.headers["if-match"], wanted != eTag {
                return .xml("<Error><Code>PreconditionFailed</Code></Error>", status: 412)
            }
            let ends = request.headers["range"]!.dropFirst(6).split(separator: "-").compactMap { Int($0) }
            let body = object[ends[0]...min(ends[1], object.count - 1)]
            let head =
                "HTTP/1.1 206 Partial\r\nETag: \(eTag)\r\nContent-Length: \(body.count)\r\n"
                + "Content-Range: bytes \(body.startIndex)-\(body.endIndex - 1)/\(object.count)\r\n\r\n"
            return .raw(Array(head.utf8) + (isCut(number) ? body.prefix(2 << 20) : body))
        }
    }

    private func fetch(
        _ server: LoopbackServer, to path: String, key: String = "k", attempts: Int = 3
    ) async throws -> [ClientEvent] {
        let client = TestClient.make(server) { $0.maxAttempts = Setting(attempts, from: .program) }
        let events = client.events()
        let kept = Task {
            var all: [ClientEvent] = []
            for await event in events { all.append(event) }
            return all
        }
        do {
            try await client.download(bucket: "bucket-1", key: key, toFile: path)
        } catch {
            kept.cancel()
            throw error
        }
        kept.cancel()
        return await kept.value
    }

    /// A first run that ends early, with some megabytes in place.
    private func interrupted(in directory: TemporaryDirectory) async throws {
        let server = Self.server { _ in true }
        defer { server.stop() }
        await #expect(throws: AWSFailure.self) { try await fetch(server, to: directory.path + "/f", attempts: 1) }
        #expect(directory.names == [".f.part", ".f.part.json"])
        #expect(TestHome.mode(directory.path + "/.f.part.json") == 0o600)
    }

    private func asked(_ server: LoopbackServer) -> Int {
        server.requests.reduce(0) { sum, request in
            let ends = request.headers["range"]!.dropFirst(6).split(separator: "-").compactMap { Int($0) }
            return sum + min(ends[1], Self.object.count - 1) - ends[0] + 1
        }
    }

    @Test func theNextRunReadsTheRestAlone() async throws {
        let directory = try TemporaryDirectory()
        try await interrupted(in: directory)
        let server = Self.server()
        defer { server.stop() }
        let events = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(directory.names == ["f"])
        #expect(server.requests.allSatisfy { $0.headers["if-match"] == "\"one\"" })
        #expect(asked(server) < Self.object.count - (1 << 20))
        #expect(asked(server) > 0)
        guard case .downloadResumed(_, let done, let total) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(total == Self.object.count)
        #expect(done == total - asked(server))
    }

    @Test func anObjectThatChangedIsReadAnewAndSaid() async throws {
        let directory = try TemporaryDirectory()
        try await interrupted(in: directory)
        let other = Array(Self.object.reversed())
        let server = Self.server(eTag: "\"two\"", object: other)
        defer { server.stop() }
        let events = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == other)
        #expect(events.contains(.downloadRestarted(path: directory.path + "/f", because: .replaced)))
        #expect(directory.names == ["f"])
    }

    @Test func whatIsOfAnotherObjectIsThrownAway() async throws {
        let directory = try TemporaryDirectory()
        try await interrupted(in: directory)
        let server = Self.server()
        defer { server.stop() }
        let events = try await fetch(server, to: directory.path + "/f", key: "other")
        #expect(try directory.read("f") == Self.object)
        #expect(events == [.downloadRestarted(path: directory.path + "/f", because: .ofAnotherObject)])
        #expect(asked(server) >= Self.object.count)
    }

    @Test func aPartOfWhichNothingIsKnownIsNotCalledAnotherObjects() async throws {
        let directory = try TemporaryDirectory()
        try await interrupted(in: directory)
        for name in directory.names where name.hasSuffix(".json") { unlink(directory.path + "/" + name) }
        let server = Self.server()
        defer { server.stop() }
        let events = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(events == [.downloadRestarted(path: directory.path + "/f", because: .unusable)])
    }

    @Test(arguments: ["", "{", #"{"source":"s3://bucket-1/k","eTag":"\"one\"","size":20971520,"finished":[[9,3]]}"#])
    func whatCannotBeReadIsThrownAway(_ state: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("something", to: ".f.part")
        try directory.write(state, to: ".f.part.json")
        let server = Self.server()
        defer { server.stop() }
        _ = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(directory.names == ["f"])
    }

    @Test func aFileShorterThanItIsSaidToBeIsThrownAway() async throws {
        let directory = try TemporaryDirectory()
        try await interrupted(in: directory)
        #expect(truncate(directory.path + "/.f.part", 1000) == 0)
        let server = Self.server()
        defer { server.stop() }
        _ = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
    }

    @Test func aWholeFileThatLacksItsNameIsAskedForOnce() async throws {
        let directory = try TemporaryDirectory()
        var state = try #require(
            DownloadState(
                source: "s3://bucket-1/k", object: DownloadedObject(length: Self.object.count, eTag: "\"one\""),
                eTag: "\"one\""))
        state.add(0..<Self.object.count)
        let folder = try FileFolder.open(directory.path)
        #expect(state.write(".f.part.json", in: folder))
        let file = try await PartialFile.open(for: directory.path + "/f", source: "s3://bucket-1/k")
        try await file.file.write(Self.object, at: 0)
        #expect(state.write(".f.part.json", in: folder))
        #expect(file.leftover == .none)
        let path = directory.path + "/f"
        let server = Self.server()
        defer { server.stop() }
        // Held by the first one still: another name is taken, and nothing is mixed up.
        _ = try await fetch(server, to: path)
        #expect(try directory.read("f") == Self.object)
        #expect(asked(server) >= Self.object.count)
        withExtendedLifetime(file) {}
    }

    @Test func namesOfOthersAreLeftAlone() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("precious", to: "elsewhere")
        #expect(symlink(directory.path + "/elsewhere", directory.path + "/.f.part") == 0)
        let server = Self.server()
        defer { server.stop() }
        _ = try await fetch(server, to: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
        #expect(try directory.read("elsewhere") == Array("precious".utf8))
    }

    @Test("a leftover that is longer than its object is written over")
    func longLeftover() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/f"
        let server = Self.server()
        defer { server.stop() }
        try directory.write(String(repeating: "x", count: Self.object.count + 5), to: ".f.part")
        let size = Self.object.count
        let state = #"{"source":"s3://bucket-1/k","eTag":"\"one\"","size":\#(size),"finished":[[0,3]]}"#
        try directory.write(state, to: ".f.part.json")
        _ = try await fetch(server, to: path)
        #expect(try directory.read("f") == Self.object)
    }

    /// Whatever ranges come in whatever order: what is missing is what was not added.
    @Test(arguments: 1...30 as ClosedRange<UInt64>) func theStateAddsUp(seed: UInt64) throws {
        var seed = seed
        func random(_ limit: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % limit
        }
        let size = 1 + random(400)
        var state = try #require(
            DownloadState(source: "s", object: DownloadedObject(length: size, eTag: "e"), eTag: "e"))
        var isThere = [Bool](repeating: false, count: size)
        for _ in 0..<random(40) {
            let low = random(size)
            let high = low + random(size - low + 1)
            state.add(low..<high)
            for index in low..<high { isThere[index] = true }
            #expect(state.done == isThere.filter(\.self).count)
            #expect(state.isSound(fileSize: size))
        }
        var missing = Set(isThere.indices.filter { !isThere[$0] })
        if missing.isEmpty { missing = [size - 1] }
        let ranges = state.missing(partSize: 16)
        #expect(ranges.allSatisfy { $0.count <= 16 && !$0.isEmpty })
        #expect(ranges.flatMap(Array.init).sorted() == missing.sorted())
    }
}
