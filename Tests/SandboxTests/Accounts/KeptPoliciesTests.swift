import Testing

@testable import Sandbox

/// What was put into policies and parts of uploads survives a restart.
struct KeptPoliciesTests {
    @Test func bucketsKeepTheirOwnersAndPolicies() async throws {
        try await TemporaryDirectory.use { directory in
            let policy =
                #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","#
                + #""Resource":"arn:aws:s3:::theirs/*"}}"#
            let first = try S3Bench(directory)
            _ = try await first.send("PUT", "/theirs", by: S3Bench.deploying)
            _ = try await first.send("PUT", "/theirs/k", body: "x", by: S3Bench.deploying)
            #expect(await first.code("GET", "/theirs/k") == "AccessDenied")
            #expect(await first.code("PUT", "/theirs", "policy", body: policy) == "AccessDenied")
            _ = try await first.send("PUT", "/theirs", "policy", body: policy, by: S3Bench.deploying)
            let second = try S3Bench(directory)
            #expect(try await second.text("GET", "/theirs", "policy", by: S3Bench.deploying) == policy)
            #expect(await second.code("GET", "/theirs/k") == nil)
            #expect(await second.code("DELETE", "/theirs/k") == "AccessDenied")
            #expect(await second.code("GET", "/theirs", "policy") == "AccessDenied")
            #expect(await second.code("DELETE", "/theirs") == "AccessDenied")
            _ = try await second.send("DELETE", "/theirs", "policy", by: S3Bench.deploying)
            #expect(await second.code("GET", "/theirs/k") == "AccessDenied")
            let third = try S3Bench(directory)
            #expect(await third.code("GET", "/theirs", "policy", by: S3Bench.deploying) == "NoSuchBucketPolicy")
        }
    }

