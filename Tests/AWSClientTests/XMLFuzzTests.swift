import AWSOperations
import SeededNumbers
import Testing

@testable import AWSClient

/// Random and broken XML: read as written or refused, never a trap.
@Suite struct XMLFuzzTests {
    @Test func randomDocumentsAreReadAsTheyAreWritten() throws {
        var source = SeededRandom(seed: 3)
        for _ in 0..<1500 {
            let element = Self.element(&source, depth: 4)
            let text = Self.text(of: element, &source)
            #expect(try XMLElement.parse(Array(text.utf8)) == element, "\(text)")
        }
    }

    @Test func brokenDocumentsAreReadOrRefused() {
        var source = SeededRandom(seed: 5)
        let marks = Array("<>/&;!-[]\"'=?#x ]]>ab\u{0}".utf8) + [0x80, 0xC3, 0xFF]
        for _ in 0..<4000 {
            var bytes = Array(Self.text(of: Self.element(&source, depth: 3), &source).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &source) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &source)
                switch Int.random(in: 0..<4, using: &source) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(marks.randomElement(using: &source)!, at: place)
                case 2: bytes[place] = marks.randomElement(using: &source)!
                default: bytes.removeSubrange(place...)
                }
            }
            do throws(XMLReader.Malformed) {
                let root = try XMLElement.parse(bytes)
                #expect(Self.depth(of: root) <= 64)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(Self.depth(of: try XMLElement.parse(nested(64))) == 64)
        for depth in [65, 10_000] {
            #expect(throws: XMLReader.Malformed.self) { try XMLElement.parse(nested(depth)) }
        }
    }

    @Test(arguments: [
        "&lt;", "&#0;", "&#1114112;", "&#x110000;", "&#xD800;", "&#;", "&#x;", "&;", "&amp",
        "&aaaaaaaaaaaaaaaaaaaaaaa;", "&#-1;",
        "&#+65;", "&#x+41;", "&AMP;",
    ])
    func entitiesAreKnownOrDamage(_ entity: String) throws {
        let read = try XMLElement.parse(Array("<a>\(entity)</a>".utf8)).knownText
        #expect(read == (entity == "&lt;" ? "<" : nil))
    }

    @Test func entitiesDoNotGrow() {
        let text = """
            <!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&d;&d;</a>
            """
        #expect(throws: XMLReader.Malformed.self) { try XMLElement.parse(Array(text.utf8)) }
    }

    // MARK: Documents

    private static let names = ["Key", "Contents", "member", "a", "x-y", "Größe"]
    private static let pieces = ["a", " ", "\n", "&", "<", ">", "\"", "'", "é", "😀", "]]", "0"]

    private static func element(_ source: inout SeededRandom, depth: Int) -> XMLElement {
        var element = XMLElement(name: names.randomElement(using: &source)!)
        element.text = (0..<Int.random(in: 0...6, using: &source))
            .map { _ in pieces.randomElement(using: &source)! }.joined()
        guard depth > 0 else { return element }
        element.children = (0..<Int.random(in: 0...3, using: &source)).map { _ in
            Self.element(&source, depth: depth - 1)
        }
        return element
    }

    /// The element as a document, its text before its children.
    private static func text(of element: XMLElement, _ source: inout SeededRandom) -> String {
        let prefix = Bool.random(using: &source) ? "s3:" : ""
        let attribute = Bool.random(using: &source) ? " a='>' b=\"/\"" : ""
        let aside = Bool.random(using: &source) ? "<!-- < & -->" : ""
        if element.text.isEmpty, element.children.isEmpty, Bool.random(using: &source) {
            return "<\(prefix)\(element.name)\(attribute) />"
        }
        var inside = ""
        for character in element.text.unicodeScalars {
            switch character {
            case "&": inside += ["&amp;", "&#38;", "&#x26;"].randomElement(using: &source)!
            case "<": inside += ["&lt;", "<![CDATA[<]]>"].randomElement(using: &source)!
            default: inside.unicodeScalars.append(character)
            }
        }
        for child in element.children { inside += aside + text(of: child, &source) }
        return "<\(prefix)\(element.name)\(attribute)>\(inside)</\(prefix)\(element.name)>"
    }

    private static func depth(of element: XMLElement) -> Int {
        1 + (element.children.map(depth).max() ?? 0)
    }
}
