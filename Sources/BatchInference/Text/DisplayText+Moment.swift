import AWSOperations

extension DisplayText {
    /// A moment to the minute: `2026-11-20 09:14 UTC`.
    public static func moment(_ moment: Timestamp) -> String {
        guard moment.isKnown else { return unknown }
        let text = moment.iso8601
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }
}
