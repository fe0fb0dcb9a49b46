"""What boto3 sends to the services beside SageMaker, and what it makes of their answers and refusals."""

import datetime
import io
import json
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET = "flightdeck-demo"
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
sagemaker = boto3.client("sagemaker")
cloudwatch = boto3.client("cloudwatch")
logs = boto3.client("logs")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response["ResponseMetadata"]["RequestId"], error.response
        return error.response
    raise AssertionError(f"not refused: {call} {arguments}")


# Objects: odd keys, ranges, conditions, checksums, presigned URLs, parts.
key = "clients/a b/ü+%20~(x)!*'.csv"
s3.put_object(Bucket=BUCKET, Key=key, Body=b"hello", Metadata={"Colour": "blue"}, ContentType="text/plain")
answer = s3.get_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
assert answer["Body"].read() == b"hello"
assert answer["Metadata"] == {"colour": "blue"}, answer
assert answer["ChecksumCRC32"] == "NhCmhg==", answer
assert s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=1-2")["Body"].read() == b"el"
refused("InvalidRange", s3.get_object, Bucket=BUCKET, Key=key, Range="bytes=9-")
refused("PreconditionFailed", s3.get_object, Bucket=BUCKET, Key=key, IfMatch='"0"')
refused("304", s3.get_object, Bucket=BUCKET, Key=key, IfNoneMatch=answer["ETag"])
refused("404", s3.head_object, Bucket=BUCKET, Key="none")
refused("NoSuchKey", s3.get_object, Bucket=BUCKET, Key="none")
refused("BadDigest", s3.put_object, Bucket=BUCKET, Key="x", Body=b"x", ChecksumCRC32="AAAAAA==")
url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=60)
assert urllib.request.urlopen(url).read() == b"hello"
listing = s3.list_objects_v2(Bucket=BUCKET, Prefix="clients/")
assert [entry["Key"] for entry in listing["Contents"]] == [key], listing
assert s3.list_objects(Bucket=BUCKET, Prefix="clients/")["Contents"][0]["Key"] == key
large = os.urandom(17 << 20)
s3.upload_fileobj(io.BytesIO(large), BUCKET, "clients/large")
received = io.BytesIO()
s3.download_fileobj(BUCKET, "clients/large", received)
assert received.getvalue() == large
s3.copy_object(Bucket=BUCKET, Key="clients/copy", CopySource={"Bucket": BUCKET, "Key": key})
assert s3.head_object(Bucket=BUCKET, Key="clients/copy")["Metadata"] == {"colour": "blue"}
deleted = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key}, {"Key": "clients/copy"}]})
assert {entry["Key"] for entry in deleted["Deleted"]} == {key, "clients/copy"}, deleted
elsewhere = boto3.client("s3", region_name="eu-west-1")
assert elsewhere.list_objects_v2(Bucket=BUCKET, Prefix="inbox/march/")["KeyCount"] == 6

# Metrics and logs of a job of the past.
metrics = cloudwatch.list_metrics(Namespace="/aws/sagemaker/TransformJobs", MetricName="CPUUtilization")["Metrics"]
now = datetime.datetime.now(datetime.timezone.utc)
query = {"Id": "cpu", "MetricStat": {"Metric": metrics[0], "Period": 60, "Stat": "Average"}}
result = cloudwatch.get_metric_data(
    MetricDataQueries=[query], StartTime=now - datetime.timedelta(days=7), EndTime=now
)["MetricDataResults"][0]
assert result["Values"] and len(result["Values"]) == len(result["Timestamps"]), result
group = "/aws/sagemaker/TransformJobs"
pages = logs.get_paginator("describe_log_streams").paginate(logGroupName=group, PaginationConfig={"PageSize": 5})
streams = [stream["logStreamName"] for page in pages for stream in page["logStreams"]]
assert len(streams) > 10 and streams == sorted(streams), streams
refused("ResourceNotFoundException", logs.get_log_events, logGroupName=group, logStreamName="none")
refused("ResourceNotFoundException", logs.describe_log_streams, logGroupName="/aws/none")

