import AWSOperations
import Synchronization

/// What a fleet asks of an account.
public typealias FleetServices = ObjectStorage & TransformJobs

/// An account that is connected: its services, and where they lead.
public struct FleetConnection: Sendable {
    public var services: any FleetServices
    public var place: FleetPlace

    public init(services: any FleetServices, place: FleetPlace) {
        self.services = services
        self.place = place
    }
}

/// Follows the running transforms of several accounts, as `Fleet` says.
public struct FleetWatcher: Sendable {
    private let members: [FleetMember]
    private let clock: any Clock
    private let pace: FleetPace
    private let connect: @Sendable (FleetMember) async throws -> FleetConnection

    /// - Parameter connect: Leads to an account without asking it anything; asked again where it has thrown.
    public init(
        _ members: [FleetMember], clock: any Clock, pace: FleetPace,
        connect: @escaping @Sendable (FleetMember) async throws -> FleetConnection
    ) {
        self.members = members
        self.clock = clock
        self.pace = pace
        self.connect = connect
    }

    private enum Answer: Sendable {
        case page(Fleet.Question, ListTransformJobsResponse, FleetPlace)
        case description(Fleet.Question, DescribeTransformJobResponse)
        case count(Fleet.Question, Result<OutputProgress, AWSFailure>, requests: Int)
        case failure(Fleet.Question, AWSFailure)
        case timer(Timestamp)
        case wish(FleetWishes.Wish?)
    }

    /// Hands over what is known and what happened, after whatever changed it, until `tell` says that it is enough, throws,
    /// or the task is cancelled.
    ///
    /// - Parameters:
    ///   - wishes: What somebody wants of it meanwhile.
    ///   - expected: What was running when somebody last looked.
    ///   - since: When that was.
    public func follow<Failure: Error>(
        wishes: FleetWishes = FleetWishes(), expecting expected: [FleetMember: [TransformOverview]] = [:],
        since: [FleetMember: Timestamp] = [:],
        _ tell: (FleetSnapshot, [FleetEvent], _ hasBegun: Bool) async throws(Failure) -> Bool
    ) async throws(Failure) {
        var fleet = Fleet(members, pace: pace, now: clock.now, since: since)
        for (member, transforms) in expected { fleet.expect(transforms, in: member, at: clock.now) }
        let counter = OutputCounter()
        let result = await withTaskGroup(of: Answer.self) { group -> Result<Void, Failure> in
            defer { group.cancelAll() }
            var timer: Timestamp?
            group.addTask { .wish(await wishes.next()) }
            while !Task.isCancelled {
                for question in fleet.questions(at: clock.now) {
                    group.addTask { await ask(question, counter) }
                }
                // One that goes off too early does no harm; one too late would.
                if let due = fleet.nextDue(at: clock.now), timer.map({ due < $0 }) ?? true {
                    timer = due
                    let seconds = max(0.05, due.seconds(since: clock.now))
                    group.addTask {
                        try? await clock.sleep(seconds: seconds)
                        return .timer(due)
                    }
                }
                guard let answer = await group.next(), !Task.isCancelled else { break }
                let now = clock.now
                switch answer {
                case .page(let question, let page, let place):
                    fleet.connected(question.member, to: place)
                    fleet.received(page, for: question, at: now)
                case .description(let question, let description):
                    fleet.received(description, for: question, at: now)
                case .count(let question, let outputs, let requests):
                    fleet.counted(outputs, requests: requests, for: question, at: now)
                case .failure(let question, let failure): fleet.failed(failure, for: question, at: now)
                // Another that goes off sooner may have taken its place.
                case .timer(let due): if due == timer { timer = nil }
                case .wish(let wish):
                    guard let wish else { continue }
                    switch wish {
                    case .wake: break
                    case .refresh: fleet.refresh(at: now)
                    case .look(let rows): fleet.look(at: rows)
                    }
                    group.addTask { .wish(await wishes.next()) }
                }
                do throws(Failure) {
                    guard try await tell(fleet.snapshot, fleet.takeEvents(), fleet.hasBegun) else {
                        return .success(())
                    }
                } catch {
                    return .failure(error)
                }
            }
            return .success(())
        }
        try result.get()
    }

