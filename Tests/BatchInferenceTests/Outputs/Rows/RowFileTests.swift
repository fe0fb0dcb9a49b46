import AWSOperations
import BatchInference
import ByteCompression
import Predictions
import SeededNumbers
import Testing

/// An object of random rows, and the rows that it holds.
struct RandomRows {
    var bytes: [UInt8] = []
    var rows: [[String]] = []
    /// Where each row begins.
    var offsets: [Int] = []

    /// Rows of three fields: quoted ones with commas, quotes and, where asked for, line breaks among them.
    init(_ count: Int, seed: UInt64, lineBreaks: Bool, blankEvery: Int = .max, endsWithBreak: Bool = true) {
        var random = SeededRandom(seed: seed)
        let words = ["Adelie", "a,b", "say \"x\"", "", "Gentoo", "é\u{2028}ü", "0.5", "-3e4"]
        for number in 0..<count {
            offsets.append(bytes.count)
            if number % blankEvery == blankEvery - 1 {
                rows.append([])
            } else {
                var row = ["\(number)", random.one(of: words), String(repeating: "x", count: random.below(40))]
                if lineBreaks, random.below(4) == 0 { row[1] = "one\n\(random.below(9)),two\nthree" }
                rows.append(row)
                let fields = row.map { field in
                    field.utf8.contains { [0x2C, 0x22, 0x0A].contains($0) }
                        ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
                }
                bytes += fields.joined(separator: ",").utf8
            }
            let isLast = number == count - 1
            if !isLast || endsWithBreak { bytes += random.below(3) == 0 && !isLast ? [0x0D, 0x0A] : [0x0A] }
        }
    }
}

@Suite("Any row of an object")
struct RowFileTests {
    static let uri = "s3://bucket/x.out"

    static var small: RowFile.Limits {
        var limits = RowFile.Limits()
        (limits.chunk, limits.chunks, limits.part, limits.reach) = (512, 4096, 700, 1 << 20)
        return limits
    }

    static func file(
        _ bytes: [UInt8], type: String? = nil, isLines: Bool = false, isUnpacked: Bool = false, header: Int = 0,
        skipsBlank: Bool = false, knowing: [String?] = [], limits: RowFile.Limits = small
    ) -> (RowFile, FakeBucket) {
        let bucket = FakeBucket()
        bucket.put(uri, bytes, eTag: "\"1\"")
        let source = RecordLoader.Source(
            S3Location(uri)!, type: type, isLines: isLines, isUnpacked: isUnpacked)
        return (
            RowFile(
                source, from: bucket, knowing: knowing, headerRecords: header, skipsBlankLines: skipsBlank,
                limits: limits), bucket
        )
    }

