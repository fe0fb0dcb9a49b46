import AWSOperations
import Testing

@testable import AWSClient

/// The quick reading of a listing against the reading of a tree.
@Suite struct S3ListScannerTests {
    private static func page(_ objects: String, before: String = "", after: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>in%2F</Prefix>\
        <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\(before)\(objects)\
        <NextContinuationToken>t</NextContinuationToken>\(after)</ListBucketResult>
        """
    }

    private static func object(_ key: String, _ rest: String = "<Size>7</Size>") -> String {
        "<Contents><Key>\(key)</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>"
            + "<ETag>&quot;e&quot;</ETag>\(rest)<StorageClass>STANDARD</StorageClass></Contents>"
    }

    private static let pages = [
        page(object("a%20b") + object("a%2Fc%26") + object("b+c")), page(object("b") + object("a")),
        page(object("a") + object("a")), page(object("a", "")), page(object("a", "<Size>many</Size>")),
        page("<Contents><Size>1</Size></Contents>" + object("z")),
        page("<Contents><Key></Key></Contents>" + object("z")),
        page(object("a&amp;b&#233;")), page(object("a&nosuch;b")), page(object("a", "<Owner><ID>x</ID></Owner>")),
        page(object("a", "<Size x=\"1\">7</Size>")), page(object("a", "<Size/>")), page(object("a", "<Size>7</Siz>")),
        page(object("a", "<Size>7</Size><Size>8</Size>")), page("<!-- <Contents> -->" + object("a")),
        page(object("a") + "\n  " + object("b")), page("<Group>" + object("a") + "</Group>"),
        page(object("a"), after: "<CommonPrefixes><Prefix>a%2F</Prefix></CommonPrefixes>"),
        page(object("a"), after: "<CommonPrefixes></CommonPrefixes>"), page(""), page("<Contents>"),
        page(object("a&#0;b") + object("c")), page(object("a", "<Size>7&#0;</Size>")),
        page(object("a<![CDATA[<b>]]>")), String(page(object("a")).dropLast(30)), "<Contents></Contents>", "",
        "<Error><Code>x</Code></Error>",
    ]

    private static func read(_ text: String, quickly: Bool) -> Result<ListObjectsV2Response, AWSFailure> {
        // An attribute is beyond the quick reading, and says nothing to the other.
        let text = quickly ? text : text.replacing("<IsTruncated>", with: "<X y=\"1\"></X><!-- --><IsTruncated>")
        return Result { () throws(AWSFailure) in
            try S3Wire.list(HTTPAnswer(head: HTTPHead(status: 200), body: .whole(Array(text.utf8))))
        }
    }

    @Test(arguments: pages) func bothReadTheSame(_ page: String) {
        let quick = Self.read(page, quickly: true)
        let thorough = Self.read(page, quickly: false)
        #expect((try? quick.get()) == (try? thorough.get()))
    }

    @Test func aPageOfTheUsualFormIsReadQuickly() throws {
        let page = Self.page((0..<1000).map { Self.object("in%2Fpart-\(10_000 + $0)") }.joined())
        let scan = try #require(S3ListScanner(Array(page.utf8)))
        #expect(scan.items.count == 1000)
        let response = try Self.read(page, quickly: true).get()
        #expect(response.contents.count == 1000 && response.nextPageToken == "t" && response.prefix == "in/")
        #expect(response.contents[999].key == "in/part-10999" && response.contents[999].eTag == "\"e\"")
        #expect(response.contents[999].lastModified.iso8601 == "2026-01-02T03:04:05Z")
    }

    /// Names with a reference that XML forbids, as some stores write them: the others are listed, and those are counted.
    @Test func namesThatCannotBeReadAreCountedBesideTheOthers() throws {
        let damaged = Self.page(
            Self.object("a") + Self.object("b&#0;") + Self.object("c & d") + Self.object("e", "<Size>&#xFFFF;7</Size>"),
            after:
                "<CommonPrefixes><Prefix>f&#0;/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>g/</Prefix></CommonPrefixes>"
        )
        let response = try Self.read(damaged, quickly: true).get()
        #expect(response.contents.map(\.key) == ["a", "e"] && response.commonPrefixes == ["g/"])
        #expect(response.itemsLeftOut == 3 && response.contents[1].$size == nil && response.nextPageToken == "t")
        #expect(response.unread.places == ["Contents.Key", "Contents.Key", "Contents.Size", "CommonPrefixes.Prefix"])
    }

    /// Whatever stands where it says whether more follows, a list isn't taken for whole.
    @Test(arguments: [
        ("<IsTruncated>true</IsTruncated>", "<NextContinuationToken>t&#0;</NextContinuationToken>"),
        ("<IsTruncated>true</IsTruncated>", ""),
    ])
    func aTokenThatCannotBeReadLeavesTheListCutShort(_ isTruncated: String, _ token: String) throws {
        let page = "<ListBucketResult>\(isTruncated)\(Self.object("a"))\(token)</ListBucketResult>"
        let response = try Self.read(page, quickly: true).get()
        #expect(response.contents.map(\.key) == ["a"] && response.nextPageToken == nil && response.isCutShort)
    }

    @Test(arguments: ["TRUE", " true", "t&#114ue;", "yes", "1"]) func whatElseMeansThatMoreFollows(_ text: String)
        throws
    {
        let page = Self.page(Self.object("a")).replacing("true", with: text)
        #expect(try Self.read(page, quickly: true).get().nextPageToken == "t")
    }

    /// Any byte changed or cut: both read the same, or neither does.
    @Test func damagedPagesAreReadAlike() {
        let page = Array(Self.page(Self.object("a%20b") + Self.object("c")).utf8)
        for place in stride(from: 60, to: page.count, by: 3) {
            for byte in [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "&"), UInt8(ascii: " ")]
            {
                var damaged = page
                damaged[place] = byte
                let text = String(decoding: damaged, as: UTF8.self)
                let quick = try? Self.read(text, quickly: true).get()
                let thorough = try? Self.read(text, quickly: false).get()
                #expect(quick == thorough, "\(text)")
            }
        }
    }
}
