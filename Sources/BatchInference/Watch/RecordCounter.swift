import AWSOperations

/// Counts the lines of an input: of all of it where it's small, else by samples of some objects.
struct RecordCounter: Sendable {
    let storage: any ObjectStorage

    /// Inputs of at most so many objects and bytes are read whole.
    private static let objects = 16
    private static let bytes = 4 << 20
    /// Of a sampled object, so much of its beginning.
    private static let sampleBytes = 256 << 10
    private static let sampledObjects = 8
    /// Records of parts that weren't read may be longer or shorter than all that were.
    private static let doubt = 1.1

    /// What was read of one object.
    private struct Part {
        var lines: ClosedRange<Int>
        /// Mean lengths of the records in each quarter.
        var lengths: [Double]
    }

    /// Nil where a size or an object can't be read.
    func count(_ listing: OutputListing) async -> InputRecordCount? {
        guard let place = listing.inputLocation, listing.sizesAreKnown else { return nil }
        // A million inputs are their places alone.
        let inputs = listing.rows.indices.filter { listing.rows.inputSize(at: $0) ?? 0 > 0 }
        let whole = inputs.reduce(0) { ByteSum.adding($0, listing.rows.inputSize(at: $1) ?? 0) }
        guard whole > 0 else { return nil }
        let isSmall = inputs.count <= Self.objects && whole <= Self.bytes
        let step = max(1, inputs.count / Self.sampledObjects)
        let chosen = isSmall ? inputs : stride(from: 0, to: inputs.count, by: step).map { inputs[$0] }
        let some = chosen.prefix(isSmall ? Self.objects : Self.sampledObjects).compactMap { listing.rows[$0].input }
        let parts = await withTaskGroup(of: Part?.self) { group in
            for object in some {
                group.addTask { await read(object, in: place.bucket, limit: isSmall ? nil : Self.sampleBytes) }
            }
            var parts: [Part?] = []
            for await part in group { parts.append(part) }
            return parts
        }
        let known = parts.compactMap(\.self)
        guard known.count == parts.count, !known.isEmpty else { return nil }
        if isSmall {
            let low = known.reduce(0) { $0 + $1.lines.lowerBound }
            let high = known.reduce(0) { $0 + $1.lines.upperBound }
            return InputRecordCount(range: low...high, source: "counted")
        }
        let lengths = known.flatMap(\.lengths)
        guard let short = lengths.min(), let long = lengths.max(), short > 0 else { return nil }
        let low = max(inputs.count, Int(Double(whole) / long / Self.doubt))
        let high = max(low, Int((Double(whole) / short * Self.doubt).rounded(.up)))
        let sampled = some.reduce(0) { $0 + min($1.$size ?? 0, Self.sampleBytes) }
        return InputRecordCount(
            range: low...high,
            source:
                "estimated from \(DisplayText.byteCount(sampled)) of \(DisplayText.counted(known.count, "object"))"
        )
    }

    private func read(_ object: S3Object, in bucket: String, limit: Int?) async -> Part? {
        guard let size = object.$size else { return nil }
        let location = S3Location(bucket: bucket, key: object.key)
        let range = limit.flatMap { $0 < size ? 0..<$0 : nil }
        guard let body = try? await storage.readObject(at: location, range: range).body,
            body.count == range?.count ?? size
        else { return nil }
        let filled = RecordChecker.lines(body)
        let all = body.count { $0 == UInt8(ascii: "\n") } + (body.last == UInt8(ascii: "\n") ? 0 : 1)
        var lengths: [Double] = []
        let quarter = max(1, (body.count + 3) / 4)
        for start in stride(from: 0, to: body.count, by: quarter) {
            let piece = body[start..<min(start + quarter, body.count)]
            let lines = piece.count { $0 == UInt8(ascii: "\n") }
            if lines > 0 { lengths.append(Double(piece.count) / Double(lines)) }
        }
        // Records longer than a quarter, or than all that was read.
        if lengths.isEmpty { lengths = [Double(body.count) / Double(max(1, filled)), Double(size)] }
        return Part(lines: min(filled, all)...max(filled, all), lengths: lengths)
    }
}
