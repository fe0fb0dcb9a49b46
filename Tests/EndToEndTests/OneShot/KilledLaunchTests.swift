import FoundationEssentials
import Subprocess
import Testing

@Suite("Launches that are killed")
struct KilledLaunchTests {
    /// Modest here; FLIGHTDECK_KILL_ROUNDS raises it, and `Tests/LaunchKilling/run` runs hundreds alone.
    @Test("leave one model and one transform, or nothing, wherever they were killed")
    func killed() async throws {
        let variables = ProcessInfo.processInfo.environment
        let python = variables["FLIGHTDECK_PYTHON"] ?? "python3"
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let result = try await run(
            python.contains("/") ? .path(.init(python)) : .name(python),
            arguments: [
                "\(root)/Tests/LaunchKilling/run", "--program", BuiltProgram.path, "--rounds",
                variables["FLIGHTDECK_KILL_ROUNDS"] ?? "40",
            ], input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(0), "\(result.standardOutput)\(result.standardError)")
        #expect(result.standardOutput.contains("passed: "))
    }
}
