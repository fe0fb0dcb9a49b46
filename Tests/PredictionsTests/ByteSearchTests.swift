import SeededNumbers
import Testing

@testable import Predictions

@Suite("Bytes are found where they are, in texts of any length")
struct ByteSearchTests {
    @Test("the first of one or of two, from any place on")
    func first() {
        var random = SeededRandom(seed: 17)
        let signs: [UInt8] = [0, 1, 0x22, 0x2B, 0x2C, 0x2D, 0x0A, 0x80, 0xAC, 0xFF]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...40, using: &random)
            // Few distinct bytes, so that neighbours of the one that is looked for are common.
            let bytes = (0..<count).map { _ in signs[Int.random(in: 0..<signs.count, using: &random)] }
            bytes.withUnsafeBufferPointer { buffer in
                for start in 0...count {
                    for sign in signs {
                        let wanted = bytes[start...].firstIndex(of: sign) ?? count
                        #expect(ByteSearch.first(sign, in: buffer, from: start) == wanted)
                    }
                    let wanted = bytes[start...].firstIndex { $0 == 0x2C || $0 == 0 } ?? count
                    #expect(ByteSearch.first(0x2C, 0, in: buffer, from: start) == wanted)
                }
            }
        }
    }
}
