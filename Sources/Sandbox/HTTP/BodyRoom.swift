import Glibc
import Synchronization

/// The memory that the bodies of all connections share, so that many large ones wait for one another.
final class BodyRoom: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    /// - Parameter limit: In bytes; no less than the largest single body, which would wait forever otherwise.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes room for so many bytes; false where others had none to spare for so many seconds.
    func take(_ count: Int, waiting seconds: Double = 0) -> Bool {
        var rounds = Int(seconds * 100)
        while true {
            let isTaken = used.withLock { used in
                guard count <= limit - used else { return false }
                used += count
                return true
            }
            if isTaken || rounds <= 0 { return isTaken }
            rounds -= 1
            poll(nil, 0, 10)
        }
    }

    func giveBack(_ count: Int) {
        used.withLock { $0 -= count }
    }
}
