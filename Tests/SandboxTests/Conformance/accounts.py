"""Two accounts as boto3 sees them: trust, policies of buckets, keys and repositories, and a launch across accounts."""

import json
import time

import boto3
from botocore.exceptions import ClientError

HOME, DEPLOY = "111122223333", "444455556666"
BUCKET, OWN = "flightdeck-demo", "flightdeck-deploy"
ROLE = f"arn:aws:iam::{DEPLOY}:role/sagemaker-execution-role"


def client(profile, service):
    return boto3.Session(profile_name=profile).client(service)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused: {call} {arguments}")


def statement(principal, actions, resources, effect="Allow", **more):
    return {"Effect": effect, "Principal": principal, "Action": actions, "Resource": resources, **more}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def keys(s3, bucket, prefix):
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]


def transform(name, model, source, target):
    deploy.create_transform_job(
        TransformJobName=name, ModelName=model,
        TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": source}},
                        "ContentType": "text/csv", "SplitType": "Line"},
        TransformOutput={"S3OutputPath": target, "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 4})
    while True:
        job = deploy.describe_transform_job(TransformJobName=name)
        if job["TransformJobStatus"] not in ("InProgress", "Stopping"):
            return job
        time.sleep(0.02)


# Who is who: users, a role that trusts the deploying account, and one that does not yet.
for profile, account, end in [
    ("sandbox", HOME, "user/flightdeck"), ("sandbox-deploy", DEPLOY, "user/flightdeck-deploy"),
    ("sandbox-source", HOME, None),
]:
    identity = client(profile, "sts").get_caller_identity()
    assert identity["Account"] == account, identity
    assert end is None or identity["Arn"] == f"arn:aws:iam::{account}:{end}", identity
iam = client("sandbox", "iam")
message = refused("AccessDenied", client("sandbox-locked", "sts").get_caller_identity)
assert "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/autopilot-locked" in message, message
trust = {"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Principal": {"AWS": DEPLOY}, "Action": "sts:AssumeRole"}}
refused("MalformedPolicyDocument", iam.update_assume_role_policy, RoleName="autopilot-locked", PolicyDocument="{")
refused("NoSuchEntity", iam.update_assume_role_policy, RoleName="none", PolicyDocument=json.dumps(trust))
refused("NoSuchEntity", client("sandbox-deploy", "iam").get_role, RoleName="autopilot-locked")
iam.update_assume_role_policy(RoleName="autopilot-locked", PolicyDocument=json.dumps(trust))
assert iam.get_role(RoleName="autopilot-locked")["Role"]["AssumeRolePolicyDocument"] == trust
assert client("sandbox-locked", "sts").get_caller_identity()["Account"] == HOME
trust["Statement"]["Condition"] = {"StringEquals": {"sts:ExternalId": "penguin"}}
iam.update_assume_role_policy(RoleName="autopilot-locked", PolicyDocument=json.dumps(trust))
sts = client("sandbox-deploy", "sts")
locked = {"RoleArn": f"arn:aws:iam::{HOME}:role/autopilot-locked", "RoleSessionName": "test"}
refused("AccessDenied", sts.assume_role, **locked)
refused("AccessDenied", sts.assume_role, ExternalId="walrus", **locked)
sts.assume_role(ExternalId="penguin", **locked)

# Jobs are the generating account's; a session of its role sees them, the deploying user does not.
source, deploy = client("sandbox-source", "sagemaker"), client("sandbox-deploy", "sagemaker")
assert deploy.list_auto_ml_jobs()["AutoMLJobSummaries"] == []
assert deploy.list_transform_jobs()["TransformJobSummaries"] == []
refused("ResourceNotFound", deploy.describe_auto_ml_job, AutoMLJobName="penguins-species")
job = source.describe_auto_ml_job(AutoMLJobName="penguins-species")
assert job["AutoMLJobArn"] == f"arn:aws:sagemaker:us-west-2:{HOME}:automl-job/penguins-species", job
containers = job["BestCandidate"]["InferenceContainers"]
artifact = containers[0]["ModelDataUrl"].removeprefix(f"s3://{BUCKET}/")
model = {"ModelName": "across", "Containers": containers, "ExecutionRoleArn": ROLE}
refused("AccessDeniedException", source.create_model, **model)

