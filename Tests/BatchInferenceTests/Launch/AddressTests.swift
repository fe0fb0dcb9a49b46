import AWSOperations
import Testing

@testable import BatchInference

@Suite struct AddressTests {
    @Test(arguments: [
        ("https://bucket.s3.eu-west-1.amazonaws.com/a/b.csv", "s3://bucket/a/b.csv"),
        ("https://bucket.s3.amazonaws.com/a/", "s3://bucket/a/"),
        ("https://my.dotted.bucket.s3.dualstack.us-east-1.amazonaws.com/a", "s3://my.dotted.bucket/a"),
        ("https://s3.eu-west-1.amazonaws.com/bucket/a/b", "s3://bucket/a/b"),
        ("https://s3-us-west-2.amazonaws.com/bucket/a", "s3://bucket/a"),
        ("https://s3.amazonaws.com/bucket", "s3://bucket/"),
        ("HTTPS://Bucket.S3.cn-north-1.amazonaws.com.cn/a", "s3://bucket/a"),
        ("https://bucket.s3.amazonaws.com/a%20b/%C3%BC+1.csv?X-Amz-Signature=1#f", "s3://bucket/a b/ü+1.csv"),
        (
            "https://eu-west-1.console.aws.amazon.com/s3/buckets/bucket?region=eu-west-1&prefix=in/a%20b/&tab=objects",
            "s3://bucket/in/a b/"
        ),
        ("https://s3.console.aws.amazon.com/s3/object/bucket?prefix=in/a+b.csv", "s3://bucket/in/a b.csv"),
    ])
    func urlsLeadToBuckets(url: String, uri: String) { #expect(S3Location(url: url)?.uri == uri) }

    @Test(arguments: [
        "https://example.com/bucket/a", "https://amazonaws.com/", "https://s3.amazonaws.com/", "s3://bucket/a",
        "bucket",
        "https://name-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/a", "https://bucket.s3.amazonaws.com/%zz",
        "https://bucket.s3.amazonaws.com/%ff", "https://console.aws.amazon.com/s3/home", "",
    ])
    func othersDoNot(url: String) { #expect(S3Location(url: url) == nil) }

    @Test func aPlanTakesURIsAndSaysSo() {
        var plan = Samples.plan
        plan.input = "https://bucket.s3.eu-west-1.amazonaws.com/in/"
        #expect(plan.problems().contains { $0.field == .input && $0.message.contains("s3://bucket/in/") })
        plan.output = "s3://bucket/out/"
        let notes = plan.readAddresses()
        #expect(plan.input == "s3://bucket/in/" && plan.output == "s3://bucket/out/")
        #expect(notes.count == 1 && notes[0].contains("s3://bucket/in/"))
        #expect(plan.readAddresses().isEmpty)
        #expect(!plan.problems().contains { $0.field == .input && $0.severity == .error })
    }

    @Test(arguments: [
        "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/in/",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/name",
        "https://name-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/in/",
    ])
    func anAccessPointIsRefusedWithTheReason(text: String) {
        var plan = Samples.plan
        plan.input = text
        #expect(plan.problems().contains { $0.severity == .error && $0.message.contains("alias") })
    }

    @Test(arguments: ["Old_Bucket", "my_bucket", "ab", String(repeating: "a", count: 200), "UPPER"])
    func oldBucketsAreRead(name: String) throws {
        let location = try #require(S3Location("s3://\(name)/out/"))
        #expect(location.bucket == name && location.hasOldBucketName)
        var plan = Samples.plan
        plan.input = location.uri
        let problems = plan.problems().filter { $0.field == .input }
        #expect(problems.contains { $0.severity == .warning && $0.message.contains(name) })
        #expect(!problems.contains { $0.severity == .error })
    }

    @Test(arguments: ["name-111-s3alias", "bucket", "my.bucket-1"])
    func otherNamesAreNotWarnedOf(name: String) { #expect(S3Location("s3://\(name)/a")?.hasOldBucketName == false) }

    @Test(arguments: ["a", "a b", "a/", "-a", "ü", String(repeating: "a", count: 256)])
    func whatIsNoBucketIsRefused(name: String) {
        if name == "a/" { return #expect(S3Location("s3://a/") == nil) }
        #expect(S3Location("s3://\(name)/x") == nil)
    }
}
