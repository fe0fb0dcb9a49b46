/// The keys of a page, in order, each kept as what it doesn't share with the one before it.
///
/// A million keys of a listing are mostly alike: this way they take about ten bytes each. Every sixteenth stands whole,
/// so that any key can be read and found without reading all.
struct FrontCodedKeys: Hashable, Sendable {
    private var bytes: [UInt8] = []
    private var wholes: [UInt32] = []
    private(set) var count = 0
    private(set) var first: [UInt8] = []
    private(set) var last: [UInt8] = []
    /// Whether each key is greater than the one before it, byte by byte.
    private(set) var isAscending = true

    private static let stride = 16

    mutating func append(_ key: String) {
        var key = key
        key.withUTF8 { append($0) }
    }

    mutating func append(_ key: UnsafeBufferPointer<UInt8>) {
        var shared = 0
        while shared < min(last.count, key.count), last[shared] == key[shared] { shared += 1 }
        if count == 0 {
            first = Array(key)
        } else if shared == key.count || shared < last.count && last[shared] > key[shared] {
            isAscending = false
        }
        if count % Self.stride == 0 {
            wholes.append(UInt32(bytes.count))
            shared = 0
        }
        append(number: shared)
        append(number: key.count - shared)
        bytes.append(contentsOf: key[shared...])
        last.replaceSubrange(shared..., with: key[shared...])
        count += 1
    }

    private mutating func append(number: Int) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    subscript(index: Int) -> String {
        withKey(at: index) { String(decoding: $0, as: UTF8.self) }
    }

    func withKey<Result>(at index: Int, _ body: ([UInt8]) -> Result) -> Result {
        var reader = Reader(keys: self, whole: index / Self.stride)
        for _ in 0...(index % Self.stride) { reader.next() }
        return body(reader.key)
    }

    /// Hands on every key, in order.
    func visit(_ body: (Int, [UInt8]) -> Void) {
        guard count > 0 else { return }
        var reader = Reader(keys: self, whole: 0)
        for index in 0..<count {
            reader.next()
            body(index, reader.key)
        }
    }

    /// Where a key stands, in keys that are ascending; nil where it doesn't.
    func index(of key: [UInt8]) -> Int? {
        var low = 0
        var high = wholes.count
        while low < high {
            let middle = (low + high) / 2
            var reader = Reader(keys: self, whole: middle)
            reader.next()
            if key.precedes(reader.key) { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return nil }
        var reader = Reader(keys: self, whole: low - 1)
        let start = (low - 1) * Self.stride
        for index in start..<min(start + Self.stride, count) {
            reader.next()
            if reader.key == key { return index }
        }
        return nil
    }

    /// Reads keys one after the other, from a whole one on.
    struct Reader {
        private let bytes: [UInt8]
        private var position: Int
        private(set) var key: [UInt8] = []

        init(keys: FrontCodedKeys, whole: Int) {
            bytes = keys.bytes
            position = Int(keys.wholes[whole])
        }

        mutating func next() {
            let shared = number()
            let count = number()
            key.removeSubrange(shared...)
            key.append(contentsOf: bytes[position..<position + count])
            position += count
        }

        private mutating func number() -> Int {
            var value = 0
            var shift = 0
            while true {
                let byte = bytes[position]
                position += 1
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
        }
    }
}
