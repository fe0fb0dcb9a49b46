import Foundation
import Testing

@testable import Sandbox

/// The table of filter cases that the preflight's own filters are tested with, too.
struct FilterCasesTests {
    private static func cases() throws -> [JSONValue] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: tests.appendingPathComponent("FilterCases.json"))
        guard case .array(let cases) = try JSONValue(parsing: Array(bytes)[...]) else { return [] }
        return cases
    }

    @Test func `every case of the table, of rows and of JSON records`() throws {
        let cases = try Self.cases()
        #expect(cases.count > 30)
        for item in cases {
            guard case .string(let text)? = item["path"], let record = item["record"] else {
                Issue.record("a case without path or record")
                continue
            }
            let path = try? JSONPath(text)
            #expect((try? path?.filter(json: record))?.text == item["json"]?.text, "\(text) of \(record.text)")
            guard case .array(let elements) = record else { continue }
            let fields = elements.map { element in
                if case .string(let field) = element { Array(field.utf8)[...] } else { [][...] as ArraySlice<UInt8> }
            }
            let kept = (try? path?.filter(csv: fields))?.map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
            #expect(kept.map { JSONValue.array($0).text } == item["csv"]?.text, "\(text) of \(record.text)")
        }
    }
}