# Buckets belong to one account, under names that all share.
s3, their, read = client("sandbox", "s3"), client("sandbox-deploy", "s3"), client("sandbox-source", "s3")
assert {bucket["Name"] for bucket in their.list_buckets()["Buckets"]} == {OWN}
assert OWN not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
assert their.list_buckets()["Owner"]["ID"] == DEPLOY
place = {"LocationConstraint": "us-west-2"}
refused("BucketAlreadyExists", their.create_bucket, Bucket=BUCKET, CreateBucketConfiguration=place)
their.create_bucket(Bucket="made-by-deploy", CreateBucketConfiguration=place)
refused("403", s3.head_bucket, Bucket="made-by-deploy")
their.delete_bucket(Bucket="made-by-deploy")
assert len(keys(their, OWN, "inbox/april/")) == 3 and keys(their, OWN, "predictions/") == []
assert refused("AccessDenied", their.get_object, Bucket=BUCKET, Key=artifact) == "Access Denied"
refused("AccessDenied", their.list_objects_v2, Bucket=BUCKET)
refused("AccessDenied", their.put_object, Bucket=BUCKET, Key="x", Body=b"x")
refused("AccessDenied", their.get_bucket_policy, Bucket=BUCKET)
refused("403", their.head_object, Bucket=BUCKET, Key=artifact)
assert read.head_object(Bucket=BUCKET, Key=artifact)["ContentLength"] > 0
refused("AccessDenied", read.put_object, Bucket=BUCKET, Key="x", Body=b"x")
refused("AccessDenied", read.list_objects_v2, Bucket=OWN)

# Without a policy on the bucket, no model of its artifacts; with one, it can be made, with the account's own role alone.
message = refused("ValidationException", deploy.create_model, **model)
assert message.startswith(f"Could not access model data at s3://{BUCKET}/"), message
assert f'role "{ROLE}"' in message and '"s3:GetObject" permissions' in message, message
message = refused("ValidationException", deploy.create_model, **{
    **model, "ExecutionRoleArn": f"arn:aws:iam::{HOME}:role/sagemaker-execution-role"})
assert "Cross-account pass role is not allowed" in message, message
everywhere = [f"arn:aws:s3:::{BUCKET}/*"]
for wrong, words in [
    ("no JSON", "must be valid JSON"), (policy(), "Statement is empty"),
    (policy(statement("*", "s3:GetObject", ["arn:aws:s3:::another/*"])), "invalid resource"),
    (policy(statement("*", "ec2:RunInstances", everywhere)), "invalid action"),
    (policy(statement({"AWS": f"arn:aws:iam::{DEPLOY}:role/none"}, "s3:GetObject", everywhere)), "Invalid principal"),
    (policy(statement("*", "s3:ListBucket", everywhere)), "does not apply to any resource"),
    (policy(statement("*", "s3:GetObject", everywhere, effect="Maybe")), "Invalid effect"),
    (policy(statement("*", "s3:GetObject", everywhere, Condition={"Sometimes": {"a": "b"}})), "Condition type"),
    (json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}), "required field Principal"),
]:
    message = refused("MalformedPolicy", s3.put_bucket_policy, Bucket=BUCKET, Policy=wrong)
    assert words in message, (wrong, message)
refused("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=BUCKET)
grant = policy(statement({"AWS": ROLE}, "s3:GetObject", [f"arn:aws:s3:::{BUCKET}/out/*"]))
s3.put_bucket_policy(Bucket=BUCKET, Policy=grant)
assert s3.get_bucket_policy(Bucket=BUCKET)["Policy"] == grant
arn = deploy.create_model(**model)["ModelArn"]
assert arn == f"arn:aws:sagemaker:us-west-2:{DEPLOY}:model/across", arn
refused("AccessDenied", their.get_object, Bucket=BUCKET, Key=artifact)

# A whole transform in the deploying account, with its own log, metrics and quotas.
end = transform("across-1", "across", f"s3://{OWN}/inbox/april/", f"s3://{OWN}/predictions/")
assert end["TransformJobStatus"] == "Completed", end
assert end["TransformJobArn"].split(":")[4] == DEPLOY, end
assert len(keys(their, OWN, "predictions/")) == 3
body = their.get_object(Bucket=OWN, Key="predictions/biscoe.csv.out")["Body"].read().decode()
assert set(body.split()) <= {"Adelie", "Chinstrap", "Gentoo"} and body, body
refused("ValidationException", client("sandbox", "sagemaker").describe_transform_job, TransformJobName="across-1")
logs = client("sandbox-deploy", "logs")
streams = logs.describe_log_streams(logGroupName="/aws/sagemaker/TransformJobs")["logStreams"]
assert streams and all(stream["logStreamName"].startswith("across-1/") for stream in streams), streams
assert all(f":{DEPLOY}:" in stream["arn"] for stream in streams), streams
assert client("sandbox-deploy", "cloudwatch").list_metrics(Namespace="/aws/sagemaker/TransformJobs")["Metrics"]
quota = client("sandbox-deploy", "service-quotas").get_service_quota(ServiceCode="sagemaker", QuotaCode="L-7939E4EC")
assert f":{DEPLOY}:" in quota["Quota"]["QuotaArn"], quota

# What the role may not read or write in the other account's bucket fails the job.
end = transform("unread", "across", f"s3://{BUCKET}/inbox/april/", f"s3://{OWN}/unread/")
assert end["FailureReason"].startswith("ClientError: No S3 objects found under S3 URL"), end
s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(
    statement({"AWS": DEPLOY}, "s3:ListBucket", f"arn:aws:s3:::{BUCKET}"),
    statement({"AWS": DEPLOY}, "s3:GetObject", f"arn:aws:s3:::{BUCKET}/out/*")))
