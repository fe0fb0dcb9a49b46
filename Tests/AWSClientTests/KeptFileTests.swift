import AWSOperations
import AWSSigning
import Glibc
import Testing

@testable import AWSClient

/// Which files of an earlier download are an object's, so that they aren't read again.
@Suite struct KeptFileTests {
    private static func server(_ body: String, eTag: String, kmsKey: String? = nil) -> LoopbackServer {
        let key = kmsKey.map {
            "x-amz-server-side-encryption: aws:kms\r\nx-amz-server-side-encryption-aws-kms-key-id: \($0)\r\n"
        }
        let head = "HTTP/1.1 200 OK\r\nETag: \"\(eTag)\"\r\n\(key ?? "")Content-Length: \(body.utf8.count)\r\n\r\n"
        return LoopbackServer { _, _ in .raw(Array((head + body).utf8)) }
    }

    /// Downloads the object as it is listed; whether it was there, and how often the service was asked.
    private func download(
        _ body: String, eTag: String, listed: String? = nil, time: Double = 1_700_000_000, kmsKey: String? = nil,
        to directory: TemporaryDirectory
    ) async throws -> (wasThere: Bool, requests: Int) {
        let server = Self.server(body, eTag: eTag, kmsKey: kmsKey)
        defer { server.stop() }
        let target = try await TargetFolder.open(directory.path)
        let file = try await TestClient.make(server).download(
            bucket: "bucket-1", key: "k", as: "f", in: target,
            listed: ListedObject(
                size: body.utf8.count, eTag: listed ?? "\"\(eTag)\"",
                lastModified: Timestamp(secondsSinceEpoch: time)))
        #expect(try directory.read("f") == Array(body.utf8))
        return (file.wasThere, server.requests.count)
    }

    private func md5(_ text: String) -> String { MD5.hexDigest(Array(text.utf8)) }

    @Test("an object of the same size and time and other content is read again, by its MD5")
    func otherContent() async throws {
        let directory = try TemporaryDirectory()
        #expect(try await !download("body", eTag: md5("body"), to: directory).wasThere)
        #expect(directory.names == ["f"], "its bytes tell its ETag")
        let kept = try await download("body", eTag: md5("body"), to: directory)
        #expect(kept.wasThere && kept.requests == 0)
        let later = try await download("body", eTag: md5("body"), time: 1_800_000_000, to: directory)
        #expect(later.wasThere, "written anew with the same content")
        let other = try await download("BODY", eTag: md5("BODY"), to: directory)
        #expect(!other.wasThere && other.requests > 0)
        try directory.write("XODY", to: "f")
        #expect(try await !download("BODY", eTag: md5("BODY"), to: directory).wasThere, "somebody wrote to the file")
    }

    @Test("an ETag that no bytes tell is noted beside the file", arguments: [false, true])
    func notes(isEncrypted: Bool) async throws {
        let directory = try TemporaryDirectory()
        let (one, two) =
            isEncrypted
            ? (String(repeating: "a", count: 32), String(repeating: "b", count: 32))
            : ("\(md5("x"))-2", "\(md5("y"))-2")
        let key = isEncrypted ? "arn:aws:kms:us-east-1:1:key/k" : nil
        #expect(try await !download("body", eTag: one, kmsKey: key, to: directory).wasThere)
        #expect(directory.names.sorted() == [".f.etag", "f"])
        let kept = try await download("body", eTag: one, kmsKey: key, to: directory)
        #expect(kept.wasThere && kept.requests == 0)
        #expect(
            try await !download("bodY", eTag: two, kmsKey: key, to: directory).wasThere, "another ETag, the same size")
        #expect(try await download("bodY", eTag: two, kmsKey: key, to: directory).wasThere)
        // Of a file that somebody has written since, the note says nothing.
        try directory.write("XodY", to: "f")
        #expect(try await !download("bodY", eTag: two, kmsKey: key, to: directory).wasThere)
        // Nor of one that came without it.
        unlink(directory.path + "/.f.etag")
        #expect(try await !download("bodY", eTag: two, kmsKey: key, to: directory).wasThere)
        // An object in one piece needs none.
        #expect(try await !download("once", eTag: md5("once"), to: directory).wasThere)
        #expect(directory.names == ["f"])
    }

    @Test("an ETag of a store that only looks like an MD5 is noted once it has been found out")
    func foreignETag() async throws {
        let directory = try TemporaryDirectory()
        let foreign = String(repeating: "c", count: 32)
        #expect(try await !download("body", eTag: foreign, to: directory).wasThere)
        #expect(try await !download("body", eTag: foreign, to: directory).wasThere, "its bytes don't come to it")
        #expect(directory.names.sorted() == [".f.etag", "f"])
        let kept = try await download("body", eTag: foreign, to: directory)
        #expect(kept.wasThere && kept.requests == 0)
        try directory.write("Xody", to: "f")
        #expect(try await !download("body", eTag: foreign, to: directory).wasThere, "somebody wrote to the file")
        let other = String(repeating: "d", count: 32)
        #expect(try await !download("bodY", eTag: other, to: directory).wasThere, "another ETag")
    }

    @Test("a note that is none is no reason to keep a file")
    func oddNotes() async throws {
        let directory = try TemporaryDirectory()
        #expect(try await !download("body", eTag: "x-2", to: directory).wasThere)
        for note in ["", "x-2", "x-2\n4\n", "x-2\n5\n1700000000\n", "\u{0}", String(repeating: "x", count: 9000)] {
            try directory.write(note, to: ".f.etag")
            #expect(try await !download("body", eTag: "x-2", to: directory).wasThere, "\(note.prefix(20))")
        }
        #expect(try await download("body", eTag: "x-2", to: directory).wasThere)
        #expect(
            ETagNote(ETagNote(eTag: "é-1", size: 3, modified: -4).bytes) == ETagNote(eTag: "é-1", size: 3, modified: -4)
        )
    }

    @Test("without an ETag in the listing, size and time tell")
    func withoutETag() async throws {
        let directory = try TemporaryDirectory()
        #expect(try await !download("body", eTag: md5("body"), listed: "", to: directory).wasThere)
        #expect(try await download("body", eTag: md5("body"), listed: "", to: directory).wasThere)
        #expect(try await !download("body", eTag: md5("body"), listed: "", time: 1, to: directory).wasThere)
    }
}
