import AWSOperations

/// Writes values as JSON with their keys in the order in which they were encoded and times as ISO 8601.
enum JSONText {
    enum Style: Hashable, Sendable {
        case pretty
        /// Everything on one line.
        case compact
    }

    static func encode(_ value: some Encodable, style: Style = .pretty) throws -> String {
        try JSONValue(encoding: value).text(pretty: style == .pretty)
    }

    /// The same document with every character escaped that a terminal could act on or hide.
    static func escapedForTerminal(_ json: String) -> String {
        guard !json.utf8.allSatisfy({ $0 == 0x0A || (0x20..<0x7F).contains($0) }) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            if scalar != "\n" && (scalar.value == 0x7F || isInvisible(scalar)) {
                for unit in UTF16.encode(scalar)! { text += escape(unit) }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// `\u001b` and the like.
    static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
