import AWSOperations

/// Finds the models that launches left, and deletes those that no transform in progress uses.
///
/// A model is an entry alone: its artifacts, and the outputs made with it, stay.
public struct ModelCleaner: Sendable {
    private let models: any Models
    private let transforms: any TransformJobs
    private let journal: any LaunchJournal
    private let scope: AccountScope

    public init(
        models: any Models, transforms: any TransformJobs, journal: any LaunchJournal, scope: AccountScope
    ) {
        self.models = models
        self.transforms = transforms
        self.journal = journal
        self.scope = scope
    }

    /// The launches of the journal that are looked through.
    private static let launches = 5000
    /// Jobs described at one time.
    private static let concurrency = 8

    /// Models that launches made, and what the listing lacks.
    public struct Found: Sendable {
        public var models: [LeftoverModel]
        public var shortfalls: [Shortfall]
        /// Models that cannot be read at all.
        public var leftOut: Int

        public init(models: [LeftoverModel], shortfalls: [Shortfall], leftOut: Int = 0) {
            self.models = models
            self.shortfalls = shortfalls
            self.leftOut = leftOut
        }
    }

    /// Every model that a launch made, newest first; where the transforms in progress can't all be read, whether a model
    /// is in use is unknown.
    public func models() async throws -> Found {
        let launches = try await Launches(journal, in: scope)
        async let asking = knownUsers()
        var found: [ModelSummary] = []
        var shortfalls: [Shortfall] = []
        var leftOut = 0
        let request = ListModelsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 100)
        let models = models
        let failure = try await PageSequence(request, fetch: { try await models.listModels($0) }).read { page in
            leftOut += page.itemsLeftOut + page.items.count { $0.modelName.isEmpty }
            found += page.items.filter { launches.makers[$0.modelName] != nil || LaunchNames.hasStamp($0.modelName) }
            return true
        }
        if let failure { shortfalls.append(Shortfall("the list of models is incomplete", failure: failure)) }
        let users = await asking
        try Task.checkCancellation()
        var usersByModel: [String: [String]]?
        switch users {
        case .success(let known): usersByModel = known
        // Nothing is there that could be in use.
        case .failure where found.isEmpty: break
        case .failure(let failure):
            shortfalls.append(Shortfall("whether a transform uses the models is unknown", failure: failure))
        }
        return Found(
            models: found.map { model in
                leftover(
                    model.modelName, arn: model.modelArn, createdAt: model.creationTime,
                    launches: launches, users: usersByModel.map { $0[model.modelName] ?? [] })
            }, shortfalls: shortfalls, leftOut: leftOut)
    }

    private func knownUsers() async -> Result<[String: [String]], AWSFailure> {
        do {
            return .success(try await users())
        } catch {
            return .failure(AWSFailure(wrapping: error))
        }
    }

    /// Deletes a model if it is still the one that was shown and still not in use.
    ///
    /// Throws `ModelNotDeleted` where it is not, and `AWSFailure`. One that has gone already isn't a failure.
    public func delete(_ model: LeftoverModel) async throws {
        let description: DescribeModelResponse
        do {
            description = try await models.describeModel(named: model.name)
        } catch  where AWSFailure(wrapping: error).isNotFound {
            return
        }
        guard description.creationTime.isKnown, model.createdAt.isKnown else {
            throw ModelNotDeleted(model: model.name, reason: "its creation time is unknown, so it may be another model")
        }
        guard description.creationTime.isSameSecond(as: model.createdAt) else {
            throw ModelNotDeleted(model: model.name, reason: "it's another model of that name, created later")
        }
        let launches = try await Launches(journal, in: scope)
        if let launch = launches.makers[model.name],
            let difference = description.differences(from: launch.createModel).first
        {
            throw ModelNotDeleted(model: model.name, reason: "it isn't the model the launch created: \(difference)")
        }
        let now = leftover(
            model.name, arn: model.arn, createdAt: model.createdAt, launches: launches,
            users: try await users()[model.name] ?? [])
        guard now.isFree else { throw ModelNotDeleted(model: model.name, reason: "it is \(now.useText)") }
        do {
            try await models.deleteModel(named: model.name)
        } catch  where AWSFailure(wrapping: error).isNotFound {
            return
        }
    }

    private func leftover(
        _ name: String, arn: String, createdAt: Timestamp, launches: Launches, users: [String]?
    ) -> LeftoverModel {
        let origin = launches.makers[name].map { LeftoverModel.Origin.journal(transform: $0.transformJobName) } ?? .name
        var use = LeftoverModel.Use.none
        if let launch = launches.unfinished[name] { use = .unfinishedLaunch(launch.transformJobName) }
        if let users, !users.isEmpty { use = .running(users.sorted()) }
        if users == nil, use == .none { use = .unknown }
        return LeftoverModel(name: name, arn: arn, createdAt: createdAt, origin: origin, use: use)
    }

    /// The journal's launches of this account and region, by their models' names.
    private struct Launches {
        /// The newest that made the model rather than reused it.
        var makers: [String: LaunchRecord] = [:]
        /// Those that are not finished, and want the model.
        var unfinished: [String: LaunchRecord] = [:]

        init(_ journal: any LaunchJournal, in scope: AccountScope) async throws {
            func isHere(_ record: LaunchRecord) -> Bool {
                record.account == scope.account && record.region == scope.region
            }
            // Those under way in another process count, too, which `unfinished` need not tell.
            let all = try await journal.history(limit: ModelCleaner.launches).filter(isHere)
            for record in try await all + journal.unfinished().filter(isHere) where !record.isSettled {
                unfinished[record.modelName] = record
            }
            makers = Dictionary(
                all.filter { !$0.reusesModel }.map { ($0.modelName, $0) }, uniquingKeysWith: { newest, _ in newest })
        }
    }

    /// Whether a text was sent as a model's name, and isn't another value's text, such as a number's.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text != "true" && text != "false" && Double(text) == nil
    }

    /// The transforms in progress or stopping, by the model that they use.
    private func users() async throws -> [String: [String]] {
        // A job that is being stopped may be in both listings.
        var names: Set<String> = []
        for status in [TransformJobStatus.inProgress, .stopping] {
            let request = ListTransformJobsRequest(statusEquals: status, maxResults: 100)
            for try await page in PageSequence(request, fetch: { try await transforms.listTransformJobs($0) }) {
                // An ARN has the name in lower case: under that one, another transform would be described, or none.
                guard page.itemsLeftOut == 0, page.items.allSatisfy({ $0.sentName?.isEmpty == false }) else {
                    throw UnknownModelUse(transform: "a transform that SageMaker lists without a name")
                }
                names.formUnion(page.items.map(\.transformJobName))
            }
        }
        return try await withThrowingTaskGroup(of: TransformOverview?.self) { group in
            var users: [String: [String]] = [:]
            var waiting = names.makeIterator()
            func startNext() {
                guard let name = waiting.next() else { return }
                group.addTask {
                    do {
                        return TransformOverview(try await transforms.describeTransformJob(named: name))
                    } catch  where AWSFailure(wrapping: error).isNotFound {
                        // Transforms can't be deleted: one that is listed and not found isn't known to have ended.
                        throw UnknownModelUse(transform: name)
                    }
                }
            }
            for _ in 0..<Self.concurrency { startNext() }
            while let job = try await group.next() {
                if let job, !job.isEnded {
                    guard let model = job.modelName, Self.isName(model) else {
                        throw UnknownModelUse(transform: job.title)
                    }
                    users[model, default: []].append(job.name)
                }
                startNext()
            }
            return users
        }
    }
}

/// A transform in progress whose model is unknown: it may be any.
struct UnknownModelUse: Error, CustomStringConvertible {
    var transform: String

    var description: String {
        "can't tell which models are in use: \(transform) is in progress, and the response doesn't name its model"
    }
}

/// Why a model was not deleted.
public struct ModelNotDeleted: Error, Hashable, Sendable, CustomStringConvertible {
    public var model: String
    public var reason: String

    public init(model: String, reason: String) {
        self.model = model
        self.reason = reason
    }

    public var description: String { "\(model) was kept: \(reason)" }
}

extension Timestamp {
    /// Listings and descriptions may round differently.
    fileprivate func isSameSecond(as other: Timestamp) -> Bool { abs(seconds(since: other)) < 1 }
}
