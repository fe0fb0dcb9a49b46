import AWSOperations
import BatchInference

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
