/// What stands on a web page that came in place of a service's answer.
enum WebPage {
    /// Its title, else its first words, in one line without anything that looks like a secret; nil for what is no page.
    static func words(_ answer: HTTPAnswer) -> String? {
        let bytes = answer.bytes.prefix(65_536)
        let start = bytes.drop { $0 <= 0x20 }.prefix(64).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { start.starts(with: $0.utf8) }
        guard isPage || (answer.head["content-type"] ?? "").lowercased().hasPrefix("text/html") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let said = title(of: text) ?? withoutTags(text)
        let line = said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Redactor.harmless(Redactor.words(line, limit: 100))
    }

    /// The page in a few words: `a web page ("Sign in to GuestWifi")`.
    static func phrase(_ words: String) -> String { words.isEmpty ? "a web page" : "a web page (\"\(words)\")" }

    private static func title(of text: String) -> String? {
        guard let open = text.firstRange(of: /<title[^>]*>/.ignoresCase()),
            let close = text[open.upperBound...].firstRange(of: /<\/title/.ignoresCase())
        else { return nil }
        let title = text[open.upperBound..<close.lowerBound]
        return title.contains { !$0.isWhitespace } ? String(title) : nil
    }

    private static func withoutTags(_ text: String) -> String {
        var out = ""
        var isTag = false
        for character in text {
            switch character {
            case "<": isTag = true
            case ">":
                isTag = false
                out.append(" ")
            default: if !isTag { out.append(character) }
            }
            if out.count > 400 { break }
        }
        return out
    }
}
