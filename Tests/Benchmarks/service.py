"""A loopback service with any number of Autopilot jobs, for measuring; it accepts every signature.

It answers what the Jobs screen and `flightdeck jobs` ask for; every reply is made once and kept, so that what is
measured is the client.
"""

import http.server
import json
import re
import socket
import threading
import time

PAGE = 100
STATUSES = [
    ("Completed", "Completed"),
    ("Completed", "Completed"),
    ("Completed", "Completed"),
    ("InProgress", "ModelTuning"),
    ("Failed", "AnalyzingData"),
    ("Stopped", "Stopped"),
]
ACCOUNT = "111122223333"
REGION = "eu-west-1"


def summary(index, now):
    """One AutoMLJobSummary; times a minute apart, newest first."""
    status, secondary = STATUSES[index % len(STATUSES)]
    name = f"benchmark-{index:05d}"
    created = now - 60.0 * (index + 1)
    job = {
        "AutoMLJobName": name,
        "AutoMLJobArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:automl-job/{name}",
        "AutoMLJobStatus": status,
        "AutoMLJobSecondaryStatus": secondary,
        "CreationTime": created,
        "LastModifiedTime": created + 1800,
    }
    if status != "InProgress":
        job["EndTime"] = created + 1800
    return job


def description(name, job):
    """The answer of DescribeAutoMLJobV2 for a job of the list."""
    answer = {
        "AutoMLJobName": name,
        "AutoMLJobArn": job["AutoMLJobArn"],
        "AutoMLJobInputDataConfig": [
            {
                "ChannelType": "training",
                "ContentType": "text/csv;header=present",
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://benchmark/train/"}},
            }
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://benchmark/out/"},
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/benchmark",
        "AutoMLJobObjective": {"MetricName": "Accuracy"},
        "AutoMLProblemTypeConfig": {
            "TabularJobConfig": {"TargetAttributeName": "target", "ProblemType": "MulticlassClassification"}
        },
        "AutoMLProblemTypeConfigName": "Tabular",
        "CreationTime": job["CreationTime"],
        "LastModifiedTime": job["LastModifiedTime"],
        "AutoMLJobStatus": job["AutoMLJobStatus"],
        "AutoMLJobSecondaryStatus": job["AutoMLJobSecondaryStatus"],
    }
    if "EndTime" in job:
        answer["EndTime"] = job["EndTime"]
    return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "benchmark"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        target = self.headers.get("X-Amz-Target")
        if target:
            self.sagemaker(target.rsplit(".", 1)[-1], json.loads(body or b"{}"))
        else:
            self.body_text = body.decode()
            self.sts()

    def do_GET(self):
        text = '<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>'
        self.answer(200, text.encode(), "application/xml")

    def sagemaker(self, operation, request):
        self.server.count(operation)
        if operation == "ListAutoMLJobs":
            self.answer(200, self.server.page(request))
        elif operation in ("DescribeAutoMLJobV2", "DescribeAutoMLJob"):
            job = self.server.by_name.get(request.get("AutoMLJobName"))
            if job is None:
                self.answer(400, b'{"__type":"ResourceNotFound","message":"no such job"}')
            else:
                self.answer(200, json.dumps(description(job["AutoMLJobName"], job)).encode())
        elif operation == "ListTransformJobs":
            self.answer(200, b'{"TransformJobSummaries":[]}')
        elif operation == "ListCandidatesForAutoMLJob":
            self.answer(200, b'{"Candidates":[]}')
        else:
            self.answer(400, b'{"__type":"ValidationException","message":"not part of this benchmark"}')

    def sts(self):
        self.server.count("GetCallerIdentity")
        text = (
            '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
            f"<Arn>arn:aws:iam::{ACCOUNT}:user/benchmark</Arn><UserId>AIDAEXAMPLE</UserId>"
            f"<Account>{ACCOUNT}</Account></GetCallerIdentityResult><ResponseMetadata>"
            "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
        )
        self.answer(200, text.encode(), "text/xml")

    def answer(self, status, body, kind="application/x-amz-json-1.1"):
        head = (
            f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            "x-amzn-RequestId: 00000000-0000-0000-0000-000000000000\r\n\r\n"
        )
        self.wfile.write(head.encode() + body)

    def log_message(self, *arguments):
        pass


class Service(http.server.ThreadingHTTPServer):
    """Serves `jobs` Autopilot jobs on a free port of 127.0.0.1 until `close`."""

    daemon_threads = True
    request_queue_size = 64
    address_family = socket.AF_INET

    def __init__(self, jobs, handler=Handler):
        super().__init__(("127.0.0.1", 0), handler)
        now = time.time()
        self.jobs = [summary(index, now) for index in range(jobs)]
        self.by_name = {job["AutoMLJobName"]: job for job in self.jobs}
        self.pages = {}
        self.requests = {}
        self.lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def page(self, request):
        """The page that a ListAutoMLJobs request asks for, with its filters by name and status."""
        size = min(int(request.get("MaxResults") or 10), PAGE)
        token = request.get("NextToken") or "0"
        start = int(re.sub(r"\D", "", token) or 0)
        contains, status = request.get("NameContains"), request.get("StatusEquals")
        key = (start, size, contains, status)
        if key not in self.pages:
            jobs = [
                job
                for job in self.jobs
                if (not contains or contains in job["AutoMLJobName"])
                and (not status or status == job["AutoMLJobStatus"])
            ]
            answer = {"AutoMLJobSummaries": jobs[start : start + size]}
            if start + size < len(jobs):
                answer["NextToken"] = f"page-{start + size}"
            self.pages[key] = json.dumps(answer).encode()
        return self.pages[key]

    def count(self, operation):
        with self.lock:
            self.requests[operation] = self.requests.get(operation, 0) + 1

    def close(self):
        self.shutdown()
        self.server_close()


if __name__ == "__main__":
    import sys

    service = Service(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(service.url, flush=True)
    threading.Event().wait()
