"""A loopback HTTP service for benchmarks: a thread a connection, answers made by a function."""

import socket
import sys
import threading


def serve(answer):
    """Writes its URL, and serves until standard input ends.

    `answer(method, target, headers, body)` gives status, content type, further header lines (each with its line end) and body.
    """
    # Another address than 127.0.0.1, where the program would take it for its sandbox and pace itself otherwise.
    server = socket.create_server(("127.0.0.2", 0), backlog=512)
    print(f"http://127.0.0.2:{server.getsockname()[1]}", flush=True)
    threading.Thread(target=accept, args=(server, answer), daemon=True).start()
    sys.stdin.read()


def accept(server, answer):
    while True:
        connection, _ = server.accept()
        threading.Thread(target=talk, args=(connection, answer), daemon=True).start()


def talk(connection, answer):
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
            first, *rest = head.decode("latin-1").split("\r\n")
            method, target, _ = first.split(" ", 2)
            headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in rest)}
            length = int(headers.get("content-length") or 0)
            while len(buffer) < length:
                buffer += connection.recv(65536)
            body, buffer = buffer[:length], buffer[length:]
            status, kind, extra, found = answer(method, target, headers, body)
            connection.sendall((
                f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(found)}\r\n"
                f"x-amzn-RequestId: r\r\nx-amz-request-id: r\r\n{extra}\r\n"
            ).encode() + (b"" if method == "HEAD" else found))
    except OSError:
        pass
    finally:
        connection.close()
