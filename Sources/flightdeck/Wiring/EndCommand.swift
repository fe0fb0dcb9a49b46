import AWSOperations
import BatchInference
import Console
import Monitor
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The user's own program that runs at the end of a transform: with its arguments as they are set, and the facts in its
/// environment. No shell reads any of it.
struct EndCommand: Hashable, Sendable {
    /// The program's path and its arguments.
    let arguments: [String]

    /// Nil where none is set.
    init?(_ arguments: [String]) {
        guard let program = arguments.first, !program.isEmpty else { return nil }
        self.arguments = arguments
    }

    /// Seconds that a program is waited for; one that takes longer goes on by itself.
    static let patience = 30.0
    /// Longer than this no program runs while this one does, in seconds.
    private static let limit = 300.0

    /// Runs it; returns what went wrong, in a sentence.
    func run(_ end: TransformEnd, patience: Double = patience) async -> String? {
        await outcome(of: end, patience: patience).problem
    }

    /// What a run came to.
    struct Outcome: Sendable {
        var problem: String?
        /// Whether it took longer than it was waited for.
        var isLate = false
    }

    func outcome(of end: TransformEnd, patience: Double) async -> Outcome {
        let facts = Self.facts(of: end)
        let child: pid_t
        switch start(environment: Self.environment(adding: facts)) {
        case .success(let started): child = started
        case .failure(let problem): return Outcome(problem: "on_end: \(arguments[0]): \(problem.words)")
        }
        switch await Self.wait(for: child, seconds: patience) {
        case .status(let status):
            if status & 0x7F != 0 {
                return Outcome(problem: "on_end: \(arguments[0]) was ended by signal \(status & 0x7F)")
            }
            let code = status >> 8 & 0xFF
            if code == 127 { return Outcome(problem: "on_end: \(arguments[0]) can't be run") }
            return Outcome(problem: code == 0 ? nil : "on_end: \(arguments[0]) ended with status \(code)")
        case .unknown: return Outcome()
        case .late:
            Task.detached {
                guard case .late = await Self.wait(for: child, seconds: Self.limit - patience) else { return }
                kill(-child, SIGKILL)
                _ = await Self.wait(for: child, seconds: Self.limit)
            }
            let waited = DisplayText.duration(seconds: patience)
            return Outcome(
                problem: "on_end: \(arguments[0]) still runs after \(waited) and isn't waited for", isLate: true)
        }
    }

    private enum Wait {
        /// It has ended, with what `waitpid` tells.
        case status(Int32)
        /// Nobody is told how it ends.
        case unknown
        case late
    }

    private static func wait(for child: pid_t, seconds: Double) async -> Wait {
        var waited = 0.0
        var pause = 0.01
        while true {
            var status: Int32 = 0
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child { return .status(status) }
            if ended < 0, errno != EINTR { return .unknown }
            if waited >= seconds { return .late }
            try? await Task.sleep(for: .seconds(pause))
            // Where the program ends first, the user's goes on by itself.
            if Task.isCancelled { return .unknown }
            waited += pause
            pause = min(0.5, pause * 1.5)
        }
    }

    /// The same as what the program is handed: hundreds of ends at once start a few programs at a time.
    var work: @Sendable (TransformEnd) async -> String? {
        let turns = Turns(Self.programsAtOnce)
        return { end in
            await turns.take()
            let problem = await run(end)
            await turns.giveBack()
            return problem
        }
    }

    private static let programsAtOnce = 8

    /// Lets so many go on at a time, in the order in which they came.
    private actor Turns {
        private var free: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(_ count: Int) { free = count }

        func take() async {
            if free > 0 {
                free -= 1
            } else {
                await withCheckedContinuation { waiting.append($0) }
            }
        }

        func giveBack() {
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
    }

    private struct Problem: Error {
        var words: String
    }

    private func start(environment: [String]) -> Result<pid_t, Problem> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Nothing that it says may reach the screen, and no key may reach it.
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGTERM, SIGHUP] {
            sigaddset(&signals, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var child = pid_t()
        // With its path, or found along PATH; never by a shell.
        let problem = posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &variables)
        return problem == 0 ? .success(child) : .failure(Problem(words: String(cString: strerror(problem))))
    }

    private static func environment(adding facts: [(name: String, value: String)]) -> [String] {
        var own: [String] = []
        var entry = environ
        while let text = entry.pointee {
            own.append(String(cString: text))
            entry += 1
        }
        return own.filter { !$0.hasBytePrefix("FLIGHTDECK_") } + facts.map { "\($0.name)=\($0.value)" }
    }

    /// The facts as variables, each in one line without anything that a terminal could act on.
    static func facts(of end: TransformEnd) -> [(name: String, value: String)] {
        let overview = end.overview
        let scope = AccountScope(arn: overview.arn)
        let facts: [(String, String?)] = [
            ("TRANSFORM", overview.name), ("STATUS", end.isLost ? "Unknown" : overview.status.rawValue),
            ("ARN", overview.arn), ("FAILURE_REASON", overview.failureReason),
            ("PROFILE", end.place.profile), ("ACCOUNT", end.place.account ?? scope?.account),
            ("REGION", scope?.region ?? end.place.region), ("MODEL", overview.modelName),
            ("INPUT", overview.input), ("OUTPUT", overview.output),
            ("CREATED", overview.createdAt.isKnown ? overview.createdAt.iso8601 : nil),
            ("STARTED", overview.startedAt?.iso8601), ("ENDED", overview.endedAt?.iso8601),
            ("INSTANCE_TYPE", overview.instanceType?.rawValue),
            ("INSTANCE_COUNT", overview.instanceCount.map { String($0) }),
        ]
        // An empty one says that it isn't known, so that scripts need not ask whether it is set.
        return facts.map { ("FLIGHTDECK_\($0.0)", CleanText.line($0.1 ?? "")) }
    }
}

/// The user's settings as the program runs.
enum UserSettings {
    /// Reads `config.toml`; what is usual where there is none.
    static func read() throws(SettingsProblem) -> ProgramSettings {
        let path = "\(UserDirectories.current.config)/config.toml"
        let text: String?
        do throws(ThemeReadFailure) {
            text = try ThemeSearch.text(ofFileAt: path)
        } catch {
            throw SettingsProblem(file: path, words: error.words)
        }
        guard let text else { return ProgramSettings() }
        return try ProgramSettings(text, label: path)
    }
}

/// The program that a command runs at each end: as an option says, or else the user's settings.
final class EndHook: Sendable {
    private let command: EndCommand?
    /// Whether one took too long: those after it are hardly waited for, so that hundreds don't hold a command up for hours.
    private let isSlow = Mutex(false)

    private static let patienceWithSlow = 2.0

    /// Throws `CommandFailure` where the settings can't be read.
    init(_ option: [String]) throws(CommandFailure) {
        if !option.isEmpty {
            command = EndCommand(option)
            return
        }
        do throws(SettingsProblem) {
            command = EndCommand(try UserSettings.read().notify.onEnd)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    /// What is shown while it is waited for.
    var waitingText: String {
        "waiting for on_end: \(command?.arguments[0] ?? ""); Ctrl-C leaves it running"
    }

    /// Runs it; returns what went wrong, in a sentence.
    func run(_ end: TransformEnd, patience: Double = EndCommand.patience) async -> String? {
        guard let command else { return nil }
        let outcome = await command.outcome(
            of: end, patience: isSlow.withLock { $0 } ? min(Self.patienceWithSlow, patience) : patience)
        if outcome.isLate { isSlow.withLock { $0 = true } }
        return outcome.problem
    }
}
