/// Takes out of a line for the log whatever may be secret.
///
/// It works by what is known to be harmless: any other header's value is left out, and so is every body.
enum Redactor {
    static let placeholder = "[redacted]"

    private static let harmlessHeaders: Set<String> = [
        "content-length", "content-type", "content-range", "content-encoding", "date", "etag", "host", "last-modified",
        "range", "retry-after", "server", "x-amz-bucket-region", "x-amz-date", "x-amz-id-2", "x-amz-request-id",
        "x-amz-retry-after", "x-amz-target", "x-amzn-errortype", "x-amzn-query-error", "x-amzn-requestid",
    ]
    private static let secretParameters: Set<String> = [
        "x-amz-signature", "x-amz-security-token", "x-amz-credential", "signature", "awsaccesskeyid",
        "continuation-token",
    ]

    /// `Name: value`, with the value only of headers that hold no secret.
    static func header(name: String, value: String) -> String {
        "\(name): \(harmlessHeaders.contains(name.lowercased()) ? value : placeholder)"
    }

    /// A URL without user information and without the values of parameters that sign or identify.
    static func url(_ url: String) -> String {
        var text = url
        if let scheme = text.firstRange(of: "://") {
            let end = text[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? text.endIndex
            if let at = text[scheme.upperBound..<end].lastIndex(of: "@") {
                text.replaceSubrange(scheme.upperBound..<at, with: placeholder)
            }
        }
        guard let mark = text.firstIndex(of: "?") else { return text }
        let parameters = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        return text[...mark] + parameters.map(parameter).joined(separator: "&")
    }

    private static func parameter(_ parameter: Substring) -> String {
        let name = parameter.prefix { $0 != "=" }
        return secretParameters.contains(name.lowercased()) ? "\(name)=\(placeholder)" : String(parameter)
    }
}
