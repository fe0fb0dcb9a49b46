import Foundation
import JSONCoding
import Testing

@testable import BatchInference

@Suite("Preflight: filters as the sandbox applies them")
struct RecordPathTests {
    /// The cases that the sandbox's own filters are tested with, too.
    private static func cases() throws -> [JSONValue] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: tests.appendingPathComponent("FilterCases.json"))
        return try #require(JSONValue(parsing: Array(bytes))?.array)
    }

    @Test("every case of the table, of rows and of JSON records")
    func table() throws {
        let cases = try Self.cases()
        #expect(cases.count > 30)
        for item in cases {
            let text = try #require(item["path"]?.string)
            let record = try #require(item["record"])
            let path = try? RecordPath(text)
            #expect((try? path?.filter(json: record)) == item["json"], "\(text) of \(record)")
            guard let fields = record.array?.compactMap(\.string), fields.count == record.array?.count else { continue }
            #expect((try? path?.filter(fields: fields)) == item["csv"]?.strings, "\(text) of \(fields)")
        }
    }
}