end = transform("listed", "across", f"s3://{BUCKET}/inbox/april/", f"s3://{OWN}/unread/")
assert end["FailureReason"] == "ClientError: See job logs for more information", end
lines = logs.filter_log_events(logGroupName="/aws/sagemaker/TransformJobs", filterPattern="AccessDenied")["events"]
assert any("inbox/april/biscoe.csv: AccessDenied" in line["message"] for line in lines), lines
end = transform("unwritten", "across", f"s3://{OWN}/inbox/april/", f"s3://{BUCKET}/from-deploy/")
assert end["TransformJobStatus"] == "Failed" and '"s3:PutObject"' in end["FailureReason"], end
s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(
    statement({"AWS": [DEPLOY]}, ["s3:Get*", "s3:Put*", "s3:AbortMultipartUpload"], everywhere),
    statement({"AWS": f"arn:aws:iam::{DEPLOY}:root"}, "s3:ListBucket", f"arn:aws:s3:::{BUCKET}",
              Condition={"StringLike": {"s3:prefix": ["inbox/*", "out/*"]}}),
    statement("*", "s3:*", [f"arn:aws:s3:::{BUCKET}/mistakes/*"], effect="Deny")))
end = transform("written", "across", f"s3://{BUCKET}/inbox/april/", f"s3://{BUCKET}/from-deploy/")
assert end["TransformJobStatus"] == "Completed", end
assert len(keys(s3, BUCKET, "from-deploy/")) == 3
assert keys(their, BUCKET, "inbox/april/")
refused("AccessDenied", their.list_objects_v2, Bucket=BUCKET, Prefix="training/")
refused("AccessDenied", their.get_object, Bucket=BUCKET, Key="mistakes/gzip/part-001.csv.gz")
message = refused("AccessDenied", s3.get_object, Bucket=BUCKET, Key="mistakes/gzip/part-001.csv.gz")
assert "explicit deny in a resource-based policy" in message, message
refused("NoSuchKey", their.get_object, Bucket=BUCKET, Key="inbox/none")

# Copies need both sides; a key that is not there is told to those alone who may list.
their.copy_object(Bucket=OWN, Key="copied", CopySource={"Bucket": BUCKET, "Key": artifact})
refused("AccessDenied", read.copy_object, Bucket=OWN, Key="copied", CopySource={"Bucket": BUCKET, "Key": artifact})
refused("AccessDenied", their.copy_object, Bucket=OWN, Key="copied",
        CopySource={"Bucket": BUCKET, "Key": "mistakes/gzip/part-001.csv.gz"})
upload = their.create_multipart_upload(Bucket=OWN, Key="parts/copied")["UploadId"]
ends = {"Bucket": OWN, "Key": "parts/copied", "UploadId": upload}
part = their.upload_part_copy(CopySource={"Bucket": BUCKET, "Key": artifact}, PartNumber=1, **ends)["CopyPartResult"]
refused("AccessDenied", their.upload_part_copy, PartNumber=2,
        CopySource={"Bucket": BUCKET, "Key": "mistakes/gzip/part-001.csv.gz"}, **ends)
refused("AccessDenied", s3.list_parts, **ends)
[listed] = their.list_parts(**ends)["Parts"]
assert listed["ETag"] == part["ETag"] and listed["PartNumber"] == 1, listed
assert listed["Size"] == s3.head_object(Bucket=BUCKET, Key=artifact)["ContentLength"], listed
[open_upload] = their.list_multipart_uploads(Bucket=OWN, Prefix="parts/")["Uploads"]
assert (open_upload["Key"], open_upload["UploadId"]) == ("parts/copied", upload), open_upload
assert "Uploads" not in their.list_multipart_uploads(Bucket=OWN, Prefix="other/")
their.complete_multipart_upload(
    MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}, **ends)