# Pages and refusals of SageMaker.
pages = sagemaker.get_paginator("list_transform_jobs").paginate(PaginationConfig={"PageSize": 2})
jobs = [job["TransformJobName"] for page in pages for job in page["TransformJobSummaries"]]
assert len(jobs) == len(set(jobs)) == 7, jobs
refused("UnknownOperationException", sagemaker.list_endpoints)
refused("ResourceNotFound", sagemaker.describe_auto_ml_job, AutoMLJobName="none")
refused("ValidationException", sagemaker.describe_auto_ml_job, AutoMLJobName="penguins-sex-tabular")
refused("ValidationException", sagemaker.describe_model, ModelName="none")
arn = sagemaker.describe_model(ModelName="penguins-species-model")["ModelArn"]
sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "team", "Value": "polar"}])
assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "polar"}]

# Roles, sessions, and keys that are none.
session = boto3.client("sts").assume_role(
    RoleArn="arn:aws:iam::111122223333:role/flightdeck-reader", RoleSessionName="clients"
)["Credentials"]
reader = boto3.Session(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
assert reader.client("sts").get_caller_identity()["Arn"].endswith("assumed-role/flightdeck-reader/clients")
refused("AccessDeniedException", reader.client("sagemaker").delete_model, ModelName="penguins-species-model")
role = boto3.client("iam").get_role(RoleName="sagemaker-execution-role")["Role"]
assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"] == "sagemaker.amazonaws.com", role
iam = boto3.client("iam")
refused("NoSuchEntity", iam.get_role, RoleName="none")
trusts = {role["RoleName"]: "Service" in role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
          for role in iam.list_roles()["Roles"]}
assert trusts["sagemaker-execution-role"] and not trusts["flightdeck-operator"], trusts


def simulated(role, action, resource, **context):
    entries = [{"ContextKeyName": key.replace("__", ":"), "ContextKeyValues": [value], "ContextKeyType": "string"}
               for key, value in context.items()]
    result = iam.simulate_principal_policy(
        PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource], ContextEntries=entries
    )["EvaluationResults"]
    assert len(result) == 1 and result[0]["EvalActionName"] == action, result
    return result[0]["EvalDecision"], result[0]["MissingContextValues"]


launcher = "arn:aws:iam::111122223333:role/flightdeck-launcher"
execution = "arn:aws:iam::111122223333:role/sagemaker-execution-role"
passed = {"iam__PassedToService": "sagemaker.amazonaws.com"}
assert simulated(launcher, "iam:PassRole", execution, **passed) == ("allowed", [])
assert simulated(launcher, "iam:PassRole", launcher, **passed) == ("implicitDeny", [])
assert simulated(launcher, "iam:PassRole", execution) == ("implicitDeny", ["iam:PassedToService"])
assert simulated(launcher, "sagemaker:CreateModel", "*") == ("allowed", [])
assert simulated(launcher, "pricing:GetProducts", "*") == ("implicitDeny", [])
refused("NoSuchEntity", iam.simulate_principal_policy, PolicySourceArn=launcher + "x", ActionNames=["s3:GetObject"])

