import AWSSigning

/// A token that carries where the next page begins, opaque to clients.
enum PageToken {
    static func encode(_ text: String) -> String {
        "p1-" + Hexadecimal.encode(Array(text.utf8))
    }

    static func decode(_ token: String) -> String? {
        guard token.hasPrefix("p1-") else { return nil }
        let digits = Array(token.dropFirst(3).utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Cuts one page out of an ordered listing; its token names the last item that was given.
struct Page<Item> {
    var items: [Item]
    var nextToken: String?

    init(
        of all: [Item], after token: String?, limit: Int, identifiedBy identity: (Item) -> String
    ) throws(ServiceFault) {
        var start = 0
        if let token, !token.isEmpty {
            guard let last = PageToken.decode(token), let index = all.firstIndex(where: { identity($0) == last }) else {
                throw .validation("Invalid NextToken")
            }
            start = index + 1
        }
        items = Array(all[start...].prefix(limit))
        nextToken = start + items.count < all.count ? items.last.map { PageToken.encode(identity($0)) } : nil
    }
}
