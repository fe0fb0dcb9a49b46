/// Numbers from the text that JSON has for them.
enum JSONNumber {
    /// A whole number; also one written with a fraction or an exponent, such as `5.0`. Nil where it is none, or too large.
    static func integer<Integer: FixedWidthInteger>(
        _ text: UnsafeBufferPointer<UInt8>, _ type: Integer.Type
    ) -> Integer? {
        let isNegative = text.first == UInt8(ascii: "-")
        var value: Integer = 0
        let digits = text.dropFirst(isNegative ? 1 : 0)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return double(text).flatMap(Integer.init(exactly:))
        }
        for digit in digits {
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let step = Integer(truncatingIfNeeded: digit - 0x30)
            let (sum, overflowAgain) =
                isNegative ? tenfold.subtractingReportingOverflow(step) : tenfold.addingReportingOverflow(step)
            guard !overflow, !overflowAgain else { return nil }
            value = sum
        }
        return value
    }

    /// The nearest double; nil where that is infinite.
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        if let exact = shortDouble(text) { return exact }
        let value = Double(String(decoding: text, as: UTF8.self))
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Of up to 15 digits without an exponent: digits and power of ten are exact, so one division rounds correctly
    /// (W. D. Clinger, "How to Read Floating Point Numbers Accurately").
    private static func shortDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count <= 17 else { return nil }
        var digits = 0
        var count = 0
        var decimals = 0
        var isPastPoint = false
        var isNegative = false
        for byte in text {
            switch byte {
            case 0x30...0x39:
                digits = digits * 10 + Int(byte - 0x30)
                count += 1
                if isPastPoint { decimals += 1 }
            case UInt8(ascii: "."): isPastPoint = true
            case UInt8(ascii: "-"): isNegative = true
            default: return nil
            }
        }
        guard count <= 15 else { return nil }
        let value = Double(digits) / powersOfTen[decimals]
        return isNegative ? -value : value
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