# Quotas: the ones that CreateTransformJob is held to, under AWS's own names.
quotas = boto3.client("service-quotas")
pages = quotas.get_paginator("list_service_quotas").paginate(ServiceCode="sagemaker", PaginationConfig={"PageSize": 50})
applied = {quota["QuotaName"]: quota for page in pages for quota in page["Quotas"]}
assert applied["ml.m5.xlarge for transform job usage"]["Value"] == 4.0, applied
assert applied["ml.p3.2xlarge for transform job usage"]["Value"] == 0.0, applied
everything = applied["Number of instances across all transform jobs"]
assert everything["Value"] == 8.0 and everything["QuotaCode"] == "L-60D2A6F0", everything
one = quotas.get_service_quota(ServiceCode="sagemaker", QuotaCode="L-7939E4EC")["Quota"]
assert one == applied["ml.m5.xlarge for transform job usage"], one
default = quotas.get_aws_default_service_quota(ServiceCode="sagemaker", QuotaCode="L-7939E4EC")["Quota"]
assert default["Value"] == 0.0, default
assert len(quotas.list_aws_default_service_quotas(ServiceCode="sagemaker", MaxResults=100)["Quotas"]) == 100
refused("NoSuchResourceException", quotas.get_service_quota, ServiceCode="sagemaker", QuotaCode="L-00000000")
refused("NoSuchResourceException", quotas.list_service_quotas, ServiceCode="none")
refused("InvalidPaginationTokenException", quotas.list_service_quotas, ServiceCode="sagemaker", NextToken="AAAA")
usual = sagemaker.describe_transform_job(TransformJobName="penguins-species-march-01")
beyond = {key: usual[key] for key in ("ModelName", "TransformInput", "TransformOutput")}
error = refused(
    "ResourceLimitExceeded", sagemaker.create_transform_job, TransformJobName="beyond", **beyond,
    TransformResources={"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1},
)
assert "'ml.p3.2xlarge for transform job usage' is 0 Instances" in error["Error"]["Message"], error

# Prices: JSON documents inside of JSON, from the regions that answer for the others.
for region in ("us-east-1", "eu-central-1", "ap-south-1"):
    pricing = boto3.client("pricing", region_name=region)
    filters = [{"Type": "TERM_MATCH", "Field": "regionCode", "Value": "us-west-2"},
               {"Type": "CONTAINS", "Field": "usagetype", "Value": "Tsform:"}]
    pages = pricing.get_paginator("get_products").paginate(
        ServiceCode="AmazonSageMaker", Filters=filters, PaginationConfig={"PageSize": 25})
    products = [json.loads(product) for page in pages for product in page["PriceList"]]
    assert len(products) > 50, len(products)
    for product in products:
        attributes = product["product"]["attributes"]
        assert attributes["regionCode"] == "us-west-2" and "-Tsform:ml." in attributes["usagetype"], attributes
        [term] = product["terms"]["OnDemand"].values()
        [dimension] = term["priceDimensions"].values()
        assert dimension["unit"] == "Hrs" and float(dimension["pricePerUnit"]["USD"]) > 0, dimension
        assert "sandbox price" in dimension["description"], dimension
refused("NotFoundException", pricing.get_products, ServiceCode="none")
refused("InvalidParameterException", pricing.get_products, ServiceCode="AmazonSageMaker", Filters=[
    {"Type": "TERM_MATCH", "Field": "colour", "Value": "blue"}])

# A role that may launch, and ask neither IAM nor quotas nor prices.
session = boto3.client("sts").assume_role(RoleArn=launcher, RoleSessionName="clients")["Credentials"]
narrow = boto3.Session(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
assert narrow.client("sagemaker").list_models()["Models"]
refused("AccessDenied", narrow.client("iam").get_role, RoleName="sagemaker-execution-role")
refused("AccessDeniedException", narrow.client("service-quotas").list_service_quotas, ServiceCode="sagemaker")
refused("AccessDeniedException", narrow.client("pricing", region_name="us-east-1").get_products,
        ServiceCode="AmazonSageMaker")
nobody = boto3.Session("AKIDEXAMPLE", "secret")
for service, operation, code in [
    ("sagemaker", "list_models", "UnrecognizedClientException"),
    ("logs", "describe_log_groups", "UnrecognizedClientException"),
    ("cloudwatch", "list_metrics", "UnrecognizedClientException"),
    ("s3", "list_buckets", "InvalidAccessKeyId"),
    ("sts", "get_caller_identity", "InvalidClientTokenId"),
    ("iam", "list_roles", "InvalidClientTokenId"),
    ("service-quotas", "list_services", "UnrecognizedClientException"),
    ("pricing", "describe_services", "UnrecognizedClientException"),
]:
    refused(code, getattr(nobody.client(service), operation))
