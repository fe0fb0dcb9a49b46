# Two accounts as the AWS CLI sees them, by the profiles that the sandbox writes.
aws() { "$PYTHON" -m awscli "$@"; }
bucket=flightdeck-demo
own=flightdeck-deploy

aws sts get-caller-identity --query Account --output text | grep -qx 111122223333
aws --profile sandbox-deploy sts get-caller-identity --query Account --output text | grep -qx 444455556666
aws --profile sandbox-source sts get-caller-identity --query Arn --output text \
    | grep -q ':sts::111122223333:assumed-role/autopilot-reader/'
if aws --profile sandbox-locked sts get-caller-identity 2>error.txt; then exit 1; fi
grep -q AccessDenied error.txt
aws --profile sandbox-source sagemaker list-auto-ml-jobs --query 'AutoMLJobSummaries[].AutoMLJobName' | grep -q penguins
test "$(aws --profile sandbox-deploy sagemaker list-auto-ml-jobs --query 'AutoMLJobSummaries' --output json)" = '[]'

if aws --profile sandbox-deploy s3 ls s3://$bucket/ 2>error.txt; then exit 1; fi
grep -q AccessDenied error.txt
cat >policy.json <<END
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::$bucket"},
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": ["s3:GetObject", "s3:PutObject"],
   "Resource": "arn:aws:s3:::$bucket/*"}]}
END
if aws --profile sandbox-deploy s3api put-bucket-policy --bucket $bucket --policy file://policy.json; then exit 1; fi
aws s3api put-bucket-policy --bucket $bucket --policy file://policy.json
test "$(aws s3api get-bucket-policy --bucket $bucket --query Policy --output text)" = "$(cat policy.json)"
aws --profile sandbox-deploy s3 sync s3://$bucket/inbox/march/ s3://$own/march/ --quiet
aws --profile sandbox-deploy s3 ls s3://$own/march/ | grep -c '\.csv$' | grep -qx 6
dd if=/dev/urandom of=large bs=1048576 count=17 2>/dev/null
aws --profile sandbox-deploy s3 cp large s3://$bucket/large --quiet
aws --profile sandbox-source s3 cp s3://$bucket/large - --quiet | cmp - large
if aws --profile sandbox-deploy s3 rm s3://$bucket/large 2>error.txt; then exit 1; fi
grep -q AccessDenied error.txt
aws s3api delete-bucket-policy --bucket $bucket
if aws s3api get-bucket-policy --bucket $bucket 2>error.txt; then exit 1; fi
grep -q NoSuchBucketPolicy error.txt
