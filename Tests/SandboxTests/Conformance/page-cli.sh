# The commands of AWS's page on batch inference with Autopilot, with the AWS CLI; only names are ours.
aws() { "$PYTHON" -m awscli "$@"; }

aws sagemaker describe-auto-ml-job --auto-ml-job-name "$JOB" --region us-west-2 >job.json
aws sagemaker list-candidates-for-auto-ml-job --auto-ml-job-name "$JOB" --region us-west-2 >candidates.json
best=$("$PYTHON" -c 'import json; print(json.load(open("job.json"))["BestCandidate"]["CandidateName"])')
"$PYTHON" -c 'import json, sys; names = [c["CandidateName"] for c in json.load(open("candidates.json"))["Candidates"]]
assert sys.argv[1] in names, names' "$best"

containers=$("$PYTHON" -c '
import json
print(json.dumps(json.load(open("job.json"))["BestCandidate"]["InferenceContainers"]))')
aws sagemaker create-model --model-name 'test-sagemaker-model' \
    --containers "$containers" \
    --execution-role-arn 'arn:aws:iam::111122223333:role/sagemaker-execution-role' \
    --region 'us-west-2'

aws sagemaker create-transform-job --transform-job-name 'test-tranform-job' \
    --model-name 'test-sagemaker-model' \
    --transform-input '{
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": "'"$INPUT"'"
            }
        },
        "ContentType": "text/csv",
        "SplitType": "Line"
    }' \
    --transform-output '{
        "S3OutputPath": "'"$OUTPUT"'",
        "AssembleWith": "Line"
    }' \
    --transform-resources '{
        "InstanceType": "ml.m5.2xlarge",
        "InstanceCount": 1
    }' \
    --region 'us-west-2'

while :; do
    aws sagemaker describe-transform-job --transform-job-name 'test-tranform-job' --region us-west-2 >transform.json
    if ! grep -q '"TransformJobStatus": "InProgress"' transform.json; then break; fi
done
grep -q '"TransformJobStatus": "Completed"' transform.json || { cat transform.json; exit 1; }
for field in '"CompressionType": "None"' '"KmsKeyId": ""' '"InputFilter": "\$"' '"OutputFilter": "\$"' \
    '"JoinSource": "None"'; do
    grep -q "$field" transform.json || { echo "no $field"; cat transform.json; exit 1; }
done
aws sagemaker wait transform-job-completed-or-stopped --transform-job-name 'test-tranform-job' --region us-west-2

# What the page promises: the input's name with .out behind it.
aws s3 cp "$OUTPUT$(basename "$INPUT").out" predictions.csv
aws s3 cp "$INPUT" input.csv
test "$(wc -l <input.csv)" -eq "$(wc -l <predictions.csv)"
grep -qvE '^(Adelie|Chinstrap|Gentoo)$' predictions.csv && { cat predictions.csv; exit 1; }

# The other way round: what a waiter does with a job that is unknown.
if aws sagemaker wait transform-job-completed-or-stopped --transform-job-name 'unknown' 2>error.txt; then exit 1; fi
grep -q 'Could not find requested job with name: unknown' error.txt || grep -q 'terminal failure state' error.txt

aws logs describe-log-streams --log-group-name /aws/sagemaker/TransformJobs \
    --log-stream-name-prefix test-tranform-job/ --query 'logStreams[].logStreamName' --output text >streams.txt
grep -q 'data-log' streams.txt
stream=$(tr '\t' '\n' <streams.txt | grep data-log)
aws logs get-log-events --log-group-name /aws/sagemaker/TransformJobs --log-stream-name "$stream" \
    --start-from-head --query 'events[].message' --output text | grep -q 'MaxPayloadInMB'
aws logs filter-log-events --log-group-name /aws/sagemaker/TransformJobs \
    --log-stream-name-prefix test-tranform-job/ --query 'length(events)' --output text | grep -qv '^0$'
