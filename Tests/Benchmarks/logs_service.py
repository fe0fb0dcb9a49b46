"""A loopback service with one transform and its log: any number of lines in 32 streams; it accepts every signature.

    logs_service.py LINES

Writes its URL, and serves until its standard input ends. A page has 10,000 lines or 1 MB of messages, as CloudWatch has it;
every page is made before anybody's time runs.
"""

import json
import socket
import sys
import threading

from storage import CREATED, JOB, description

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


def answer(operation, body):
    if operation == "DescribeLogStreams":
        return LISTED
    if operation == "GetLogEvents":
        request = json.loads(body)
        token = request.get("nextToken") or "f/0"
        return PAGES[request["logStreamName"], int(token[2:])]
    return DESCRIBED if operation == "DescribeTransformJob" else b"{}"


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = b""
    try:
        while True:
            while b"\r\n\r\n" not in buffer:
                data = connection.recv(65536)
                if not data:
                    return
                buffer += data
            head, buffer = buffer.split(b"\r\n\r\n", 1)
            headers = dict(line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
            length = int(headers.get("content-length") or 0)
            while len(buffer) < length:
                buffer += connection.recv(65536)
            body, buffer = buffer[:length], buffer[length:]
            target = next((line for line in head.decode("latin-1").split("\r\n") if line.lower().startswith("x-amz-target")), "")
            found = answer(target.rpartition(".")[2], body)
            connection.sendall((
                f"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {len(found)}\r\n"
                "x-amzn-RequestId: r\r\n\r\n"
            ).encode() + found)
    except OSError:
        pass
    finally:
        connection.close()


def accept(server):
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()


# Another address than 127.0.0.1, where the program would take it for its sandbox and pace itself otherwise.
server = socket.create_server(("127.0.0.2", 0), backlog=512)
print(f"http://127.0.0.2:{server.getsockname()[1]}", flush=True)
threading.Thread(target=accept, args=(server,), daemon=True).start()
sys.stdin.read()
