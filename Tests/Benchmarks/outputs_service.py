"""A loopback service with one transform, any number of inputs and as many outputs; it accepts every signature.

    outputs_service.py OBJECTS SECONDS [BYTES [pages]]

Writes its URL, and serves until its standard input ends. Each answer takes SECONDS, or each page of a listing alone;
outputs hold BYTES (300) each.
Listings honour `start-after`, `continuation-token` and `max-keys`, as S3 does.
"""

import bisect
import json
import sys
import time
import urllib.parse

from loopback import serve
from storage import description, model, summary

COUNT, SECONDS = int(sys.argv[1]), float(sys.argv[2])
BYTES = int(sys.argv[3]) if len(sys.argv) > 3 else 300
ANSWERS = {
    "DescribeTransformJob": description(), "ListTransformJobs": summary(), "DescribeModel": model(),
    "ListAutoMLJobs": {"AutoMLJobSummaries": []},
}
ONLY_PAGES = sys.argv[4:] == ["pages"]
BODY = (b"yes,0.98\n" * (BYTES // 9 + 1))[:BYTES]
KINDS = {"in/": ("in/part-%07d.csv", 1000), "out/": ("out/part-%07d.csv.out", BYTES)}
cache = {}


class Keys:
    """The keys of a pattern as a sequence, for bisecting."""

    def __init__(self, pattern):
        self.pattern = pattern

    def __len__(self):
        return COUNT

    def __getitem__(self, index):
        return self.pattern % index


def listing(query):
    prefix = query.get("prefix", "")
    if prefix not in KINDS:
        return frame(prefix, "", None)
    pattern, size = KINDS[prefix]
    if token := query.get("continuation-token"):
        start = int(token)
    else:
        start = bisect.bisect_right(Keys(pattern), query.get("start-after", ""))
    end = min(COUNT, start + min(int(query.get("max-keys") or 1000), 1000))
    place = (prefix, start, end)
    if place not in cache:
        cache[place] = frame(prefix, "".join(
            f"<Contents><Key>{pattern % index}</Key><LastModified>2025-11-22T19:00:00.000Z</LastModified>"
            f"<ETag>&quot;{index:032x}&quot;</ETag><Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for index in range(start, end)), end if end < COUNT else None)
    return cache[place]


def frame(prefix, rows, more):
    token = f"<NextContinuationToken>{more}</NextContinuationToken>" if more is not None else ""
    truncated = "false" if more is None else "true"
    return (
        f'<?xml version="1.0"?><ListBucketResult><Name>benchmark</Name><Prefix>{prefix}</Prefix>'
        f"<EncodingType>url</EncodingType><IsTruncated>{truncated}</IsTruncated>{token}{rows}</ListBucketResult>"
    ).encode()


def answer(method, target, headers, _):
    if SECONDS and (not ONLY_PAGES or "list-type" in target):
        time.sleep(SECONDS)
    url = urllib.parse.urlsplit(target)
    query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
    if method == "POST":
        found = ANSWERS.get(headers.get("x-amz-target", "").rpartition(".")[2], {})
        return 200, "application/x-amz-json-1.1", "", json.dumps(found).encode()
    if "list-type" in query:
        return 200, "application/xml", "", listing(query)
    if url.path.count("/") < 2:
        return 200, "application/xml", "x-amz-bucket-region: eu-west-1\r\n", b""
    index = int("".join(c for c in url.path.rsplit("/", 1)[1] if c.isdigit()) or 0)
    extra = (
        f'ETag: "{index:032x}"\r\nLast-Modified: Sat, 22 Nov 2025 19:00:00 GMT\r\nAccept-Ranges: bytes\r\n'
    )
    wanted = headers.get("range")
    if wanted:
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        part = BODY[int(first):int(last or BYTES) + 1]
        extra += f"Content-Range: bytes {first}-{int(first) + len(part) - 1}/{BYTES}\r\n"
        return 206, "text/csv", extra, part
    return 200, "text/csv", extra, BODY


def main():
    # Its pages are made before anybody's time runs.
    for prefix in KINDS:
        for start in range(0, COUNT, 1000):
            listing({"prefix": prefix, "continuation-token": str(start)})
    serve(answer)


if __name__ == "__main__":
    main()
