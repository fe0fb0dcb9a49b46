"""nginx as an S3 with one finished transform, whose inputs and outputs are the files of a folder; and what measures share.

Every signature is accepted. nginx sends files as fast as this machine can, so that what is measured is who reads them.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

CREATED = 1_763_836_800.5
# When every object was written: after the transform was created, as its own outputs are.
WRITTEN = 1_763_838_000
JOB = "benchmark"

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/tmp;
    proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp;
    scgi_temp_path {folder}/tmp;
    sendfile on;
    tcp_nodelay on;
    keepalive_requests 1000000;
    map $http_x_amz_target $answer {{
        default '{{}}';
        SageMaker.DescribeTransformJob '{job}';
        SageMaker.ListTransformJobs '{jobs}';
        SageMaker.DescribeModel '{model}';
        SageMaker.ListAutoMLJobs '{{"AutoMLJobSummaries": []}}';
    }}
    map $args $listing {{
        default none.xml;
        "~(start-after|continuation-token)=[^&]" none.xml;
        "~prefix=in%2F" in.xml;
        "~prefix=out%2F" out.xml;
    }}
    server {{
        listen 127.0.0.2:{port};
        add_header x-amzn-RequestId 00000000-0000-0000-0000-000000000000;
        add_header x-amz-request-id 0000000000000000;
        types {{ }}
        location = / {{
            default_type application/x-amz-json-1.1;
            return 200 $answer;
        }}
        location ~ ^/benchmark/?$ {{
            rewrite ^ /listings/$listing last;
        }}
        location /listings/ {{
            root {folder};
            default_type application/xml;
            add_header x-amz-bucket-region eu-west-1;
        }}
        location /benchmark/ {{
            root {folder};
            default_type text/csv;
        }}
    }}
}}
"""


def description():
    return {
        "TransformJobName": JOB,
        "TransformJobArn": f"arn:aws:sagemaker:eu-west-1:111122223333:transform-job/{JOB}",
        "TransformJobStatus": "Completed",
        "ModelName": JOB,
        "BatchStrategy": "MultiRecord",
        "CreationTime": CREATED,
        "TransformStartTime": CREATED + 200,
        "TransformEndTime": CREATED + 900,
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://benchmark/in/"}},
            "ContentType": "text/csv", "CompressionType": "None", "SplitType": "Line",
        },
        "TransformOutput": {"S3OutputPath": "s3://benchmark/out/", "Accept": "text/csv", "AssembleWith": "Line"},
        "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    }


def summary():
    whole = description()
    kept = ["TransformJobName", "TransformJobArn", "TransformJobStatus", "CreationTime", "TransformEndTime"]
    return {"TransformJobSummaries": [{**{key: whole[key] for key in kept}, "LastModifiedTime": CREATED + 900}]}


def model():
    return {
        "ModelName": JOB, "ModelArn": f"arn:aws:sagemaker:eu-west-1:111122223333:model/{JOB}", "CreationTime": CREATED,
        "ExecutionRoleArn": "arn:aws:iam::111122223333:role/benchmark",
        "PrimaryContainer": {
            "Image": "benchmark", "Environment": {"SAGEMAKER_INFERENCE_OUTPUT": "predicted_label,probability"},
        },
    }


