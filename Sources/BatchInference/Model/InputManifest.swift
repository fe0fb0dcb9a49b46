import JSONCoding

/// A transform's input manifest: a JSON list led by `{"prefix": "s3://…"}`, then keys relative to it.
struct InputManifest: Hashable, Sendable {
    var prefix: String
    var names: KeyNames
    /// False where only its beginning was there to be read.
    var isWhole = true

    /// Reads a manifest; nil for anything else.
    ///
    /// - Parameter isCut: Whether more bytes follow: then what was named by here is taken.
    init?(_ bytes: [UInt8], isCut: Bool = false) {
        var reader = ManifestReader(bytes)
        guard reader.skip(UInt8(ascii: "[")), let head = reader.value(), head.members.count == 1,
            let prefix = head["prefix"]?.string
        else { return nil }
        var names = KeyNames()
        var isWhole = false
        while !isWhole, reader.hasMore {
            if reader.skip(UInt8(ascii: "]")) {
                isWhole = true
            } else {
                guard reader.skip(UInt8(ascii: ",")) else { return nil }
                guard reader.takeName(into: &names) else {
                    guard isCut, reader.isUnfinished else { return nil }
                    break
                }
            }
        }
        guard isWhole ? !reader.hasMore : isCut else { return nil }
        self.prefix = prefix
        self.names = names
        self.isWhole = isWhole
    }
}

/// Reads a list's elements one by one: a tree of a million names would take more than the names.
private struct ManifestReader {
    private let bytes: [UInt8]
    private var position = 0
    /// Whether the last element ended with the bytes.
    private(set) var isUnfinished = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether anything but white space follows.
    var hasMore: Bool {
        mutating get {
            while position < bytes.count, bytes[position].isJSONSpace { position += 1 }
            return position < bytes.count
        }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard hasMore, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func value() -> JSONValue? {
        guard hasMore else {
            isUnfinished = true
            return nil
        }
        switch JSONValue.prefix(of: bytes, from: position) {
        case .value(_, let end):
            // Read again as strictly as JSON is: bytes that are no text name nothing.
            defer { position = end }
            return JSONValue(parsing: Array(bytes[position..<end]))
        case .unfinished:
            isUnfinished = true
            return nil
        case .malformed: return nil
        }
    }

    mutating func takeName(into names: inout KeyNames) -> Bool {
        if takePlainName(into: &names) { return true }
        guard let name = value()?.string else { return false }
        names.append(name)
        return true
    }

    /// Takes a name that is written as it is: printable ASCII without an escape.
    private mutating func takePlainName(into names: inout KeyNames) -> Bool {
        guard hasMore, bytes[position] == UInt8(ascii: "\"") else { return false }
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end].isPlainInJSON { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
        bytes.withUnsafeBufferPointer { names.append(UnsafeBufferPointer(rebasing: $0[start..<end])) }
        position = end + 1
        return true
    }
}

extension UInt8 {
    /// Whether a JSON string has it as it is, whoever writes it.
    var isPlainInJSON: Bool { (0x20...0x7E).contains(self) && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }

    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
