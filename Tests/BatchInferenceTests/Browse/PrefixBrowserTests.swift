import AWSOperations
import BatchInference
import Testing

@Suite struct PrefixBrowserTests {
    private let storage = FakeObservations()

    init() {
        for key in ["inbox/march/a.csv", "inbox/april/b.csv", "inbox/", "inbox/readme.txt", "top.csv"] {
            storage.put("s3://demo/\(key)", "12")
        }
        for part in 0..<9 { storage.put("s3://demo/many/\(part)", "1") }
    }

    private func names(_ uri: String) async throws -> [String] {
        let location = try #require(S3Location(uri))
        var entries: [PrefixEntry] = []
        for try await page in PrefixBrowser(storage: storage).pages(under: location) { entries += page.entries }
        return entries.map(\.name)
    }

    @Test func foldersComeFirst() async throws {
        #expect(try await names("s3://demo") == ["inbox/", "many/", "top.csv"])
        #expect(try await names("s3://demo/inbox/") == ["april/", "march/", "readme.txt"])
        #expect(try await names("s3://demo/inb") == ["inbox/"])
        #expect(try await names("s3://demo/nowhere/").isEmpty)
    }

    @Test func pagesAreFollowed() async throws { #expect(try await names("s3://demo/many/").count == 9) }

    @Test func failuresAreThrown() async {
        storage.change { $0.failures["ListObjectsV2"] = .refusal("ListObjectsV2", "NoSuchBucket", "no", status: 404) }
        await #expect(throws: AWSFailure.self) { try await names("s3://demo/") }
    }

    @Test func parents() {
        func parent(_ uri: String) -> String? { S3Location(uri).flatMap { PrefixBrowser.parent(of: $0) }?.uri }
        #expect(parent("s3://demo/a/b/") == "s3://demo/a/")
        #expect(parent("s3://demo/a/b") == "s3://demo/a/")
        #expect(parent("s3://demo/a/") == "s3://demo/")
        #expect(parent("s3://demo/") == nil)
    }
}
