import AWSOperations

extension TOMLReader {
    /// A number, a flag or a moment: everything that stands without quotes.
    mutating func word() throws(TOMLProblem) -> TOMLValue {
        let start = position
        while let byte = peek,
            Self.isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
        {
            advance()
        }
        // A date and a time may be set apart by a blank.
        if position - start == 10, peek == 0x20, position + 1 < bytes.count, (48...57).contains(bytes[position + 1]),
            TOMLMoment.isDate(bytes[start..<position])
        {
            advance()
            while let byte = peek,
                Self.isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
            {
                advance()
            }
        }
        guard position > start else { throw problem("a value is expected, not \(found)") }
        let word = Array(bytes[start..<position])
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .double(.infinity)
        case "-inf": return .double(-.infinity)
        case "nan", "+nan", "-nan": return .double(.nan)
        default: break
        }
        if TOMLMoment.isValid(word[...]) { return .moment(text) }
        if let number = try Self.number(text, in: self) { return number }
        throw problem("\(LongText.cut(text, to: 60)) is neither a number, a date, true nor false: text is quoted")
    }

    /// Nil where it is no number at all.
    private static func number(_ text: String, in reader: TOMLReader) throws(TOMLProblem) -> TOMLValue? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            guard let digits = withoutUnderscores(text.dropFirst(2), { $0.hexDigitValue.map { $0 < radix } ?? false })
            else { return nil }
            guard let number = Int(digits, radix: radix) else {
                throw reader.problem("\(LongText.cut(text, to: 60)) is too large")
            }
            return .integer(number)
        }
        let sign = text.hasPrefix("+") || text.hasPrefix("-") ? text.prefix(1) : ""
        let body = text.dropFirst(sign.count)
        func digits(_ part: Substring) -> String? {
            withoutUnderscores(part) { ("0"..."9").contains($0) }
        }
        let exponentStart = body.firstIndex { $0 == "e" || $0 == "E" }
        let mantissa = body[..<(exponentStart ?? body.endIndex)]
        let dot = mantissa.firstIndex(of: ".")
        guard let whole = digits(mantissa[..<(dot ?? mantissa.endIndex)]), whole == "0" || !whole.hasPrefix("0") else {
            return nil
        }
        guard exponentStart != nil || dot != nil else {
            guard let number = Int(sign + whole) else {
                throw reader.problem("\(LongText.cut(text, to: 60)) is too large")
            }
            return .integer(number)
        }
        var written = sign + whole
        if let dot {
            guard let fraction = digits(mantissa[mantissa.index(after: dot)...]) else { return nil }
            written += ".\(fraction)"
        }
        if let exponentStart {
            let exponent = body[body.index(after: exponentStart)...]
            let exponentSign = exponent.hasPrefix("+") || exponent.hasPrefix("-") ? exponent.prefix(1) : ""
            guard let power = digits(exponent.dropFirst(exponentSign.count)) else { return nil }
            written += "e\(exponentSign)\(power)"
        }
        return Double(written).map { .double($0) }
    }

    /// Digits without the underscores between them; nil where there is none, or anything else.
    private static func withoutUnderscores(_ text: Substring, _ isDigit: (Character) -> Bool) -> String? {
        var digits = ""
        var isBetween = false
        for character in text {
            if character == "_" {
                guard isBetween else { return nil }
                isBetween = false
            } else {
                guard character.isASCII, isDigit(character) else { return nil }
                digits.append(character)
                isBetween = true
            }
        }
        return isBetween ? digits : nil
    }
}

/// Dates and times as RFC 3339 writes them, the offset or either half left out.
enum TOMLMoment {
    static func isValid(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count > 10 else { return isDate(word) || isTime(word) }
        let (date, separator, time) = (word.prefix(10), word[word.startIndex + 10], word.dropFirst(11))
        guard isDate(date) else { return isTime(word) }
        guard [UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20].contains(separator) else { return false }
        if let last = time.last, last | 0x20 == UInt8(ascii: "z") { return isTime(time.dropLast()) }
        let offset = time.suffix(6)
        if offset.count == 6, offset.first == UInt8(ascii: "+") || offset.first == UInt8(ascii: "-") {
            let parts = offset.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            return parts.count == 2 && number(parts[0], 2, in: 0...23) != nil && number(parts[1], 2, in: 0...59) != nil
                && isTime(time.dropLast(6))
        }
        return isTime(time)
    }

    static func isDate(_ word: ArraySlice<UInt8>) -> Bool {
        let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], 4, in: 0...9999),
            let month = number(parts[1], 2, in: 1...12), let day = number(parts[2], 2, in: 1...31)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
        let halves = word.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2, halves[1].isEmpty || !halves[1].allSatisfy({ (48...57).contains($0) }) { return false }
        let parts = halves[0].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count == 3 && number(parts[0], 2, in: 0...23) != nil && number(parts[1], 2, in: 0...59) != nil
            && number(parts[2], 2, in: 0...60) != nil
    }

    private static func number(_ digits: ArraySlice<UInt8>, _ count: Int, in range: ClosedRange<Int>) -> Int? {
        guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return range.contains(number) ? number : nil
    }
}
