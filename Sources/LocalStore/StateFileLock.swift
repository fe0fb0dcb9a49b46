import Foundation

/// Which file lies at a path, whatever it is called later.
struct FileIdentity: Hashable, Sendable {
    private var device: UInt64
    private var number: UInt64

    /// Nil where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}

/// A lock beside the database: shared by all that use the file, and one's alone while it is moved aside, so that nobody
/// writes to a file that is on its way out.
final class StateFileLock: Sendable {
    private let descriptor: Int32

    /// Waits up to 15 seconds; throws `StoreError` where others keep it longer. Where a file system has no locks, or the
    /// file cannot be made, it locks nothing.
    init(path: String, exclusive: Bool) async throws {
        descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        var waits = 0
        while flock(descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            waits += 1
            guard waits < 1500 else {
                close(descriptor)
                throw StoreError(
                    problem: "\(path) is in use", remedy: "close the other flightdeck, or try again")
            }
            // Not in the way of those who hold it, also when the caller has been cancelled.
            await Task { try? await Task.sleep(for: .milliseconds(10)) }.value
        }
    }

    /// Lets go; called once.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
