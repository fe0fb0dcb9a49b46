import AWSOperations
import BatchInference

/// Local copies of lists in SQLite, those of each account, region and endpoint apart.
///
/// Which account a named profile led to last is kept, too: until the service has said so again, its copies are found by it.
public struct ListCopyStore: ListCopies {
    private let lists: ListCacheStore

    public init(_ database: StateDatabase) {
        lists = ListCacheStore(database)
    }

    public func copy<Row>(of list: KeptList<Row>, in place: ListPlace) async -> ListCopy<Row>? {
        var account = place.account
        if account == nil, let scope = Self.profileScope(place) {
            let last: CachedList<String>? = try? await lists.list(Self.account, in: scope)
            account = last?.rows.first
        }
        guard let account else { return nil }
        let found: CachedList<Row>? = try? await lists.list(list.name, in: Self.scope(account, place))
        return found.map { ListCopy(rows: $0.rows, savedAt: $0.savedAt, account: account) }
    }

    public func keep<Row>(_ rows: [Row], as list: KeptList<Row>, at now: Timestamp, in place: ListPlace) async {
        guard let account = place.account else { return }
        try? await lists.save(
            CachedList(rows: rows, savedAt: now), list.name, in: Self.scope(account, place),
            sharingRoomWith: Self.group(list))
        guard let scope = Self.profileScope(place) else { return }
        try? await lists.save(CachedList(rows: [account], savedAt: now), Self.account, in: scope)
    }

    private static let account = "account of a profile"

    /// Copies of all jobs' candidates share their room.
    private static func group<Row>(_ list: KeptList<Row>) -> String {
        list is KeptList<KeptBoard> ? KeptList<KeptBoard>.candidates(of: "*").name : list.name
    }

    private static func scope(_ account: String, _ place: ListPlace) -> AccountScope {
        AccountScope(account: place.endpoint.map { "\(account) at \($0)" } ?? account, region: place.region)
    }

    private static func profileScope(_ place: ListPlace) -> AccountScope? {
        place.profile.map { profile in
            let name = "profile \(profile)"
            return AccountScope(account: place.endpoint.map { "\(name) at \($0)" } ?? name, region: place.region)
        }
    }
}
