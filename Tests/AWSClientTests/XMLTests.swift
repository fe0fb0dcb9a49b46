import Testing

@testable import AWSClient

@Suite struct XMLTests {
    private func parse(_ text: String) throws -> XMLElement { try XMLElement.parse(Array(text.utf8)) }

    @Test func readsWhatAWSWrites() throws {
        let root = try parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a > comment -->
            <s3:List xmlns:s3="http://x/" a='1>2' b="/">
              <Key>a&amp;b &lt;c&gt; &quot;&apos; &#65;&#x1F600;</Key><Empty/><Empty a="b" /><Data><![CDATA[<&]]>]</Data>
            </s3:List>
            """)
        #expect(root.name == "List")
        #expect(root["Key"]?.text == "a&b <c> \"' A😀")
        #expect(root.all("Empty").count == 2)
        #expect(root["Data"]?.text == "<&]")
        #expect(root["Missing"] == nil)
    }

    @Test func spacesInsideAreKept() throws {
        #expect(try parse("<a>  x \n</a>").text == "  x \n")
        #expect(try parse("\u{FEFF}<a/>").name == "a")
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a/><b/>", "<a", "<a b=\"", "&#0;<a/>",
        "<>x</>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><![CDATA[x</a>", "<!-- a", "<a></a>x", "</a>",
        "<![CDATA[x]]>", "<a/><![CDATA[x]]>",
        String(repeating: "<a>", count: 100),
    ])
    func refusesTheRest(_ text: String) {
        #expect(throws: XMLReader.Malformed.self) { try self.parse(text) }
    }

    /// The text is lost, and as it was written to those who only show it; what stands beside it is read.
    @Test(arguments: ["&nope;", "&#xD800;", "& ", "a&#0;b", "&#x110000;c", "&", "x&;"])
    func oneReferenceThatMeansNothingDamagesItsTextAlone(_ text: String) throws {
        let root = try parse("<r><a>\(text)</a><b>&amp;</b></r>")
        #expect(root["a"]?.knownText == nil && root["a"]?.text == text)
        #expect(root["b"]?.knownText == "&" && root.knownText == "")
        struct Texts: Decodable {
            var a: String?
            var b: String
        }
        let (texts, losses) = try XMLValueDecoder.decodeLeniently(Texts.self, from: root)
        #expect(texts.a == nil && texts.b == "&" && losses.count == 1)
    }

    @Test func everyCutIsRefusedWithoutATrap() throws {
        let whole = Array("<?xml version=\"1.0\"?><a b='c'><!--d--><e>&amp;&#65;</e><![CDATA[f]]></a>".utf8)
        for count in 0..<whole.count {
            #expect(throws: XMLReader.Malformed.self) { try XMLElement.parse(Array(whole[..<count])) }
        }
        #expect(throws: Never.self) { try XMLElement.parse(whole) }
    }

    @Test func decodesValues() throws {
        struct Inner: Decodable, Equatable {
            var number: Int
            var flag: Bool?
        }
        struct Outer: Decodable, Equatable {
            var name: String
            var ratio: Double
            var inner: Inner
            var list: [Inner]
            var texts: [String]?
        }
        let root = try parse(
            """
            <r><name>n</name><ratio>0.5</ratio><inner><number>1</number><flag>true</flag></inner>
            <list><member><number>2</number></member><member><number>3</number></member></list></r>
            """)
        #expect(
            try XMLValueDecoder.decode(Outer.self, from: root)
                == Outer(
                    name: "n", ratio: 0.5, inner: Inner(number: 1, flag: true),
                    list: [Inner(number: 2), Inner(number: 3)]))
        #expect(throws: DecodingError.self) {
            try XMLValueDecoder.decode(Inner.self, from: try parse("<r><number>x</number></r>"))
        }
        #expect(throws: DecodingError.self) { try XMLValueDecoder.decode(Inner.self, from: try parse("<r/>")) }
    }
}
