import AWSOperations

/// Names and passwords in URLs that somebody typed, which no message repeats.
enum URLPassword {
    static let mark = "[hidden]"

    /// The text with what stands between `://` and `@` left out, in each URL that has a name before its host, and
    /// wherever else it repeats what one of the arguments has there.
    static func hidden(in text: String, arguments: [String] = []) -> String {
        var text = text
        for argument in arguments where argument.utf8.contains(UInt8(ascii: "@")) {
            for secret in split(argument, isArgument: true).secrets where !secret.isEmpty {
                text = text.replacing("\(secret)@", with: "\(mark)@")
            }
        }
        return split(text, isArgument: false).shown
    }

    /// The text without names and passwords, and what was left out.
    ///
    /// - Parameter isArgument: Whether the text is one argument, in which a URL goes to the end.
    private static func split(_ text: String, isArgument: Bool) -> (shown: String, secrets: [String]) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return (text, []) }
        var shown = ""
        var secrets: [String] = []
        var rest = text[...]
        while let start = rest.firstByteRange(of: "://") {
            shown += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            // A URL ends where a blank, a quote or a bracket does; a password may hold any other sign.
            let url = isArgument ? rest : rest.untilByte(of: " \t\r\n\"'`<>")
            let authority = url.untilByte(of: "/?#")
            // A port that isn't a number is the beginning of a password with such a sign in it.
            let hasPassword = authority.firstByteIndex(of: ":").map { colon in
                !authority.hasBytePrefix("[")
                    && !authority[colon...].utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
            }
            guard let end = (hasPassword == true ? url : authority).lastByteIndex(of: "@") else { continue }
            secrets.append(String(rest[..<end]))
            shown += mark
            rest = rest[end...]
        }
        return (shown + rest, secrets)
    }
}

extension CommandFailure {
    /// Leaves out names and passwords of URLs, also those that an argument has.
    mutating func hidePasswords(of arguments: [String]) {
        problem = URLPassword.hidden(in: problem, arguments: arguments)
        remedy = URLPassword.hidden(in: remedy, arguments: arguments)
    }
}
