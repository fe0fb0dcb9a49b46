import BatchInference
import SeededNumbers
import Testing

@testable import flightdeck

@Suite("Local text files")
struct LocalFilesTests {
    @Test(
        "the line that isn't UTF-8 is named",
        arguments: [
            ([0xFF], 1), ([0x61, 0x0A, 0xC3], 2), ([0x61, 0x0D, 0x0A, 0x0A, 0xC3, 0x0A, 0xA9], 3),
            ([0xC3, 0xA9, 0x0A, 0xED, 0xA0, 0x80], 2), ([0x0A, 0x0A, 0xC0, 0x80, 0x0A, 0xFF], 3),
        ] as [([UInt8], Int)])
    func lines(bytes: [UInt8], line: Int) {
        #expect(LocalFiles.lineWithoutText(bytes) == line)
    }

    @Test("every byte that breaks a text is found in its line", arguments: UInt64(0)..<50)
    func everyLine(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var lines = (0..<20).map { "\($0) é 漢 😀" }.map { Array($0.utf8) }
        let broken = random.below(20)
        lines[broken].insert(0xFF, at: random.below(lines[broken].count + 1))
        #expect(LocalFiles.lineWithoutText(Array(lines.joined(separator: [0x0A]))) == broken + 1)
    }
}
