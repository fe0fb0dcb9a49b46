import Console
import Testing

/// Text that is put in piece by piece is the same as in one, whatever joins whatever.
@Suite struct TextFieldInsertionTests {
    private static let pieces = [
        "a", "é", "e", "\u{301}", "日", "🇩", "🇪", "👩", "\u{200D}", "1", " ", "ᄀ", "ᅡ", "\u{FE0F}", "z",
    ]

    @Test(arguments: 0..<40) func anyOrder(seed: Int) {
        var state = UInt64(seed) &* 2_862_933_555_777_941_757 &+ 3
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return Int((state >> 33) % UInt64(count))
        }
        var field = TextFieldState()
        for _ in 0..<60 {
            let (head, tail) = (field.head, field.tail)
            let piece = Self.pieces[next(Self.pieces.count)]
            var whole = TextFieldState(head)
            whole.insert(piece)
            field.insert(piece)
            #expect(field.text == whole.text + tail)
            #expect(field.text.count == field.count && field.head.count == field.cursor)
            field.move(to: next(field.count + 1))
        }
    }
}
