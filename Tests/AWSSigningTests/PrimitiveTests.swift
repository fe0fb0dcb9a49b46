import Testing

@testable import AWSSigning

@Suite struct PrimitiveTests {
    /// FIPS 180-2, appendix B, and the empty message.
    @Test func sha256() {
        #expect(SHA256.hexDigest([]) == Hexadecimal.encode(SHA256.digest("")))
        #expect(
            SHA256.hexDigest(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hexDigest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test func hmac() {
        #expect(
            Hexadecimal.encode(HMAC.sha256(key: Array(repeating: 0x0B, count: 20), "Hi There"))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            Hexadecimal.encode(HMAC.sha256(key: Array("Jefe".utf8), "what do ya want for nothing?"))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            Hexadecimal.encode(
                HMAC.sha256(
                    key: Array(repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First"))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func comparesWholeTexts() {
        #expect(HMAC.equalInConstantTime("abc", "abc"))
        #expect(HMAC.equalInConstantTime("", ""))
        #expect(!HMAC.equalInConstantTime("abc", "abd"))
        #expect(!HMAC.equalInConstantTime("abc", "abcd"))
    }

    @Test(arguments: [
        ("a b", "a%20b"), ("ü", "%C3%BC"), ("+", "%2B"), ("~-_.", "~-_."), ("a/b", "a%2Fb"), ("", ""), ("%", "%25"),
        ("\u{0}", "%00"),
    ])
    func encodes(_ plain: String, _ encoded: String) {
        #expect(PercentEncoding.encode(plain) == encoded)
        #expect(PercentEncoding.decode(encoded) == plain)
    }

    @Test func keepsSlashesAndDecodesPlus() {
        #expect(PercentEncoding.encode("a//b/../c d", keepingSlashes: true) == "a//b/../c%20d")
        #expect(PercentEncoding.decode("a+b%2Bc", plusIsSpace: true) == "a b+c")
        #expect(PercentEncoding.decode("a+b") == "a+b")
        #expect(PercentEncoding.decode("100%") == nil)
        #expect(PercentEncoding.decode("%zz") == nil)
    }

    @Test(arguments: [
        (0.0, "19700101T000000Z"), (951_782_399.9, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
        (1_440_938_160, "20150830T123600Z"), (4_102_444_799, "20991231T235959Z"),
    ])
    func stampsTime(_ seconds: Double, _ stamp: String) {
        let time = SigningTime(secondsSinceEpoch: seconds)
        #expect(time.stamp == stamp)
        #expect(time.date == stamp.prefix(8))
        #expect(SigningTime(stamp: stamp) == time)
    }

    @Test(arguments: ["", "20150830", "20150830T123600", "20151330T123600Z", "20150830T250000Z", "2015083xT123600Z"])
    func refusesOtherTimes(_ text: String) {
        #expect(SigningTime(stamp: text) == nil)
    }

    @Test func secretsAreNeverPrinted() {
        let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hush", sessionToken: "quiet")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped] {
            #expect(text.contains("AKIDEXAMPLE"))
            #expect(!text.contains("hush"))
            #expect(!text.contains("quiet"))
        }
    }
}
