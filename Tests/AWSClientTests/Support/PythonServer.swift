import PythonOracle
import Subprocess
import Testing

/// A server written in Python that prints its port when ready, and ends with its standard input.
enum PythonServer {
    /// Runs `body` with the port of a fresh server.
    static func run(_ program: String, arguments: [String] = [], body: (Int) async throws -> Void) async throws {
        let result = try await Subprocess.run(
            PythonOracle.executable, arguments: .init(["-c", program] + arguments), input: .inputWriter,
            output: .sequence, error: .string(limit: 1 << 20)
        ) { execution in
            var port: Int?
            for try await line in execution.standardOutput.strings() {
                port = Int(line.filter(\.isNumber))
                break
            }
            var outcome: Result<Void, any Error>?
            if let port {
                do { outcome = .success(try await body(port)) } catch { outcome = .failure(error) }
            }
            // Whatever came of it, the server ends with its standard input.
            try await execution.standardInputWriter.finish()
            return outcome
        }
        let outcome = try #require(result.closureResult, "\(result.standardError)")
        try outcome.get()
    }
}
