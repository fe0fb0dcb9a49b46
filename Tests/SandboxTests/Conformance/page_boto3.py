"""The boto3 code of AWS's page on batch inference with Autopilot; only names are ours, and what the page leaves out
(the job's name, the model's name, waiting for the end) is filled in."""

import os
import time

import boto3
import sagemaker

session = sagemaker.session.Session()

job_name = os.environ["JOB"]
sm_client = boto3.client("sagemaker", region_name="us-west-2")
role = "arn:aws:iam::111122223333:role/sagemaker-execution-role"
output_path = os.environ["OUTPUT"]
input_data = os.environ["INPUT"]

best_candidate = sm_client.describe_auto_ml_job(AutoMLJobName=job_name)["BestCandidate"]
best_candidate_containers = best_candidate["InferenceContainers"]
best_candidate_name = best_candidate["CandidateName"]

# create model
reponse = sm_client.create_model(
    ModelName=best_candidate_name,
    ExecutionRoleArn=role,
    Containers=best_candidate_containers,
)
model_name = best_candidate_name

# Lauch Transform Job
response = sm_client.create_transform_job(
    TransformJobName=f"{best_candidate_name}-transform-job",
    ModelName=model_name,
    TransformInput={
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": input_data,
            }
        },
        "ContentType": "text/csv",
        "SplitType": "Line",
    },
    TransformOutput={
        "S3OutputPath": output_path,
        "AssembleWith": "Line",
    },
    TransformResources={
        "InstanceType": "ml.m5.2xlarge",
        "InstanceCount": 1,
    },
)

name = f"{best_candidate_name}-transform-job"
assert response["TransformJobArn"].endswith(f":transform-job/{name.lower()}"), response
assert response["ResponseMetadata"]["RequestId"], response
assert response["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/x-amz-json-1.1", response

while (job := sm_client.describe_transform_job(TransformJobName=name))["TransformJobStatus"] == "InProgress":
    time.sleep(0.05)
assert job["TransformJobStatus"] == "Completed", job
assert job["CreationTime"] <= job["TransformStartTime"] <= job["TransformEndTime"], job

s3 = boto3.client("s3")
bucket, prefix = input_data.removeprefix("s3://").split("/", 1)
for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]:
    rows = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read().splitlines()
    key = output_path.removeprefix(f"s3://{bucket}/") + "/" + os.path.basename(item["Key"]) + ".out"
    values = [float(line) for line in s3.get_object(Bucket=bucket, Key=key)["Body"].read().splitlines()]
    assert len(values) == len(rows), (len(values), len(rows))
    assert all(2000 < value < 7000 for value in values), values
