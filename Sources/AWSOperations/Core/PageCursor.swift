/// The tokens of one chain of pages; ends without a next token, on an empty one, or on one that comes a second time.
public struct TokenChain: Hashable, Sendable {
    /// The token of the page to ask for; nil for the first page.
    public private(set) var token: String?
    private var seen: Set<String> = []
    /// Whether it ended on a token that had been given before, or without one that was due: what follows cannot be read.
    public private(set) var isRepeating = false

    /// - Parameter token: Where the chain is entered; nil for its beginning.
    public init(from token: String? = nil) {
        self.token = token
        if let token { seen.insert(token) }
    }

    /// Ends where more follows and no token says how to ask for it.
    mutating func breakOff() { isRepeating = true }

    /// Goes on to the next page; false where there is none.
    public mutating func advance(to next: String?) -> Bool {
        guard let next, !next.isEmpty else { return false }
        guard seen.insert(next).inserted else {
            isRepeating = true
            return false
        }
        token = next
        return true
    }
}

/// Which page of a listing comes next: a value that is told each page. An empty page with a token goes on (list calls are
/// known to answer so), as long as `ListingProgress` sees reason to.
public struct PageCursor<Request: PagedRequest>: Sendable {
    /// The request for the next page; nil at the end.
    public private(set) var next: Request?
    private var chain: TokenChain
    private var progress = ListingProgress()

    /// Why the listing ended before its end, so that rows are most likely missing: a token that came a second time, or
    /// pages that bring nothing new.
    public var failure: AWSFailure? {
        if chain.isRepeating { return .repeatedPageToken(operation: Request.operation) }
        return progress.stall.map { .stalledListing(operation: Request.operation, stall: $0) }
    }

    public init(first: Request) {
        next = first
        chain = TokenChain(from: first.pageToken)
    }

    /// Takes a page; returns it without the rows that came before.
    @discardableResult
    public mutating func received(_ page: Request.Response) -> Request.Response {
        var page = page
        page.countTwins()
        page.keepNew(in: &progress)
        if page.isCutShort { chain.breakOff() }
        let hasNext = chain.advance(to: page.nextPageToken)
        progress.endPage(hasNext: hasNext)
        if hasNext, progress.stall == nil { next?.pageToken = chain.token } else { next = nil }
        return page
    }
}

/// A text that stands for a place in a listing or a log, and is only worth what was sent: a number in its place counts as
/// not sent, since the service would not know its digits again.
struct TokenText: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard decoder.userInfo[.isText] as? Bool != false else {
            throw DecodingError.typeMismatch(
                String.self, .init(codingPath: decoder.codingPath, debugDescription: "a token that isn't text"))
        }
        text = try container.decode(String.self)
    }
}

extension CodingUserInfoKey {
    /// Whether the value is written as a text, as a decoder says that also reads numbers as texts; by name, for decoders of
    /// other targets.
    static let isText = CodingUserInfoKey(rawValue: "JSONCoding.isText")!
}
