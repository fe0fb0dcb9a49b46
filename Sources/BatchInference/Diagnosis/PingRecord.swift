import AWSOperations

/// How a container has answered SageMaker's health checks since the last good answer.
public struct PingRecord: Hashable, Sendable {
    /// Whether one was answered with a status of success.
    public private(set) var hasPassed = false
    /// Refusals, and the status of the last one.
    public private(set) var refusals = 0
    public private(set) var lastStatus = 0
    public private(set) var firstRefusal: Timestamp
    public private(set) var lastRefusal: Timestamp

    init(from time: Timestamp) {
        firstRefusal = time
        lastRefusal = time
    }

    func adding(_ status: Int, at time: Timestamp) -> PingRecord {
        var record = self
        if (200..<300).contains(status) {
            record.hasPassed = true
        } else {
            record.refusals += 1
            record.lastStatus = status
            record.firstRefusal = min(record.firstRefusal, time)
            record.lastRefusal = max(record.lastRefusal, time)
        }
        return record
    }
}
