/// What a listing has brought so far: it tells rows that came before from new ones, and a listing that goes on for ever
/// from a long one.
///
/// Services may answer with empty pages for a while, as they look for rows that match a filter. Each of them has a new
/// token, so that tokens alone never end such a listing.
public struct ListingProgress: Hashable, Sendable {
    /// Empty pages in a row after which the rest is not asked for: twenty thousand rows that a filter left out.
    public static let emptyPages = 200
    /// Pages in a row that repeat rows. Where rows move while they are listed, a page may, but not one after the other.
    public static let repeatedPages = 5

    private var seen: Set<ByteText> = []
    /// The last of the rows so far, in a listing that has an order.
    private var last: ByteText?
    private var lastOnPage: ByteText?
    private var isDisordered = false
    private var newOnPage = 0
    private var oldOnPage = 0
    private var emptyInARow = 0
    private var repeatedInARow = 0

    /// Why the rest is not asked for; nil while there is reason to go on.
    public private(set) var stall: ListingStall?

    public init() {}

    /// Whether a row has not come before; one without an identity can't be told, and is taken for new.
    public mutating func isNew(_ identity: String?) -> Bool {
        guard let identity else { return true }
        guard seen.insert(ByteText(identity)).inserted else {
            oldOnPage += 1
            return false
        }
        newOnPage += 1
        return true
    }

    /// The same for a listing in the order of its keys, which needs to remember no more than the last one.
    public mutating func isForward(_ key: String) -> Bool {
        let key = ByteText(key)
        lastOnPage = lastOnPage.map { max($0, key) } ?? key
        if let last, key <= last {
            isDisordered = true
            oldOnPage += 1
            return false
        }
        newOnPage += 1
        return true
    }

    /// Ends a page.
    ///
    /// - Parameter hasNext: Whether more pages are said to follow.
    mutating func endPage(hasNext: Bool) {
        defer {
            last = lastOnPage.map { key in last.map { max($0, key) } ?? key } ?? last
            (lastOnPage, newOnPage, oldOnPage) = (nil, 0, 0)
        }
        if isDisordered {
            stall = .keysOutOfOrder
            return
        }
        guard hasNext else { return }
        addPage(new: newOnPage, old: oldOnPage)
    }

    /// Counts a page behind which more follow, by its rows.
    public mutating func addPage(new: Int, old: Int) {
        if new > 0 {
            (emptyInARow, repeatedInARow) = (0, 0)
        } else if old > 0 {
            repeatedInARow += 1
            if repeatedInARow >= Self.repeatedPages { stall = stall ?? .repeatedPages(repeatedInARow) }
        } else {
            emptyInARow += 1
            if emptyInARow >= Self.emptyPages { stall = stall ?? .emptyPages(emptyInARow) }
        }
    }
}

/// Why a listing that says that more follows is not read on.
public enum ListingStall: Hashable, Sendable {
    /// So many pages in a row had no rows.
    case emptyPages(Int)
    /// So many pages in a row had no other rows than those before them.
    case repeatedPages(Int)
    /// A page's keys don't follow those of the pages before it.
    case keysOutOfOrder
}

extension PagedResponse {
    /// Takes out the rows that came on an earlier page, or twice on this one.
    public mutating func keepNew(in progress: inout ListingProgress) {
        let new = items.filter { progress.isNew(Self.identity(of: $0)) }
        // A list that was not sent stays so.
        if new.count < items.count { items = new }
    }
}

extension PagedResponse where Self: PartlyReadResponse, Item: Hashable {
    /// Counts the rows that share their identity with one before them on the page and say something else, or say not even
    /// who they are: each is shown once, for nothing would tell them apart afterwards.
    mutating func countTwins(isNameless: (Item) -> Bool) {
        let rows = items.compactMap { item in Self.identity(of: item).map { (identity: ByteText($0), item: item) } }
        let groups = Dictionary(grouping: rows, by: \.identity)
        guard groups.count < rows.count else { return }
        for group in groups.values where group.count > 1 {
            let rows = isNameless(group[0].item) ? group.count : Set(group.map(\.item)).count
            unread.items += rows - 1
        }
    }
}
