import AWSOperations
import FoundationEssentials
import Testing

@testable import AWSClient
@testable import BatchInference

/// Keys that anyone may have chosen, through the plan of a download into a real folder.
@Suite struct DownloadPathsTests {
    private static let pieces = [
        "/", "/", "..", ".", "../", "a", "B", "b", "é", "e\u{301}", "\u{301}", "\u{600}", "\u{200D}", "\n", "\u{1}",
        "\\",
        "/\u{301}", "\u{600}/", "\0", ".out", "~2", String(repeating: "long", count: 70),
    ]

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func everyObjectIsAFileBelowTheFolder(seed: UInt64) async throws {
        let root = FileManager.default.temporaryDirectory.path + "/flightdeck-paths-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let target = try await TargetFolder.open(root + "/a/b/d")
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var keys: Set<ByteText> = []
        while keys.count < 120 {
            keys.insert(ByteText((0..<1 + random(8)).map { _ in Self.pieces[random(Self.pieces.count)] }.joined()))
        }
        let outputs = keys.sorted().map { key in
            S3Object(key: key.string, size: 1, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "")
        }
        let plan = DownloadPlan(outputs, under: S3Location(bucket: "demo"))
        for item in plan.items {
            let (folder, name) = try await target.place(of: item.relativePath)
            let (file, _) = try await PartialFile.open(name, in: folder, source: item.source.uri)
            try await file.write(Array(item.source.key.utf8), at: 0)
            #expect(try await !file.complete().replacedAnother)
        }
        // Every key's bytes are in a file of their own, and every file is below the folder.
        var found: Set<[UInt8]> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder), !isFolder else {
                continue
            }
            #expect(path.hasBytePrefix("a/b/d/"))
            found.insert(Array(try Data(contentsOf: URL(filePath: root + "/" + path))))
        }
        #expect(found == Set(keys.map { Array($0.string.utf8) }))
    }
}
