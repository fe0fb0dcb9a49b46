import AWSOperations
import JSONCoding
import Testing

@testable import BatchInference

@Suite("Preflight: names, roles, artifacts and quotas")
struct AccountCheckTests {
    private let bench = PreflightBench()

    @Test("a model of the same name is compared; a transform of that name is a failure")
    func names() async {
        let request = bench.plan.requests
        bench.account.change { state in
            state.models[request.createModel.modelName] = DescribeModelResponse(
                modelName: request.createModel.modelName, creationTime: Timestamp(secondsSinceEpoch: 0),
                modelArn: "arn:model", containers: request.createModel.containers,
                executionRoleArn: request.createModel.executionRoleArn)
        }
        #expect(await bench.findings(.names).map(\.verdict) == [.passed])
        bench.account.change { $0.models[request.createModel.modelName]?.executionRoleArn = "arn:other" }
        #expect(
            await bench.findings(.names).troubles == [
                "failed: another model of that name exists: its role is arn:other"
            ])
        bench.account.change { state in
            state.models = [:]
            state.transforms[request.createTransformJob.transformJobName] = .created(by: request.createTransformJob)
        }
        #expect(await bench.findings(.names).troubles.first?.hasPrefix("failed: a transform job of that name") == true)
    }

    @Test("a role that is not there, doesn't trust SageMaker, or is of another account")
    func roles() async {
        var bench = bench
        bench.account.change { state in
            state.roles["SageMakerExecution"]?.assumeRolePolicyDocument = PreflightBench.encoded(
                #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}}"#
            )
        }
        let untrusting = await bench.findings(.role)
        #expect(untrusting.troubles == ["failed: role SageMakerExecution doesn't trust SageMaker"])
        #expect(untrusting.first?.fix.contains(#""Service":"sagemaker.amazonaws.com""#) == true)
        bench.account.change { $0.roles = [:] }
        #expect(
            await bench.findings(.role).troubles == [
                "failed: no role SageMakerExecution in account 1111-2222-3333"
            ])
        bench.plan.roleArn = "arn:aws:iam::444455556666:role/SageMakerExecution"
        #expect(await bench.findings(.role).troubles.first?.contains("is in account 4444-5555-6666") == true)
        bench.plan.roleArn = Samples.role
        bench.account.deny("GetRole", service: .iam)
        #expect(await bench.findings(.role).troubles == ["unknown: role: unknown, because iam:GetRole is denied"])
    }

    @Test(
        "who trusts whom",
        arguments: [
            (
                #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":["sts:AssumeRole"]}]}"#,
                TrustPolicy.Trust.always
            ),
            (
                #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}]}"#,
                .underConditions
            ),
            (
                #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
                .never
            ),
            (
                #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:TagSession"}]}"#,
                .never
            ),
            (
                #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*"},{"Effect":"Deny","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
                .never
            ),
            (#"{}"#, .never),
        ])
    func trust(policy: String, expected: TrustPolicy.Trust) {
        #expect(TrustPolicy(JSONValue(parsing: policy)!).trust(of: "sagemaker.amazonaws.com") == expected)
    }

    @Test("what the caller may not do is a failure; what may not be asked is unknown; root is not asked about")
    func permissions() async {
        bench.account.change { $0.decisions = ["iam:PassRole": .implicitDeny] }
        let denied = await bench.findings(.passRole)
        #expect(denied.troubles == ["failed: your policies don't allow iam:PassRole"])
        #expect(denied.first?.field == .role)
        bench.account.deny("SimulatePrincipalPolicy", service: .iam)
        #expect(
            await bench.findings(.passRole).troubles == [
                "unknown: your permissions: unknown, because iam:SimulatePrincipalPolicy is denied"
            ])
        bench.account.change { $0.callerArn = "arn:aws:iam::111122223333:root" }
        #expect(await bench.findings(.passRole).troubles.isEmpty)
    }

    @Test("what the role may not do is a warning, unless it is denied outright")
    func roleAccess() async {
        bench.account.change { $0.decisions = ["s3:PutObject": .implicitDeny, "s3:ListBucket": .explicitDeny] }
        #expect(
            await bench.findings(.roleAccess).troubles == [
                "failed: a policy denies role SageMakerExecution s3:ListBucket on arn:aws:s3:::demo-data",
                "warned: the policies of role SageMakerExecution don't allow s3:PutObject on "
                    + "arn:aws:s3:::demo-data/out/march/*",
            ])
    }

    @Test("artifacts that are gone, or encrypted with a key of elsewhere")
    func artifacts() async {
        let url = S3Location(Samples.churnContainers[1].modelDataUrl)!
        bench.account.change { $0.kmsKeys[url] = "arn:aws:kms:us-west-2:111122223333:key/1234" }
        #expect(
            await bench.findings(.artifacts).troubles.first?.hasSuffix(
                "is encrypted with a key of us-west-2, not of eu-west-1") == true)
        bench.account.change { $0.kmsKeys[url] = "arn:aws:kms:eu-west-1:444455556666:key/1234" }
        #expect(
            await bench.findings(.artifacts).troubles.first?.hasSuffix(
                "is encrypted with a key of account 4444-5555-6666") == true)
        bench.account.change { $0.objects[url] = nil }
        #expect(await bench.findings(.artifacts).troubles == ["failed: the model artifact \(url.uri) no longer exists"])
    }

    @Test("the quota counts what runs now, of the type and over all")
    func quota() async {
        var bench = bench
        var running = bench.plan
        running.transformJobName = "other"
        running.instanceCount = 3
        let request = running.requests.createTransformJob
        bench.account.change { $0.transforms["other"] = .created(by: request) }
        #expect(await bench.findings(.quota).map(\.text) == ["quota: room for 1 × ml.m5.xlarge"])
        bench.plan.instanceCount = 2
        let short = await bench.findings(.quota)
        #expect(
            short.troubles == [
                "failed: the quota 'ml.m5.xlarge for transform job usage' is 4, of which 3 are in use: 2 requested"
            ])
        #expect(short.first?.edit == .instanceCount(1))
        // No number that a service may answer with ends the program.
        bench.account.change { $0.quotas[0].value = 1e300 }
        #expect(await bench.findings(.quota).troubles.isEmpty)
        bench.account.change { $0.quotas[0].value = 0 }
        bench.plan.instanceCount = 1
        #expect(await bench.findings(.quota).first?.field == .instanceType)
        bench.account.deny("ListServiceQuotas", service: .serviceQuotas)
        #expect(
            await bench.findings(.quota).troubles == [
                "unknown: quota: unknown, because servicequotas:ListServiceQuotas is denied"
            ])
    }

    @Test("where what runs is hidden, the quota alone is judged by")
    func hiddenUsage() async {
        bench.account.deny("ListTransformJobs")
        #expect(
            await bench.findings(.quota).troubles == [
                "unknown: running instances: unknown, because sagemaker:ListTransformJobs is denied"
            ])
    }

    @Test("no answer at all is unknown, not a failure")
    func noAnswer() async {
        bench.account.change { $0.failures["ListServiceQuotas"] = .timedOut }
        #expect(await bench.findings(.quota).map(\.verdict) == [.unknown])
    }
}
