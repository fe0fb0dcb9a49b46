import AWSOperations
import Testing

@testable import BatchInference

@Suite("Names kept small, and manifests of them")
struct KeyNamesTests {
    private static let odd = [
        "a.csv", "a.csv", "", "b/a b.csv", "caf\u{E9}.csv", "cafe\u{301}.csv", "a \"b\" \\ c", "tab\tline\n", "<&>'😀",
        "\u{7F}", "zz",
    ]

    @Test("names come back byte for byte and in order, read on or one by one")
    func names() {
        let many = (0..<1000).map { "part-\(String($0 * 7919 % 1000, radix: 7)).csv" } + Self.odd
        let names = KeyNames(many)
        #expect(names.count == many.count && !names.isAscending)
        #expect(names.map { Array($0.utf8) } == many.map { Array($0.utf8) })
        for index in many.indices { #expect(Array(names[index].utf8) == Array(many[index].utf8)) }
        #expect(KeyNames(["a", "b", "c"]).isAscending && !KeyNames(["a", "a"]).isAscending)
        #expect(Array(KeyNames()).isEmpty)
    }

    @Test("a manifest that is written is read again; cut anywhere, it names what stands before the cut")
    func manifest() throws {
        let base = S3Location("s3://demo/in/")!
        let written = CorrectionWork.Manifest(KeyNames(Self.odd), at: base, base: base).bytes
        let whole = try #require(InputManifest(written))
        #expect(whole.isWhole && whole.prefix == "s3://demo/in/")
        #expect(whole.names.map { Array($0.utf8) } == Self.odd.map { Array($0.utf8) })
        #expect(InputManifest(written, isCut: true) == whole, "the end came after all")
        var most = 0
        for length in 34..<written.count - 2 {
            #expect(InputManifest(Array(written[..<length])) == nil, "\(length)")
            let cut = try #require(InputManifest(Array(written[..<length]), isCut: true), "\(length)")
            #expect(!cut.isWhole && cut.names.count >= most)
            most = cut.names.count
            #expect(cut.names.map { Array($0.utf8) } == Self.odd.prefix(most).map { Array($0.utf8) })
        }
        #expect(most == Self.odd.count)
    }

    @Test(
        "what is no manifest is none, cut or not",
        arguments: [
            "", "[", "{}", "[]", "[\"a\"]", #"[{"prefix":1},"a"]"#, #"[{"prefix":"s3://b/","x":1},"a"]"#,
            #"[{"prefix":"s3://b/"},1]"#, #"[{"prefix":"s3://b/"} "a"]"#, #"[{"prefix":"s3://b/"},]"#,
            #"[{"prefix":"s3://b/"},{"a":"b"}]"#, #"[{"prefix":"s3://b/"},"a"] x"#, #"[{"prefix":"s3://b/"},"a\q"]"#,
        ])
    func others(text: String) {
        #expect(InputManifest(Array(text.utf8)) == nil)
        #expect(InputManifest(Array(text.utf8), isCut: true) == nil)
    }

    @Test("a listing without ETags has the same rows, but for these")
    func withoutTags() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv", "c.csv")
        bench.output("a.csv", "c.csv")
        let loader = OutputListingLoader(storage: bench.account)
        let (with, without) = (
            try await loader.listing(of: bench.job), try await loader.listing(of: bench.job, keepsTags: false)
        )
        #expect(with.counts == without.counts)
        #expect(with.rows.map(\.relativeName) == without.rows.map(\.relativeName))
        #expect(with.rows.map { $0.output?.$size } == without.rows.map { $0.output?.$size })
        #expect(with.rows.first?.output?.eTag.isEmpty == false)
        #expect(without.rows.allSatisfy { $0.output?.eTag.isEmpty != false && $0.input?.eTag.isEmpty != false })
    }
}
