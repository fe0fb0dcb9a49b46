import AWSOperations
import Testing

@testable import AWSClient

/// Answers that do not say what they bring, or say it wrongly.
extension DownloadTests {
    /// What a service says of a part is checked; where it is no use, the whole is asked for.
    @Test(arguments: [
        "bytes 0-8388607/*", "bytes 0-8388607/100", "bytes 0-8388607/9223372036854775807", "bytes 0-8388607/-5",
        "bytes 0-8388607", "bytes x-y/z", "bytes 5-8388612/21032241", "nonsense", nil,
    ])
    func aPartOfUnknownPlaceIsNotBuiltOn(_ range: String?) async throws {
        let server = Self.server { _, reply in
            guard case .answer(206, var headers, let body) = reply else { return reply }
            headers.removeAll { $0.0 == "Content-Range" }
            if let range { headers.append(("Content-Range", range)) }
            return .answer(status: 206, headers: headers, body: body)
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        #expect(try directory.read("f") == Self.object)
    }

    @Test func aLaterPartFromElsewhereIsRefused() async throws {
        let server = Self.server { number, reply in
            guard number > 0, case .answer(206, var headers, let body) = reply else { return reply }
            headers.removeAll { $0.0 == "Content-Range" }
            headers.append(("Content-Range", "bytes 3-\(body.count + 2)/\(Self.object.count)"))
            return .answer(status: 206, headers: headers, body: body)
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        await #expect(throws: AWSFailure.self) {
            try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        }
        #expect(!directory.names.contains("f"))
        let failure = await TestClient.failure { () throws(AWSFailure) in
            var request = GetObjectRequest(bucket: "bucket-1", key: "k")
            request.range = 0..<100
            return try await TestClient.make(server).send(request)
        }
        #expect(failure?.problem.contains("another range than was asked for") == true)
    }

    /// A page of a network or a rewritten object is not saved as the object that was listed.
    @Test func anotherObjectThanTheListedOneIsRefused() throws {
        let listed = ListedObject(size: 36_000, eTag: "\"abc\"")
        try listed.check(DownloadedObject(length: 36_000, eTag: "abc"))
        try listed.check(DownloadedObject(length: nil, eTag: nil))
        try ListedObject(size: nil, eTag: "").check(DownloadedObject(length: 7, eTag: "\"x\""))
        for other in [
            DownloadedObject(length: 40, eTag: "\"abc\""), DownloadedObject(length: 0, eTag: nil),
            DownloadedObject(length: 36_000, eTag: "\"abd\""),
        ] {
            #expect(throws: AWSFailure.self) { try listed.check(other) }
        }
    }

    @Test func anAnswerWithoutAnObjectIsNoFile() async throws {
        let server = LoopbackServer { _, _ in .answer(status: 204, headers: [("ETag", "\"e\"")], body: []) }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        await #expect(throws: AWSFailure.self) {
            try await TestClient.make(server).download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
        }
        #expect(directory.names.isEmpty)
    }

    /// Chunks, no length, no ranges, and a connection that breaks: it is read anew, as often as requests are sent.
    @Test(arguments: [1, 9]) func aLengthThatIsNeverSaidIsReadToItsEnd(breaks: Int) async throws {
        let head = "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nTransfer-Encoding: chunked\r\n\r\n"
        let text = Array("0123456789".utf8)
        let server = LoopbackServer { _, number in
            .raw(
                Array(head.utf8) + Array("a\r\n".utf8) + text + Array((number < breaks ? "\r\n" : "\r\n0\r\n\r\n").utf8)
            )
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        let client = TestClient.make(server)
        if breaks == 1 {
            try await client.download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
            #expect(try directory.read("f") == text)
        } else {
            let error = await #expect(throws: AWSFailure.self) {
                try await client.download(bucket: "bucket-1", key: "k", toFile: directory.path + "/f")
            }
            guard case .transport(let lost)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(lost.kind == .connectionLost)
            #expect(server.requests.count == 3 && !directory.names.contains("f"))
        }
    }
}
