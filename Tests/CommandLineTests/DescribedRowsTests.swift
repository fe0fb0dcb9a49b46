import AWSOperations
import JSONCoding
import Synchronization
import Testing

@testable import flightdeck

@Suite struct DescribedRowsTests {
    private struct Row: Encodable, Sendable {
        var name: String
        var status = "listed"

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case status = "Status"
        }
    }

    private struct Description: Encodable, Sendable {
        var status = "described"
        var model: String

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case model = "Model"
        }
    }

    @Test func membersOfTheDescriptionStandBehindTheRows() async throws {
        let notes = Mutex<[String]>([])
        let names = (0..<20).map { "row-\($0)" }
        let cut = AWSFailure.configuration(problem: "cut short", remedy: "")
        let describe: @Sendable (Row) async throws -> DescribedRows.Description = { row in
            if row.name == "row-7" { throw AWSFailure.configuration(problem: "no way", remedy: "") }
            return DescribedRows.Description(
                parts: [try JSONValue(document: Description(model: "model of \(row.name)"))],
                shortfall: row.name == "row-9" ? cut : nil)
        }
        let (rows, failure) = try await DescribedRows.rows(
            names.map { Row(name: $0) }, name: \.name, note: { note in notes.withLock { $0.append(note) } },
            describe: describe)
        #expect(rows.count == names.count)
        #expect(failure == .configuration(problem: "no way", remedy: ""))
        for (name, row) in zip(names, rows) where name != "row-7" {
            #expect(row.text(.compact) == #"{"Name":"\#(name)","Status":"listed","Model":"model of \#(name)"}"#)
        }
        #expect(rows[7].text(.compact) == #"{"Name":"row-7","Status":"listed","DescriptionFailure":"no way"}"#)
        #expect(notes.withLock { $0 } == ["row-7: no way", "row-9: cut short"])
        let (whole, shortfall) = try await DescribedRows.rows(
            [Row(name: "row-9")], name: \.name, note: { _ in }, describe: describe)
        #expect(shortfall == cut && whole[0].text(.compact).contains("model of row-9"))
    }
}
