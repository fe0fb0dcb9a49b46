"""boto3 at the work that `ClientBenchmark` does; writes the seconds as a line of JSON, set-up and imports left out.

    boto.py listing URL ROWS
    boto.py posts URL COUNT WIDTH
"""

import concurrent.futures
import json
import sys
import time

import boto3
import botocore.config


def sagemaker(url, width=10):
    return boto3.client(
        "sagemaker",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        config=botocore.config.Config(max_pool_connections=width, proxies={}),
    )


def listing(url, rows):
    client = sagemaker(url)
    started, first, seen = time.perf_counter(), None, set()
    pages = client.get_paginator("list_transform_jobs").paginate(
        SortBy="CreationTime", SortOrder="Descending", PaginationConfig={"PageSize": 100}
    )
    for page in pages:
        first = first or time.perf_counter() - started
        seen.update(row["TransformJobArn"] for row in page["TransformJobSummaries"])
    seconds = time.perf_counter() - started
    if len(seen) != int(rows):
        sys.exit(f"boto.py: {len(seen)} rows came of {rows}")
    return {"first": first, "seconds": seconds}


def posts(url, count, width):
    client = sagemaker(url, int(width))

    def post(number):
        answer = client.describe_transform_job(TransformJobName=f"transform-{number}")
        if answer["TransformJobStatus"] != "Completed":
            sys.exit(f"boto.py: {answer}")

    started = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(int(width)) as pool:
        list(pool.map(post, range(int(count))))
    return {"seconds": time.perf_counter() - started}


if __name__ == "__main__":
    print(json.dumps({"listing": listing, "posts": posts}[sys.argv[1]](*sys.argv[2:])))