    private func ask(_ question: Fleet.Question, _ counter: OutputCounter) async -> Answer {
        do {
            let connection = try await connect(question.member)
            switch question.kind {
            case .list(let request):
                let page = try await connection.services.listTransformJobs(request)
                return .page(question, page, connection.place)
            case .describe(let name):
                return .description(question, try await connection.services.describeTransformJob(named: name))
            case .count(let id, let description, let requests):
                let (outputs, count) = await counter.count(
                    id, description, storage: connection.services, requests: requests)
                return .count(question, outputs, requests: count)
            }
        } catch {
            return .failure(question, AWSFailure(wrapping: error))
        }
    }
}

/// What whoever looks at a fleet wants of its watcher.
public final class FleetWishes: Sendable {
    enum Wish: Sendable {
        case wake
        case refresh
        case look([FleetRow.ID])
    }

    private let wishes: AsyncStream<Wish>
    private let wish: AsyncStream<Wish>.Continuation

    public init() {
        (wishes, wish) = AsyncStream.makeStream(of: Wish.self, bufferingPolicy: .bufferingNewest(8))
    }

    /// Has what is known handed over again, without asking anything.
    public func wake() { wish.yield(.wake) }

    /// Asks every account again at once.
    public func refresh() { wish.yield(.refresh) }

    /// Has the outputs of these counted first.
    public func look(at rows: [FleetRow.ID]) { wish.yield(.look(rows)) }

    /// The next; nil where nobody can wish any more.
    func next() async -> Wish? {
        for await wish in wishes { return wish }
        return nil
    }
}

/// Counts outputs with a bounded number of requests, and keeps the inputs of the last few transforms, which don't change.
actor OutputCounter {
    private var listings: [FleetRow.ID: OutputListing] = [:]
    private var order: [FleetRow.ID] = []
    private static let kept = 64
    /// Listings with more rows are not kept: they are large.
    private static let keptRows = 5000

    /// The count, or why there is none, and how many requests it took.
    func count(
        _ id: FleetRow.ID, _ description: DescribeTransformJobResponse, storage: any ObjectStorage, requests: Int
    ) async -> (Result<OutputProgress, AWSFailure>, Int) {
        let bounded = BoundedStorage(storage, requests: requests)
        do {
            let listing = try await OutputListingLoader(storage: bounded).listing(of: description, after: listings[id])
            keep(listing, of: id)
            // What was counted before is worth more than that there is no count now. One that was cut is a count, of a part.
            if let failure = listing.outputFailure {
                if case .endlessListing = failure { return (.success(listing.progress), bounded.used) }
                return (.failure(failure), bounded.used)
            }
            return (.success(listing.progress), bounded.used)
        } catch {
            return (.failure(error), bounded.used)
        }
    }

    private func keep(_ listing: OutputListing, of id: FleetRow.ID) {
        order.removeAll { $0 == id }
        listings[id] = nil
        guard listing.inputsAreWhole, listing.rows.count <= Self.keptRows else { return }
        listings[id] = listing
        order.append(id)
        while order.count > Self.kept { listings[order.removeFirst()] = nil }
    }
}

/// A storage that answers so many listings and reads, and then says that there are more.
final class BoundedStorage: ObjectStorage {
    private let storage: any ObjectStorage
    private let limit: Int
    private let count = Mutex(0)

    init(_ storage: any ObjectStorage, requests: Int) {
        self.storage = storage
        limit = requests
    }

    var used: Int { count.withLock { $0 } }

    private func spend(_ operation: OperationDescriptor) throws {
        let isSpent = count.withLock { count in
            if count >= limit { return true }
            count += 1
            return false
        }
        if isSpent { throw AWSFailure.endlessListing(operation: operation, pages: limit) }
    }

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try spend(ListObjectsV2Request.operation)
        return try await storage.listObjects(request)
    }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try spend(GetObjectRequest.operation)
        return try await storage.readObject(at: location, range: range)
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try await storage.headObject(at: location)
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try await storage.writeObject(bytes, at: location, contentType: contentType)
    }

    func deleteObject(at location: S3Location) async throws { try await storage.deleteObject(at: location) }

    func openFolder(at path: String) async throws -> any DownloadFolder { try await storage.openFolder(at: path) }
}
