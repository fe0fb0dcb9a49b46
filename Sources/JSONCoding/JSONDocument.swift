/// A JSON text, split into the nodes of its tree; strings and numbers stay bytes until somebody wants them.
///
/// Belongs to one decoding, on one thread.
final class JSONDocument {
    struct Node {
        enum Kind: UInt8 {
            case object, array, string, escapedString, number, yes, no, null
            /// `NaN`, `Infinity` or `-Infinity`, without quotes.
            case nonFinite
        }

        var kind: Kind
        /// The node after this one and all within it.
        var next: UInt32 = 0
        /// Where a string's or number's bytes begin; of an object, the key to look at first.
        var start: UInt32
        /// Where they end; of an object or array, how many members it has.
        var end: UInt32 = 0

        /// Whether it is a string, or a word that is taken for one.
        var isText: Bool { kind == .string || kind == .escapedString || kind == .nonFinite }
    }

    let bytes: [UInt8]
    /// In the order of the text: a container, then what is in it; each key is followed by its value.
    ///
    /// Not an array: decoding looks at little else, and an array that changes in a class is checked at each look.
    private let nodes: UnsafeMutableBufferPointer<Node>

    /// What a lenient decoding could not read; nil where the decoding is strict.
    let losses: JSONLosses?

    convenience init(_ text: [UInt8], losses: JSONLosses? = nil) throws(JSONParser.Malformed) {
        self.init(text, try JSONParser.parse(text, takesNonFinite: losses != nil), losses: losses)
    }

    init(_ text: [UInt8], _ found: [Node], losses: JSONLosses? = nil) {
        bytes = text
        self.losses = losses
        nodes = .allocate(capacity: found.count)
        _ = nodes.initialize(from: found)
    }

    deinit { nodes.deallocate() }

    subscript(node: Int) -> Node { nodes[node] }

    // MARK: Objects and arrays

    /// The value of an object's key; nil where it has none.
    func member(_ key: String, of object: Int) -> Int? {
        let end = Int(nodes[object].next)
        let first = Int(nodes[object].start)
        var key = key
        return key.withUTF8 { key in
            // Types mostly ask for their keys in the order of the text, so the search goes on where the last one ended.
            guard let found = find(key, from: first, to: end) ?? find(key, from: object + 1, to: first) else {
                return nil
            }
            nodes[object].start = nodes[found + 1].next
            return found + 1
        }
    }

    private func find(_ key: UnsafeBufferPointer<UInt8>, from first: Int, to end: Int) -> Int? {
        var node = first
        while node < end {
            if isEqual(nodes[node], key) { return node }
            node = Int(nodes[node + 1].next)
        }
        return nil
    }

    private func isEqual(_ name: Node, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.kind == .escapedString { return text(name).utf8.elementsEqual(key) }
        let start = Int(name.start)
        guard Int(name.end) - start == key.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<key.count where bytes[start + index] != key[index] { return false }
            return true
        }
    }

    /// The keys of an object, each with its value's node.
    func members(of object: Int) -> [(key: String, value: Int)] {
        var members: [(key: String, value: Int)] = []
        members.reserveCapacity(Int(nodes[object].end))
        var node = object + 1
        while node < Int(nodes[object].next) {
            members.append((text(nodes[node]), node + 1))
            node = Int(nodes[node + 1].next)
        }
        return members
    }

    // MARK: Strings and numbers

    /// A string without its escapes.
    func text(_ node: Node) -> String {
        bytes.withUnsafeBufferPointer { bytes in
            let piece = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)])
            return node.kind == .escapedString
                ? String(decoding: JSONEscapes.removed(from: piece), as: UTF8.self)
                : String(decoding: piece, as: UTF8.self)
        }
    }

    func withNumber<Value>(_ node: Node, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[Int(node.start)..<Int(node.end)])) }
    }

    // MARK: Paths

    /// The keys and places that lead to a node; worked out for errors alone.
    func path(to target: Int) -> [JSONKey] {
        var path: [JSONKey] = []
        var container = 0
        while container != target {
            let isObject = nodes[container].kind == .object
            var node = container + 1
            var place = 0
            // On to the member that the target is, or is in.
            while true {
                let value = isObject ? node + 1 : node
                guard value < nodes.count, value <= target else { return path }
                if target < Int(nodes[value].next) {
                    path.append(isObject ? JSONKey(stringValue: text(nodes[node])) : JSONKey(intValue: place))
                    container = value
                    break
                }
                node = Int(nodes[value].next)
                place += 1
            }
        }
        return path
    }
}
