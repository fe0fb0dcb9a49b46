import AWSOperations

/// Reads the objects of a listing in the form in which S3 writes them, without a tree: a page has a thousand.
///
/// What it doesn't know, such as elements in elements, attributes or comments, it leaves to `XMLElement`: it then reads
/// nothing at all.
struct S3ListScanner {
    /// Where the texts of an object's members are; nil for one that isn't there.
    struct Item {
        var key: Range<Int>?
        var size: Range<Int>?
        var lastModified: Range<Int>?
        var eTag: Range<Int>?
    }

    private(set) var items: [Item] = []
    /// The document without its objects.
    private(set) var frame: [UInt8] = []
    private let bytes: [UInt8]

    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        items.reserveCapacity(1000)
        let isRead = bytes.withUnsafeBufferPointer { read($0) }
        guard isRead else { return nil }
    }

    /// The text of a member.
    func text(_ range: Range<Int>) throws -> String {
        let raw = bytes[range]
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        return try XMLReader.decodeEntities(raw)
    }

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")
    private static let slash = UInt8(ascii: "/")

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        var copied = 0
        var depth = 0
        while position < bytes.count {
            guard bytes[position] == Self.less else {
                position += 1
                continue
            }
            if Self.starts(bytes, at: position, with: "<Contents>") {
                guard depth == 1 else { return false }
                frame.append(contentsOf: bytes[copied..<position])
                position += 10
                guard readItem(bytes, &position) else { return false }
                copied = position
                continue
            }
            guard position + 1 < bytes.count else { return false }
            switch bytes[position + 1] {
            case UInt8(ascii: "!"): return false
            case UInt8(ascii: "?"): break
            case Self.slash: depth -= 1
            default: depth += 1
            }
            while position < bytes.count, bytes[position] != Self.greater { position += 1 }
            guard position < bytes.count else { return false }
            if bytes[position - 1] == Self.slash { depth -= 1 }
            position += 1
        }
        frame.append(contentsOf: bytes[copied...])
        return true
    }

    /// Reads members to the end of an object; false where one is in another form than plain text.
    private mutating func readItem(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Bool {
        var item = Item()
        while true {
            while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
            guard position + 1 < bytes.count, bytes[position] == Self.less else { return false }
            if bytes[position + 1] == Self.slash {
                guard Self.starts(bytes, at: position, with: "</Contents>") else { return false }
                position += 11
                items.append(item)
                return true
            }
            let name = position + 1
            position = name
            while position < bytes.count, bytes[position] != Self.greater {
                // A blank, a slash, a colon and the like: no plain name.
                let letter = bytes[position] | 0x20
                guard (0x61...0x7A).contains(letter) else { return false }
                position += 1
            }
            let length = position - name
            let text = position + 1
            position = text
            while position < bytes.count, bytes[position] != Self.less { position += 1 }
            let end = position
            guard end + length + 3 <= bytes.count, bytes[end + 1] == Self.slash, bytes[end + 2 + length] == Self.greater
            else { return false }
            for offset in 0..<length where bytes[name + offset] != bytes[end + 2 + offset] { return false }
            position = end + length + 3
            let range = text..<end
            switch length {
            case 3 where Self.starts(bytes, at: name, with: "Key"):
                guard item.key == nil else { return false }
                item.key = range
            case 4 where Self.starts(bytes, at: name, with: "Size"):
                guard item.size == nil else { return false }
                item.size = range
            case 4 where Self.starts(bytes, at: name, with: "ETag"):
                guard item.eTag == nil else { return false }
                item.eTag = range
            case 12 where Self.starts(bytes, at: name, with: "LastModified"):
                guard item.lastModified == nil else { return false }
                item.lastModified = range
            // Text that nobody reads must be in order, too.
            default: if bytes[range].contains(UInt8(ascii: "&")) { return false }
            }
        }
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }
}
