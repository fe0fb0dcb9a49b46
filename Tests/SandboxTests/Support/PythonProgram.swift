import Foundation
import PythonOracle
import Sandbox
import Subprocess
import Testing

/// Programs of others, run against a sandbox in an environment that knows nothing but it.
struct PythonProgram {
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    let interpreter: String

    /// Throws what is missing, in words, where a module cannot be imported.
    init(needing modules: [String]) async throws {
        interpreter = PythonOracle.interpreter
        let script = "import importlib.util as u\nprint([m for m in \(modules) if u.find_spec(m) is None])"
        let result = try await Self.launch(interpreter, ["-c", script], environment: [:])
        guard result.output == "[]\n" else {
            throw Missing(
                description:
                    "The Python at \(interpreter) lacks \(result.output) \(result.errors). Run `make test`, or "
                    + "install Tests/requirements.txt and name its interpreter in FLIGHTDECK_PYTHON.")
        }
    }

    /// Runs a script beside this file's folder, with the interpreter as `$PYTHON`; fails the test where it fails.
    func run(_ script: String, against sandbox: Sandbox, _ variables: [String: String] = [:]) async throws -> String {
        let path = Self.packageRoot + "/Tests/SandboxTests/Conformance/" + script
        var environment = variables
        for (name, value) in sandbox.environmentExports { environment[name] = value }
        let (program, arguments) = script.hasSuffix(".sh") ? ("/bin/sh", ["-eu", path]) : (interpreter, [path])
        let result = try await Self.launch(program, arguments, environment: environment, python: interpreter)
        #expect(result.succeeded, "\(script)\n\(result.output)\n\(result.errors)")
        return result.output
    }

    /// Runs a program's text, a shell script or Python by its ending, as it was printed.
    @discardableResult
    func run(text: String, as fileExtension: String, against sandbox: Sandbox) async throws -> String {
        let path =
            FileManager.default.temporaryDirectory.path + "/flightdeck-program-\(UUID().uuidString).\(fileExtension)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var environment: [String: String] = [:]
        for (name, value) in sandbox.environmentExports { environment[name] = value }
        // The AWS CLI lies beside the interpreter that has it.
        let folder = URL(fileURLWithPath: interpreter).deletingLastPathComponent().path
        let usual = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        environment["PATH"] = "\(folder):\(usual)"
        let program = fileExtension == "sh" ? "/bin/sh" : interpreter
        let result = try await Self.launch(program, [path], environment: environment, python: interpreter)
        #expect(result.succeeded, "\(text)\n\(result.output)\n\(result.errors)")
        return result.output
    }

    private static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func launch(
        _ program: String, _ arguments: [String], environment: [String: String], python: String = ""
    ) async throws -> (succeeded: Bool, output: String, errors: String) {
        let home = FileManager.default.temporaryDirectory.path + "/flightdeck-home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        var variables: [Environment.Key: String] = [
            "HOME": home, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "PYTHON": python,
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "",
            "SAGEMAKER_SUPPRESS_V2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1",
        ]
        for (name, value) in environment { variables[.init(stringLiteral: name)] = value }
        let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
        let result = try await Subprocess.run(
            executable, arguments: Arguments(arguments), environment: .custom(variables),
            workingDirectory: .init(home),
            output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
        return (result.terminationStatus.isSuccess, result.standardOutput, result.standardError)
    }
}