refused("NoSuchUpload", their.abort_multipart_upload, **ends)
s3.delete_bucket_policy(Bucket=BUCKET)
refused("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=BUCKET)
refused("AccessDenied", their.get_object, Bucket=BUCKET, Key=artifact)

# One job's artifacts are encrypted with a key, whose policy decides beside the bucket's.
kms, their_kms = client("sandbox", "kms"), client("sandbox-deploy", "kms")
sealed = source.describe_auto_ml_job_v2(AutoMLJobName="penguins-sex-tabular")["BestCandidate"]["InferenceContainers"]
sealed_key = sealed[0]["ModelDataUrl"].removeprefix(f"s3://{BUCKET}/")
head = s3.head_object(Bucket=BUCKET, Key=sealed_key)
assert head["ServerSideEncryption"] == "aws:kms", head
key = kms.describe_key(KeyId=head["SSEKMSKeyId"])["KeyMetadata"]
assert key["Arn"] == head["SSEKMSKeyId"] and key["AWSAccountId"] == HOME, key
alias = next(alias for alias in kms.list_aliases()["Aliases"] if alias["TargetKeyId"] == key["KeyId"])
assert kms.describe_key(KeyId=alias["AliasName"])["KeyMetadata"]["Arn"] == key["Arn"]
assert their_kms.list_aliases()["Aliases"] == []
assert read.get_object(Bucket=BUCKET, Key=sealed_key)["Body"].read(2) == b"\x1f\x8b"
s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(statement({"AWS": DEPLOY}, "s3:GetObject", everywhere)))
message = refused("AccessDenied", their.get_object, Bucket=BUCKET, Key=sealed_key)
assert "kms:Decrypt" in message, message
refused("403", their.head_object, Bucket=BUCKET, Key=sealed_key)
closed = {"ModelName": "sealed", "Containers": sealed, "ExecutionRoleArn": ROLE}
refused("ValidationException", deploy.create_model, **closed)
refused("AccessDeniedException", their_kms.describe_key, KeyId=key["Arn"])
refused("NotFoundException", their_kms.describe_key, KeyId=key["KeyId"])
before = json.loads(kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"])
refused("MalformedPolicyDocumentException", kms.put_key_policy, KeyId=key["KeyId"], PolicyName="default", Policy="{}")
refused("MalformedPolicyDocumentException", kms.put_key_policy, KeyId=key["KeyId"], PolicyName="default",
        Policy=policy(statement({"AWS": DEPLOY}, "kms:*", "*")))
before["Statement"].append(statement({"AWS": DEPLOY}, ["kms:Decrypt", "kms:DescribeKey"], "*"))
kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=json.dumps(before))
assert their_kms.describe_key(KeyId=key["Arn"])["KeyMetadata"]["KeyId"] == key["KeyId"]
refused("AccessDeniedException", their_kms.get_key_policy, KeyId=key["Arn"], PolicyName="default")
assert their.get_object(Bucket=BUCKET, Key=sealed_key)["Body"].read(2) == b"\x1f\x8b"
deploy.create_model(**closed)
refused("AccessDenied", their.put_object, Bucket=OWN, Key="x", Body=b"x", ServerSideEncryption="aws:kms",
        SSEKMSKeyId=key["Arn"])

# AWS's images are for everybody; the account's own one needs a policy of its repository.
ecr, their_ecr = client("sandbox", "ecr"), client("sandbox-deploy", "ecr")
for container in containers:
    registry, image = container["Image"].split("/", 1)
    repository, tag = image.split(":")
    found = their_ecr.batch_get_image(
        registryId=registry.split(".")[0], repositoryName=repository,
        imageIds=[{"imageTag": tag}, {"imageTag": "none"}])
    assert [image["imageId"]["imageTag"] for image in found["images"]] == [tag], found
    assert found["failures"][0]["failureCode"] == "ImageNotFound", found
own = {"registryId": HOME, "repositoryName": "penguins-custom-inference"}
asked = {**own, "imageIds": [{"imageTag": "1.0"}]}
assert ecr.describe_images(**asked)["imageDetails"][0]["imageTags"] == ["1.0"]
refused("RepositoryPolicyNotFoundException", ecr.get_repository_policy, **own)
refused("RepositoryNotFoundException", their_ecr.batch_get_image,
        **{**asked, "registryId": DEPLOY})
message = refused("AccessDeniedException", their_ecr.batch_get_image, **asked)
assert "no resource-based policy allows the ecr:BatchGetImage action" in message, message
refused("InvalidParameterException", ecr.set_repository_policy, policyText="{}", **own)
pull = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEPLOY}:root"},
    "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]}
ecr.set_repository_policy(policyText=json.dumps(pull), **own)
assert json.loads(ecr.get_repository_policy(**own)["policyText"]) == pull
assert their_ecr.batch_get_image(**asked)["images"]
refused("AccessDeniedException", their_ecr.describe_images, **asked)
refused("ImageNotFoundException", ecr.describe_images, **{**own, "imageIds": [{"imageTag": "2.0"}]})
