import BatchInference
import Testing

@testable import Monitor

@Suite("The rows of a listing as they arrive")
struct ArrivingRowsTests {
    private struct Thing: Identifiable {
        let id: Int
        var word = ""
    }

    @Test("They are handed over once, and what can't be read is told of the listing that has ended")
    func ending() {
        var arriving = ArrivingRows<Thing>()
        arriving.begin()
        arriving.append([Thing(id: 1), Thing(id: 2)])
        arriving.leaveOut(3)
        arriving.amend(Thing(id: 2, word: "described"))
        #expect(arriving.extent.isEmpty && arriving.unreadableText.isEmpty)
        let rows = arriving.end(isComplete: false)
        #expect(rows.map(\.word) == ["", "described"] && arriving.rows.isEmpty)
        #expect(arriving.extent == ", and more" && arriving.unreadableText == ", 3 unreadable")
        arriving.begin()
        #expect(arriving.unreadableText == ", 3 unreadable")
        _ = arriving.end(isComplete: true)
        #expect(arriving.extent.isEmpty && arriving.unreadableText.isEmpty)
    }

    @Test("One that broke off before any row changes nothing; after one, it is incomplete")
    func breakingOff() {
        var arriving = ArrivingRows<Thing>()
        arriving.append([Thing(id: 1)])
        _ = arriving.end(isComplete: true)
        arriving.begin()
        #expect(arriving.breakOff() == nil && arriving.isComplete && !arriving.isBrokenOff)
        arriving.append([Thing(id: 1)])
        #expect(arriving.breakOff()?.count == 1 && arriving.isBrokenOff && arriving.extent == ", incomplete")
        let lack = LoadFailure.brokenOff(after: "1 job", .cancelled, at: Samples.now)
        #expect(lack.problem.contains("the list is incomplete: it broke off after 1 job"))
    }
}
