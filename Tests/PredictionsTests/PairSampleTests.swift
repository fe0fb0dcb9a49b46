import Testing

@testable import Predictions

@Suite("A sample of pairs")
struct PairSampleTests {
    private static func sample(_ numbers: Range<Int>, limit: Int) -> PairSample {
        var sample = PairSample(limit: limit)
        for number in numbers { sample.add(Row(["\(number)"]), 0, Row(["x", "\(2 * number)"]), 1) }
        return sample
    }

    @Test(
        "holds all pairs while there are few, and no more than its bound after that",
        arguments: [0, 1, 99, 100, 101, 5000])
    func bound(_ count: Int) {
        let sample = Self.sample(0..<count, limit: 100)
        #expect(sample.seen == count && sample.pairs.count == min(count, 100) && sample.isComplete == (count <= 100))
        #expect(sample.pairs.allSatisfy { $0.y == 2 * $0.x } && Set(sample.pairs).count == sample.pairs.count)
    }

    @Test("of what was drawn apart takes each row as often as its number of rows says")
    func merged() {
        var first = 0
        for _ in 0..<200 {
            var sample = Self.sample(0..<3000, limit: 50)
            sample.merge(Self.sample(3000..<4000, limit: 50))
            #expect(sample.seen == 4000 && sample.pairs.count == 50 && Set(sample.pairs).count == 50)
            first += sample.pairs.count { $0.x < 3000 }
        }
        // Of 10,000 rows three quarters; six times the deviation aside.
        #expect(abs(first - 7500) < 260)
        var few = Self.sample(0..<20, limit: 50)
        few.merge(Self.sample(20..<30, limit: 50))
        #expect(few.isComplete && few.pairs.map(\.x) == (0..<30).map(Double.init))
    }

    @Test("leaves out what isn't a finite number, is missing or was cut")
    func odd() {
        var sample = PairSample()
        for (x, y) in [("1", ""), ("a", "2"), ("nan", "2"), ("1", "inf")] { sample.add(Row([x]), 0, Row([y]), 0) }
        sample.add(Row(["1"]), 3, Row(["2"]), 0)
        sample.add(Row(["1"], isCut: true), 0, Row(["2"]), 0)
        #expect(sample.seen == 0)
    }
}
