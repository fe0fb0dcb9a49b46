import CNcurses
import Glibc
import Synchronization

/// Gives the terminal back when the program is killed, crashes or calls `exit`.
///
/// The handlers only write bytes prepared before, set the old terminal modes and let the signal have its usual effect.
enum EmergencyRestore {
    /// What the handlers touch; allocated once and never freed, so that they need no lock and no allocation.
    struct Memory {
        var armed = false
        var descriptor: Int32 = 1
        var bytes = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
        var modes = termios()
        var installed = false
    }

    /// Faults and aborts.
    private static let faults = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT]
    /// What asks a program to end. Handlers that stand there already are not kept: Swift's own takes SIGQUIT for a crash
    /// and asks on the terminal what to do.
    private static let requests = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]

    // Both are reached from signal handlers, where nothing may be locked. They are set up before any
    // handler is installed; afterwards `former` is only read, and `memory` is only written while disarmed.
    nonisolated(unsafe) static let memory: UnsafeMutablePointer<Memory> = {
        let memory = UnsafeMutablePointer<Memory>.allocate(capacity: 1)
        memory.initialize(to: Memory())
        return memory
    }()
    nonisolated(unsafe) static let former: UnsafeMutablePointer<sigaction> = {
        let former = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        former.initialize(repeating: sigaction(), count: 65)
        return former
    }()

    /// How many writes to the terminal are under way, each inside of the last, and on which thread.
    private static let writing = Atomic(0)
    private static let writer = Atomic<UInt>(0)
    /// Whether a restore has begun, after which nobody else writes, and whether it is done.
    private static let isEnding = Atomic(false)
    private static let isRestored = Atomic(false)

    /// From now on the terminal is given back with these bytes and modes; to be called before the first change to it.
    ///
    /// Signals that somebody handles already are left to them where they are to be spared.
    static func arm(descriptor: Int32, bytes: String, modes: termios, sparingHandled: Bool = false) {
        memory.pointee.armed = false
        memory.pointee.bytes.deallocate()
        let utf8 = Array(bytes.utf8)
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: utf8.count)
        _ = copy.initialize(from: utf8)
        memory.pointee.bytes = copy
        memory.pointee.descriptor = descriptor
        memory.pointee.modes = modes
        // What is set up when it is first touched must not be so in a handler.
        _ = (writing.load(ordering: .relaxed), writer.load(ordering: .relaxed))
        _ = PagerChild.isRunning
        _ = (isEnding.load(ordering: .relaxed), isRestored.load(ordering: .relaxed))
        if !memory.pointee.installed {
            memory.pointee.installed = true
            install(sparingHandled: sparingHandled)
        }
        memory.pointee.armed = true
    }

    /// The same again, after the terminal had been given back for a while.
    static func rearm() { memory.pointee.armed = true }

    /// The terminal has been given back in the ordinary way.
    static func disarm() { memory.pointee.armed = false }

    /// Begins to write to the terminal, or to change its modes. Once a restore has begun it never returns: signals arrive
    /// on another thread than the one that draws, and nothing may be drawn after the restore.
    static func beginWriting() {
        writer.store(UInt(pthread_self()), ordering: .sequentiallyConsistent)
        writing.add(1, ordering: .sequentiallyConsistent)
        guard isEnding.load(ordering: .sequentiallyConsistent) else { return }
        writing.store(0, ordering: .sequentiallyConsistent)
        while true { pause() }
    }

    static func endWriting() { writing.subtract(1, ordering: .sequentiallyConsistent) }

    /// Writes the bytes and sets the modes, once; async-signal-safe.
    static func restore() {
        guard memory.pointee.armed else { return }
        let isFirst = !isEnding.exchange(true, ordering: .sequentiallyConsistent)
        var milliseconds = 500
        // A terminal that takes nothing may keep a writer for ever.
        while milliseconds > 0, isFirst ? isWrittenElsewhere : !isRestored.load(ordering: .sequentiallyConsistent) {
            poll(nil, 0, 1)
            milliseconds -= 1
        }
        guard isFirst else { return }
        // The writer may just have given the terminal back itself.
        if memory.pointee.armed {
            memory.pointee.armed = false
            _ = write(memory.pointee.descriptor, memory.pointee.bytes.baseAddress, memory.pointee.bytes.count)
            _ = tcsetattr(memory.pointee.descriptor, TCSANOW, &memory.pointee.modes)
        }
        isRestored.store(true, ordering: .sequentiallyConsistent)
    }

    /// Sets the modes once more, where a pager may have left its own.
    private static func setModes() { _ = tcsetattr(memory.pointee.descriptor, TCSANOW, &memory.pointee.modes) }

    private static var isWrittenElsewhere: Bool {
        writing.load(ordering: .sequentiallyConsistent) > 0
            && writer.load(ordering: .sequentiallyConsistent) != UInt(pthread_self())
    }

    private static func install(sparingHandled: Bool) {
        _ = former
        atexit { EmergencyRestore.restore() }
        provideStack()
        for signal in faults + requests {
            var current = sigaction()
            sigaction(signal, nil, &current)
            former[Int(signal)] = requests.contains(signal) ? sigaction() : current
            // A signal ignored by whoever started the program, as nohup does, stays ignored.
            let handler = unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
            if handler == 1 { continue }
            if sparingHandled, requests.contains(signal), handler != 0 { continue }
            var action = sigaction()
            action.__sigaction_handler = .init(sa_sigaction: { signal, info, _ in
                if PagerChild.terminate() { EmergencyRestore.setModes() }
                EmergencyRestore.restore()
                sigaction(signal, &EmergencyRestore.former[Int(signal)], nil)
                // A fault happens again on return, now under the former action; anything else does not.
                let isFault = EmergencyRestore.faults.contains(signal) && signal != SIGABRT
                if !isFault || info?.pointee.si_code ?? 0 <= 0 { raise(signal) }
            })
            // No other signal ends the process on this thread before the terminal is given back.
            sigfillset(&action.sa_mask)
            action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
            sigaction(signal, &action, nil)
        }
    }

    /// A stack of its own for the handlers, so that a stack overflow, too, is handled.
    private static func provideStack() {
        var current = stack_t()
        guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        let size = 64 * 1024
        var stack = stack_t(
            ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
    }
}
