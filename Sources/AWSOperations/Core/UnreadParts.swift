/// What of an answer could not be read: the rest of it is as good as sent.
public struct UnreadParts: Hashable, Sendable {
    /// Items of the answer's own lists that are no objects, or not what the list is of: they cannot be shown at all.
    public var items = 0
    /// Members and items at any depth that were taken as not sent.
    public var count = 0
    /// Where the first of them are, as `Candidates.51.CreationTime`.
    public var places: [String] = []
    /// Whether the token of the next page is among them, so that what follows can't be asked for.
    public var lacksToken = false
    /// Members that the response's type doesn't know, as `PrimaryContainer.Cache`: read by nobody, and not counted as unread.
    /// Told only by a response that names them.
    public var unknown: [String] = []

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// Counts a part that was taken as not sent.
    public mutating func lost(_ place: String) {
        count += 1
        if places.count < Self.placesTold { places.append(place) }
    }

    /// Counts an item of the answer's own list that cannot be shown.
    public mutating func leftOut(_ place: String) {
        items += 1
        lost(place)
    }

    /// At most so many places are told.
    public static let placesTold = 20
}

/// A key or an index on the way to a part of an answer.
public enum AnswerStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

/// A response that keeps count of what of its answer could not be read.
public protocol PartlyReadResponse: Sendable {
    var unread: UnreadParts { get set }

    /// Whether members that its type doesn't know are named in `unread`, where a copy is made of what it describes.
    static var namesUnknownMembers: Bool { get }

    /// Whether there is anything in it by which the answer can be told from another service's.
    var isRecognizable: Bool { get }

    /// Called for each part that could not be read; indices count the items that are in the response.
    mutating func lost(at path: [AnswerStep])
}

extension PartlyReadResponse {
    public static var namesUnknownMembers: Bool { false }
    public var isRecognizable: Bool { true }
    public mutating func lost(at path: [AnswerStep]) {}
}

extension PagedResponse where Self: PartlyReadResponse {
    public var itemsLeftOut: Int { unread.items }
    public var isCutShort: Bool { unread.lacksToken }
}
