import AWSOperations

/// Dates in the AWS CLI's caches, and in what hands out credentials: botocore reads these with dateutil, in any form.
enum StoredDate {
    /// Reads ISO 8601, with `UTC` or `GMT` where others write `Z`, and the dates of HTTP; nil for anything else.
    static func parse(_ text: String) -> Timestamp? {
        let text = text.stripped
        let isNamed = ["UTC", "GMT"].contains { text.uppercased().hasSuffix($0) }
        return Timestamp(iso8601: isNamed ? String(text.dropLast(3)).stripped + "Z" : text) ?? HTTPDate.parse(text)
    }

    /// Whole seconds, as the AWS CLI writes them.
    static func text(_ moment: Timestamp) -> String {
        Timestamp(secondsSinceEpoch: moment.secondsSinceEpoch.rounded(.down)).iso8601
    }
}
