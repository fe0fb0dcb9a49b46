/// The latest requests that changed something, as they came in: what was really sent, to compare programs by.
actor RequestRecord {
    struct Entry: Sendable {
        var operation: String
        var body: [UInt8]
    }

    /// At most so many are kept, and none with a larger body, in bytes.
    static let capacity = 64
    static let largestBody = 1 << 20

    private(set) var entries: [Entry] = []

    func add(_ operation: some StringProtocol, _ body: [UInt8]) {
        guard body.count <= Self.largestBody else { return }
        if entries.count == Self.capacity { entries.removeFirst() }
        entries.append(Entry(operation: String(operation), body: body))
    }

    func clear() { entries = [] }
}
