import Foundation
import Synchronization

/// This program as the journal names it while it works on launches, and whether others that it names still live.
///
/// An owner is the name of a file that its program keeps locked. The kernel drops the lock with the process, however
/// that ends, so a number that was given to another process, or a clock that was set, misleads nobody.
final class LaunchOwner: Sendable {
    private struct Held {
        var name: String
        /// Kept open: the lock goes with it.
        var lock: Int32
        var launches: Set<String>
    }

    private let folder: String
    private let database: String
    private let report: @Sendable (String) -> Void
    private let held = Mutex<Held?>(nil)

    /// Touches nothing; the folder is made with the first launch.
    ///
    /// - Parameter database: The file whose launches they are.
    init(database: String, report: @escaping @Sendable (String) -> Void) {
        self.database = database
        self.report = report
        folder = "\(database).owners"
    }

    deinit {
        if let held = held.withLock({ $0 }) { drop(held) }
    }

    /// Counts a launch among this program's; returns the owner's name, and whether it wasn't among them before. Throws
    /// `StoreError`.
    func take(_ launch: String) throws -> (name: String, isNew: Bool) {
        try held.withLock { current in
            var holder = try current ?? lockNewFile()
            let isNew = holder.launches.insert(launch).inserted
            current = holder
            return (holder.name, isNew)
        }
    }

    /// The owner's name, where the launch is one of this program's.
    func name(of launch: String) -> String? {
        held.withLock { $0.flatMap { $0.launches.contains(launch) ? $0.name : nil } }
    }

    /// Takes a launch off the count; with the last one the lock goes.
    func letGo(_ launch: String) {
        held.withLock { current in
            current?.launches.remove(launch)
            guard let idle = current, idle.launches.isEmpty else { return }
            drop(idle)
            current = nil
        }
    }

    /// Whether the named owner is a running program, this one included.
    func isAtWork(_ name: String?) -> Bool {
        guard let name else { return false }
        return held.withLock { $0?.name == name } || isLocked(name)
    }

    /// Whether the named owner is a running program other than this one.
    func isAnother(_ name: String?) -> Bool {
        guard let name else { return false }
        return held.withLock { $0?.name != name } && isLocked(name)
    }

    private func file(_ name: String) -> String { "\(folder)/\(name)" }

    private func lockNewFile() throws -> Held {
        do {
            // What isn't a folder is in the way of every launch.
            if let moved = IrregularFile(insteadOfFolder: folder)?.moveAside() { report(moved) }
            try StateFolder.make(URL(fileURLWithPath: folder))
        } catch {
            throw StoreError(wrapping: error, path: database)
        }
        let name = UUID().uuidString
        let descriptor = open(file(name), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(obstacleOf: database)
                ?? StoreError(problem: "\(file(name)): \(reason)", remedy: "make the folder writable")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw StoreError(
                problem: "can't lock \(file(name)): \(reason)",
                remedy: "set XDG_STATE_HOME to a folder on a local disk")
        }
        return Held(name: name, lock: descriptor, launches: [])
    }

    private func drop(_ held: Held) {
        unlink(file(held.name))
        close(held.lock)
    }

    /// Looks whether somebody holds the file's lock; what a program that was killed left is removed.
    private func isLocked(_ name: String) -> Bool {
        // Names are made here; anything else in the table must not lead out of the folder.
        guard UUID(uuidString: name) != nil else { return false }
        let descriptor = open(file(name), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Shared, so that two that look at once do not take each other for the owner.
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        unlink(file(name))
        return false
    }
}
