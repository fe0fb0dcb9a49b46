import Predictions
import Synchronization

/// Counts rows that repeat others, by hashes of their cells, of all objects together.
final class RepeatCounter: Sendable {
    private struct State {
        var seen: Set<UInt64> = []
        var count = 0
        var isFull = false
    }

    /// Distinct rows that are kept: some 30 MB of hashes.
    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int = 1_000_000) { self.limit = limit }

    func note(_ row: Row) {
        // FNV-1a; no byte of a text in UTF-8 is 0xFF, so that cells don't run together.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for place in 0..<row.count {
            for byte in row[cell: place] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        let own = hash
        state.withLock { state in
            if state.seen.contains(own) {
                state.count += 1
            } else if state.seen.count < limit {
                state.seen.insert(own)
            } else {
                state.isFull = true
            }
        }
    }

    /// Nil where no row repeats another.
    var found: LabelledInput.Repeats? {
        state.withLock { state in
            state.count == 0 ? nil : .init(count: state.count, keptRows: state.isFull ? limit : nil)
        }
    }
}
