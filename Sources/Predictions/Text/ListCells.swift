/// Lists that stand in one cell, as containers write probabilities and labels: `[0.94, 0.06]`, `['yes', "don't know"]`.
package enum ListCells {
    package enum Element: Hashable, Sendable {
        case number(String)
        case label(String)

        package var text: String {
            switch self {
            case .number(let text), .label(let text): text
            }
        }

        package var isNumber: Bool { if case .number = self { true } else { false } }
    }

    /// The elements of a list as Python or JSON writes it; nil for anything else.
    package static func elements(of cell: String) -> [Element]? {
        var bytes = Array(cell.utf8)[...]
        func skipSpaces() { bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
        func take(_ sign: Unicode.Scalar) -> Bool {
            skipSpaces()
            guard bytes.first == UInt8(ascii: sign) else { return false }
            bytes.removeFirst()
            return true
        }
        guard take("[") else { return nil }
        var elements: [Element] = []
        if !take("]") {
            repeat {
                skipSpaces()
                guard let element = element(&bytes) else { return nil }
                elements.append(element)
            } while take(",")
            guard take("]") else { return nil }
        }
        skipSpaces()
        return bytes.isEmpty ? elements : nil
    }

    private static func element(_ bytes: inout ArraySlice<UInt8>) -> Element? {
        guard let first = bytes.first else { return nil }
        guard first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else {
            let digits = bytes.prefix { ![UInt8(ascii: ","), UInt8(ascii: "]"), 0x20].contains($0) }
            let text = String(decoding: digits, as: UTF8.self)
            guard Double(text) != nil else { return nil }
            bytes = bytes.dropFirst(digits.count)
            return .number(text)
        }
        bytes.removeFirst()
        var content: [UInt8] = []
        while let byte = bytes.popFirst() {
            if byte == first { return .label(String(decoding: content, as: UTF8.self)) }
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let escaped = bytes.popFirst() else { return nil }
            switch escaped {
            case UInt8(ascii: "n"): content.append(0x0A)
            case UInt8(ascii: "t"): content.append(0x09)
            case UInt8(ascii: "r"): content.append(0x0D)
            case UInt8(ascii: "x"), UInt8(ascii: "u"):
                let length = escaped == UInt8(ascii: "x") ? 2 : 4
                guard let code = UInt32(String(decoding: bytes.prefix(length), as: UTF8.self), radix: 16),
                    let scalar = Unicode.Scalar(code)
                else { return nil }
                content += String(scalar).utf8
                bytes = bytes.dropFirst(length)
            default: content.append(escaped)
            }
        }
        return nil
    }
}
