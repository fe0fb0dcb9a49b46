import AWSClient
import AWSOperations
import Synchronization

/// The most items that one answer held and nothing could show, to be said once for each operation.
final class UnshownItems: Sendable {
    private let counts = Mutex<[(operation: OperationDescriptor, count: Int)]>([])
    private let said = Mutex<Set<OperationDescriptor>>([])

    /// Leaves the items of an operation to the command, which says itself what it lacks.
    func leave(_ operation: OperationDescriptor) { said.withLock { _ = $0.insert(operation) } }

    /// Takes an event that is about such items; false for any other.
    func count(_ event: ClientEvent) -> Bool {
        guard case .itemsLeftOut(let operation, let count) = event else { return false }
        counts.withLock { counts in
            if let index = counts.firstIndex(where: { $0.operation == operation }) {
                // What is read again and again, such as a log, would count the same item each time.
                counts[index].count = max(counts[index].count, count)
            } else {
                counts.append((operation, count))
            }
        }
        return true
    }

    /// A line for each operation whose lists do not say it themselves.
    var remarks: [String] {
        let said = said.withLock { $0 }
        return counts.withLock { $0 }.filter { !said.contains($0.operation) }.compactMap {
            ClientEvent.itemsLeftOut(operation: $0.operation, count: $0.count).remark
        }
    }

    /// Whether this is the first of its operation: a list that is read again and again says it once.
    func isFirst(_ event: ClientEvent) -> Bool {
        guard case .itemsLeftOut(let operation, _) = event else { return true }
        let isKnown = counts.withLock { counts in counts.contains { $0.operation == operation } }
        _ = count(event)
        return !isKnown
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous piece of work comes to.
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
