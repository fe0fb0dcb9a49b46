import FoundationEssentials
import Subprocess

/// A way to a service that can be cut, throttled and mended while a program uses it.
struct FaultyNetwork: Sendable {
    enum Condition: String {
        case working
        /// Connections are refused or closed.
        case cut
        /// Each request is answered as SageMaker answers one too many.
        case throttled
        /// Each request is answered as AWS answers credentials that are over.
        case expired
        /// Requests of CloudWatch Logs are denied, as by a policy without them.
        case withoutLogs
    }

    /// Where the service is reached through it.
    let endpoint: String
    private let file: String

    /// Runs the work with a network in front of a service.
    static func run(before endpoint: String, in folder: String, _ work: (FaultyNetwork) async throws -> Void)
        async throws
    {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let executable: Executable = python.contains("/") ? .path(.init(python)) : .name(python)
        let port = String(endpoint.split(separator: ":").last ?? "")
        let file = "\(folder)/network-condition"
        _ = try await Subprocess.run(
            executable, arguments: ["-c", script, port, file], input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            let own = try await lines.next()?.filter { !$0.isWhitespace } ?? ""
            let network = FaultyNetwork(endpoint: "http://127.0.0.1:\(own)", file: file)
            do {
                try await work(network)
            } catch {
                try execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .kill)
        }
    }

    /// From the next request on.
    func become(_ condition: Condition) throws {
        try Data(condition.rawValue.utf8).write(to: URL(filePath: file), options: .atomic)
    }

    private static let script = """
        import asyncio, sys

        def condition():
            try:
                return open(sys.argv[2]).read()
            except FileNotFoundError:
                return "working"

        REFUSALS = {
            "throttled": ("ThrottlingException", "Rate exceeded"),
            "expired": ("ExpiredTokenException", "The security token included in the request is expired"),
            "withoutLogs": ("AccessDeniedException", "User: me is not authorized to perform: logs:%s on resource: *"),
        }

        async def message(reader):
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            length = 0
            for line in head.split(b"\\r\\n"):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            return head + (await reader.readexactly(length) if length else b"")

        async def copy(reader, writer):
            while data := await reader.read(65536):
                if condition() == "cut":
                    break
                writer.write(data)
                await writer.drain()
            writer.close()

        async def serve(reader, writer):
            back = None
            try:
                while True:
                    request = await message(reader)
                    now = condition()
                    if now == "cut":
                        break
                    if now in REFUSALS and (now != "withoutLogs" or b"Logs_20140328." in request):
                        code, text = REFUSALS[now]
                        if now == "withoutLogs":
                            text %= request.split(b"Logs_20140328.")[1].split(b"\\r")[0].decode()
                        body = ('{"__type":"%s","message":"%s"}' % (code, text)).encode()
                        writer.write(
                            b"HTTP/1.1 400 Bad Request\\r\\nContent-Type: application/x-amz-json-1.1\\r\\n"
                            b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
                        await writer.drain()
                        continue
                    if back is None:
                        answers, back = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
                        asyncio.create_task(copy(answers, writer))
                    back.write(request)
                    await back.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                if back is not None:
                    back.close()
                writer.close()

        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """
}
