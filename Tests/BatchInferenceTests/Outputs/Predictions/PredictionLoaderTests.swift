import AWSOperations
import ByteCompression
import Predictions
import Testing

@testable import BatchInference

@Suite("The first records of objects are read, however long they are")
struct PredictionLoaderTests {
    private let storage = FakeObservations()
    private static let place = S3Location(bucket: "demo", key: "x")

    private func table(
        _ bytes: [UInt8], _ wanted: Int, limits: RecordLoader.Limits = .command, isUnpacked: Bool = false
    ) async throws -> RecordTable {
        storage.change { $0.objects[Self.place] = bytes }
        return try await RecordLoader(storage: storage, limits: limits).first(
            wanted, of: .init(Self.place, type: "text/csv", isUnpacked: isUnpacked))
    }

    private func rows(_ count: Int, width: Int) -> [UInt8] {
        (0..<count).flatMap { row in Array("\(row),".utf8) + [UInt8](repeating: 0x78, count: width) + [0x0A] }
    }

    @Test("reading goes on until the rows that were asked for are whole")
    func longRows() async throws {
        let table = try await table(rows(60, width: 90_000), 6)
        #expect(table.rows.count == 6 && table.rows.allSatisfy { $0.cells[1].utf8.count == 90_000 && !$0.isCut })
        #expect(table.shortfall == nil && !table.count.isExact && table.count.records >= 6)
        #expect(abs((table.estimatedRecords ?? 0) - 60) <= 10)
        let reads = storage.state.withLock { $0.calls.count }
        #expect(reads <= 3)
    }

    @Test("small objects are read whole, so that their records are counted")
    func counted() async throws {
        let table = try await table(rows(2000, width: 100), 3)
        #expect(table.rows.count == 3 && table.count == RecordCount(records: 2000, isExact: true))
    }

    @Test("a row beyond the limit is cut and says so, and no more is kept than the limits say")
    func cut() async throws {
        let limits = RecordLoader.Limits(record: 1000, kept: 2500, read: 1 << 20, counted: 0, doubtful: 0)
        let table = try await table(rows(50, width: 10_000), 20, limits: limits)
        #expect(table.rows.count == 3 && table.rows.allSatisfy { $0.isCut && $0.cells[1].utf8.count < 1000 })
        #expect(table.shortfall?.hasPrefix("stopped after ") == true)
        let endless = try await self.table(rows(1, width: 3 << 20), 2, limits: limits)
        #expect(endless.rows.count == 1 && endless.rows[0].isCut && endless.count.records == 0)
        let preview = PredictionPreview(
            input: .absent, output: .table(endless), rule: PairingRule(splitType: .line, assembleWith: .line),
            rowLimit: 2)
        #expect(preview.notes.first?.hasPrefix("1 output row instead of 2: stopped after ") == true)
        #expect(preview.notes.last == "1 output row is too long and cut")
    }

    @Test("blank lines do not take the place of rows")
    func blankLines() async throws {
        let table = try await table(Array(String(repeating: "\n\n1,2\n", count: 20_000).utf8), 5)
        #expect(table.rows.count { !$0.isBlank } == 5)
        let blank = try await self.table([UInt8](repeating: 0x0A, count: 9_000_000), 5)
        #expect(blank.rows.count <= 1020 && blank.count.blankLines > 1000)
    }

    @Test("an empty object has no records, and a compressed one is unpacked where the service does")
    func emptyAndPacked() async throws {
        let empty = try await table([], 5)
        #expect(empty.form == .csv && empty.rows.isEmpty && empty.count == RecordCount(records: 0, isExact: true))
        let packed = Gzip.storing(Array("1,2\n3,4\n".utf8))
        let unpacked = try await table(packed, 5, isUnpacked: true)
        #expect(unpacked.rows.map(\.cells) == [["1", "2"], ["3", "4"]] && unpacked.count.isExact)
        #expect(try await table(packed, 5).form == .binary(.gzip))
        let broken = try await table(Array(packed.prefix(21)), 5, isUnpacked: true)
        #expect(!broken.count.isExact && broken.rows.first?.cells == ["1", "2"], "gzip that ends in the middle")
    }

    private func preview(_ rows: Int = 100) async throws -> PredictionPreview {
        let job = Samples.transform()
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        return try await PredictionLoader(storage: storage, job: job).preview(
            of: try #require(listing.rows.first), in: listing, rowLimit: rows)
    }

    @Test("an input and its output are read side by side, and a header line stands beside its prediction")
    func bothSides() async throws {
        storage.put("s3://demo/in/a.csv", "island,bill\nTorgersen,39.1\nBiscoe,46.1\n")
        storage.put("s3://demo/out/a.csv.out", "Adelie,0.5\nAdelie,0.998\nGentoo,0.991\n")
        let pair = try await preview()
        #expect(pair.pairing == .paired() && pair.given.rows.first?.cells == ["island", "bill"])
        #expect(pair.predicted.rows.last?.cells == ["Gentoo", "0.991"])
        #expect(try await preview(2).coverage == "first 2 rows of 3")
    }

    @Test("one object that cannot be read hides nothing of the other")
    func unreadable() async throws {
        storage.put("s3://demo/in/a.csv", "1\n")
        storage.put("s3://demo/out/a.csv.out", "Adelie\n")
        storage.change { $0.failures["GetObject"] = .refusal("GetObject", "AccessDenied", "no", status: 403) }
        let pair = try await preview()
        guard case .failed = pair.input, case .failed = pair.output, case .unpaired(.outputUnreadable) = pair.pairing
        else {
            Issue.record("\(pair)")
            return
        }
        storage.change { $0.failures["GetObject"] = .cancelled }
        await #expect(throws: AWSFailure.cancelled) { try await preview() }
    }
}
