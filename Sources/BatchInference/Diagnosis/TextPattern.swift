/// A text with gaps, looked for in a line of lower-case bytes: `*` stands for anything, `#` for a whole number.
///
/// A pattern that begins or ends with a digit does not match inside a longer number: `413` is not in `4130`.
struct TextPattern: Hashable, Sendable, ExpressibleByStringLiteral {
    private enum Part: Hashable, Sendable {
        case bytes([UInt8])
        case number
        case gap
    }

    private let parts: [Part]

    init(stringLiteral text: String) { self.init(text) }

    init(_ text: String) {
        var parts: [Part] = []
        var bytes: [UInt8] = []
        func flush() {
            if !bytes.isEmpty { parts.append(.bytes(bytes)) }
            bytes = []
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "#"):
                flush()
                parts.append(byte == UInt8(ascii: "#") ? .number : .gap)
            default: bytes.append(byte)
            }
        }
        flush()
        self.parts = parts
    }

    /// The numbers that stand for each `#`, in order; nil where the pattern is not in the line.
    func match(in line: [UInt8]) -> [Int]? {
        for start in line.indices {
            if start > 0, Self.isDigit(line[start]), Self.isDigit(line[start - 1]) { continue }
            if let numbers = match(parts[...], in: line, from: start) { return numbers }
        }
        return nil
    }

    private func match(_ rest: ArraySlice<Part>, in line: [UInt8], from start: Int) -> [Int]? {
        guard let part = rest.first else { return [] }
        switch part {
        case .bytes(let bytes):
            let end = start + bytes.count
            guard end <= line.count, line[start] == bytes[0], line[start..<end].elementsEqual(bytes) else { return nil }
            if end < line.count, Self.isDigit(bytes[bytes.count - 1]), Self.isDigit(line[end]),
                rest.dropFirst().first != .number
            {
                return nil
            }
            return match(rest.dropFirst(), in: line, from: end)
        case .number:
            var end = start
            while end < line.count, Self.isDigit(line[end]) { end += 1 }
            guard end > start, let numbers = match(rest.dropFirst(), in: line, from: end) else { return nil }
            // A number too long to count with is still a number.
            return [Int(String(decoding: line[start..<end], as: UTF8.self)) ?? .max] + numbers
        case .gap:
            guard rest.count > 1 else { return [] }
            for next in start..<max(start, line.count) {
                if let numbers = match(rest.dropFirst(), in: line, from: next) { return numbers }
            }
            return nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
