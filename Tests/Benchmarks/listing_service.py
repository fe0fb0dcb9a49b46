"""A loopback service with a long list of transforms, each page of which takes a while; it accepts every signature.

    listing_service.py ROWS SECONDS

Writes its URL, and serves until its standard input ends. Pages are answered side by side, as a service does: whoever asks
for several at a time waits once. `CreationTimeAfter`, `CreationTimeBefore`, `SortOrder`, `MaxResults` and `NextToken` are
honoured, and a token holds only for the request that it came from.
"""

import asyncio
import bisect
import json
import sys
import time

ARN = "arn:aws:sagemaker:us-east-1:111122223333:transform-job/"


class Rows:
    """The transforms, oldest first, and their JSON."""

    def __init__(self, count):
        newest = time.time() - 60
        # Some close together and some far apart, as people and schedules make them.
        gaps = [(7, 1200, 45, 300)[index % 4] + index % 17 for index in range(count)]
        moment, self.times = newest - sum(gaps), []
        for gap in gaps:
            moment += gap
            self.times.append(round(moment, 3))
        self.texts = [
            json.dumps(
                {
                    "TransformJobName": f"benchmark-{index:05d}",
                    "TransformJobArn": f"{ARN}benchmark-{index:05d}",
                    "CreationTime": created,
                    "TransformEndTime": created + 400,
                    "LastModifiedTime": created + 401,
                    "TransformJobStatus": "Failed" if index % 9 == 0 else "Completed",
                }
            )
            for index, created in enumerate(self.times)
        ]

    def page(self, request):
        low, high = 0, len(self.times)
        if (after := request.get("CreationTimeAfter")) is not None:
            low = bisect.bisect_right(self.times, after)
        if (before := request.get("CreationTimeBefore")) is not None:
            high = bisect.bisect_left(self.times, before)
        texts = self.texts[low:high]
        if request.get("SortOrder", "Descending") == "Descending":
            texts.reverse()
        frame = f"{after}/{before}/{request.get('SortOrder')}"
        start = 0
        if token := request.get("NextToken"):
            owner, _, offset = token.rpartition("@")
            if owner != frame:
                return 400, b'{"__type":"ValidationException","message":"the token is of another request"}'
            start = int(offset)
        end = start + min(int(request.get("MaxResults", 100)), 100)
        token = f', "NextToken": {json.dumps(f"{frame}@{end}")}' if end < len(texts) else ""
        return 200, ('{"TransformJobSummaries": [' + ", ".join(texts[start:end]) + "]" + token + "}").encode()


class Connection(asyncio.Protocol):
    def __init__(self, rows, seconds):
        self.rows, self.seconds, self.bytes = rows, seconds, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.bytes += data
        head, separator, body = self.bytes.partition(b"\r\n\r\n")
        if not separator:
            return
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
        )
        if len(body) < length:
            return
        self.bytes = body[length:]
        asyncio.get_running_loop().call_later(self.seconds, self.answer, body[:length])

    def answer(self, body):
        status, text = self.rows.page(json.loads(body or b"{}"))
        self.transport.write(
            b"HTTP/1.1 %d OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n"
            b"x-amzn-RequestId: 00000000-0000-0000-0000-000000000000\r\n\r\n" % (status, len(text)) + text
        )


async def main():
    rows, seconds = Rows(int(sys.argv[1])), float(sys.argv[2])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(rows, seconds), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
