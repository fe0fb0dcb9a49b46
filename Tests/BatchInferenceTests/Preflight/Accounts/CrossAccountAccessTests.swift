import AWSOperations
import Testing

@testable import BatchInference

/// What the target account can reach, and the policies that are missing.
@Suite struct CrossAccountAccessTests {
    private static let artifact = "s3://home/models/a/model.tar.gz"
    private static let role = "arn:aws:iam::444455556666:role/sagemaker-execution-role"
    private static let image = "348316444620.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.3-1-cpu-py3"

    private let home = CheckedAccount()
    private let away = CheckedAccount()

    init() {
        home.put(Self.artifact, "model")
        away.put(Self.artifact, "model")
        away.change {
            $0.account = "444455556666"
            $0.callerArn = "arn:aws:iam::444455556666:user/deploy"
            $0.lockedObjects = [S3Location(Self.artifact)!]
        }
    }

    private func report(image: String = image) async throws -> CrossAccountReport {
        var plan = Samples.plan
        plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(image: image, modelDataUrl: Self.artifact)
        ])
        plan.roleArn = Self.role
        plan.sourceProfile = "home"
        return try await CrossAccountAccess.report(
            on: plan, region: "eu-west-1", profile: "away", target: away, source: home,
            now: Timestamp(secondsSinceEpoch: 0))
    }

    @Test func oneAccountNeedsNothing() async throws {
        away.change { $0.account = "111122223333" }
        let report = try await report()
        #expect(!report.isAcross && report.items.isEmpty && report.missingPolicies.isEmpty)
        #expect(report.findings.isEmpty)
    }

    @Test func aBucketWithoutAPolicyGetsOneForExactlyTheArtifact() async throws {
        let report = try await report()
        #expect(report.hasFailed)
        let policy = try #require(report.missingPolicies.first)
        #expect(report.missingPolicies.count == 1)
        #expect(policy.kind == .bucketPolicy && policy.resource == "home" && policy.account == "111122223333")
        #expect(
            policy.document.compactText
                == #"{"Version":"2012-10-17","Statement":[{"Sid":"FlightdeckReadArtifacts","Effect":"Allow","#
                + #""Principal":{"AWS":["arn:aws:iam::444455556666:role/sagemaker-execution-role","#
                + #""arn:aws:iam::444455556666:user/deploy"]},"Action":"s3:GetObject","#
                + #""Resource":"arn:aws:s3:::home/models/a/model.tar.gz"}]}"#)
        #expect(
            policy.command
                == "aws s3api put-bucket-policy --bucket home --policy '\(policy.document.compactText)' --region eu-west-1 "
                + "--profile home")
        #expect(policy.caution == nil)
    }

    @Test func aPolicyThatIsThereIsKept() async throws {
        home.change {
            $0.policies["home"] =
                #"{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"*"}]}"#
        }
        let policy = try #require(try await report().missingPolicies.first)
        #expect(policy.present == .merged)
        #expect(policy.document.compactText.contains(#""Sid":"Mine""#))
        #expect(policy.document.compactText.contains("FlightdeckReadArtifacts"))
    }

    @Test func aPolicyThatMayNotBeReadIsNotReplacedUnseen() async throws {
        home.deny("GetBucketPolicy", service: .s3)
        let policy = try #require(try await report().missingPolicies.first)
        #expect(policy.caution?.contains("s3:GetBucketPolicy is denied") == true)
    }

    @Test func whatCanBeReadPasses() async throws {
        away.change { $0.lockedObjects = [] }
        home.change {
            $0.policies["home"] =
                #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::home/*"}]}"#
        }
        let report = try await report()
        #expect(report.missingPolicies.isEmpty && !report.hasFailed)
        #expect(report.findings.map(\.verdict) == [.passed, .passed, .passed])
        #expect(report.findings[0].text == "1 model artifact readable from account 4444-5555-6666")
    }

    @Test func aPolicyThatLetsInTheCallerAloneIsNotEnough() async throws {
        away.change { $0.lockedObjects = [] }
        home.change {
            $0.policies["home"] =
                #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/deploy"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::home/*"}]}"#
        }
        let report = try await report()
        #expect(report.hasFailed)
        #expect(report.missingPolicies.map(\.kind) == [.bucketPolicy])
    }

    @Test func aRoleThatMayReadWhereTheCallerMayNotIsUnknown() async throws {
        home.change {
            $0.policies["home"] =
                #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"\#(Self.role)"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::home/*"}]}"#
        }
        let report = try await report()
        #expect(!report.hasFailed && report.missingPolicies.isEmpty)
        #expect(report.findings.contains { $0.verdict == .unknown })
    }

    @Test func aDenialCannotBeMendedByAnAllowance() async throws {
        home.change {
            $0.policies["home"] =
                #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#
        }
        let report = try await report()
        #expect(report.hasFailed && report.missingPolicies.isEmpty)
    }

    @Test func customerKeysNeedTheirPolicyToo() async throws {
        let key = "arn:aws:kms:eu-west-1:111122223333:key/k-1"
        home.change {
            $0.kmsKeys[S3Location(Self.artifact)!] = key
            $0.policies[key] =
                #"{"Version":"2012-10-17","Statement":[{"Sid":"Root","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}"#
        }
        let report = try await report()
        #expect(report.missingPolicies.map(\.kind) == [.bucketPolicy, .keyPolicy])
        #expect(
            report.missingPolicies[1].command.hasPrefix(
                "aws kms put-key-policy --key-id \(key) --policy-name default --policy '"))
        #expect(report.missingPolicies[1].document.compactText.contains(#""Sid":"Root""#))
        #expect(
            report.missingPolicies[1].document.compactText.contains(
                #"["kms:Decrypt","kms:DescribeKey"],"Resource":"*""#))
    }

    /// A policy that can't be read is not one that isn't there: what replaces it would drop it.
    @Test(arguments: [nil, "", "no JSON"] as [String?])
    func policiesThatCantBeReadAreNotReplacedSilently(policy: String?) async throws {
        let key = "arn:aws:kms:eu-west-1:111122223333:key/k-1"
        home.change {
            $0.kmsKeys[S3Location(Self.artifact)!] = key
            $0.policies[key] = policy
        }
        let report = try await report()
        let missing = try #require(report.missingPolicies.first { $0.kind == .keyPolicy })
        #expect(missing.caution != nil, "\(missing.document.compactText)")
    }

    @Test func keysOfAWSCannotBeSharedAtAll() async throws {
        let key = "arn:aws:kms:eu-west-1:111122223333:key/aws-s3"
        home.change {
            $0.kmsKeys[S3Location(Self.artifact)!] = key
            $0.keys[key] = KeyMetadata(keyId: "aws-s3", arn: key, keyManager: "AWS")
        }
        let report = try await report()
        #expect(!report.missingPolicies.contains { $0.kind == .keyPolicy })
        #expect(report.findings.contains { $0.verdict == .failed && $0.fix == "copy the artifacts" })
    }

    @Test func privateImagesNeedTheirRepositorysPolicy() async throws {
        away.deny("BatchGetImage", service: .ecr)
        let report = try await report(image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/model:1")
        let policy = try #require(report.missingPolicies.last)
        #expect(policy.kind == .repositoryPolicy && policy.resource == "team/model")
        #expect(
            policy.command.hasPrefix(
                "aws ecr set-repository-policy --registry-id 111122223333 --repository-name team/model"))
        #expect(!policy.document.compactText.contains("Resource"))
    }

    @Test func imagesThatCanBePulledAndImagesThatAreGone() async throws {
        away.change { $0.images = ["team/model:1"] }
        home.change {
            $0.policies["team/model"] =
                #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"ecr:*"}]}"#
        }
        let there = try await report(image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/model:1")
        #expect(there.items.contains { $0.kind == .image && $0.outcome == .passed })
        let gone = try await report(image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/model:2")
        #expect(gone.findings.contains { $0.text == "the image team/model:2 no longer exists" })
    }

    @Test func theRoleItselfNeedsAStatement() async throws {
        away.change { $0.decisions["s3:GetObject"] = .implicitDeny }
        let policy = try #require(try await report().missingPolicies.last)
        #expect(policy.kind == .rolePolicy && policy.account == "444455556666" && policy.profile == "away")
        #expect(
            policy.command.hasPrefix(
                "aws iam put-role-policy --role-name sagemaker-execution-role --policy-name flightdeck-"))
        #expect(
            policy.document.compactText.contains(
                #""Action":"s3:GetObject","Resource":"arn:aws:s3:::home/models/a/model.tar.gz""#))
    }

    @Test func aRoleThatCannotBeTakenOnNamesItsTrust() throws {
        let failure = AWSFailure.credentials(
            CredentialsError(
                kind: .broken,
                problem: "the role can't be assumed: AccessDenied: User: arn:aws:iam::444455556666:user/deploy is not "
                    + "authorized to perform: sts:AssumeRole",
                remedy: "", deniedRole: "arn:aws:iam::111122223333:role/autopilot-reader"))
        let policy = try #require(MissingPolicy.trust(missingAfter: failure, account: nil, region: "eu-west-1"))
        #expect(
            policy.document.compactText
                == #"{"Version":"2012-10-17","Statement":[{"Sid":"FlightdeckTrust","Effect":"Allow","Principal":"#
                + #"{"AWS":"arn:aws:iam::444455556666:root","Service":"sagemaker.amazonaws.com"},"#
                + #""Action":"sts:AssumeRole"}]}"#)
        #expect(
            policy.command.hasPrefix(
                "aws iam update-assume-role-policy --role-name autopilot-reader --policy-document '"))
        #expect(policy.account == "111122223333")
        #expect(MissingPolicy.trust(missingAfter: .cancelled, account: nil, region: "eu-west-1") == nil)
    }

    /// The check of a form: the job's account answers for the job and what is there, the other one for who may read it.
    @Test func theChecksAskBothAccounts() async throws {
        var plan = Samples.plan
        plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(image: Self.image, modelDataUrl: Self.artifact)
        ])
        plan.roleArn = Self.role
        plan.sourceProfile = "home"
        let report = await PreflightSession(checks: [.artifacts, .accounts]).report(
            on: PreflightSubject(plan: plan, region: "eu-west-1", profile: "away"), from: away, source: home,
            clock: ManualClock())
        #expect(report.lines[0].findings?.map(\.verdict) == [.passed])
        #expect(report.lines[1].hasFailed)
        #expect(home.count(of: "HeadObject") > 0)
    }
}
