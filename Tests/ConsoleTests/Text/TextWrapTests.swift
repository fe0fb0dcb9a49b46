import Testing

@testable import Console

@Suite struct TextWrapTests {
    @Test func breaksBetweenWords() {
        #expect(TextWrap.lines("the role cannot be assumed", columns: 10) == ["the role", "cannot be", "assumed"])
    }

    @Test func cutsWordsThatAreTooLong() {
        #expect(TextWrap.lines("s3://bucket/very", columns: 6) == ["s3://b", "ucket/", "very"])
        #expect(TextWrap.lines("ab cdefghij", columns: 4) == ["ab", "cdef", "ghij"])
    }

    @Test func keepsLineEndsAndEmptyLines() {
        #expect(TextWrap.lines("a\n\nb", columns: 5) == ["a", "", "b"])
    }

    @Test func noLineIsTooWideAndNothingHangs() {
        let text = "日本語テキスト and 👨‍👩‍👧 emoji\twith\u{1B}[0m العربية e\u{301}e\u{301}e\u{301}"
        #expect(TextWrap.lines(text, columns: 0).isEmpty)
        for columns in 1...60 {
            for line in TextWrap.lines(text, columns: columns) { #expect(TextWidth.columns(line) <= columns) }
        }
    }
}
