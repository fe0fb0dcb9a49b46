import AWSOperations
import Testing

@Suite struct RemoteTimeTests {
    @Test(arguments: [
        (1e300, "9999-12-31T23:59:59Z"), (.infinity, "9999-12-31T23:59:59Z"), (-.infinity, "0000-01-01T00:00:00Z"),
        (.nan, "1970-01-01T00:00:00Z"), (1_795_375_442.25, "2026-11-22T19:24:02.250Z"),
    ])
    func anyNumberIsSomeMoment(seconds: Double, text: String) {
        #expect(Timestamp(secondsSinceEpoch: seconds).iso8601 == text)
    }
}
