/// An XML element to be written: the few answers of S3, STS and IAM need no more.
struct XMLElement: Sendable {
    var name: String
    var namespace: String?
    var content: Content

    enum Content: Sendable {
        case text(String)
        case children([XMLElement])
    }

    init(_ name: String, namespace: String? = nil, _ children: [XMLElement]) {
        self.name = name
        self.namespace = namespace
        content = .children(children)
    }

    init(_ name: String, _ text: String) {
        self.name = name
        content = .text(text)
    }

    init(_ name: String, _ number: Int) {
        self.init(name, String(number))
    }

    init(_ name: String, _ flag: Bool) {
        self.init(name, flag ? "true" : "false")
    }

    var text: String {
        let attribute = namespace.map { " xmlns=\"\($0)\"" } ?? ""
        switch content {
        case .text(let text): return "<\(name)\(attribute)>\(Self.escape(text))</\(name)>"
        case .children(let children):
            return "<\(name)\(attribute)>\(children.map(\.text).joined())</\(name)>"
        }
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Reads single elements out of the small XML bodies that S3 clients send; these never nest an element in itself.
enum XMLText {
    static func values(of element: String, in xml: String) -> [String] {
        var values: [String] = []
        var rest = xml[...]
        while let start = rest.firstRange(of: "<\(element)>"),
            let end = rest[start.upperBound...].firstRange(of: "</\(element)>")
        {
            values.append(unescape(String(rest[start.upperBound..<end.lowerBound])))
            rest = rest[end.upperBound...]
        }
        return values
    }

    private static func unescape(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";") else { break }
            let name = rest[rest.index(after: mark)..<end]
            switch name {
            case "amp": result += "&"
            case "lt": result += "<"
            case "gt": result += ">"
            case "quot": result += "\""
            case "apos": result += "'"
            default:
                let digits = name.dropFirst()
                let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                if name.first == "#", let scalar = code.flatMap(Unicode.Scalar.init) {
                    result.unicodeScalars.append(scalar)
                }
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
