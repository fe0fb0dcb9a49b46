/// Counts of byte strings, kept in one array each of entries, bytes and slots.
///
/// A dictionary of arrays would cost an allocation a key and a hash of its own a look-up; a column of labels asks it once a
/// row.
struct ByteTable: Sendable {
    struct Entry: Sendable {
        fileprivate var hash: UInt64
        fileprivate var start: Int
        fileprivate var length: Int
        var count: Int
    }

    private(set) var entries: [Entry] = []
    private var arena: [UInt8] = []
    /// One more than an entry's place; 0 for none. As many as a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    /// Bytes of all keys together.
    var keyBytes: Int { arena.count }

    func key(_ entry: Entry) -> ArraySlice<UInt8> { arena[entry.start..<entry.start + entry.length] }

    func text(_ entry: Entry) -> String { String(decoding: key(entry), as: UTF8.self) }

    /// Calls with each key and its count.
    func visit(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
        arena.withUnsafeBufferPointer { arena in
            for entry in entries {
                body(UnsafeBufferPointer(rebasing: arena[entry.start..<entry.start + entry.length]), entry.count)
            }
        }
    }

    /// Adds to the count of a key; whether it is a new one.
    @inline(__always)
    @discardableResult
    mutating func add(_ key: UnsafeBufferPointer<UInt8>, count: Int = 1) -> Bool {
        let hash = hash(key)
        let (place, slot) = find(key, hash)
        if let place {
            entries[place].count &+= count
            return false
        }
        insert(key, hash: hash, count: count, slot: slot)
        return true
    }

    /// The place of a key's entry, which is made where there is none yet; nil where that would be one too many.
    mutating func place(of key: UnsafeBufferPointer<UInt8>, atMost limit: Int) -> Int? {
        let hash = hash(key)
        let (place, slot) = find(key, hash)
        if let place { return place }
        guard entries.count < limit else { return nil }
        insert(key, hash: hash, count: 1, slot: slot)
        return entries.count - 1
    }

    /// The place of a key's entry, where there is one, and the slot that has it or is free for it.
    @inline(__always)
    private func find(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> (place: Int?, slot: Int) {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let place = Int(slots[slot]) &- 1
            if place < 0 { return (nil, slot) }
            if entries[place].hash == hash, isKey(key, entries[place]) { return (place, slot) }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    private func isKey(_ key: UnsafeBufferPointer<UInt8>, _ entry: Entry) -> Bool {
        guard entry.length == key.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            guard let own = UnsafeRawPointer(arena.baseAddress)?.advanced(by: entry.start),
                let other = UnsafeRawPointer(key.baseAddress)
            else { return true }
            // Both are as long as the key, within which every load stays.
            @inline(__always) func areSame(_ at: Int) -> Bool {
                own.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                    == other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            }
            let count = key.count
            var index = 0
            while index &+ 8 <= count {
                if !areSame(index) { return false }
                index &+= 8
            }
            if index == count { return true }
            if count >= 8 { return areSame(count &- 8) }
            while index < count {
                if own.load(fromByteOffset: index, as: UInt8.self) != other.load(fromByteOffset: index, as: UInt8.self)
                {
                    return false
                }
                index &+= 1
            }
            return true
        }
    }

    @inline(never)
    private mutating func insert(_ key: UnsafeBufferPointer<UInt8>, hash: UInt64, count: Int, slot: Int) {
        entries.append(Entry(hash: hash, start: arena.count, length: key.count, count: count))
        arena.append(contentsOf: key)
        slots[slot] = UInt32(entries.count)
        if entries.count * 2 > slots.count { rebuild(slotCount: slots.count * 2) }
    }

    private mutating func rebuild(slotCount: Int) {
        slots = Array(repeating: 0, count: slotCount)
        for (place, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & (slotCount - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = UInt32(place + 1)
        }
    }

    /// Takes so much off every count, and leaves out what has none left.
    mutating func subtract(_ amount: Int) {
        let (oldEntries, oldArena) = (entries, arena)
        (entries, arena) = ([], [])
        for var entry in oldEntries where entry.count > amount {
            let key = oldArena[entry.start..<entry.start + entry.length]
            entry.start = arena.count
            entry.count -= amount
            arena.append(contentsOf: key)
            entries.append(entry)
        }
        var slotCount = 16
        while slotCount < entries.count * 2 { slotCount *= 2 }
        rebuild(slotCount: slotCount)
    }

    /// Who writes the keys can't know which ones collide.
    private let seed = UInt64.random(in: .min ... .max) | 1

    @inline(__always)
    private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }

    // Every load stays within the key: the lengths are compared before.
    @inline(__always)
    private func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let count = key.count
        guard let base = UnsafeRawPointer(key.baseAddress), count > 0 else { return seed }
        @inline(__always) func eight(_ at: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
        @inline(__always) func four(_ at: Int) -> UInt64 {
            UInt64(base.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        }
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        if count < 4 {
            let word = UInt64(key[0]) << 16 | UInt64(key[count >> 1]) << 8 | UInt64(key[count &- 1])
            return Self.mix(word ^ seed, UInt64(count) ^ factor)
        }
        if count <= 8 { return Self.mix(four(0) << 32 | four(count &- 4) ^ seed, UInt64(count) ^ factor) }
        var hash = seed ^ UInt64(count)
        var at = 0
        while at &+ 16 < count {
            hash = Self.mix(eight(at) ^ hash, eight(at &+ 8) ^ factor)
            at &+= 16
        }
        if count <= 16 { return Self.mix(eight(0) ^ hash, eight(count &- 8) ^ factor) }
        return Self.mix(eight(count &- 16) ^ hash, eight(count &- 8) ^ factor)
    }
}
