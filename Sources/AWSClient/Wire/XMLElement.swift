/// An XML element with what is in it.
struct XMLElement: Hashable, Sendable {
    var name: String
    /// The text directly inside, put together.
    var text = ""
    var children: [XMLElement] = []

    /// Reads a whole document and returns its root.
    static func parse(_ bytes: [UInt8]) throws(XMLReader.Malformed) -> XMLElement {
        var reader = XMLReader(bytes)
        var open: [XMLElement] = []
        var root: XMLElement?
        while let event = try reader.next() {
            switch event {
            case .start(let name):
                guard root == nil else { throw XMLReader.Malformed(offset: 0, problem: "two root elements") }
                open.append(XMLElement(name: name))
            case .text(let text):
                open[open.count - 1].text += text
            case .end:
                let element = open.removeLast()
                if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard let root else { throw XMLReader.Malformed(offset: bytes.count, problem: "no element") }
        return root
    }

    /// The first child of a name.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
}
