import AWSOperations

/// Size, time and ETag of a page's objects: 40 bytes each, 16 where no ETag is known.
struct ObjectFacts: Sendable {
    private(set) var sizes: [Int] = []
    private var times: [Int] = []
    /// Of all objects, or none where no ETag is known.
    private var tags: [Tag] = []
    /// ETags that are no MD5 sum with or without a count of parts.
    private var otherTags: [String] = []

    private static let unknown = Int.min

    /// A sum of 16 bytes, and what stands behind it.
    private struct Tag: Sendable {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var kind: UInt16 = Self.none

        static let none = UInt16.max
        static let other = UInt16.max - 1
        static let maxParts = UInt16.max - 2
    }

    /// Of no objects yet, or of some of which nothing is known.
    init(unknown count: Int = 0) {
        sizes = Array(repeating: Self.unknown, count: count)
        times = sizes
    }

    mutating func reserve(_ count: Int) {
        sizes.reserveCapacity(count)
        times.reserveCapacity(count)
    }

    mutating func append(_ object: S3Object) {
        sizes.append(object.$size ?? Self.unknown)
        times.append(Self.milliseconds(object.$lastModified))
        setTag(sizes.count - 1, to: tag(object.eTag))
    }

    mutating func append(_ index: Int, of other: ObjectFacts) {
        sizes.append(other.sizes[index])
        times.append(other.times[index])
        setTag(sizes.count - 1, to: taken(other.tag(at: index), from: other))
    }

    private func tag(at index: Int) -> Tag { tags.isEmpty ? Tag() : tags[index] }

    private mutating func setTag(_ index: Int, to tag: Tag) {
        if tags.isEmpty {
            guard tag.kind != Tag.none else { return }
            tags.reserveCapacity(sizes.capacity)
        }
        while tags.count < sizes.count { tags.append(Tag()) }
        tags[index] = tag
    }

    mutating func set(_ index: Int, to object: S3Object) {
        sizes[index] = object.$size ?? Self.unknown
        times[index] = Self.milliseconds(object.$lastModified)
        setTag(index, to: tag(object.eTag))
    }

    mutating func set(_ index: Int, to source: Int, of other: ObjectFacts) {
        sizes[index] = other.sizes[source]
        times[index] = other.times[source]
        setTag(index, to: taken(other.tag(at: source), from: other))
    }

    func size(_ index: Int) -> Int? { sizes[index] == Self.unknown ? nil : sizes[index] }

    func time(_ index: Int) -> Timestamp? {
        times[index] == Self.unknown ? nil : Timestamp(secondsSinceEpoch: Double(times[index]) / 1000)
    }

    func object(_ index: Int, key: String) -> S3Object {
        S3Object(key: key, sentSize: size(index), sentTime: time(index), eTag: text(tag(at: index)))
    }

    private static func milliseconds(_ time: Timestamp?) -> Int {
        guard let time, time.isKnown else { return unknown }
        return time.milliseconds
    }

    private mutating func taken(_ tag: Tag, from other: ObjectFacts) -> Tag {
        tag.kind == Tag.other ? self.tag(other.text(tag)) : tag
    }

    private mutating func tag(_ text: String) -> Tag {
        guard !text.isEmpty else { return Tag() }
        if let tag = Self.sum(text) { return tag }
        otherTags.append(text)
        return Tag(low: UInt64(otherTags.count - 1), kind: Tag.other)
    }

    /// `"0123…"` or `"0123…-12"`, as S3 writes them.
    private static func sum(_ text: String) -> Tag? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 34, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for (offset, byte) in bytes[1..<33].enumerated() {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if offset < 16 {
                halves.0 = halves.0 << 4 | UInt64(digit)
            } else {
                halves.1 = halves.1 << 4 | UInt64(digit)
            }
        }
        let rest = bytes[33..<bytes.count - 1]
        guard let dash = rest.first else { return Tag(high: halves.0, low: halves.1, kind: 0) }
        let digits = rest.dropFirst()
        guard dash == UInt8(ascii: "-"), let start = digits.first, start != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let parts = UInt16(String(decoding: digits, as: UTF8.self)), parts <= Tag.maxParts
        else { return nil }
        return Tag(high: halves.0, low: halves.1, kind: parts)
    }

    private func text(_ tag: Tag) -> String {
        switch tag.kind {
        case Tag.none: return ""
        case Tag.other: return otherTags[Int(tag.low)]
        default:
            let digits = [tag.high, tag.low].map { half in
                let text = String(half, radix: 16)
                return String(repeating: "0", count: 16 - text.utf8.count) + text
            }
            return "\"\(digits.joined())\(tag.kind == 0 ? "" : "-\(tag.kind)")\""
        }
    }
}

/// A page of objects, kept small.
struct ObjectPage: Sendable {
    private(set) var keys = FrontCodedKeys()
    private(set) var facts = ObjectFacts()

    var count: Int { keys.count }

    init() {}

    init(_ objects: some Collection<S3Object>) {
        facts.reserve(objects.count)
        for object in objects { append(object) }
    }

    mutating func append(_ object: S3Object) {
        keys.append(object.key)
        facts.append(object)
    }

    mutating func append(_ key: [UInt8], _ index: Int, of other: ObjectFacts) {
        key.withUnsafeBufferPointer { keys.append($0) }
        facts.append(index, of: other)
    }

    mutating func set(_ index: Int, to object: S3Object) { facts.set(index, to: object) }

    func object(_ index: Int) -> S3Object { facts.object(index, key: keys[index]) }
}

/// Pages by their first keys, so that a key is found among millions.
struct PageOrder {
    /// Where a page that begins with a key goes.
    static func place(of key: [UInt8], count: Int, first: (Int) -> [UInt8]) -> Int {
        var low = 0
        var high = count
        // Pages mostly come in order.
        if count == 0 || !key.precedes(first(count - 1)) { return count }
        while low < high {
            let middle = (low + high) / 2
            if key.precedes(first(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
