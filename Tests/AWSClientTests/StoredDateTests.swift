import AWSOperations
import FoundationEssentials
import PythonOracle
import Testing

@testable import AWSClient

/// Ends of credentials as files and programs write them, read by dateutil, which botocore reads them with, and by us.
@Suite struct StoredDateTests {
    private static let program = #"""
        import json, sys
        from dateutil.parser import parse
        found = []
        for text in json.load(sys.stdin):
            try:
                found.append(parse(text).timestamp())
            except Exception:
                found.append(None)
        json.dump(found, sys.stdout)
        """#

    private static func dateutil(_ texts: [String]) async throws -> [Double?] {
        try await PythonOracle.answer(program, to: texts)
    }

    @Test func readsAsDateutil() async throws {
        let texts = [
            "2099-01-01T00:00:00Z", "2099-01-01T00:00Z", "2099-01-01T00:00:00+00", "2099-01-01T00:00:00z",
            "2099-01-01t00:00:00z", "20990101T000000Z", "20990101T0000Z", "2099-01-01T00:00:00UTC",
            "2099-01-01 00:00:00 UTC", "2099-01-01T00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT",
            "2099-02-28T23:59:59.250+05:30", "2099-02-28T23:59:59-0530", "20960229T120000-08",
            " 2099-01-01T00:00:00Z\n",
            "soon", "", "2099-13-01T00:00:00Z", "2099-02-29T00:00:00Z", "2099-01-01T24:30:00Z", "2099-01-01T00:61:00Z",
            "2099-01-01T00:00:00Z rest", "2099-01-00T00:00:00Z",
        ]
        let theirs = try await Self.dateutil(texts)
        #expect(theirs.count { $0 != nil } == 15)
        for (text, seconds) in zip(texts, theirs) {
            #expect(StoredDate.parse(text)?.secondsSinceEpoch == seconds, "\(text)")
        }
    }

    @Test func writesWholeSecondsThatItReads() {
        let moment = Timestamp(secondsSinceEpoch: 4_070_908_800.75)
        #expect(StoredDate.text(moment) == "2099-01-01T00:00:00Z")
        #expect(StoredDate.parse(StoredDate.text(moment)) == Timestamp(secondsSinceEpoch: 4_070_908_800))
    }
}
