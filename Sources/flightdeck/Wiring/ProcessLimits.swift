#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system allows the process, looked at before the work begins: libraries end the process where it is too little.
enum ProcessLimits {
    /// Descriptors that are wanted: connections, files, the terminal and the embedded sandbox together.
    static let wantedDescriptors: rlim_t = 1024
    /// With fewer, Dispatch or the sandbox cannot do their work.
    static let leastDescriptors: rlim_t = 64
    /// Address space that the program needs with its threads and libraries.
    static let leastMemory: rlim_t = 768 << 20
    /// Memory of its own, which on Linux counts the stacks of its threads.
    static let leastData: rlim_t = 128 << 20
    /// Threads that the program starts by itself.
    private static let threads = 12

    /// Raises what may be raised; throws `CommandFailure` where too little is left.
    static func prepare() throws {
        try raiseDescriptors()
        if let allowed = limit(of: .memory), allowed < leastMemory {
            throw tooFew(
                "\(allowed >> 20) MB of address space", needs: "\(leastMemory >> 20) MB",
                command: "ulimit -v unlimited")
        }
        if let allowed = limit(of: .data), allowed < leastData {
            throw tooFew(
                "\(allowed >> 20) MB of data", needs: "\(leastData >> 20) MB", command: "ulimit -d unlimited")
        }
        if let allowed = limit(of: .processes), allowed < 4096, !canStartThreads() {
            throw tooFew("\(allowed) processes and threads", needs: "\(threads) more", command: "ulimit -u 4096")
        }
    }

    private enum Resource {
        case descriptors
        case memory
        case data
        case processes

        var number: __rlimit_resource_t {
            switch self {
            case .descriptors: .init(RLIMIT_NOFILE.rawValue)
            case .memory: .init(RLIMIT_AS.rawValue)
            case .data: .init(RLIMIT_DATA.rawValue)
            case .processes: .init(__RLIMIT_NPROC.rawValue)
            }
        }
    }

    /// The limit in force; nil where there is none.
    private static func limit(of resource: Resource) -> rlim_t? {
        var limit = rlimit()
        guard getrlimit(resource.number, &limit) == 0, limit.rlim_cur != rlim_t(bitPattern: -1) else { return nil }
        return limit.rlim_cur
    }

    private static func raiseDescriptors() throws {
        var limit = rlimit()
        guard getrlimit(Resource.descriptors.number, &limit) == 0, limit.rlim_cur < wantedDescriptors else { return }
        limit.rlim_cur = min(limit.rlim_max, wantedDescriptors)
        setrlimit(Resource.descriptors.number, &limit)
        guard getrlimit(Resource.descriptors.number, &limit) == 0, limit.rlim_cur < leastDescriptors else { return }
        throw tooFew(
            "\(limit.rlim_cur) open files", needs: "\(leastDescriptors)", command: "ulimit -n \(wantedDescriptors)")
    }

    /// Tries as many threads as are needed at the least, all at once.
    private static func canStartThreads() -> Bool {
        var gate = [Int32](repeating: -1, count: 2)
        guard pipe(&gate) == 0 else { return false }
        let readEnd = UnsafeMutableRawPointer(bitPattern: Int(gate[0]) + 1)
        var started: [pthread_t] = []
        for _ in 0..<threads {
            var thread = pthread_t()
            let result = pthread_create(
                &thread, nil,
                { argument in
                    // Waits until the pipe is closed.
                    var byte: UInt8 = 0
                    _ = read(Int32(Int(bitPattern: argument) - 1), &byte, 1)
                    return nil
                }, readEnd)
            if result != 0 { break }
            started.append(thread)
        }
        close(gate[1])
        for thread in started { pthread_join(thread, nil) }
        close(gate[0])
        return started.count == threads
    }

    private static func tooFew(_ allowed: String, needs least: String, command: String) -> CommandFailure {
        CommandFailure(
            .failed, "the system allows this process only \(allowed), but flightdeck needs \(least)",
            remedy: "raise the limit with: \(command)")
    }
}
