extension JSONValue {
    /// Encodes a value, its keys in the order in which its type writes them; dictionaries, which have none, are sorted.
    ///
    /// Doubles that JSON has no number for become `"NaN"`, `"Infinity"` and `"-Infinity"`, as in the services' protocol.
    public init(encoding value: some Encodable, userInfo: [CodingUserInfoKey: any Sendable] = [:]) throws {
        let place = Place()
        try place.set(value, in: EncodingContext(path: [], userInfo: userInfo))
        self = place.value
    }
}

/// Where an encoder is, and what values are told of how they shall write themselves.
private struct EncodingContext {
    var path: [any CodingKey]
    var userInfo: [CodingUserInfoKey: any Sendable]

    func at(_ key: some CodingKey) -> EncodingContext { EncodingContext(path: path + [key], userInfo: userInfo) }
}

private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// Where an encoder puts its value; containers grow in place while they are filled.
private final class Place {
    enum Content {
        case value(JSONValue)
        case array([Place])
        case object([(key: String, place: Place)])
    }

    var content = Content.value(.null)

    var value: JSONValue {
        switch content {
        case .value(let value): value
        case .array(let places): .array(places.map(\.value))
        case .object(let members): .object(members.map { JSONValue.Member(key: $0.key, value: $0.place.value) })
        }
    }

    func member(_ key: String) -> Place {
        guard case .object(var members) = content else { return self }
        let place = Place()
        // Released first, so that appending does not copy.
        content = .value(.null)
        members.append((key, place))
        content = .object(members)
        return place
    }

    func element() -> Place {
        guard case .array(var places) = content else { return self }
        let place = Place()
        content = .value(.null)
        places.append(place)
        content = .array(places)
        return place
    }

    func set(_ value: some Encodable, in context: EncodingContext) throws {
        switch value {
        case let value as JSONValue: content = .value(value)
        case let text as String: content = .value(.string(text))
        case let flag as Bool: content = .value(.bool(flag))
        case let number as Double:
            content = .value(JSONValue(number))
        case let number as Float: content = .value(number.isFinite ? .number("\(number)") : JSONValue(Double(number)))
        case let number as any BinaryInteger: content = .value(.number("\(number)"))
        default:
            try value.encode(to: OrderedEncoder(place: self, context: context))
            // A dictionary has no order of its own, and every run would give another.
            if value is any StringKeyed, case .object(let members) = content {
                content = .object(members.sorted { $0.key < $1.key })
            }
        }
    }
}

private struct OrderedEncoder: Encoder, SingleValueEncodingContainer {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }
    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = place.content {} else { place.content = .object([]) }
        return KeyedEncodingContainer(Keyed<Key>(place: place, context: context))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = place.content {} else { place.content = .array([]) }
        return Unkeyed(place: place, context: context)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
    func encodeNil() { place.content = .value(.null) }
    func encode(_ value: some Encodable) throws { try place.set(value, in: context) }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }

    func encodeNil(forKey key: Key) { place.member(key.stringValue).content = .value(.null) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try place.member(key.stringValue).set(value, in: context.at(key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(place: place.member("super"), context: context) }

    func superEncoder(forKey key: Key) -> any Encoder {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key))
    }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }

    var count: Int {
        if case .array(let places) = place.content { places.count } else { 0 }
    }

    func encodeNil() { place.element().content = .value(.null) }
    func encode(_ value: some Encodable) throws { try place.element().set(value, in: context) }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        OrderedEncoder(place: place.element(), context: context).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        OrderedEncoder(place: place.element(), context: context).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(place: place.element(), context: context) }
}
