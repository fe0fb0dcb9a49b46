import AWSOperations
import Glibc
import SeededNumbers
import Testing

@testable import AWSClient

/// What is written below a chosen folder, whatever its path is and whatever lies there already.
@Suite struct TargetFolderTests {
    /// Serves every object as the text `body`.
    private static func server() -> LoopbackServer {
        LoopbackServer { _, _ in .raw(Array("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 4\r\n\r\nbody".utf8)) }
    }

    private func download(_ path: String, into folder: String, from server: LoopbackServer) async throws {
        try await TestClient.make(server).download(
            bucket: "bucket-1", key: "k", as: path, in: try await TargetFolder.open(folder))
    }

    private func problem(_ path: String, into folder: String, from server: LoopbackServer) async throws
        -> FileWriteError?
    {
        do {
            try await download(path, into: folder, from: server)
            return nil
        } catch let error as FileWriteError {
            return error
        }
    }

    @Test func foldersAreMade() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try await download("x/y/z.out", into: directory.path + "/new//deep/", from: server)
        #expect(try directory.read("new/deep/x/y/z.out") == Array("body".utf8))
    }

    /// A folder is made for a file that has begun to come, and for nothing else.
    @Test func nothingIsMadeForAnObjectThatDoesNotCome() async throws {
        let directory = try TemporaryDirectory()
        let gone = LoopbackServer { _, _ in
            .xml("<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>", status: 404)
        }
        let server = Self.server()
        defer {
            gone.stop()
            server.stop()
        }
        let long = String(repeating: "n", count: 256)
        for path in ["f", "x/y/f"] {
            await #expect(throws: AWSFailure.self) {
                try await download(path, into: directory.path + "/a/b", from: gone)
            }
        }
        for path in ["../f", "x/../f", "x//f", "x/./f", "x/\(long)", "\(long)/f"] {
            #expect(try await problem(path, into: directory.path + "/a/b", from: server) != nil)
        }
        let client = TestClient.make(server)
        let target = try await TargetFolder.open(directory.path + "/a/b")
        await #expect(throws: AWSFailure.self) {
            try await client.download(
                bucket: "bucket-1", key: "k", as: "x/f", in: target, listed: ListedObject(size: 5, eTag: ""))
        }
        #expect(directory.names.isEmpty)
        let file = try await client.download(
            bucket: "bucket-1", key: "k", as: "x/f", in: target, listed: ListedObject(size: 4, eTag: "e"))
        #expect(file == DownloadedFile(size: 4, replacedAnother: false))
        #expect(try directory.read("a/b/x/f") == Array("body".utf8))
    }

    @Test func whatIsReplacedIsToldAndNoOtherNameIs() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try directory.write("mine", to: "d/f")
        let target = try await TargetFolder.open(directory.path + "/d")
        let client = TestClient.make(server)
        #expect(try await client.download(bucket: "bucket-1", key: "k", as: "f", in: target).replacedAnother)
        #expect(try await !client.download(bucket: "bucket-1", key: "k", as: "g", in: target).replacedAnother)
        // The name beside which it is written is nobody's business.
        let folder = try FileFolder.open(directory.path + "/d")
        let (file, _) = try await PartialFile.open("h", in: folder, source: "s3://bucket-1/k")
        folder.remove(".h.part")
        do {
            _ = try await file.complete()
            Issue.record("it is gone")
        } catch {
            #expect(error.path == directory.path + "/d/h")
        }
    }

    @Test func theChosenFolderMayBeALink() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        #expect(mkdir(directory.path + "/real", 0o777) == 0 && symlink("real", directory.path + "/link") == 0)
        try await download("z", into: directory.path + "/link", from: server)
        #expect(try directory.read("real/z") == Array("body".utf8))
    }

    @Test func linksBelowItAreNotFollowed() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try directory.write("mine", to: "other/f")
        #expect(mkdir(directory.path + "/d", 0o777) == 0)
        #expect(symlink(directory.path + "/other", directory.path + "/d/x") == 0)
        #expect(symlink("../other/f", directory.path + "/d/f") == 0)
        let refused = try await problem("x/y/f", into: directory.path + "/d", from: server)
        #expect(refused?.path == directory.path + "/d/x")
        #expect(refused?.problem.hasPrefix("a symbolic link is in place of a folder") == true)
        // In place of a file, the link itself is replaced.
        #expect(try await problem("f", into: directory.path + "/d", from: server) == nil)
        #expect(try directory.read("d/f") == Array("body".utf8))
        #expect(try directory.read("other/f") == Array("mine".utf8))
        #expect(try FileFolder.open(directory.path + "/other").kind(of: "y") == nil)
    }

    @Test func aFolderThatWasMovedIsWrittenIntoStill() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        #expect(mkdir(directory.path + "/d", 0o777) == 0)
        let target = try await TargetFolder.open(directory.path + "/d")
        #expect(rename(directory.path + "/d", directory.path + "/moved") == 0)
        #expect(mkdir(directory.path + "/other", 0o777) == 0 && symlink("other", directory.path + "/d") == 0)
        try await TestClient.make(server).download(bucket: "bucket-1", key: "k", as: "f", in: target)
        #expect(directory.names == ["d", "moved", "other"])
        #expect(try directory.read("moved/f") == Array("body".utf8))
    }

    @Test func partFilesOfOtherNamesAreNotWrittenThrough() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try directory.write("precious", to: "victim")
        #expect(mkdir(directory.path + "/d", 0o777) == 0)
        #expect(link(directory.path + "/victim", directory.path + "/d/.f.part") == 0)
        #expect(symlink("../victim", directory.path + "/d/.g.part") == 0)
        #expect(mkfifo(directory.path + "/d/.h.part", 0o666) == 0)
        #expect(mkdir(directory.path + "/d/.i.part", 0o777) == 0)
        for name in ["f", "g", "h", "i"] {
            try await download(name, into: directory.path + "/d", from: server)
            #expect(try directory.read("d/\(name)") == Array("body".utf8))
        }
        #expect(try directory.read("victim") == Array("precious".utf8))
    }

    @Test func aStateFileOfAnotherNameIsNotRead() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        let state = #"{"source":"s3://bucket-1/k","eTag":"\"e\"","size":4,"finished":[[0,3]]}"#
        try directory.write("XXXX", to: "d/.f.part")
        try directory.write(state, to: "elsewhere")
        #expect(link(directory.path + "/elsewhere", directory.path + "/d/.f.part.json") == 0)
        try await download("f", into: directory.path + "/d", from: server)
        #expect(try directory.read("d/f") == Array("body".utf8))
        #expect(try directory.read("elsewhere") == Array(state.utf8))
    }

    @Test func whatIsInTheWayIsNamed() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try directory.write("file", to: "d/a")
        #expect(mkdir(directory.path + "/d/b", 0o777) == 0)
        let long = String(repeating: "n", count: 256)
        for (path, place, words) in [
            ("a/x", "/d/a", "a file is in place of a folder"),
            ("b", "/d/b", "a directory has that name"),
            (long, "/d/" + long, "too long"), ("\(long)/x", "/d/" + long, "too long"),
        ] {
            let refused = try await problem(path, into: directory.path + "/d", from: server)
            #expect(refused?.path == directory.path + place)
            #expect(refused?.problem.contains(words) == true, "\(path)")
        }
        let refused = try await problem("x", into: directory.path + "/d/a/deep", from: server)
        #expect(refused?.path == directory.path + "/d/a")
        #expect(try FileFolder.open(directory.path + "/d").kind(of: "x") == nil)
    }

    /// Paths that nobody has made safe: each is refused, or its file lies below the folder.
    @Test(arguments: 1...10 as ClosedRange<UInt64>) func noPathLeadsOut(seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        let root = directory.path + "/a/b/c"
        let target = try await TargetFolder.open(root + "/d")
        var random = SeededRandom(seed: seed)
        let pieces = [
            "/", "/", "..", ".", "x", "y", "\u{301}", "\u{600}", "/..", "../", "/\u{301}", "\u{600}/", "\0", "",
        ]
        var written = 0
        for _ in 0..<200 {
            let path = (0..<Int.random(in: 0...9, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            let parts = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
            let isSafe = parts.allSatisfy { !$0.isEmpty && $0 != [0x2E] && $0 != [0x2E, 0x2E] && !$0.contains(0) }
            do throws(FileWriteError) {
                let (folder, name) = try await target.place(of: path)
                #expect(isSafe)
                let (file, _) = try await PartialFile.open(name, in: folder, source: "s")
                try await file.write([1], at: 0)
                _ = try await file.complete()
                written += 1
            } catch {
                // A file may be where a folder must be, and a folder where a file must.
                let usual = ["a file is in place of a folder", "a directory has that name"]
                #expect(!isSafe || usual.contains(error.problem), "\(error)")
            }
        }
        #expect(written > 0)
        #expect(directory.names == ["a"])
        for (place, names) in [("/a", ["b"]), ("/a/b", ["c"]), ("/a/b/c", ["d"])] {
            let found = try #require(opendir(directory.path + place))
            defer { closedir(found) }
            var seen: [String] = []
            while let entry = readdir(found) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { seen.append(name) }
            }
            #expect(seen == names)
        }
    }

    /// What an earlier run may be said to have left: none of it takes memory, and the file is the object.
    @Test(arguments: [
        #""size":9223372036854775807,"finished":[[0,9]]"#, #""size":9223372036854775807,"finished":[]"#,
        #""size":4611686018427387904,"finished":[[0,1]]"#, #""size":1125899906842624,"finished":[[0,1]]"#,
        #""size":1125899906842625,"finished":[]"#, #""size":-1,"finished":[]"#, #""size":9,"finished":[[0]]"#,
        #""size":9,"finished":[[0,1,2]]"#, #""size":9,"finished":[[-5,2]]"#, #""size":9,"finished":[[5,2]]"#,
        #""size":9,"finished":[[0,5],[3,9]]"#, #""size":9,"finished":[[0,5],[7,9223372036854775807]]"#,
        #""size":1000000000000000000000000000000,"finished":[]"#, #""size":2,"finished":[[0,2]]"#, #""size":9"#,
    ])
    func aFalseStateIsNoState(_ fields: String) async throws {
        let directory = try TemporaryDirectory()
        // Like S3: a range that begins behind the end is refused.
        let server = LoopbackServer { request, _ in
            let start = request.headers["range"].flatMap { Int($0.dropFirst(6).prefix { $0 != "-" }) } ?? 0
            guard start < 4 else { return .xml("<Error><Code>InvalidRange</Code></Error>", status: 416) }
            let head =
                "HTTP/1.1 206 Part\r\nETag: \"e\"\r\nContent-Length: \(4 - start)\r\n"
                + "Content-Range: bytes \(start)-3/4\r\n\r\n"
            return .raw(Array(head.utf8) + Array("body".utf8).dropFirst(start))
        }
        defer { server.stop() }
        try directory.write("XXXXXXXXX", to: ".f.part")
        try directory.write(#"{"source":"s3://bucket-1/k","eTag":"\"e\"",\#(fields)}"#, to: ".f.part.json")
        try await download("f", into: directory.path, from: server)
        #expect(try directory.read("f") == Array("body".utf8))
        #expect(directory.names == ["f"])
    }

    @Test func aHugeStateFileIsNotRead() async throws {
        let directory = try TemporaryDirectory()
        let server = Self.server()
        defer { server.stop() }
        try directory.write("XXXX", to: ".f.part")
        try directory.write("", to: ".f.part.json")
        // A file with a hole: no disk is taken, and reading it would take a gigabyte.
        #expect(truncate(directory.path + "/.f.part.json", 1 << 30) == 0)
        try await download("f", into: directory.path, from: server)
        #expect(try directory.read("f") == Array("body".utf8))
        #expect(try FileFolder.open(directory.path).readSmall("f", limit: 3) == nil)
    }
}
