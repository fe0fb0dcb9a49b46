import AWSOperations
import Predictions

/// A row of a copy of labelled rows.
struct CopyRow: Hashable, Sendable, Codable {
    /// `part-00001.csv`
    var object: String
    /// From 1.
    var number: Int
}

/// Writes rows as objects of a copy; or goes through them again without writing, to tell where some of them came from.
struct CopyWriter {
    private let folder: S3Location?
    private let storage: (any ObjectStorage)?
    private let sought: Set<CopyRow>
    private var writer = RowWriter(.csv, columns: [])
    private var row = Row()
    private var parts = 0
    private var rowsOfPart = 0
    private(set) var rows = 0
    private(set) var origins: [CopyRow: String] = [:]

    init(folder: S3Location, storage: any ObjectStorage) {
        (self.folder, self.storage) = (folder, storage)
        sought = []
    }

    init(seeking rows: Set<CopyRow>) {
        (folder, storage, sought) = (nil, nil, rows)
    }

    var pendingBytes: Int { writer.pendingBytes }

    private static func name(ofPart part: Int) -> String {
        let number = "\(part)"
        return "part-" + String(repeating: "0", count: max(0, 5 - number.count)) + number + ".csv"
    }

    /// - Parameter object: What the object is called that the row comes from.
    mutating func write(_ source: Row, _ columns: [Int], _ layout: LabelledLayout, of object: String) {
        row = Row()
        for place in columns { row.append(cell: layout.cell(place, of: source)) }
        writer.write(row)
        rows += 1
        rowsOfPart += 1
        guard !sought.isEmpty else { return }
        let place = CopyRow(object: Self.name(ofPart: parts + 1), number: rowsOfPart)
        if sought.contains(place) { origins[place] = "\(object), \(layout.form.rowName) \(source.number + 1)" }
    }

    mutating func flush() async throws {
        let bytes = writer.take()
        guard !bytes.isEmpty else { return }
        parts += 1
        rowsOfPart = 0
        guard let folder, let storage else { return }
        try await storage.writeObject(
            bytes, at: S3Location(bucket: folder.bucket, key: folder.key + Self.name(ofPart: parts)),
            contentType: "text/csv")
    }
}
