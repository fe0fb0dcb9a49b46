public import Foundation
public import Subprocess

/// Programs in Python whose answers ours are compared with: botocore, the SageMaker SDK, csv, json, pandas.
public enum PythonOracle {
    /// Why a program gave no answer: its own words.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The interpreter that has what `Tests/requirements.txt` lists.
    ///
    /// `FLIGHTDECK_PYTHON` names it; otherwise it is the virtual environment that `make test` sets up, or `python3`.
    public static let interpreter: String = {
        if let named = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"], !named.isEmpty { return named }
        // This file is Tests/PythonOracle/PythonOracle.swift below the package's root.
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let own = "/\(root)/.build/test-venv/bin/python3"
        return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    }()

    /// The interpreter, for a program that runs beside its test.
    public static var executable: Executable {
        interpreter.contains("/") ? .path(.init(interpreter)) : .name(interpreter)
    }

    /// Gives a program the question as JSON on its standard input, and decodes the JSON that it prints.
    public static func answer<Answer: Decodable>(
        _ program: String, to question: some Encodable, arguments: [String] = [], environment: Environment = .inherit
    ) async throws -> Answer {
        let printed = try await output(
            of: program, arguments: arguments, environment: environment, input: try JSONEncoder().encode(question))
        return try JSONDecoder().decode(Answer.self, from: Data(printed.utf8))
    }

    /// Decodes the JSON that a program prints.
    public static func answer<Answer: Decodable>(
        _ program: String, arguments: [String] = [], environment: Environment = .inherit
    ) async throws -> Answer {
        let printed = try await output(of: program, arguments: arguments, environment: environment)
        return try JSONDecoder().decode(Answer.self, from: Data(printed.utf8))
    }

    /// What a program prints, up to 32 MB; throws what it says instead where it fails.
    ///
    /// The input is a file, not a pipe: Subprocess ends the whole test run where a program leaves its pipe unread,
    /// as each one does that lacks a module (swift-subprocess, issue 367).
    public static func output(
        of program: String, arguments: [String] = [], environment: Environment = .inherit, input: Data = Data()
    ) async throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/flightdeck-question-\(UUID().uuidString)"
        try input.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let result = try await Subprocess.run(
            executable, arguments: .init(["-c", program] + arguments), environment: environment,
            input: .fileDescriptor(.init(rawValue: file.fileDescriptor), closeAfterSpawningProcess: false),
            output: .string(limit: 32 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: "\(interpreter) \(result.terminationStatus): \(result.standardError)")
        }
        return result.standardOutput
    }
}
