import FoundationEssentials
import Subprocess
import Testing

@Suite("Output that cannot be written, and limits", .serialized)
struct UnwritableOutputTests {
    private static let launch =
        "penguins-species --input s3://flightdeck-demo/inbox/april/ --instance-type ml.m5.xlarge"

    /// Runs a line of a shell, in which `$FD` is the program.
    private static func shell(_ line: String, in place: Workplace) async throws -> Finished {
        let own = place.with(["FD": BuiltProgram.path])
        let result = try await run(
            .name("bash"), arguments: ["-c", line], environment: .custom(own.environment), input: .none,
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
        return Finished(status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }

    @Test("every command whose output is lost says so and is 1")
    func lost() async throws {
        try await Workplace.withSandbox { place in
            for command in [
                "jobs", "jobs --json", "candidates penguins-species", "transforms --json", "instances", "doctor",
                "outputs penguins-species-single --json", "outputs penguins-species-single", "resume --json",
                "clean-up --json",
                "policies penguins-species --source-profile default --json", "watch penguins-species-single",
                "watch penguins-species-single --json", "export \(Self.launch) --as boto3",
                "launch \(Self.launch) --dry-run",
                "launch \(Self.launch) --yes --skip-preflight", "--help", "help launch", "--version",
                "--generate-completion-script zsh", "sandbox",
            ] {
                for target in ["> /dev/full", ">&-"] {
                    let run = try await Self.shell("timeout 120 \"$FD\" \(command) \(target)", in: place)
                    if case .exited(let status) = run.status,
                        command.hasPrefix("policies") || command.hasPrefix("outputs")
                    {
                        // What fails by itself, before anything is printed, has a status of its own.
                        #expect(status != 0 && !run.error.isEmpty, "\(command) \(target)")
                        continue
                    }
                    #expect(run.status == .exited(1), "\(command) \(target): \(run.status) \(run.error)")
                    #expect(run.error.contains("can't write to standard output"), "\(command) \(target): \(run.error)")
                    #expect(!run.error.contains("interrupted"), "\(command) \(target): \(run.error)")
                }
            }
        }
    }

    @Test("messages that are lost turn success into failure; a reader that has gone does not")
    func messages() async throws {
        try await Workplace.withSandbox { place in
            let message = try await Self.shell("\"$FD\" jobs --name-contains nothing-like-it 2> /dev/full", in: place)
            #expect(message.status == .exited(1))
            let silent = try await Self.shell("\"$FD\" jobs 2>&-", in: place)
            #expect(silent.status == .exited(0) && silent.output.contains("penguins-species"))
            let gone = try await Self.shell("\"$FD\" jobs --json | true; echo ${PIPESTATUS[0]}", in: place)
            #expect(gone.error.isEmpty && ["0\n", "141\n"].contains(gone.output), "\(gone)")
        }
    }

    @Test("no file or connection takes the place of a stream that was closed at the start")
    func closed() async throws {
        try await Workplace.withSandbox { place in
            let work = "launch \(Self.launch) --yes --skip-preflight --save-plan plan.toml"
            let run = try await Self.shell(
                "cd \"$HOME\" && \"$FD\" \(work) --debug <&- >&- 2>&-; echo $?; cat plan.toml; \"$FD\" transforms",
                in: place)
            #expect(run.output.hasPrefix("1\n") && run.output.contains("flightdeck-plan = 1"))
            #expect(!run.output.contains("can't write") && run.error.isEmpty)
            let again = try await Self.shell("\"$FD\" resume 2>&1", in: place)
            #expect(again.status == .exited(0) && again.output.contains("no interrupted launches"), "\(again.output)")
        }
    }

    @Test("limits that are too low are said, in every mode")
    func limits() async throws {
        try await Workplace.using { place in
            for (limit, words) in [
                ("-n 8", "8 open files"), ("-n 20", "20 open files"), ("-n 40", "40 open files"),
                ("-v 600000", "address space"),
            ] {
                for mode in ["jobs --demo", "--demo", "sandbox", "--help"] {
                    let run = try await Self.shell("ulimit \(limit); exec \"$FD\" \(mode)", in: place)
                    // With so little, the loader may have refused already.
                    let isLoaders = run.status == .exited(127) && run.error.contains("shared object")
                    #expect(
                        isLoaders || run.status == .exited(1) && run.error.contains(words), "\(limit) \(mode): \(run)")
                }
            }
            let soft = try await Self.shell("ulimit -S -n 20; exec \"$FD\" jobs --demo", in: place)
            #expect(soft.status == .exited(0), "\(soft.error)")
            let least = try await Self.shell(
                "ulimit -n 64; exec \"$FD\" launch --demo \(Self.launch) --yes --wait", in: place)
            #expect(least.status == .exited(0), "\(least.error)")
        }
    }

    @Test("places that cannot be written to, or are missing, are said")
    func places() async throws {
        try await Workplace.withSandbox { place in
            for (changes, command, words) in [
                (["TMPDIR": "/nowhere"], "jobs --demo", "/nowhere"),
                (["XDG_STATE_HOME": "/proc/none"], "launch \(Self.launch) --yes --skip-preflight", "/proc/none"),
                (["XDG_STATE_HOME": "/dev/null"], "resume", "/dev/null"),
            ] {
                let run = try await Self.shell("\"$FD\" \(command)", in: place.with(changes.mapValues { $0 }))
                #expect(run.status == .exited(1) && run.error.contains(words), "\(changes): \(run)")
            }
            let homeless = try await Self.shell("\"$FD\" jobs", in: place.with(["HOME": nil, "XDG_STATE_HOME": nil]))
            #expect(homeless.status == .exited(0), "\(homeless.error)")
        }
    }
}
