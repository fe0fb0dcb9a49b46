import AWSOperations
import Predictions

/// The record that a failure happened on, looked for in its object.
public enum OffendingRecord: Hashable, Sendable {
    /// The first record that fits what the failure says: its number from 1, and its fields.
    case found(number: Int, cells: [String])
    /// None of the first so many fits; all there are, or not.
    case notFound(records: Int, isWhole: Bool)

    /// Records that are looked at, at most; what is read of the object is bounded, too.
    private static let limit = 20_000
    /// Characters of a record that are shown.
    private static let shownLength = 300

    /// Looks for the record of a diagnosis; nil where it says nothing that one could be found by. Throws `AWSFailure`.
    public static func find(
        for diagnosis: Diagnosis, of job: DescribeTransformJobResponse, in storage: any ObjectReader
    ) async throws(AWSFailure) -> OffendingRecord? {
        guard let clue = diagnosis.clue, let object = diagnosis.objects.first,
            case .success(let location) = S3Location.parse(object)
        else { return nil }
        let input = job.transformInput
        let source = RecordLoader.Source(
            location, type: input.contentType, isLines: input.splitType == .line,
            isUnpacked: input.compressionType == .gzip)
        let table = try await RecordLoader(storage: storage, limits: .screen).first(limit, of: source)
        var number = 0
        for row in table.rows where !row.isBlank {
            number += 1
            if fits(row, clue) { return .found(number: number, cells: row.cells) }
        }
        return .notFound(records: number, isWhole: table.count.isExact && table.count.records <= table.rows.count)
    }

    private static func fits(_ row: RecordTable.Row, _ clue: RecordClue) -> Bool {
        switch clue {
        case .field(let text): row.cells.contains { $0.hasSameBytes(as: text) }
        case .text(let text): row.cells.contains { $0.range(of: text) != nil }
        case .fieldCount(let count): row.cells.count == count
        }
    }

    /// `record 12: Torgersen, F, 39.1`, or what was looked at in vain; remote text, not cleaned.
    public func text(of object: String) -> String {
        let name = String(object.byteParts(at: "/").last ?? object[...])
        switch self {
        case .found(let number, let cells):
            let record = cells.joined(separator: ", ")
            let cut = record.count > Self.shownLength ? "\(record.prefix(Self.shownLength))…" : record
            return "record \(DisplayText.count(number)) of \(name): \(cut)"
        case .notFound(let records, let isWhole):
            return isWhole
                ? "none of the \(DisplayText.count(records)) records of \(name) fits"
                : "none of the first \(DisplayText.count(records)) records of \(name) fits; the rest wasn't looked at"
        }
    }
}
