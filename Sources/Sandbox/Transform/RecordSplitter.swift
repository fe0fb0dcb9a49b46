import AWSOperations

/// Cuts an object into records by SplitType.
enum RecordSplitter {
    /// The records, in order; with `None` the whole object is one, and blank lines are none.
    static func records(of bytes: [UInt8], splitType: SplitType) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        switch splitType {
        case .line: return CSVLine.lines(of: bytes)
        case .recordIO: return try framed(bytes, header: 8, trailer: 0, name: "RecordIO", length: recordIOLength)
        case .tfRecord: return try framed(bytes, header: 12, trailer: 4, name: "TFRecord", length: tfRecordLength)
        default: return bytes.isEmpty ? [] : [bytes[...]]
        }
    }

    /// Records that stand in frames; a record keeps its frame, as it is sent on.
    private static func framed(
        _ bytes: [UInt8], header: Int, trailer: Int, name: String,
        length: ([UInt8], Int) -> (content: Int, padding: Int)?
    ) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        var records: [ArraySlice<UInt8>] = []
        var position = 0
        while position < bytes.count {
            guard position + header <= bytes.count, let size = length(bytes, position),
                size.content <= bytes.count - position - header - trailer
            else { throw RecordProblem(message: "Failed to parse \(name) record at byte \(position)") }
            let end = min(bytes.count, position + header + size.content + size.padding + trailer)
            records.append(bytes[position..<end])
            position = end
        }
        return records
    }

    private static func recordIOLength(_ bytes: [UInt8], _ position: Int) -> (content: Int, padding: Int)? {
        guard Array(bytes[position..<position + 4]) == RecordIO.magic else { return nil }
        let length = Int(bytes.littleEndian(at: position + 4) & 0x1fff_ffff)
        return (length, (4 - length % 4) % 4)
    }

    private static func tfRecordLength(_ bytes: [UInt8], _ position: Int) -> (content: Int, padding: Int)? {
        guard bytes.littleEndian(at: position + 4) == 0 else { return nil }
        return (Int(bytes.littleEndian(at: position)), 0)
    }

    /// Groups records into mini-batches: each as large as the payload allows, or each record alone.
    ///
    /// `limit` is in bytes, a newline counted for every record; without one everything goes into one request.
    static func batches(
        of records: [ArraySlice<UInt8>], strategy: BatchStrategy, limit: Int?
    ) throws(RecordProblem) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var size = 0
        for (index, record) in records.enumerated() {
            let needed = record.count + 1
            if let limit, record.count > limit { throw .tooLarge }
            if index > start, strategy == .singleRecord || size + needed > (limit ?? Int.max) {
                batches.append(start..<index)
                start = index
                size = 0
            }
            size += needed
        }
        if start < records.count { batches.append(start..<records.count) }
        return batches
    }
}
