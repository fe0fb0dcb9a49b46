import AWSOperations

/// What a colour means in printed text; always beside a word that says the same.
enum Tint: Hashable, Sendable {
    case good
    case busy
    case bad
    case faint

    /// The text between the terminal's own colours (SGR), which every theme of a terminal has set to be readable.
    func painted(_ text: String) -> String {
        let code =
            switch self {
            case .good: "32"
            case .busy: "33"
            case .bad: "31"
            case .faint: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The tint of a status word of the API.
    init?(status: String) {
        switch status {
        case "Completed": self = .good
        case "InProgress", "Stopping": self = .busy
        case "Failed": self = .bad
        case "Stopped": self = .faint
        default: return nil
        }
    }
}

extension TextTable.Cell {
    /// A status with its shape and word.
    static func status(_ status: some APIEnumeration, isASCII: Bool) -> TextTable.Cell {
        let shape =
            switch status.rawValue {
            case "Completed": isASCII ? "+" : "✓"
            case "InProgress": isASCII ? "~" : "◐"
            case "Stopping": isASCII ? "~" : "◑"
            case "Failed": isASCII ? "x" : "✗"
            case "Stopped": isASCII ? "-" : "■"
            default: "?"
            }
        return TextTable.Cell(
            "\(shape) \(status.rawValue.isEmpty ? "unknown" : status.rawValue)", tint: Tint(status: status.rawValue))
    }
}
