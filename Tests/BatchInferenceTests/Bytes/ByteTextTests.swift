import AWSOperations
import SeededNumbers
import Testing

/// What is done with bytes, against the same done with arrays of them.
@Suite struct ByteTextTests {
    private static let signs: [Unicode.Scalar] = ["/", ":", "=", "@", "?", ".", "'"]

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func textsAreTheirBytes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<1000 {
            let (left, right) = (HostileText.make(&random, upTo: 4), HostileText.make(&random, upTo: 3))
            let (a, b) = (Array(left.utf8), Array(right.utf8))
            #expect((ByteText(left) == ByteText(right)) == (a == b))
            #expect((ByteText(left) < ByteText(right)) == a.lexicographicallyPrecedes(b))
            #expect(a != b || ByteText(left).hashValue == ByteText(right).hashValue)
            #expect(left.hasSameBytes(as: right) == (a == b))
            #expect(left.hasBytePrefix(right) == a.starts(with: b))
            #expect(left.hasByteSuffix(right) == a.reversed().starts(with: b.reversed()))
            #expect(
                left.droppingBytePrefix(right).map { Array($0.utf8) }
                    == (a.starts(with: b) ? Array(a[b.count...]) : nil))
            let isEnd = a.reversed().starts(with: b.reversed())
            #expect(left.droppingByteSuffix(right).map { Array($0.utf8) } == (isEnd ? a.dropLast(b.count) : nil))
            let place = (0...a.count).first { a[$0...].starts(with: b) }
            #expect(
                left.firstByteRange(of: right).map { left.utf8.distance(from: left.startIndex, to: $0.lowerBound) }
                    == place)
            #expect(Array((left + right).utf8) == a + b)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func textsArePartedAtBytes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<1000 {
            let text = HostileText.make(&random)
            let bytes = Array(text.utf8)
            let sign = Self.signs.randomElement(using: &random)!
            let byte = UInt8(ascii: sign)
            let most = Int.random(in: 0...3, using: &random)
            func parts(_ texts: [Substring]) -> [[UInt8]] { texts.map { Array(String($0).utf8) } }
            #expect(
                parts(text.byteParts(at: sign))
                    == bytes.split(separator: byte, omittingEmptySubsequences: false).map(Array.init))
            #expect(
                parts(text.byteParts(at: sign, omittingEmpty: true)) == bytes.split(separator: byte).map(Array.init))
            #expect(
                parts(text.byteParts(at: sign, maxSplits: most))
                    == bytes.split(separator: byte, maxSplits: most, omittingEmptySubsequences: false).map(Array.init))
            #expect(text.containsByte(sign) == bytes.contains(byte))
            #expect(Array(text.untilByte(of: String(sign)).utf8) == Array(bytes.prefix { $0 != byte }))
            let slash = bytes.lastIndex(of: 0x2F)
            #expect(Array(text.lastPathPart.utf8) == Array(bytes[(slash.map { $0 + 1 } ?? 0)...]))
            #expect(Array(text.parentFolder.utf8) == Array(bytes[..<(slash.map { $0 + 1 } ?? 0)]))
            #expect(Array(text.folder.utf8) == Array(bytes[..<(slash ?? 0)]))
            #expect(Array(text.asFolder.utf8) == bytes + (bytes.isEmpty || bytes.last == 0x2F ? [] : [0x2F]))
        }
    }

    @Test func setsAndSortingTellSpellingsApart() {
        let composed: ByteText = "é"
        let decomposed: ByteText = "e\u{301}"
        #expect(composed.string == decomposed.string)
        #expect(Set([composed, decomposed]).count == 2)
        #expect([composed, "z", decomposed].sorted() == [decomposed, "z", composed])
        // U+FFFF comes before U+10000 in UTF-8, and after it in UTF-16.
        #expect(ByteText("\u{FFFF}") < ByteText("\u{10000}"))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func locationsGoByBytes(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let key = HostileText.make(&random)
            let location = S3Location(bucket: "demo", key: key)
            let read = try #require(S3Location(location.uri))
            #expect(read == location && Array(read.key.utf8) == Array(key.utf8))
            #expect(
                Array(read.name.utf8) == Array(key.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).last!))
            let other = HostileText.make(&random, upTo: 3)
            #expect((location == S3Location(bucket: "demo", key: other)) == key.utf8.elementsEqual(other.utf8))
        }
        #expect(S3Location("s3:/\u{301}/demo/a") == nil)
        #expect(S3Location("s3://demo/\u{301}a")?.key.utf8.count == 3)
    }
}
