import Testing

@testable import Monitor

@Suite("Names with values in a line")
struct PairTextTests {
    @Test(
        "are read back as they were written",
        arguments: [[], [("A", "1")], [("A", "a=b"), ("B", "")], [("A", "x;y"), ("B", #"back\slash;"#)]])
    func roundTrip(_ pairs: [(name: String, value: String)]) {
        let written = pairs.map { PairText.Pair(name: $0.name, value: $0.value) }
        #expect(PairText.pairs(in: PairText.text(of: written)) == written)
    }

    @Test("what has no name or no sign is none", arguments: ["A", "=1", "A=1; B", "A=1;;C"])
    func refused(text: String) {
        #expect(PairText.pairs(in: text) == nil)
    }
}