    /// Gzip with stored blocks, which need no compressor.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        for start in stride(from: 0, to: bytes.count, by: 60_000) {
            let part = bytes[start..<min(start + 60_000, bytes.count)]
            let (low, high) = (UInt8(part.count & 255), UInt8(part.count >> 8))
            packed += [start + 60_000 >= bytes.count ? 1 : 0, low, high, ~low, ~high]
            packed += part
        }
        for value in [CRC32.value(of: bytes), UInt32(bytes.count)] {
            packed += (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
        }
        return packed
    }

    static func countAll(_ file: RowFile) async throws {
        while !(try await file.count().isComplete) {}
    }

    @Test("Every row by its number, once rows are counted", arguments: [false, true])
    func byNumber(lineBreaks: Bool) async throws {
        let random = RandomRows(3000, seed: 7, lineBreaks: lineBreaks, endsWithBreak: false)
        let (file, _) = Self.file(random.bytes)
        try await Self.countAll(file)
        #expect(await file.progress.count == RecordCount(records: 3000, isExact: true))
        for number in stride(from: 0, to: 3000, by: 37) {
            let block = try #require(try await file.rows(at: .number(number), count: 5))
            #expect(block.firstNumber == number)
            #expect(block.rows.map(\.texts) == Array(random.rows[number..<min(number + 5, 3000)]))
            #expect(block.start == random.offsets[number])
        }
        let last = try #require(try await file.rows(at: .end, count: 3))
        #expect(last.firstNumber == 2997 && last.isAtEnd && last.rows.map(\.texts) == Array(random.rows[2997...]))
        let beyond = try #require(try await file.rows(at: .number(4000), count: 3))
        #expect(beyond.rows.isEmpty && beyond.isAtEnd)
    }

    @Test("From any byte the right rows come, their number not said until it's known", arguments: [false, true])
    func byByte(lineBreaks: Bool) async throws {
        let random = RandomRows(3000, seed: 11, lineBreaks: lineBreaks)
        let (file, _) = Self.file(random.bytes)
        for offset in stride(from: 5000, to: random.bytes.count - 2000, by: 1013) {
            let block = try #require(try await file.rows(at: .byte(offset), count: 4))
            let first = try #require(random.offsets.firstIndex { $0 >= offset })
            #expect(block.start == random.offsets[first], "at \(offset)")
            #expect(block.rows.map(\.texts) == Array(random.rows[first..<first + 4]))
            #expect(block.firstNumber == nil)
            let before = try #require(try await file.rows(at: .before(block.start), count: 4))
            #expect(before.rows.map(\.texts) == Array(random.rows[first - 4..<first]))
        }
        let end = try #require(try await file.rows(at: .end, count: 4))
        #expect(end.rows.map(\.texts) == Array(random.rows[2996...]) && end.isAtEnd && end.firstNumber == nil)
        try await Self.countAll(file)
        for number in stride(from: 10, to: 3000, by: 271) {
            #expect(try await file.number(ofRowAt: random.offsets[number]) == number)
            let block = try #require(try await file.rows(at: .byte(random.offsets[number]), count: 2))
            #expect(block.firstNumber == number && block.rows.map(\.texts).first == random.rows[number])
        }
    }

    @Test("Blocks follow one another without a gap, forwards and back")
    func neighbours() async throws {
        let random = RandomRows(800, seed: 3, lineBreaks: true)
        let (file, _) = Self.file(random.bytes)
        var rows: [[String]] = []
        var place = RowPlace.number(0)
        while true {
            let block = try #require(try await file.rows(at: place, count: 70))
            #expect(block.firstNumber == rows.count)
            rows += block.rows.map(\.texts)
            if block.isAtEnd { break }
            place = .byte(try #require(block.end), number: rows.count)
        }
        #expect(rows == random.rows)
        var back: [[String]] = []
        var end = random.bytes.count
        while true {
            let block = try #require(try await file.rows(at: .before(end), count: 70))
            back = block.rows.map(\.texts) + back
            end = block.start
            if block.isAtStart { break }
        }
        #expect(back == random.rows)
    }

    @Test("Compressed lines are read from their beginning, and blank lines and headers are left out where they're none")
    func compressed() async throws {
        let random = RandomRows(900, seed: 5, lineBreaks: false)
        let (file, _) = Self.file(
            Self.gzip(random.bytes), type: "text/csv", isLines: true, isUnpacked: true, header: 1)
        #expect(try await file.rows(at: .byte(300), count: 1) == nil)
        for number in [0, 500, 20, 898] {
            let block = try #require(try await file.rows(at: .number(number), count: 3))
            #expect(block.firstNumber == number)
            #expect(block.rows.map(\.texts) == Array(random.rows[(number + 1)..<min(number + 4, 900)]))
        }
        try await Self.countAll(file)
        #expect(await file.progress.count.records == 899)
        let blank = RandomRows(100, seed: 6, lineBreaks: false, blankEvery: 7)
        let (skipping, _) = Self.file(blank.bytes, skipsBlank: true)
        let written = blank.rows.filter { !$0.isEmpty }
        let block = try #require(try await skipping.rows(at: .number(40), count: 10))
        #expect(block.firstNumber == 40 && block.rows.map(\.texts) == Array(written[40..<50]))
    }

    @Test("JSON of any form is read by number, with the columns that are known")
    func json() async throws {
        let values = (0..<500).map { "{\"b\": \($0), \"a\": \"x\($0)\"}" }
        for text in [
            "[" + values.joined(separator: ",\n ") + "]", values.joined(separator: "\n"),
            "{\"predictions\": [" + values.joined(separator: ",") + "]}",
        ] {
            let (file, _) = Self.file(Array(text.utf8), type: "application/json", knowing: ["a", "b"])
            try await Self.countAll(file)
            #expect(await file.progress.count.records == 500)
            let block = try #require(try await file.rows(at: .number(321), count: 2))
            #expect(block.rows.map(\.texts) == [["x321", "321"], ["x322", "322"]] && block.firstNumber == 321)
        }
    }

    @Test("A row without end is shown as far as it was read, and memory is bounded")
    func endless() async throws {
        var limits = Self.small
        (limits.reach, limits.record) = (8192, 1000)
        let (file, _) = Self.file(
            Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 100_000), limits: limits)
        let block = try #require(try await file.rows(at: .number(0), count: 5))
        #expect(block.rows.map(\.texts) == [["a", "b"]])
        let next = try #require(try await file.rows(at: .byte(4, number: 1), count: 5))
        #expect(next.isEndless && next.isAtEnd && next.rows.count == 1 && next.rows[0].isCut)
    }

    @Test("An object that is written anew while it's read says so")
    func changed() async throws {
        let random = RandomRows(6000, seed: 9, lineBreaks: false)
        let (file, bucket) = Self.file(random.bytes)
        _ = try await file.rows(at: .number(0), count: 5)
        bucket.put(Self.uri, random.bytes, eTag: "\"2\"")
        await #expect(throws: AWSFailure.self) { try await file.rows(at: .end, count: 5) }
        let (empty, _) = Self.file([])
        #expect(try await empty.rows(at: .number(0), count: 5)?.rows.isEmpty == true)
    }

    @Test("A jump back to rows that were counted reads no more than is needed")
    func readsLittle() async throws {
        let random = RandomRows(60_000, seed: 13, lineBreaks: false)
        let (file, bucket) = Self.file(random.bytes, limits: RowFile.Limits())
        try await Self.countAll(file)
        let before = bucket.count(of: "GetObject")
        let block = try #require(try await file.rows(at: .number(45_000), count: 50))
        #expect(block.rows[0].texts == random.rows[45_000])
        #expect(bucket.count(of: "GetObject") - before <= 6)
    }
}
