import AWSOperations
import BatchInference
import JSONCoding

/// Rows of a listing as JSON, each with the members of its description behind its own.
enum DescribedRows {
    /// What a row's members are followed by.
    struct Description: Sendable {
        var parts: [JSONValue]
        /// Why there is not all of it.
        var shortfall: AWSFailure?
    }

    /// Descriptions in flight at a time.
    private static let limit = 4

    /// The rows in their order. A row whose description cannot be read has `DescriptionFailure` instead, and `note` says so.
    static func rows<Row: Encodable & Sendable>(
        _ rows: [Row], name: @Sendable (Row) -> String, note: (String) -> Void,
        describe: @escaping @Sendable (Row) async throws -> Description
    ) async throws -> (rows: [JSONValue], failure: AWSFailure?) {
        var descriptions: [Int: Result<Description, AWSFailure>] = [:]
        await withTaskGroup(of: (Int, Result<Description, AWSFailure>).self) { group in
            var waiting = rows.enumerated().makeIterator()
            func start() {
                guard let (index, row) = waiting.next() else { return }
                group.addTask {
                    do {
                        return (index, .success(try await describe(row)))
                    } catch let failure as AWSFailure {
                        return (index, .failure(failure))
                    } catch {
                        return (index, .failure(.cancelled))
                    }
                }
            }
            for _ in 0..<limit { start() }
            for await (index, description) in group {
                descriptions[index] = description
                if !Task.isCancelled { start() }
            }
        }
        try Task.checkCancellation()
        var first: AWSFailure?
        let merged = try rows.enumerated().map { index, row in
            let summary = try JSONValue(document: row)
            switch descriptions[index] ?? .failure(.cancelled) {
            case .success(let description):
                if let shortfall = description.shortfall {
                    note("\(name(row)): \(shortfall.problem)")
                    first = first ?? shortfall
                }
                return description.parts.reduce(summary) { $0.merging($1) }
            case .failure(let failure):
                note("\(name(row)): \(failure.problem)")
                first = first ?? failure
                return summary.merging(.object([.init(key: "DescriptionFailure", value: .string(failure.problem))]))
            }
        }
        return (merged, first)
    }
}

/// The rows of a list whose details could not be read, told once for each cause.
struct UndescribedRows {
    /// `jobs`
    let things: String
    private var causes: [(problem: String, failure: AWSFailure, names: [String])] = []

    init(things: String) { self.things = things }

    mutating func add(_ name: String, _ failure: AWSFailure) {
        // A denial names the resource, which is another one for each row.
        let problem = failure.deniedAction ?? failure.problem
        if let index = causes.firstIndex(where: { $0.problem == problem }) {
            causes[index].names.append(name)
        } else {
            causes.append((problem, failure, [name]))
        }
    }

    var shortfalls: [Shortfall] {
        causes.map { cause in
            let which = cause.names.count == 1 ? cause.names[0] : "\(DisplayText.count(cause.names.count)) \(things)"
            return Shortfall("details of \(which) are missing", failure: cause.failure)
        }
    }
}
