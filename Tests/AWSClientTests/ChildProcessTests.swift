import Glibc
import Testing

@testable import AWSClient

@Suite struct ChildProcessTests {
    private func run(_ script: String) async throws -> ChildProcess.Output {
        try await ChildProcess.run(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func outputErrorsAndStatus() async throws {
        let output = try await run("echo out; echo err >&2; exit 3")
        #expect(output.status == 3)
        #expect(output.standardOutput == Array("out\n".utf8))
        #expect(output.standardError == Array("err\n".utf8))
    }

    /// The child is gone, its own child holds both outputs open: nobody waits for that one.
    @Test func whatIsLeftRunningHoldsNothingUp() async throws {
        let output = try await run("sleep 1000 & echo $!; echo done")
        let lines = String(decoding: output.standardOutput, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2 && lines.last == "done")
        #expect(output.status == 0)
        let left = try #require(lines.first.flatMap { pid_t($0) })
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test func allThatWasWrittenBeforeTheEndIsRead() async throws {
        let output = try await run("sleep 1000 & p=$!; head -c 60000 /dev/zero | tr '\\0' x; echo $p >&2")
        #expect(output.standardOutput.count == 60_000)
        let left = String(decoding: output.standardError, as: UTF8.self).filter { !$0.isWhitespace }
        #expect(pid_t(left).map { kill($0, SIGKILL) } == 0, "\(left)")
    }

    @Test func endlessOutputIsEnded() async {
        await #expect(throws: ChildProcess.Failure.tooMuchOutput) { try await run("yes") }
    }

    @Test func programsThatAreNotThere() async {
        do {
            _ = try await ChildProcess.run(["/proc/no-such-program"], environment: [:])
            Issue.record("it ran")
        } catch {
            #expect(error == .notStarted("No such file or directory"))
        }
    }

    /// Pipes of programs that start at the same time are not handed to one another.
    @Test func manyAtOnceEndEachByItself() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await run("ls -l /proc/self/fd | grep -c pipe; exit \(number % 7)").standardOutput.count
                }
            }
            for try await count in group { #expect(count > 0) }
        }
    }

    @Test func waitsOfAnyLengthDoNotTrap() {
        #expect(ClientClock.nanoseconds(.nan) == 0)
        #expect(ClientClock.nanoseconds(-1) == 0)
        #expect(ClientClock.nanoseconds(.infinity) == 1_000_000_000_000_000_000)
        #expect(ClientClock.nanoseconds(1e300) == 1_000_000_000_000_000_000)
        #expect(ClientClock.nanoseconds(1.5) == 1_500_000_000)
    }
}
