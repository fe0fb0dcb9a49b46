/// Names in the order in which they were added, kept like the keys of a page: a million that are mostly alike take little.
struct KeyNames: Hashable, Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var keys = FrontCodedKeys()

    init() {}

    init(_ names: some Sequence<String>) {
        for name in names { append(name) }
    }

    init(arrayLiteral elements: String...) { self.init(elements) }

    mutating func append(_ name: String) { keys.append(name) }

    mutating func append(_ name: UnsafeBufferPointer<UInt8>) { keys.append(name) }

    /// Whether each is greater than the one before it, byte by byte.
    var isAscending: Bool { keys.isAscending }

    var startIndex: Int { 0 }
    var endIndex: Int { keys.count }
    subscript(position: Int) -> String { keys[position] }

    /// Hands on the bytes of each, in order.
    func forEachBytes(_ body: ([UInt8]) -> Void) { keys.visit { body($1) } }

    func makeIterator() -> Iterator { Iterator(keys) }

    /// Reads one after the other, each but what it shares with the last.
    struct Iterator: IteratorProtocol {
        private var reader: FrontCodedKeys.Reader?
        private var left: Int

        fileprivate init(_ keys: FrontCodedKeys) {
            left = keys.count
            reader = left > 0 ? FrontCodedKeys.Reader(keys: keys, whole: 0) : nil
        }

        mutating func next() -> String? {
            guard left > 0 else { return nil }
            left -= 1
            reader?.next()
            return reader.map { String(decoding: $0.key, as: UTF8.self) }
        }
    }
}
