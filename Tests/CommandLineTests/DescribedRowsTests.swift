import AWSOperations
import Synchronization
import Testing

@testable import flightdeck

@Suite struct DescribedRowsTests {
    private struct Row: Encodable, Sendable {
        var Name: String
        var Status = "listed"
    }

    private struct Description: Encodable, Sendable {
        var Status = "described"
        var Model: String
    }

    @Test func membersOfTheDescriptionStandBehindTheRows() async throws {
        let notes = Mutex<[String]>([])
        let names = (0..<20).map { "row-\($0)" }
        let (rows, failure) = try await DescribedRows.rows(
            names.map { Row(Name: $0) }, name: \.Name, note: { note in notes.withLock { $0.append(note) } }
        ) { row in
            if row.Name == "row-7" { throw AWSFailure.configuration(problem: "no way", remedy: "") }
            return [try JSONValue(encoding: Description(Model: "model of \(row.Name)"))]
        }
        #expect(rows.count == names.count)
        #expect(failure == .configuration(problem: "no way", remedy: ""))
        for (name, row) in zip(names, rows) where name != "row-7" {
            #expect(row.text(pretty: false) == #"{"Name":"\#(name)","Status":"listed","Model":"model of \#(name)"}"#)
        }
        #expect(rows[7].text(pretty: false) == #"{"Name":"row-7","Status":"listed","DescriptionFailure":"no way"}"#)
        #expect(notes.withLock { $0 } == ["row-7: no way"])
    }
}
