import FoundationEssentials
import Subprocess
import Testing

@Suite("Signals while the screen opens")
struct EarlySignalTests {
    /// Starts the program on a terminal of its own, ends it after a moment, and looks at what it left of the terminal.
    private static let script = #"""
        import fcntl, os, pty, random, select, signal, struct, sys, tempfile, termios, time
        program, seed, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        chance = random.Random(seed)

        def once(kinds, delay):
            master, terminal = pty.openpty()
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            before = termios.tcgetattr(terminal)
            child = os.fork()
            if child == 0:
                os.setsid()
                fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
                for descriptor in (0, 1, 2):
                    os.dup2(terminal, descriptor)
                os.execve(program, [program, "--demo"], dict(os.environ, TERM="xterm-256color"))
            written, ended = b"", None

            def pump(seconds):
                nonlocal written
                end = time.time() + seconds
                while time.time() < end:
                    if select.select([master], [], [], .01)[0]:
                        written += os.read(master, 65536)

            pump(delay)
            for kind in kinds:
                os.kill(child, kind)
            for _ in range(2000):
                pump(.01)
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    ended = status
                    break
            if ended is None:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            pump(.03)
            after = termios.tcgetattr(terminal)
            os.close(master)
            os.close(terminal)
            faults = []
            if ended is None:
                faults.append("still runs")
            if before[:4] != after[:4]:
                faults.append("other modes")
            for name in (b"1049", b"1002", b"1006", b"2004", b"1004", b"2026"):
                if written.rfind(b"\x1b[?" + name + b"h") > written.rfind(b"\x1b[?" + name + b"l"):
                    faults.append("still in mode " + name.decode())
            return faults

        ends = [[signal.SIGTERM], [signal.SIGHUP], [signal.SIGINT], [signal.SIGQUIT],
                [signal.SIGTERM, signal.SIGTERM, signal.SIGINT], [signal.SIGHUP, signal.SIGQUIT]]
        # Before main, where Swift's runtime would ask on the terminal what to do; and while the screen opens.
        loading = [([signal.SIGQUIT], number * .001) for number in range(30)]
        opening = [(chance.choice(ends), chance.uniform(.01, .2)) for number in range(rounds)]
        for kinds, delay in loading + opening:
            for fault in once(kinds, delay):
                print([int(kind) for kind in kinds], round(delay, 3), fault)
        """#

    @Test("the terminal is given back as it was, whenever a signal comes")
    func givenBack() async throws {
        try await Workplace.using { place in
            let python = ProcessInfo.processInfo.environment["FLIGHTDECK_PYTHON"] ?? "python3"
            let executable: Executable = python.contains("/") ? .path(.init(python)) : .name(python)
            let result = try await run(
                executable, arguments: ["-c", Self.script, BuiltProgram.path, "7", "60"],
                environment: .custom(place.environment), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
            )
            #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
            #expect(result.standardOutput.isEmpty, "\(result.standardOutput)")
        }
    }
}