class Storage:
    """Serves `folder`/benchmark as the bucket `benchmark`, once `serve` is called."""

    def __init__(self, folder):
        self.folder = folder
        self.bucket = os.path.join(folder, "benchmark")
        self.process = None
        os.makedirs(self.bucket)
        for name in ("listings", "tmp"):
            os.mkdir(os.path.join(folder, name))

    def path(self, key):
        path = os.path.join(self.bucket, key)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def list(self):
        """Writes the listings anew, from the files that there are."""
        for prefix in ("in", "out", "none"):
            rows = []
            place = os.path.join(self.bucket, prefix)
            for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
                path = os.path.join(place, name)
                os.utime(path, (WRITTEN, WRITTEN))
                size = os.path.getsize(path)
                rows.append(
                    f"<Contents><Key>{prefix}/{name}</Key><LastModified>2025-11-22T19:00:00.000Z</LastModified>"
                    f"<ETag>&quot;{WRITTEN:x}-{size:x}&quot;</ETag><Size>{size}</Size>"
                    "<StorageClass>STANDARD</StorageClass></Contents>")
            with open(os.path.join(self.folder, "listings", f"{prefix}.xml"), "w") as file:
                file.write(
                    f'<?xml version="1.0"?><ListBucketResult><Name>benchmark</Name><Prefix>{prefix}/</Prefix>'
                    f"<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>")

    def serve(self):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not program:
            sys.exit("nginx is missing: run .ci/prepare bench")
        # Another address than 127.0.0.1, where the program would take it for its sandbox and pace itself otherwise.
        with socket.create_server(("127.0.0.2", 0)) as free:
            port = free.getsockname()[1]
        self.list()
        configuration = os.path.join(self.folder, "nginx.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(
                folder=self.folder, port=port, job=json.dumps(description()), jobs=json.dumps(summary()),
                model=json.dumps(model())))
        # Started by root, its worker would be somebody who may not read a private folder.
        own = ["-g", "user root;"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [program, "-p", self.folder, "-c", configuration, "-e", f"{self.folder}/nginx.log", *own],
            stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.2:{port}"
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.2", port)).close()
                return self
            except OSError:
                time.sleep(0.02)
        with open(f"{self.folder}/nginx.log") as file:
            sys.exit(f"nginx does not start: {file.read()[-500:]}")

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


def environment(folder, url):
    """A home of its own, example credentials and one endpoint for every service."""
    return {
        "PATH": os.environ["PATH"], "HOME": folder, "XDG_CONFIG_HOME": f"{folder}/config",
        "XDG_STATE_HOME": f"{folder}/state", "XDG_CACHE_HOME": f"{folder}/cache", "LC_ALL": "C.UTF-8",
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
        "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "", "NO_PROXY": "*",
    }


class Run:
    """What a process took, held at its peak, and printed."""

    def __init__(self, seconds, megabytes, text):
        self.seconds, self.megabytes, self.text = seconds, megabytes, text


# A process's peak memory begins with that of the process that started it: a small one starts it, and waits for it.
STARTER = """
import json, os, sys, time
began = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, 3)])
_, status, usage = os.wait4(child, 0)
with os.fdopen(3, "w") as file:
    json.dump([time.perf_counter() - began, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)], file)
"""


def measure(command, own):
    """Runs a contender to its end; ends the benchmark where it fails."""
    program = shutil.which(command[0])
    if not program:
        sys.exit(f"{command[0]} isn't installed: run .ci/prepare bench")
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryFile("w+") as facts:
        starter = ["/bin/sh", "-c", 'exec 3>&"$0"; exec "$@"', str(facts.fileno())]
        subprocess.run(
            [*starter, sys.executable, "-I", "-S", "-c", STARTER, program, *command[1:]],
            env=own, stdout=out, stderr=errors, pass_fds=[facts.fileno()])
        for file in (out, errors, facts):
            file.seek(0)
        whole, megabytes, code = json.loads(facts.read() or "[0, 0, -1]")
        if code != 0:
            sys.exit(f"{' '.join(command)[:200]} ended with {code}: {errors.read()[-700:]}")
        return Run(whole, megabytes, out.read())


def in_turn(contenders, rounds, own, check=lambda name, text: None):
    """Medians of time and memory, each contender once a round, so that a change of the machine's mood meets all alike."""
    found = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, command in contenders.items():
            run = measure(command, own)
            check(name, run.text)
            found[name].append(run)
    return {
        name: Run(
            statistics.median(run.seconds for run in runs), statistics.median(run.megabytes for run in runs),
            runs[-1].text)
        for name, runs in found.items()
    }


class Table:
    """The lines that a benchmark prints, and what missed its limit."""

    def __init__(self):
        self.missed = []

    def row(self, what, value, limit="", passed=None):
        mark = "" if passed is None else "ok" if passed else "MISSED"
        print(f"  {what:<78} {value:>22}   {limit:<14} {mark}", flush=True)
        if passed is False:
            self.missed.append(what)

    def end(self):
        print(f"\nTo repeat: {' '.join([os.path.relpath(sys.argv[0]), *sys.argv[1:]])}")
        print(f"{len(self.missed)} limits are missed." if self.missed else "Every limit is met.")
        return 1 if self.missed else 0


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
