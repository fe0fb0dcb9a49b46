import Testing

@testable import BatchInference

/// What policies say, and what they say once statements are added.
@Suite struct PolicyDocumentTests {
    private static let role = "arn:aws:iam::444455556666:role/sagemaker-execution-role"
    private static let object = "arn:aws:s3:::bucket/models/model.tar.gz"

    private func verdict(_ statement: String) throws -> PolicyDocument.Verdict {
        let policy = try #require(PolicyDocument(parsing: #"{"Version":"2012-10-17","Statement":\#(statement)}"#))
        return policy.verdict(on: "s3:GetObject", resource: Self.object, for: Self.role)
    }

    @Test(arguments: [
        #""*""#, #"{"AWS":"*"}"#, #"{"AWS":"444455556666"}"#, #"{"AWS":["arn:aws:iam::444455556666:root","x"]}"#,
        #"{"AWS":"arn:aws:iam::444455556666:role/sagemaker-execution-role"}"#,
    ])
    func principalsThatNameTheRole(principal: String) throws {
        let statement =
            #"{"Effect":"Allow","Principal":\#(principal),"Action":"s3:Get*","Resource":"arn:aws:s3:::bucket/*"}"#
        #expect(try verdict(statement) == .allowed)
        #expect(try verdict("[\(statement)]") == .allowed)
    }

    @Test(arguments: [
        #"{"AWS":"arn:aws:iam::111122223333:root"}"#, #"{"Service":"sagemaker.amazonaws.com"}"#,
        #"{"AWS":"arn:aws:iam::444455556666:role/other"}"#,
    ])
    func principalsThatDoNot(principal: String) throws {
        #expect(
            try verdict(#"{"Effect":"Allow","Principal":\#(principal),"Action":"s3:*","Resource":"*"}"#) == .notAllowed)
    }

    @Test func actionsResourcesConditionsAndDenials() throws {
        func allow(_ rest: String) -> String { #"{"Effect":"Allow","Principal":"*",\#(rest)}"# }
        #expect(try verdict(allow(#""Action":"s3:PutObject","Resource":"*""#)) == .notAllowed)
        #expect(
            try verdict(allow(#""Action":"S3:getobject","Resource":"arn:aws:s3:::bucket/models/model.ta?.gz""#))
                == .allowed)
        #expect(try verdict(allow(#""Action":"s3:*","Resource":"arn:aws:s3:::bucket/inputs/*""#)) == .notAllowed)
        #expect(try verdict(allow(#""NotAction":"s3:Put*","Resource":"*""#)) == .allowed)
        #expect(try verdict(allow(#""Action":"s3:*","NotResource":"arn:aws:s3:::bucket/models/*""#)) == .notAllowed)
        #expect(
            try verdict(allow(#""Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#))
                == .allowedUnderConditions)
        #expect(
            try verdict(
                "[" + allow(#""Action":"s3:*","Resource":"*""#)
                    + #",{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"*"}]"#) == .denied)
    }

    @Test func addingKeepsWhatIsThereAndNumbersATakenSid() throws {
        let policy = try #require(
            PolicyDocument(
                parsing: """
                    {"Statement":{"Sid":"FlightdeckReadArtifacts","Effect":"Allow","Principal":"*",
                    "Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/public/*"},"Id":"mine"}
                    """))
        let added = policy.adding([
            CrossAccountStatement.statement(
                "FlightdeckReadArtifacts", ["s3:GetObject"], resources: [Self.object], principals: [Self.role])
        ])
        #expect(
            added.prettyText == """
                {
                  "Version": "2012-10-17",
                  "Id": "mine",
                  "Statement": [
                    {
                      "Sid": "FlightdeckReadArtifacts",
                      "Effect": "Allow",
                      "Principal": "*",
                      "Action": "s3:GetObject",
                      "Resource": "arn:aws:s3:::bucket/public/*"
                    },
                    {
                      "Sid": "FlightdeckReadArtifacts2",
                      "Effect": "Allow",
                      "Principal": {
                        "AWS": "arn:aws:iam::444455556666:role/sagemaker-execution-role"
                      },
                      "Action": "s3:GetObject",
                      "Resource": "arn:aws:s3:::bucket/models/model.tar.gz"
                    }
                  ]
                }
                """)
    }

    @Test func wildcards() {
        #expect(PolicyDocument.matches("a*c", "abbbc"))
        #expect(PolicyDocument.matches("*", ""))
        #expect(PolicyDocument.matches("a*b*c", "axbxbxc"))
        #expect(!PolicyDocument.matches("a*b", "axc"))
        #expect(!PolicyDocument.matches("a?", "a"))
    }

    @Test func imagesAndTheirRegistries() throws {
        let own = try #require(ImageReference("111122223333.dkr.ecr.us-west-2.amazonaws.com/team/model:1.2"))
        #expect(own.repository == "team/model" && own.tag == "1.2" && own.region == "us-west-2" && !own.isAmazons)
        let amazon = try #require(
            ImageReference("348316444620.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.3-1-cpu-py3"))
        #expect(amazon.isAmazons)
        let digest = try #require(
            ImageReference("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/model@sha256:abc"))
        #expect(digest.digest == "sha256:abc" && digest.tag == nil)
        #expect(ImageReference("docker.io/library/python:3") == nil)
    }
}
