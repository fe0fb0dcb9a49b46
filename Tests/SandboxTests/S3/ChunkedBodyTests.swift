import AWSOperations
import AWSSigning
import ByteCompression
import Testing

@testable import Sandbox

struct ChunkedBodyTests {
    @Test func readsChunksAndTrailers() throws {
        let text = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
        let body = try #require(AWSChunkedBody(Array(text.utf8)))
        #expect(String(decoding: body.content, as: UTF8.self) == "hello world")
        #expect(body.trailers == ["x-amz-checksum-crc32": "DUoRhQ=="])
        #expect(CRC32.base64(body.content) == "DUoRhQ==")
    }

    @Test(arguments: ["", "5\r\nhel", "z\r\n", "5\r\nhello0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffff\r\nx"])
    func refusesWhatIsBroken(text: String) {
        #expect(AWSChunkedBody(Array(text.utf8)) == nil)
    }

    /// The example of the S3 documentation: 66,560 bytes of "a" in chunks of 64 KB.
    @Test func verifiesSignedChunks() throws {
        let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
        let chunks = [
            (65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            (1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
        ]
        func body(last: String) -> [UInt8] {
            chunks.enumerated().flatMap { number, chunk in
                let signature = number == 2 ? last : chunk.1
                return Array("\(String(chunk.0, radix: 16));chunk-signature=\(signature)\r\n".utf8)
                    + [UInt8](repeating: 97, count: chunk.0) + Array("\r\n".utf8)
            }
        }
        func payload(_ body: [UInt8]) -> S3Payload {
            S3Payload(
                request: WireRequest(
                    method: "PUT", path: "/examplebucket/chunkObject.txt", query: "",
                    headers: [
                        "authorization": "AWS4-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=\(seed)",
                        "x-amz-date": "20130524T000000Z",
                        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                    ], body: body),
                scope: SigningScope(region: "us-east-1", service: "s3"),
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }
        let verified = try payload(body(last: chunks[2].1)).verified(isPresigned: false)
        #expect(verified.body == [UInt8](repeating: 97, count: 66_560))
        #expect(throws: ServiceFault.self) {
            try payload(body(last: String(chunks[2].1.reversed()))).verified(isPresigned: false)
        }
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func digestsAsRFC1321(text: String, digest: String) {
        #expect(MD5.hexDigest(Array(text.utf8)) == digest)
    }

    @Test(arguments: [
        ("127.0.0.1:4000", "/bucket/a/b", "bucket", "a/b"), ("127.0.0.1:4000", "/bucket", "bucket", ""),
        ("127.0.0.1:4000", "/bucket//a", "bucket", "/a"), ("localhost", "/", "", ""),
        ("my-bucket.localhost:4000", "/a%20b/c", "my-bucket", "a b/c"),
        ("my.bucket.s3.us-west-2.amazonaws.com", "/a", "my.bucket", "a"),
        ("my-bucket.s3.us-west-2.amazonaws.com", "/", "my-bucket", ""),
        ("s3.us-west-2.amazonaws.com", "/my-bucket/a", "my-bucket", "a"),
    ])
    func findsBucketAndKey(host: String, path: String, bucket: String, key: String) {
        let request = WireRequest(method: "GET", path: path, query: "", headers: ["host": host], body: [])
        #expect(S3Service.location(of: request) == S3Location(bucket: bucket, key: key))
    }

    @Test func sumsAsTheStandardDoes() {
        // 0xCBF43926, the check value of CRC-32.
        #expect(CRC32.base64(Array("123456789".utf8)) == "y/Q5Jg==")
        #expect(CRC32.base64([]) == "AAAAAA==")
    }

    @Test(arguments: [
        ("bytes=0-9", 100, 0..<10), ("bytes=90-", 100, 90..<100), ("bytes=-5", 100, 95..<100),
        ("bytes=95-200", 100, 95..<100), ("bytes=-500", 100, 0..<100),
    ])
    func readsRanges(header: String, size: Int, range: Range<Int>) {
        #expect(ByteRange(header)?.within(size) == range)
    }

    @Test func knowsRangesThatAreNone() {
        #expect(ByteRange("bytes=100-")?.within(100) == nil)
        #expect(ByteRange("bytes=5-\(Int.max)")?.within(100) == 5..<100)
        #expect(ByteRange("bytes=-0")?.within(100) == nil)
        #expect(ByteRange("bytes=0-1,4-5") == nil)
        #expect(ByteRange("lines=1-2") == nil)
        #expect(ByteRange("bytes=-") == nil)
    }
}
