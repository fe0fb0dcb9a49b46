"""The SageMaker Python SDK code of AWS's page on batch inference with Autopilot; only names are ours."""

import os

import boto3
import sagemaker
from sagemaker import AutoML

sagemaker_session = sagemaker.session.Session()

job_name = os.environ["JOB"]  # your autopilot job name
automl = AutoML.attach(auto_ml_job_name=job_name)
output_path = os.environ["OUTPUT"]
input_data = os.environ["INPUT"]

# call DescribeAutoMLJob API to get the best candidate definition
best_candidate = automl.describe_auto_ml_job()["BestCandidate"]
best_candidate_name = best_candidate["CandidateName"]

# create model
model = automl.create_model(name=best_candidate_name, candidate=best_candidate)

# create transformer
transformer = model.transformer(
    instance_count=1,
    instance_type="ml.m5.2xlarge",
    assemble_with="Line",
    output_path=output_path,
)

# do batch transform
transformer.transform(data=input_data, split_type="Line", content_type="text/csv", wait=True)

s3 = boto3.client("s3")
bucket, key = input_data.removeprefix("s3://").split("/", 1)
rows = s3.get_object(Bucket=bucket, Key=key)["Body"].read().splitlines()
output = output_path.removeprefix(f"s3://{bucket}/") + "/" + os.path.basename(key) + ".out"
predictions = s3.get_object(Bucket=bucket, Key=output)["Body"].read().decode().splitlines()
assert len(predictions) == len(rows), (len(predictions), len(rows))
assert set(predictions) <= {"Adelie", "Chinstrap", "Gentoo"}, set(predictions)

# The same with the probabilities asked for; the SDK checks the keys and rewrites the containers.
candidate = automl.describe_auto_ml_job()["BestCandidate"]
model = automl.create_model(
    name="with-probabilities", candidate=candidate, inference_response_keys=["predicted_label", "probability"]
)
transformer = model.transformer(
    instance_count=1, instance_type="ml.m5.xlarge", assemble_with="Line", output_path=output_path + "-probabilities"
)
transformer.transform(data=input_data, split_type="Line", content_type="text/csv", wait=True, logs=True)
output = output.replace("/" + os.path.basename(key), "-probabilities/" + os.path.basename(key))
for line in s3.get_object(Bucket=bucket, Key=output)["Body"].read().decode().splitlines():
    label, probability = line.split(",")
    assert label in {"Adelie", "Chinstrap", "Gentoo"}, line
    assert 1 / 3 < float(probability) <= 1, line
