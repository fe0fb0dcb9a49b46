import AWSOperations

/// Dates as HTTP writes them: `Sun, 22 Nov 2026 19:16:02 GMT`.
enum HTTPDate {
    static func parse(_ text: String) -> Timestamp? { Timestamp(httpDate: text) }
}
