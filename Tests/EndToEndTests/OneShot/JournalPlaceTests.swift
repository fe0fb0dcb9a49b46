import FoundationEssentials
import Subprocess
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether file systems can be mounted in a namespace of a test's own.
private let canMount = getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare")

@Suite("A journal that can't be written", .enabled(if: canMount))
struct JournalPlaceTests {
    /// The program with a state folder that was mounted so.
    private func flightdeck(
        _ place: Workplace, mounting mount: String, _ arguments: String...
    ) async throws -> Finished {
        let script = "\(mount) && exec \"$@\""
        let result = try await run(
            .path("/usr/bin/unshare"),
            arguments: Arguments(["-m", "/bin/sh", "-c", script, "sh", BuiltProgram.path] + arguments),
            environment: .custom(place.environment), output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
        return Finished(
            status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }

    @Test("browsing works, and a launch is refused with what to do, once", arguments: ["read-only", "full"])
    func unwritable(kind: String) async throws {
        try await Workplace.withSandbox { place in
            let state = "\(place.folder)/state"
            try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
            let mount =
                kind == "full"
                ? "mount -t tmpfs -o size=64k none \(state) && { dd if=/dev/zero of=\(state)/fill bs=4k 2>/dev/null; true; }"
                : "mount --bind \(state) \(state) && mount -o remount,bind,ro \(state)"
            for command in ["jobs", "resume", "clean-up"] {
                let listed = try await flightdeck(place, mounting: mount, command)
                #expect(listed.status == .exited(0), "\(command): \(listed.error)")
            }
            let launched = try await flightdeck(
                place, mounting: mount, "launch", "penguins-species", "--input",
                "s3://flightdeck-demo/inference/march/", "--instance-type", "ml.m5.xlarge", "--yes", "--skip-preflight")
            #expect(launched.status == .exited(1))
            #expect(launched.error.contains(kind == "full" ? "the disk is full" : "read-only file system"))
            #expect(launched.error.contains("XDG_STATE_HOME"), "\(launched.error)")
            #expect(!launched.error.contains("creating model"))
        }
    }
}
