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
