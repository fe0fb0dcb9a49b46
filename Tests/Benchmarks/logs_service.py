"""A loopback service with one transform and its log: any number of lines in 32 streams; it accepts every signature.

    logs_service.py LINES

Writes its URL, and serves until its standard input ends. A page has 10,000 lines or 1 MB of messages, as CloudWatch has it;
every page is made before anybody's time runs.
"""

import json
import sys

from loopback import serve
from storage import CREATED, JOB, description, summary

LINES = int(sys.argv[1])
STREAMS = [
    f"{JOB}/i-0a1b2c3d4e5f{number:04d}-1763836900{part}"
    for number in range(8) for part in ("", "/container-2", "/container-3", "/data-log")
]
EACH = LINES // len(STREAMS)
PAGE = 7000
BEGUN = int((CREATED + 200) * 1000)


def message(stream, line):
    if STREAMS[stream].endswith("data-log"):
        return f"2025-11-22T19:00:00.000:[sagemaker logs]: benchmark/in/part-{line:07d}.csv: line {line}"
    return f'169.254.255.130 - - [22/Nov/2025:19:00:00 +0000] "POST /invocations HTTP/1.1" 200 {line} "-" "Go-http-client/1.1"'


def page(stream, start):
    end = min(start + PAGE, EACH)
    events = [
        {"timestamp": BEGUN + line * 20 + stream, "ingestionTime": BEGUN + line * 20 + stream, "message": message(stream, line)}
        for line in range(start, end)
    ]
    return json.dumps({"events": events, "nextForwardToken": f"f/{end}", "nextBackwardToken": f"b/{start}"}).encode()


PAGES = {(name, start): page(number, start) for number, name in enumerate(STREAMS) for start in [*range(0, EACH, PAGE), EACH]}
LISTED = json.dumps({"logStreams": [{"logStreamName": name} for name in STREAMS]}).encode()
DESCRIBED = json.dumps(description()).encode()
SUMMARIES = json.dumps(summary()).encode()


NOTHING = b"<ListBucketResult><Name>benchmark</Name><IsTruncated>false</IsTruncated></ListBucketResult>"


def answer(method, target, headers, body):
    if method != "POST":
        return 200, "application/xml", "", NOTHING
    operation = headers.get("x-amz-target", "").rpartition(".")[2]
    found = b"{}"
    if operation == "DescribeLogStreams":
        found = LISTED
    elif operation == "GetLogEvents":
        request = json.loads(body)
        token = request.get("nextToken") or "f/0"
        found = PAGES[request["logStreamName"], int(token[2:])]
    elif operation == "DescribeTransformJob":
        found = DESCRIBED
    elif operation == "ListTransformJobs":
        found = SUMMARIES
    return 200, "application/x-amz-json-1.1", "", found


serve(answer)
