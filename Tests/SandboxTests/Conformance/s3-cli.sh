# The AWS CLI's high-level S3 commands: listing, copying, keeping two places alike, moving, removing.
aws() { "$PYTHON" -m awscli "$@"; }
bucket=s3://flightdeck-demo

aws s3 ls | grep -q flightdeck-demo
aws s3 ls $bucket/ | grep -q 'PRE inbox/'
aws s3 ls --recursive $bucket/inbox/march/ | grep -c '\.csv$' | grep -qx 6

mkdir here
printf 'one\n' >'here/a b+c.txt'
printf 'two\n' >here/ü.txt
dd if=/dev/urandom of=here/large bs=1048576 count=17 2>/dev/null
aws s3 sync here $bucket/sync/ --quiet
aws s3 sync $bucket/sync/ there --quiet
diff -r here there
test -z "$(aws s3 sync here $bucket/sync/)"

aws s3 cp $bucket/sync/large - --quiet | cmp - here/large
aws s3 mv $bucket/sync/ü.txt $bucket/moved/ü.txt --quiet
test "$(aws s3 cp $bucket/moved/ü.txt -)" = two
aws s3 rm --recursive $bucket/sync/ --quiet
if aws s3 ls $bucket/sync/; then exit 1; fi

aws s3 mb s3://a-bucket-of-mine
aws s3api head-bucket --bucket a-bucket-of-mine
aws s3api get-bucket-location --bucket a-bucket-of-mine | grep -q us-west-2
aws s3 rb s3://a-bucket-of-mine
if aws s3 ls s3://a-bucket-of-mine 2>error.txt; then exit 1; fi
grep -q NoSuchBucket error.txt

aws sts get-caller-identity --query Account --output text | grep -qx 111122223333
if AWS_SECRET_ACCESS_KEY=wrong aws sagemaker list-auto-ml-jobs 2>error.txt; then exit 1; fi
grep -q InvalidSignatureException error.txt
if AWS_ACCESS_KEY_ID=AKIDEXAMPLE aws s3 ls 2>error.txt; then exit 1; fi
grep -q InvalidAccessKeyId error.txt
