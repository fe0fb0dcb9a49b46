import Predictions
import Synchronization

/// Counts rows that repeat others, by hashes of their cells, of all objects together; and those that training had.
final class RepeatCounter: Sendable {
    private struct State {
        /// Different hashes, in ascending order: a set would take twice the room.
        var known: [UInt64] = []
        /// Hashes that aren't looked through yet.
        var new: [UInt64] = []
        var count = 0
        var isFull = false
        /// Rows that training had.
        var trained = 0

        /// Takes the new hashes among the known ones, and counts those that are there already.
        mutating func settle(limit: Int) {
            new.sort()
            var (place, fresh, last) = (0, 0, UInt64?.none)
            for index in new.indices {
                let hash = new[index]
                while place < known.count, known[place] < hash { place += 1 }
                if place < known.count && known[place] == hash || hash == last {
                    count += 1
                } else if known.count + fresh < limit {
                    (new[fresh], last) = (hash, hash)
                    fresh += 1
                } else {
                    isFull = true
                }
            }
            // From behind, so that both stay where they are.
            var (own, more, end) = (known.count - 1, fresh - 1, known.count + fresh - 1)
            known.append(contentsOf: repeatElement(0, count: fresh))
            while more >= 0 {
                if own >= 0, known[own] > new[more] {
                    known[end] = known[own]
                    own -= 1
                } else {
                    known[end] = new[more]
                    more -= 1
                }
                end -= 1
            }
            new.removeAll(keepingCapacity: true)
        }
    }

    /// Distinct rows that are kept: some 8 MB of hashes.
    private let limit: Int
    private let trained: TrainedRows?
    private let state = Mutex(State())

    init(limit: Int = 1_000_000, trained: TrainedRows? = nil) { (self.limit, self.trained) = (limit, trained) }

    func note(_ row: Row, _ layout: LabelledLayout? = nil) {
        let isTrained = layout.flatMap { layout in trained.map { $0.contains(row, layout) } } ?? false
        // FNV-1a; no byte of a text in UTF-8 is 0xFF, so that cells don't run together.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for place in 0..<row.count {
            for byte in row[cell: place] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        let own = hash
        state.withLock { state in
            state.new.append(own)
            if isTrained { state.trained += 1 }
            if state.new.count >= max(1 << 16, state.known.count / 4) { state.settle(limit: limit) }
        }
    }

    /// How many rows training had, and of which rows of it that is known; nil where none of it is.
    var foundTrained: (count: Int, of: TrainedRows)? {
        trained.map { trained in (state.withLock { $0.trained }, trained) }
    }

    /// Nil where no row repeats another.
    var found: LabelledInput.Repeats? {
        state.withLock { state in
            state.settle(limit: limit)
            return state.count == 0 ? nil : .init(count: state.count, keptRows: state.isFull ? limit : nil)
        }
    }
}
