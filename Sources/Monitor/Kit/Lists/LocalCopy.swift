import AWSOperations
import BatchInference

/// What a list knows of its local copy: it is shown as such until the service answers, and kept after that has.
struct LocalCopy<Row: Codable & Hashable & Sendable>: Sendable {
    private let list: KeptList<Row>
    /// When the copy that was found had been made, and whose list it is; nil for none.
    private(set) var savedAt: Timestamp?
    private(set) var account: String?
    private var kept: [Row] = []
    private var keptAt: Timestamp?
    /// The most rows that are kept.
    private static var rowLimit: Int { 500 }
    /// Seconds between two writings of a list that goes on changing.
    private static var keepInterval: Double { 60 }

    init(_ list: KeptList<Row>) {
        self.list = list
    }

    /// Looks for a copy.
    func read<Event: Sendable>(
        _ context: Context, _ event: @escaping @Sendable (ListCopy<Row>) -> Event
    ) -> Effect<Event> {
        .run("local copy") { [list, place = context.connection.listPlace] services, send in
            if let copy = await services.lists.copy(of: list, in: place), !copy.rows.isEmpty { send(event(copy)) }
        }
    }

    /// Takes what was found; false for another account's.
    mutating func take(_ copy: ListCopy<Row>, _ context: Context) -> Bool {
        guard (context.connection.account ?? copy.account) == copy.account else { return false }
        (savedAt, account) = (copy.savedAt, copy.account)
        return true
    }

    /// Forgets the copy once all that is shown came from the service, or where it turns out to be another account's.
    mutating func drop() {
        (savedAt, account) = (nil, nil)
    }

    /// Whether the copy is one of an account that the profile no longer leads to.
    func isForeign(_ context: Context) -> Bool {
        guard let account, let own = context.connection.account else { return false }
        return account != own
    }

    /// Writes rows that the service has just told, where they differ from those written last.
    mutating func keep<Event: Sendable>(_ rows: some Sequence<Row>, _ context: Context) -> [Effect<Event>] {
        let rows = Array(rows.prefix(Self.rowLimit))
        let isTooEarly = keptAt.map { (0..<Self.keepInterval).contains(context.now.seconds(since: $0)) } ?? false
        guard context.connection.account != nil, !isTooEarly, rows != kept else { return [] }
        (kept, keptAt) = (rows, context.now)
        return [
            .run("keep local copy", .program) {
                [list, place = context.connection.listPlace, now = context.now] services, _ in
                await services.lists.keep(rows, as: list, at: now, in: place)
            }
        ]
    }
}

extension Connection {
    /// Where lists are read.
    var listPlace: ListPlace {
        ListPlace(profile: profileName, region: region, account: account, endpoint: endpoint)
    }
}
