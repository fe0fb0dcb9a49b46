import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

/// Keys that anyone may have chosen, by the thousands, as paths below a folder.
@Suite struct SafePathTests {
    private static func plan(_ keys: [String]) -> DownloadPlan {
        let outputs = keys.map { key in
            S3Object(key: "out/" + key, size: 1, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "")
        }
        return DownloadPlan(outputs, under: S3Location(bucket: "demo", key: "out/"))
    }

    /// 20 seeds of 1,000 keys.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func pathsStayBelowAndApart(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var keys: Set<ByteText> = []
        while keys.count < 1000 { keys.insert(ByteText(HostileText.make(&random))) }
        let plan = Self.plan(keys.sorted().map(\.string))
        var files: Set<[UInt8]> = []
        var folders: Set<[UInt8]> = []
        for item in plan.items {
            let path = Array(item.relativePath.utf8)
            let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
            for part in parts {
                #expect(!part.isEmpty && part != [0x2E] && part != [0x2E, 0x2E], "\(item.source.uri)")
                #expect(part.count <= 255)
                #expect(!part.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x5C })
            }
            #expect(files.insert(path).inserted, "\(item.source.uri)")
            for count in 1..<max(parts.count, 1) { folders.insert(Array(parts[..<count].joined(separator: [0x2F]))) }
        }
        #expect(files.isDisjoint(with: folders))
        #expect(plan.items.count == keys.count)
        // Nothing is fetched twice, and nothing is left out.
        #expect(Set(plan.items.map { ByteText(String($0.source.key.dropFirst(4))) }).count <= keys.count)
        #expect(Set(plan.items.map(\.source)).count == keys.count)
    }

    @Test func whatAFileSystemTakesForOneNameGetsANumber() {
        let paths = Self.plan(["a", "A", "é", "e\u{301}", "ß", "ss", "x\u{200D}", "x", "a\u{1}b", "a\u{2}b", "a_b"])
            .items.map(\.relativePath)
        #expect(
            paths.map { $0.hasSuffix("~2") } == [
                false, true, false, true, false, true, false, true, false, true, false,
            ])
        #expect(paths.last == "a_b~3")
    }

    @Test func aFileIsNoFolderOfAnother() {
        #expect(Self.plan(["a", "a/b", "a/b/c", "A/d"]).items.map(\.relativePath) == ["a~2", "a/b~2", "a/b/c", "A/d"])
    }

    @Test func manyOfOneNameAreNumberedAtOnce() {
        let paths = Self.plan(
            (0..<5000).map { "x" + String(repeating: "/", count: $0 % 900) + "/\($0 % 2 == 0 ? "" : "/")y" })
        #expect(Set(paths.items.map { ByteText($0.relativePath) }).count == 5000)
    }
}
