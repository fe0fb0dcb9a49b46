/// Turns any encodable value into a JSON tree, without Foundation.
///
/// Keys keep the order in which the type writes them; dictionaries of text, which have none, are sorted.
public enum JSONTreeEncoder {
    /// The value as a tree; throws `EncodingError` for numbers that JSON does not have.
    public static func tree(of value: some Encodable) throws -> JSONTree {
        let node = JSONTreeNode()
        try node.write(value, path: [])
        return node.tree
    }
}

/// A place in the tree that an encoder writes to; a class, as containers write into it after they are handed out.
private final class JSONTreeNode {
    private enum Content {
        case empty
        case leaf(JSONTree)
        case object([(key: String, value: JSONTreeNode)])
        case array([JSONTreeNode])
    }

    private var content = Content.empty

    var tree: JSONTree {
        switch content {
        case .empty: .object([])
        case .leaf(let leaf): leaf
        case .object(let members): .object(members.map { .init(key: $0.key, value: $0.value.tree) })
        case .array(let items): .array(items.map(\.tree))
        }
    }

    var count: Int { if case .array(let items) = content { items.count } else { 0 } }

    func set(_ leaf: JSONTree) { content = .leaf(leaf) }
    func becomeObject() { content = .object([]) }
    func becomeArray() { content = .array([]) }

    func member(_ key: some CodingKey) -> JSONTreeNode { member(named: key.stringValue) }

    func member(named key: String) -> JSONTreeNode {
        let node = JSONTreeNode()
        if case .object(let members) = content { content = .object(members + [(key, node)]) }
        return node
    }

    func item() -> JSONTreeNode {
        let node = JSONTreeNode()
        if case .array(let items) = content { content = .array(items + [node]) }
        return node
    }

    func write(_ value: some Encodable, path: [any CodingKey]) throws {
        if let texts = value as? [String: String] {
            let sorted = texts.sorted { $0.key < $1.key }
            content = .leaf(.object(sorted.map { .init(key: $0.key, value: .string($0.value)) }))
        } else {
            try value.encode(to: TreeEncoder(node: self, codingPath: path))
        }
    }
}

private struct TreeEncoder: Encoder {
    let node: JSONTreeNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(KeyedTree(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return UnkeyedTree(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleTree(node: node, codingPath: codingPath)
    }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONTreeNode
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) throws { node.member(key).set(.null) }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try node.member(key).write(value, path: codingPath + [key])
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        TreeEncoder(node: node.member(key), codingPath: codingPath + [key]).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        TreeEncoder(node: node.member(key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoder(node: node.member(named: "super"), codingPath: codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder {
        TreeEncoder(node: node.member(key), codingPath: codingPath + [key])
    }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
    let node: JSONTreeNode
    let codingPath: [any CodingKey]
    var count: Int { node.count }

    func encodeNil() throws { node.item().set(.null) }
    func encode<T: Encodable>(_ value: T) throws { try node.item().write(value, path: codingPath) }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        TreeEncoder(node: node.item(), codingPath: codingPath).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        TreeEncoder(node: node.item(), codingPath: codingPath).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoder(node: node.item(), codingPath: codingPath) }
}

private struct SingleTree: SingleValueEncodingContainer {
    let node: JSONTreeNode
    let codingPath: [any CodingKey]

    func encodeNil() throws { node.set(.null) }
    func encode(_ value: Bool) throws { node.set(.bool(value)) }
    func encode(_ value: String) throws { node.set(.string(value)) }
    func encode(_ value: Double) throws { try number(value, value.isFinite) }
    func encode(_ value: Float) throws { try number(value, value.isFinite) }
    func encode(_ value: Int) throws { try number(value) }
    func encode(_ value: Int8) throws { try number(value) }
    func encode(_ value: Int16) throws { try number(value) }
    func encode(_ value: Int32) throws { try number(value) }
    func encode(_ value: Int64) throws { try number(value) }
    func encode(_ value: UInt) throws { try number(value) }
    func encode(_ value: UInt8) throws { try number(value) }
    func encode(_ value: UInt16) throws { try number(value) }
    func encode(_ value: UInt32) throws { try number(value) }
    func encode(_ value: UInt64) throws { try number(value) }
    func encode<T: Encodable>(_ value: T) throws { try node.write(value, path: codingPath) }

    private func number(_ value: some CustomStringConvertible, _ isFinite: Bool = true) throws {
        guard isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no \(value)"))
        }
        node.set(.number(value.description))
    }
}
