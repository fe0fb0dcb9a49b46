extension JSONValue {
    /// How a value is laid out as text.
    public enum Layout: Hashable, Sendable {
        /// Over several lines, with so many blanks a level.
        case lines(indent: Int)
        /// On one line, without blanks.
        case compact
        /// On one line, with a blank behind each comma and colon.
        case oneLine

        /// Over several lines, two blanks a level.
        public static let pretty = Layout.lines(indent: 2)
    }

    /// The value as JSON text; with what a terminal could act on or hide escaped, if so asked.
    ///
    /// `depth` is how many levels of another value's lines stand around it.
    public func text(_ layout: Layout = .pretty, depth: Int = 0, escapingHidden: Bool = false) -> String {
        var text = ""
        write(to: &text, layout, depth: depth, escapingHidden)
        return text
    }

    /// Over several lines, for people to read and to paste: what a terminal could act on or hide is escaped.
    public var prettyText: String { text(.pretty, escapingHidden: true) }

    /// On one line, for people to read and to paste: what a terminal could act on or hide is escaped.
    public var compactText: String { text(.compact, escapingHidden: true) }

    /// A string as JSON writes it, with its quotes; what a terminal could act on or hide is escaped.
    public static func quoted(_ string: String) -> String {
        var text = ""
        write(string, to: &text, escapingHidden: true)
        return text
    }

    private func write(to text: inout String, _ layout: Layout, depth: Int, _ escapingHidden: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): Self.write(string, to: &text, escapingHidden: escapingHidden)
        case .array(let items):
            Self.write(items, between: "[", and: "]", to: &text, layout, depth: depth) { item, text in
                item.write(to: &text, layout, depth: depth + 1, escapingHidden)
            }
        case .object(let members):
            Self.write(members, between: "{", and: "}", to: &text, layout, depth: depth) { member, text in
                Self.write(member.key, to: &text, escapingHidden: escapingHidden)
                text += layout == .compact ? ":" : ": "
                member.value.write(to: &text, layout, depth: depth + 1, escapingHidden)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between opening: String, and closing: String, to text: inout String, _ layout: Layout,
        depth: Int, element: (Element, inout String) -> Void
    ) {
        text += opening
        for (index, value) in elements.enumerated() {
            if index > 0 { text += layout == .oneLine ? ", " : "," }
            if case .lines(let indent) = layout { text += "\n" + String(repeating: " ", count: indent * (depth + 1)) }
            element(value, &text)
        }
        if case .lines(let indent) = layout, !elements.isEmpty {
            text += "\n" + String(repeating: " ", count: indent * depth)
        }
        text += closing
    }

    private static func write(_ string: String, to text: inout String, escapingHidden: Bool) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || escapingHidden && scalar.isHidden:
                for unit in UTF16.encode(scalar)! {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension Unicode.Scalar {
    /// Whether a terminal could act on the character, or show nothing for it.
    public var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
