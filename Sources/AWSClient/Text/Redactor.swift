import AWSOperations

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

    /// A line in which no character of a service's can make a terminal do anything.
    static func harmless(_ line: String) -> String {
        if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return line }
        var text = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: text.append("?")
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// A URL without user information and without the values of parameters that sign or identify.
    static func url(_ url: String) -> String {
        let user = userInformation(of: url)
        let text = user.isEmpty ? url : url[..<user.lowerBound] + placeholder + url[user.upperBound...]
        let parts = text.byteParts(at: "?", maxSplits: 1)
        guard parts.count == 2 else { return text }
        return parts[0] + "?" + parts[1].byteParts(at: "&").map(parameter).joined(separator: "&")
    }

    /// Where a URL names user and password; by bytes, for a sign before a combining mark is the same sign to whoever
    /// takes the URL.
    static func userInformation(of url: String) -> Range<String.Index> {
        let start = beginOfAuthority(of: url)
        let authority = url[start...].untilByte(of: "/?#")
        // A port that isn't a number is the beginning of a password with such a sign in it.
        let isPassword = authority.firstByteIndex(of: ":").map { colon in
            !authority.hasBytePrefix("[")
                && !authority[colon...].utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        }
        let place = isPassword == true ? url[start...] : authority
        return start..<(place.lastByteIndex(of: "@") ?? start)
    }

    /// Behind the scheme and its slashes, however many there are: a URL written wrongly holds its password all the same.
    private static func beginOfAuthority(of url: String) -> String.Index {
        func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        if let place = url.firstByteRange(of: "://") {
            return url.utf8[place.upperBound...].firstIndex { !isSlash($0) } ?? url.endIndex
        }
        let begin = url.utf8.firstIndex { !isSlash($0) && $0 != UInt8(ascii: " ") } ?? url.startIndex
        guard let colon = url[begin...].firstByteIndex(of: ":") else { return begin }
        let behind = url.utf8.index(after: colon)
        guard behind < url.endIndex, isSlash(url.utf8[behind]) else { return begin }
        return url.utf8[behind...].firstIndex { !isSlash($0) } ?? url.endIndex
    }

    /// A setting that should be no URL, but may be one that somebody put into the wrong variable.
    static func misplaced(_ text: String) -> String {
        text.firstByteRange(of: "://") != nil || text.hasBytePrefix("//") ? url(text) : text
    }

    /// libcurl's words, without a URL of ours that they quote.
    static func words(_ text: String, quoting urls: [String]) -> String? {
        for url in urls {
            let secret = String(url[userInformation(of: url)])
            let password = secret.byteParts(at: ":", maxSplits: 1).last.map(String.init)
            if [secret, password ?? ""].contains(where: { !$0.isEmpty && text.firstByteRange(of: $0) != nil }) {
                return nil
            }
        }
        return text
    }

    /// Another program's words, in one line of at most `limit` characters, with all that may be a key left out.
    static func words(_ text: String, limit: Int = 300) -> String {
        var line = ""
        for character in withoutSecrets(text) {
            let isShown = character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            let shown = isShown && !character.isWhitespace ? character : " "
            if shown != " " || line.last != " " { line.append(shown) }
        }
        return cut(line.trimmed, limit)
    }

    /// What was said, part after part, as `AccessDenied: not you`; parts of which nothing was said leave no mark.
    static func said(_ parts: String...) -> String {
        parts.filter { !$0.stripped.isEmpty }.joined(separator: ": ")
    }

    /// A setting's value that is none of those there are, as `VisibleText` shows it: it may be a key, pasted one line
    /// too low.
    static func value(_ text: String, limit: Int = 300) -> String { cut(VisibleText.show(withoutSecrets(text)), limit) }

    /// A region as somebody set it: what is no region's name may be anything.
    static func region(_ text: String) -> String { RegionName.isValid(text) ? text : value(text) }

    /// What a service said went wrong. Where a signature is, it repeats the request behind it, session token and all.
    static func serviceMessage(_ text: String) -> String {
        let repetitions = ["The Canonical String for this request", "The String-to-Sign should have been"]
        guard let start = repetitions.compactMap({ text.firstRange(of: $0)?.lowerBound }).min() else { return text }
        return String(text[..<start]).stripped
    }

    private static func cut(_ line: String, _ limit: Int) -> String {
        line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    private static func withoutSecrets(_ text: String) -> String {
        var shown = ""
        var word = ""
        func end() {
            shown += mayBeSecret(word) ? placeholder : word
            word = ""
        }
        for character in text {
            if character.isLetter || character.isNumber || "+/_-.~".contains(character) {
                word.append(character)
            } else {
                end()
                shown.append(character)
            }
        }
        end()
        return shown
    }

    /// Keys are long and mix letters with digits; a path of that length with digits is left out too.
    private static func mayBeSecret(_ word: String) -> Bool {
        guard word.count >= 16, word.contains(where: \.isNumber), word.contains(where: \.isLetter) else { return false }
        let isPath = word.hasPrefix("/") || word.hasPrefix("~") || word.hasPrefix(".")
        return !isPath || word.count >= 40
    }

    private static func parameter(_ parameter: Substring) -> String {
        let name = parameter.untilByte(of: "=")
        return secretParameters.contains(name.lowercased()) ? "\(name)=\(placeholder)" : String(parameter)
    }
}
