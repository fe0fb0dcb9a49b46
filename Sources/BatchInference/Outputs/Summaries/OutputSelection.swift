import AWSOperations

/// Which outputs of a listing are read.
public struct OutputSelection: Sendable {
    private let object: String?
    private let includesEarlier: Bool

    /// - Parameter object: The one that is read, by its output's or its input's key, its end or its URI; nil for all.
    public init(object: String?, includesEarlier: Bool) {
        self.object = object
        self.includesEarlier = includesEarlier
    }

    /// Rows with an output, in order. Throws where a named one isn't there.
    public func positions(in listing: OutputListing) throws(AWSFailure) -> [Int] {
        let rows = listing.rows
        guard let object else {
            return rows.indices.filter { position in
                switch rows.state(at: position) {
                case .missing, .unknown: false
                case .earlier: includesEarlier
                case .written, .extra, .unpaired: true
                }
            }
        }
        var key = object[...]
        for location in [listing.outputLocation, listing.inputLocation].compactMap(\.self) {
            if let rest = key.droppingBytePrefix("s3://\(location.bucket)/") { key = rest }
        }
        var found: [Int] = []
        for position in rows.indices {
            let row = rows[position]
            guard row.output != nil else { continue }
            let keys = [row.outputKey, row.input?.key ?? "", row.relativeName]
            if keys.contains(where: { $0.hasSameBytes(as: key) }) { return [position] }
            if keys.contains(where: { $0.hasByteSuffix("/\(key)") }) { found.append(position) }
        }
        guard let first = found.first else {
            throw .configuration(
                problem: "no output is named \(object)", remedy: "list them with: flightdeck outputs TRANSFORM")
        }
        guard found.count == 1 else {
            throw .configuration(
                problem: "\(DisplayText.count(found.count)) outputs end in \(object)",
                remedy: "give the whole key, for example \(rows[first].outputKey)")
        }
        return found
    }
}
