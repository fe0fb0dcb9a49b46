import AWSOperations
import Testing

@testable import BatchInference

@Suite struct CountdownTests {
    @Test(arguments: [(8.0, "in 8 s"), (1, "in 1 s"), (0.9, "now"), (0, "now"), (-3, "now"), (90, "in 1 m 30 s")])
    func neverShowsNothingLeft(seconds: Double, text: String) {
        #expect(DisplayText.countdown(seconds: seconds) == text)
    }

    @Test func aStaleSourceIsTriedNow() {
        let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
        let stale = StaleSource(
            source: .log, failure: .configuration(problem: "no way", remedy: ""), lastGoodAt: nil,
            nextTryAt: now.adding(seconds: 0.4))
        #expect(stale.text(at: now) == "no way, next try now")
        #expect(stale.text(at: now.adding(seconds: -9)) == "no way, next try in 9 s")
    }
}
