import JSONCoding
import Testing

@Suite struct HiddenCharactersTests {
    @Test func everyCharacterIsJudgedByItsCategory() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isHidden =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
                default: scalar.properties.isDefaultIgnorableCodePoint
                }
            #expect(scalar.isHidden == isHidden, "U+\(String(value, radix: 16))")
        }
        #expect(JSONValue.string("a\u{1B}~\u{7F}\u{202E}").compactText == #""a\u001b~\u007f\u202e""#)
    }
}
