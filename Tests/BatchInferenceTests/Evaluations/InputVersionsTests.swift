import AWSOperations
import Testing

@testable import BatchInference

@Suite("Other versions of a labelled input are other rows")
struct InputVersionsTests {
    private func object(_ key: String, _ size: Int = 10, _ eTag: String = "\"a\"") -> S3Object {
        S3Object(key: key, size: size, lastModified: Timestamp(secondsSinceEpoch: 1), eTag: eTag)
    }

    @Test("key, size and entity tag tell versions apart, and their order doesn't")
    func versions() {
        let first = [object("in/a.csv"), object("in/b.csv", 20)]
        let versions = LabelledInputReader.versions(of: first)
        #expect(LabelledInputReader.versions(of: first.reversed()) == versions)
        let others = [
            [object("in/a.csv")], [object("in/a.csv"), object("in/b.csv", 21)],
            [object("in/a.csv", 10, "\"b\""), object("in/b.csv", 20)],
            [object("in/a.csv", 20), object("in/b.csv", 10)],
            [object("in/e\u{301}.csv"), object("in/b.csv", 20)], [object("in/\u{E9}.csv"), object("in/b.csv", 20)],
            first + [object("in/c.csv", 0)],
        ]
        let all = others.map { LabelledInputReader.versions(of: $0) } + [versions]
        #expect(Set(all).count == all.count)
    }
}