    @Test func thePolicyIsItsOwnersAloneWhateverItSays() async throws {
        try await TemporaryDirectory.use { directory in
            let bench = try S3Bench(directory)
            _ = try await bench.send("PUT", "/mine")
            let policy =
                #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","#
                + #""Resource":["arn:aws:s3:::mine","arn:aws:s3:::mine/*"]}}"#
            _ = try await bench.send("PUT", "/mine", "policy", body: policy)
            #expect(await bench.code("DELETE", "/mine", "policy", by: S3Bench.deploying) == "MethodNotAllowed")
            #expect(await bench.code("HEAD", "/mine", by: S3Bench.deploying) == nil)
            #expect(await bench.code("GET", "/mine", "location", by: S3Bench.deploying) == nil)
            let keys = "<Delete><Object><Key>a</Key></Object></Delete>"
            #expect(
                try await bench.text("POST", "/mine", "delete", body: keys, by: S3Bench.deploying).contains("<Deleted>")
            )
            _ = try await bench.send("DELETE", "/mine", "policy")
            let refused = try await bench.text("POST", "/mine", "delete", body: keys, by: S3Bench.deploying)
            #expect(refused.contains("<Error><Key>a</Key><Code>AccessDenied</Code>"))
        }
    }

    @Test func partsSurviveARestart() async throws {
        try await TemporaryDirectory.use { directory in
            let first = try S3Bench(directory)
            _ = try await first.send("PUT", "/mine")
            let answer = try await first.text("POST", "/mine/big", "uploads")
            let id = try #require(XMLText.values(of: "UploadId", in: answer).first)
            let large = String(repeating: "a", count: 5 << 20)
            for (number, body) in [(1, large), (2, large), (7, "end")] {
                _ = try await first.send("PUT", "/mine/big", "partNumber=\(number)&uploadId=\(id)", body: body)
            }
            _ = try await first.send("POST", "/mine/other", "uploads")
            let second = try S3Bench(directory)
            let page = try await second.text("GET", "/mine/big", "uploadId=\(id)&max-parts=2")
            #expect(XMLText.values(of: "PartNumber", in: page) == ["1", "2"])
            #expect(XMLText.values(of: "Size", in: page) == ["\(5 << 20)", "\(5 << 20)"])
            #expect(XMLText.values(of: "IsTruncated", in: page) == ["true"])
            let marker = try #require(XMLText.values(of: "NextPartNumberMarker", in: page).first)
            let rest = try await second.text("GET", "/mine/big", "uploadId=\(id)&part-number-marker=\(marker)")
            #expect(XMLText.values(of: "PartNumber", in: rest) == ["7"])
            #expect(XMLText.values(of: "IsTruncated", in: rest) == ["false"])
            let tags = XMLText.values(of: "ETag", in: page) + XMLText.values(of: "ETag", in: rest)
            let parts = zip([1, 2, 7], tags).map {
                "<Part><PartNumber>\($0)</PartNumber><ETag>\($1)</ETag></Part>"
            }.joined()
            let whole = try await second.text("POST", "/mine/big", "uploadId=\(id)", body: "<C>\(parts)</C>")
            #expect(whole.contains("-3&quot;"))
            let record = try await second.store.record(of: .init(bucket: "mine", key: "big"))
            #expect(record.size == 10 << 20 | 3)
            #expect(await second.code("GET", "/mine/big", "uploadId=\(id)") == "NoSuchUpload")
            // The other one goes on too, and ends where it is aborted at its own key.
            let third = try S3Bench(directory)
            let listing = try await third.text("GET", "/mine", "uploads&prefix=o")
            #expect(XMLText.values(of: "Key", in: listing) == ["other"])
            let open = try #require(XMLText.values(of: "UploadId", in: listing).first)
            #expect(await third.code("DELETE", "/mine/big", "uploadId=\(open)") == "NoSuchUpload")
            #expect(await third.code("DELETE", "/mine/other", "uploadId=\(open)") == nil)
            #expect(try await !third.text("GET", "/mine", "uploads").contains("<Upload>"))
        }
    }

    @Test func uploadsAreListedInPages() async throws {
        try await TemporaryDirectory.use { directory in
            let bench = try S3Bench(directory)
            _ = try await bench.send("PUT", "/mine")
            for key in ["b", "a", "a", "c%20d"] { _ = try await bench.send("POST", "/mine/\(key)", "uploads") }
            var keys: [String] = []
            var ids: Set<String> = []
            var query = "uploads&max-uploads=1"
            while true {
                let page = try await bench.text("GET", "/mine", query)
                keys += XMLText.values(of: "Key", in: page)
                ids.formUnion(XMLText.values(of: "UploadId", in: page))
                guard let key = XMLText.values(of: "NextKeyMarker", in: page).first,
                    let id = XMLText.values(of: "NextUploadIdMarker", in: page).first
                else { break }
                query = "uploads&max-uploads=1&key-marker=\(key)&upload-id-marker=\(id)"
            }
            #expect(keys == ["a", "a", "b", "c d"])
            #expect(ids.count == 4)
            let behind = try await bench.text("GET", "/mine", "uploads&key-marker=a&encoding-type=url")
            #expect(XMLText.values(of: "Key", in: behind) == ["b", "c%20d"])
        }
    }

    @Test func keysRolesAndRepositoriesKeepTheirPolicies() async throws {
        try await TemporaryDirectory.use { directory in
            func files(_ account: Account) throws -> FileTree {
                try FileTree("\(directory)/\(account.number)", isKept: true)
            }
            func roles() throws -> RoleDirectory {
                try RoleDirectory(files: [
                    Account.home.number: files(.home), Account.deploying.number: files(.deploying),
                ])
            }
            let trust = #"{"Statement":{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}}"#
            for account in Account.all { try await roles().setTrust(trust, of: account.executionRole) }
            let key = try #require(
                await KeyStore(files: files(.home)).key(named: KeyStore.sealingKeyArn, in: .deploying))
            let text = #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}"#
            let document = try PolicyText(text, of: .key).document
            try await KeyStore(files: files(.home)).setPolicy(text, document, of: key)
            let name = ImageRegistry.privateImage.repository
            let repository = try #require(
                await ImageRegistry(files: files(.home)).repository(name, in: Account.home.number))
            let pull = #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"ecr:*"}}"#
            try await ImageRegistry(files: files(.home))
                .setPolicy(pull, PolicyText(pull, of: .repository).document, of: repository)

            let kept = try roles()
            for account in Account.all {
                let arn = account.executionRole.arn
                #expect(await kept.role(arn: arn)?.trustPolicy == trust)
                #expect(await kept.executionSession(arn, for: account) == nil)
            }
            #expect(try await KeyStore(files: files(.home)).key(named: key.alias, in: .home)?.policyText == text)
            #expect(
                try await ImageRegistry(files: files(.home)).repository(name, in: Account.home.number)?.policyText
                    == pull)
        }
    }
}
