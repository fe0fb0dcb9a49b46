import AWSOperations

/// Whether a completed transform wrote a prediction for each record, as far as some of its objects tell.
public struct RecordCheck: Hashable, Sendable {
    /// An object with fewer predictions than records.
    public struct Shortfall: Hashable, Sendable {
        /// Below the input's folder.
        @ByteText public var name: String
        @ByteText public var uri: String
        public var records: Int
        public var predictions: Int
    }

    /// Inputs that have an output of this run.
    public var pairs: Int
    /// Those that were read to their end, with their outputs.
    public internal(set) var read = 0
    public internal(set) var shortfalls: [Shortfall] = []

    /// What is to be said; nil where nothing is missing in what was read.
    public var diagnosis: Diagnosis? {
        guard let worst = shortfalls.max(by: { $0.records - $0.predictions < $1.records - $1.predictions }) else {
            return nil
        }
        let others = shortfalls.count - 1
        let rest = others == 0 ? "" : ", and \(DisplayText.counted(others, "more object"))"
        let extent =
            read == pairs
            ? "all objects read" : "\(DisplayText.count(read)) of \(DisplayText.count(pairs)) objects read"
        var diagnosis = Diagnosis(
            id: Self.diagnosisID,
            cause: "fewer predictions than records: \(worst.name) has \(DisplayText.count(worst.predictions)) for "
                + "\(DisplayText.counted(worst.records, "record"))\(rest)",
            evidence: extent,
            fix:
                "compare the pairs with flightdeck outputs --head; a header row, records that the container drops, and "
                + "one response for many records (BatchStrategy) are common causes", side: .output)
        diagnosis.objects = shortfalls.prefix(100).map(\.uri)
        diagnosis.objectCount = shortfalls.count
        return diagnosis
    }

    public static let diagnosisID = "fewer-predictions"
}

/// Counts the lines of some inputs and of their outputs: the smallest, few and bounded in bytes.
struct RecordChecker: Sendable {
    let storage: any ObjectStorage

    private static let objects = 16
    private static let bytes = 4 << 20
    private static let atOnce = 8

    /// Nil where lines aren't records, or not predictions, or nothing could be read.
    func check(_ job: DescribeTransformJobResponse, _ listing: OutputListing) async -> RecordCheck? {
        guard job.transformJobStatus == .completed, Self.areLines(job), let place = listing.inputLocation else {
            return nil
        }
        let (some, pairs) = Self.choice(of: listing)
        guard !some.isEmpty else { return nil }
        var check = RecordCheck(pairs: pairs)
        await withTaskGroup(of: RecordCheck.Shortfall?.self) { group in
            var rest = some[...]
            func next() {
                guard let row = rest.popFirst() else { return }
                group.addTask { await count(row, in: place, outputBucket: listing.outputLocation.bucket) }
            }
            for _ in 0..<Self.atOnce { next() }
            for await counted in group {
                if let counted {
                    check.read += 1
                    if counted.predictions < counted.records { check.shortfalls.append(counted) }
                }
                next()
            }
        }
        check.shortfalls.sort { $0.name < $1.name }
        return check.read == 0 ? nil : check
    }

    /// Whether SageMaker took each line for a record, and wrote each prediction on a line of its own.
    private static func areLines(_ job: DescribeTransformJobResponse) -> Bool {
        let input = job.transformInput
        let types: [String?] = [nil, "text/csv", "application/jsonlines"]
        return input.splitType == .line && (input.compressionType ?? CompressionType.none) == CompressionType.none
            && job.transformOutput?.assembleWith == .line && types.contains(job.transformOutput?.accept)
    }

    /// The smallest pairs within the bound, and how many pairs there are.
    private static func choice(of listing: OutputListing) -> (some: [OutputRow], pairs: Int) {
        var pairs = 0
        var sizes: [(size: Int, position: Int)] = []
        for position in listing.rows.indices where listing.rows.state(at: position) == .written {
            let row = listing.rows[position]
            guard let input = row.input, row.oddity == nil else { continue }
            pairs += 1
            guard let size = input.$size, let written = row.output?.$size, size > 0 else { continue }
            sizes.append((size + written, position))
        }
        sizes.sort { ($0.size, $0.position) < ($1.size, $1.position) }
        var left = bytes
        let some = sizes.prefix(objects).prefix {
            left -= $0.size
            return left >= 0
        }
        return (some.map { listing.rows[$0.position] }, pairs)
    }

    /// Nil where one of the two can't be read, or the output holds no predictions line by line.
    private func count(
        _ row: OutputRow, in place: S3Location, outputBucket: String
    ) async -> RecordCheck.Shortfall? {
        guard let input = row.input, let output = row.output else { return nil }
        let source = S3Location(bucket: place.bucket, key: input.key)
        async let records = try? storage.readObject(at: source, range: nil).body
        async let written = try? storage.readObject(
            at: S3Location(bucket: outputBucket, key: output.key), range: nil
        ).body
        guard let records = await records, let predictions = await written, records.count == input.$size,
            predictions.count == output.$size, !Self.isDocument(predictions, of: records)
        else { return nil }
        return RecordCheck.Shortfall(
            name: row.relativeName, uri: source.uri, records: Self.lines(records), predictions: Self.lines(predictions))
    }

    /// Lines that hold anything.
    static func lines(_ bytes: [UInt8]) -> Int {
        var count = 0
        var isEmpty = true
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !isEmpty { count += 1 }
                isEmpty = true
            } else if byte != UInt8(ascii: "\r") {
                isEmpty = false
            }
        }
        return isEmpty ? count : count + 1
    }

    /// Whether an output is one JSON document for many records, which counts no predictions by lines.
    private static func isDocument(_ output: [UInt8], of input: [UInt8]) -> Bool {
        let first = output.first
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        // JSON lines answer JSON lines.
        return lines(output) < lines(input) && (input.first != first || lines(output) <= 1)
    }
}
