import ByteCompression
import Foundation
import Predictions
import PythonOracle
import SeededNumbers
import Testing

@Suite struct ContentStreamTests {
    private struct Packed: Codable {
        var text: String
        var gzip: String
        var bzip2: String
    }

    private static let program = """
        import base64, bz2, gzip, json, sys
        def b(x): return base64.b64encode(x).decode()
        answers = []
        for parts in json.load(sys.stdin):
            parts = [p.encode() for p in parts]
            answers.append({"text": b"".join(parts).decode(), "gzip": b(b"".join(gzip.compress(p) for p in parts)),
                "bzip2": b(b"".join(bz2.compress(p) for p in parts))})
        json.dump(answers, sys.stdout)
        """

    private static func content(
        _ pieces: [[UInt8]], isUnpacked: Bool = true, type: String? = "text/csv"
    ) throws(ContentStream.Problem) -> (bytes: [UInt8], stream: ContentStream, largest: Int) {
        var stream = ContentStream(type: type, isUnpacked: isUnpacked)
        var bytes: [UInt8] = []
        var largest = 0
        for piece in pieces {
            try stream.read(piece) {
                bytes += $1
                largest = max(largest, $1.count)
            }
        }
        try stream.finish { bytes += $1 }
        return (bytes, stream, largest)
    }

    @Test func packedContentIsThatOfPython() async throws {
        var random = SeededRandom(seed: 13)
        let cases = (0..<25).map { _ in
            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                (0..<Int.random(in: 0...20_000, using: &random)).map { "\($0 % 97),x\n" }.joined()
            }
        }
        let answers: [Packed] = try await PythonOracle.answer(Self.program, to: cases)
        try #require(answers.count == cases.count)
        for answer in answers {
            for (text, packing) in [(answer.gzip, BinaryContent.gzip), (answer.bzip2, .bzip2)] {
                let bytes = [UInt8](try #require(Data(base64Encoded: text)))
                let parts = pieces(of: bytes, atMost: Int.random(in: 1...5000, using: &random), &random)
                let found = try Self.content(parts)
                #expect(found.bytes == Array(answer.text.utf8) && found.stream.packing == packing)
                #expect(found.stream.form == .csv && found.stream.bytesRead == bytes.count)
                #expect(found.largest <= 65_536 + 1 << 18)
                let shown = try Self.content(parts, isUnpacked: false)
                #expect(shown.stream.form == .binary(packing) && shown.bytes == bytes)
                #expect(throws: ContentStream.Problem.self) { try Self.content([Array(bytes.dropLast(3))]) }
            }
        }
    }

    @Test func damageIsSaid() throws {
        #expect(throws: ContentStream.Problem.gzip(.truncated)) { try Self.content([[0x1F, 0x8B, 8]]) }
        var gzip = Gzip.storing(Array("a,b\n".utf8))
        gzip[gzip.count - 8] ^= 1
        #expect(throws: ContentStream.Problem.gzip(.checksum)) { try Self.content([gzip]) }
        let good = Gzip.storing(Array("a,b\n".utf8))
        #expect(try Self.content([good + [0, 0, 0]]).bytes == Array("a,b\n".utf8))
        #expect(throws: ContentStream.Problem.gzip(.notGzip)) { try Self.content([good + [0, 1]]) }
        #expect(ContentStream.Problem.gzip(.checksum).text.contains("checksum"))
    }

    @Test func theBeginningDecides() throws {
        #expect(try Self.content([]).stream.form == .csv)
        #expect(try Self.content([Array("{\"a\": 1}\n{\"a\": 2}".utf8)]).stream.form == .jsonLines)
        #expect(try Self.content([Array("PAR1xxxx".utf8)]).stream.form == .binary(.parquet))
        let late = Array(String(repeating: "a,b\n", count: 50_000).utf8)
        let found = try Self.content(late.map { [$0] })
        #expect(found.bytes == late && found.stream.form == .csv && found.stream.excerpt.count == 64)
    }

    @Test func aSmallFileThatExpandsToAHugeOneComesInPieces() throws {
        let zeros = [UInt8](repeating: UInt8(ascii: "a"), count: 30 << 20)
        let packed = try Self.deflated(zeros)
        #expect(packed.count < 100_000)
        var total = 0
        var largest = 0
        let stream = GzipStream()
        try stream.read(packed) {
            total += $0.count
            largest = max(largest, $0.count)
        }
        try stream.finish()
        #expect(total == zeros.count && largest <= 1 << 18)
    }

    /// Packed by gzip itself.
    private static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "head -c \(bytes.count) /dev/zero | tr '\\0' a | gzip -c"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return [UInt8](try pipe.fileHandleForReading.readToEnd() ?? Data())
    }
}
