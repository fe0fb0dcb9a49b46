import Testing

@testable import AWSClient

@Suite("What dates of answers tell of the clock")
struct ClockReadingTests {
    @Test("A clock that may be right counts as right, however the second is cut")
    func right() {
        var reading = ClockReading()
        // At 1000.9 the date says 1000, and the answer takes 0.3 s.
        let answer1 = reading.take(1000, sentAt: 1000.7, receivedAt: 1001)
        #expect(answer1 == nil)
        let answer2 = reading.take(1001, sentAt: 1000.9, receivedAt: 1001.1)
        #expect(answer2 == nil)
        #expect(reading.offset == 0)
    }

    @Test(
        "A skew of three minutes is found within a second, and stays while nothing contradicts it",
        arguments: [180.0, -180])
    func skewed(skew: Double) throws {
        var reading = ClockReading()
        let told = reading.take(1000, sentAt: 1000.2 - skew, receivedAt: 1000.4 - skew)
        let found = try #require(told)
        #expect(abs(found - skew) <= 1)
        let answer3 = reading.take(1060, sentAt: 1060.5 - skew, receivedAt: 1060.6 - skew)
        #expect(answer3 == nil)
        // The clock is put right.
        let answer4 = reading.take(1100, sentAt: 1100.2, receivedAt: 1100.4)
        #expect(answer4 == 0)
    }

    @Test("Slow answers, and those during which the clock was set, tell nothing; nor do more than one in ten seconds")
    func ignored() {
        var reading = ClockReading()
        let answer5 = reading.take(1000, sentAt: 700, receivedAt: 760)
        #expect(answer5 == nil)
        let answer6 = reading.take(1000, sentAt: 760, receivedAt: 700)
        #expect(answer6 == nil)
        let due = [5, 14, 15.1].map { reading.isDue(at: $0) }
        #expect(due == [true, false, true])
    }
}
