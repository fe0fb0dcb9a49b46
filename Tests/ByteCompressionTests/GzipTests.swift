import ByteCompression
import Foundation
import PythonOracle
import SeededNumbers
import Testing

@Suite struct GzipTests {
    private struct Case: Codable {
        /// Of text, cut into members; levels 0 to 9.
        var members: [String]
        var level: Int
        /// Bytes to leave of the file; nil for all.
        var kept: Int?
    }

    private struct Written: Codable {
        var base64: String
        /// What Python's zlib gives of it, and whether it came to the last member's end.
        var text: String
        var isWhole: Bool
    }

    private static let program = """
        import base64, gzip, json, sys, zlib
        answers = []
        for case in json.load(sys.stdin):
            data = b"".join(gzip.compress(part.encode(), case["level"], mtime=0) for part in case["members"])
            data = data[:case.get("kept") or len(data)]
            text, rest, whole = b"", data, False
            while rest:
                stream = zlib.decompressobj(31)
                text += stream.decompress(rest)
                whole, rest = stream.eof, stream.unused_data
                if not whole: break
            answers.append({"base64": base64.b64encode(data).decode(), "text": text.decode("latin1"), "isWhole": whole})
        json.dump(answers, sys.stdout)
        """

    @Test func readsWhatPythonWrites() async throws {
        var random = SeededRandom(seed: 7)
        let cases = (0..<120).map { number in
            let members = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let row = "\(Int.random(in: 0..<1000, using: &random)),a,\(Int.random(in: 0..<9, using: &random))\n"
                return String(repeating: row, count: Int.random(in: 0..<4000, using: &random))
            }
            return Case(
                members: members, level: number % 10,
                kept: number % 3 == 0 ? Int.random(in: 12..<200, using: &random) : nil)
        }
        let written: [Written] = try await PythonOracle.answer(Self.program, to: cases)
        try #require(written.count == cases.count)
        #expect(written.contains { !$0.isWhole } && written.contains(where: \.isWhole))
        for item in written {
            let bytes = [UInt8](try #require(Data(base64Encoded: item.base64)))
            let found = try #require(Gzip.beginning(of: bytes, limit: 1 << 24))
            #expect(found.bytes == Array(item.text.utf8))
            #expect(found.isWhole == item.isWhole && found.isWithinLimit)
            if item.isWhole {
                #expect(try Gzip.expanding(bytes) == found.bytes)
            } else {
                #expect(throws: GzipError.truncated) { try Gzip.expanding(bytes) }
            }
        }
    }

    @Test(arguments: [0, 1, 2, 3, 70_000, 70_001]) func stopsAtTheLimit(limit: Int) throws {
        let bytes = [UInt8](repeating: 7, count: 70_000)
        let found = try #require(Gzip.beginning(of: Gzip.storing(bytes), limit: limit))
        #expect(found.bytes == Array(bytes.prefix(limit)))
        #expect(found.isWithinLimit == (limit >= bytes.count))
        #expect(found.isWhole)
    }

    @Test func damagedBytesAreNoGzip() throws {
        let sound = Gzip.storing(Array("a,b\n1,2\n".utf8))
        // The byte behind the header begins a stored block: most of its bits mean nothing.
        for place in sound.indices.dropFirst(11) {
            var changed = sound
            changed[place] ^= 0x10
            #expect(throws: GzipError.self) { try Gzip.expanding(changed) }
        }
        #expect(Gzip.beginning(of: Array("a,b\n1,2\n3,4\n".utf8), limit: 100) == nil)
        #expect(Gzip.beginning(of: [0x1F, 0x8B], limit: 100) == nil)
    }

    /// Text behind the last member is left alone by a look at the beginning, and refused by a strict reading.
    @Test func whatFollowsTheLastMember() throws {
        let sound = Gzip.storing([1, 2, 3])
        #expect(Gzip.beginning(of: sound + [9, 9], limit: 100)?.bytes == [1, 2, 3])
        #expect(try Gzip.expanding(sound + [0, 0]) == [1, 2, 3])
        #expect(throws: GzipError.notGzip) { try Gzip.expanding(sound + [9, 9]) }
    }
}
