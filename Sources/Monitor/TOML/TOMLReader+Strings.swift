extension TOMLReader {
    /// A basic string, with escapes; of several lines between three quotation marks.
    mutating func basicString(isKey: Bool) throws(TOMLProblem) -> String {
        let isLong = comes("\"\"\"")
        if isLong, isKey { throw problem("a key of several lines") }
        position += isLong ? 3 : 1
        if isLong { _ = try takeLineEnd() }
        let start = line
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                if try close(byte, isLong: isLong, into: &text) { return String(decoding: text, as: UTF8.self) }
            case UInt8(ascii: "\\"):
                advance()
                try escape(isLong: isLong, into: &text)
            default: try plain(isLong: isLong, into: &text)
            }
        }
        throw TOMLProblem(line: start, words: "a string without its end")
    }

    /// A literal string, without escapes.
    mutating func literalString(isKey: Bool) throws(TOMLProblem) -> String {
        let isLong = comes("'''")
        if isLong, isKey { throw problem("a key of several lines") }
        position += isLong ? 3 : 1
        if isLong { _ = try takeLineEnd() }
        let start = line
        var text: [UInt8] = []
        while let byte = peek {
            if byte == UInt8(ascii: "'") {
                if try close(byte, isLong: isLong, into: &text) { return String(decoding: text, as: UTF8.self) }
            } else {
                try plain(isLong: isLong, into: &text)
            }
        }
        throw TOMLProblem(line: start, words: "a string without its end")
    }

    /// Takes quotation marks: true where they end the string. One or two before the end of a long one are part of it.
    private mutating func close(_ quote: UInt8, isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) -> Bool {
        guard isLong else {
            advance()
            return true
        }
        var count = 0
        while peek == quote, count < 5 {
            count += 1
            advance()
        }
        text += repeatElement(quote, count: count >= 3 ? count - 3 : count)
        return count >= 3
    }

    private mutating func plain(isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) {
        guard let byte = peek else { return }
        if byte == 0x0A || byte == 0x0D {
            guard isLong else { throw problem("a string without its end") }
            _ = try takeLineEnd()
            text.append(0x0A)
            return
        }
        guard byte == 0x09 || byte >= 0x20 && byte != 0x7F else { throw problem("a string has \(found) in it") }
        text.append(byte)
        advance()
    }

    /// What follows a backslash.
    private mutating func escape(isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) {
        guard let byte = peek else { throw problem("a string without its end") }
        if isLong, byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09 {
            try foldLines()
            return
        }
        advance()
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): text += try scalar(digits: 4)
        case UInt8(ascii: "U"): text += try scalar(digits: 8)
        default:
            position -= 1
            throw problem("a backslash before \(found): write \\\\ for one, or use single quotes")
        }
    }

    /// A backslash at the end of a line takes the break and all blanks and breaks after it away.
    private mutating func foldLines() throws(TOMLProblem) {
        let start = line
        while let byte = peek {
            if byte == 0x20 || byte == 0x09 {
                advance()
            } else if try !takeLineEnd() {
                break
            }
        }
        guard line > start else { throw problem("a backslash before a blank: write \\\\ for one") }
    }

    private mutating func scalar(digits: Int) throws(TOMLProblem) -> [UInt8] {
        var number: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw problem("an escape of \(digits) hexadecimal digits is expected, not \(found)")
            }
            number = number << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(number) else {
            throw problem("no character has the number \(String(number, radix: 16))")
        }
        return Array(String(scalar).utf8)
    }
}
