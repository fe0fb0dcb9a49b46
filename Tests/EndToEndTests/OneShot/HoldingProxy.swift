import FoundationEssentials
import Subprocess

/// A proxy in front of a service that passes everything on but one operation, whose requests it keeps for itself.
enum HoldingProxy {
    /// Runs the work with the proxy's port, and with a way to wait until a request is held.
    static func run(
        before endpoint: String, holding operation: String,
        _ work: (_ endpoint: String, _ held: () async throws -> Void) async throws -> Void
    ) async throws {
        let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
        let executable: Executable = python.contains("/") ? .path(.init(python)) : .name(python)
        let port = String(endpoint.split(separator: ":").last ?? "")
        _ = try await Subprocess.run(
            executable, arguments: ["-c", script, port, operation], input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            let own = try await lines.next()?.filter { !$0.isWhitespace } ?? ""
            try await work("http://127.0.0.1:\(own)") { _ = try await lines.next() }
            try execution.send(signal: .kill)
        }
    }

    private static let script = """
        import asyncio, sys

        async def copy(reader, writer, operation=None):
            while data := await reader.read(65536):
                if operation and operation in data:
                    print("held", flush=True)
                    await asyncio.sleep(3600)
                writer.write(data)
                await writer.drain()
            writer.close()

        async def serve(reader, writer):
            there, back = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
            await asyncio.gather(
                copy(reader, back, sys.argv[2].encode()), copy(there, writer), return_exceptions=True)

        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """
}
