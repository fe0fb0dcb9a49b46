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
