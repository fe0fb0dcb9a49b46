import AWSOperations

@testable import BatchInference

struct ListedJob: CreatedRow, Hashable {
    var identity: String
    var createdAt: Timestamp
}

/// A service that lists jobs by creation time with windows and tokens, and has the moods that services have.
struct PagedService {
    /// Newest first.
    private(set) var jobs: [ListedJob]
    let pageSize: Int
    /// Whether a bound belongs to the window.
    var countsBounds = false
    /// Whether windows and order are ignored.
    var ignoresWindows = false
    /// The share of pages that are empty, with a token.
    var emptyPages = 0.0
    private(set) var tokensMisused = 0
    private var tokens: [String: (key: String, start: ListedJob?, isAscending: Bool)] = [:]

    init(times: [Double], pageSize: Int) {
        self.pageSize = pageSize
        jobs = times.enumerated().map {
            ListedJob(identity: "job-\($0)", createdAt: Timestamp(secondsSinceEpoch: $1))
        }
        jobs.sort(by: Self.precedes)
    }

    mutating func create(at time: Double) {
        jobs.append(ListedJob(identity: "job-\(jobs.count)", createdAt: Timestamp(secondsSinceEpoch: time)))
        jobs.sort(by: Self.precedes)
    }

    private static func precedes(_ left: ListedJob, _ right: ListedJob) -> Bool {
        left.createdAt == right.createdAt ? left.identity < right.identity : left.createdAt > right.createdAt
    }

    mutating func answer(
        _ request: ListingRequest, random: inout some RandomNumberGenerator
    ) -> (rows: [ListedJob], token: String?) {
        let after = request.after ?? -.infinity
        let before = request.before ?? .infinity
        var matching = jobs.filter {
            let time = $0.createdAt.secondsSinceEpoch
            if ignoresWindows { return true }
            return countsBounds ? time >= after && time <= before : time > after && time < before
        }
        if request.isForOldest, !ignoresWindows { matching.reverse() }
        let key = "\(after) \(before) \(request.isForOldest)"
        if let token = request.token {
            guard let place = tokens[token], place.key == key else {
                tokensMisused += 1
                return ([], nil)
            }
            if let start = place.start {
                matching = Array(matching.drop { $0 != start }.dropFirst())
            }
        }
        let name = "token-\(tokens.count)"
        if Double.random(in: 0..<1, using: &random) < emptyPages {
            let place = request.token.flatMap { tokens[$0]?.start }
            tokens[name] = (key, place, request.isForOldest)
            return ([], name)
        }
        let page = Array(matching.prefix(request.isForOldest ? 1 : pageSize))
        guard matching.count > page.count else { return (page, nil) }
        tokens[name] = (key, page.last, request.isForOldest)
        return (page, name)
    }
}
