import AWSOperations
import ByteCompression

/// How one job treats every object: what to split, filter, send, join and assemble.
struct ObjectTransform: Sendable {
    let splitType: SplitType
    let strategy: BatchStrategy
    let assemblesLines: Bool
    let isGzip: Bool
    let contentType: String?
    let accept: String?
    let inputFilter: JSONPath
    let outputFilter: JSONPath
    let joins: Bool
    /// In bytes; nothing where payloads are not limited.
    let payloadLimit: Int?

    init(_ request: CreateTransformJobRequest, payloadInMB: Int) throws(JSONPathProblem) {
        let (input, output) = (request.transformInput, request.transformOutput)
        splitType = input.splitType ?? .none
        strategy = request.batchStrategy ?? .multiRecord
        assemblesLines = output.assembleWith == .line
        isGzip = input.compressionType == .gzip
        contentType = input.contentType
        joins = request.dataProcessing?.joinSource == .input
        accept = output.accept ?? (joins ? input.contentType : nil)
        inputFilter = try JSONPath(request.dataProcessing?.inputFilter ?? "$")
        outputFilter = try JSONPath(request.dataProcessing?.outputFilter ?? "$")
        payloadLimit = payloadInMB == 0 ? nil : payloadInMB << 20
    }

    /// An object cut up: the records as they came, and the mini-batches.
    struct Plan: Sendable {
        var records: [ArraySlice<UInt8>]
        /// What is sent for each record.
        var filtered: [ArraySlice<UInt8>]
        var batches: [Range<Int>]
    }

    private var inputFormat: RecordFormat { RecordFormat(contentType: contentType) }
    private var outputFormat: RecordFormat { accept.map { RecordFormat(contentType: $0) } ?? inputFormat }
    private var looksIntoRecords: Bool { joins || !inputFilter.isWhole || !outputFilter.isWhole }

    func plan(_ bytes: [UInt8]) throws(RecordProblem) -> Plan {
        var content = bytes
        if isGzip {
            do throws(GzipError) {
                content = try Gzip.expanding(bytes)
            } catch {
                throw RecordProblem(message: "Failed to decompress gzip data: \(error)")
            }
        }
        // CSV is filtered and joined by lines even where a whole object is one request.
        let isOneRequest = splitType == .none
        let splits: SplitType = isOneRequest && looksIntoRecords && inputFormat == .csv ? .line : splitType
        let records = try RecordSplitter.records(of: content, splitType: splits)
        var filtered = records
        if !inputFilter.isWhole {
            filtered = []
            filtered.reserveCapacity(records.count)
            for record in records { filtered.append(try inputFormat.filter(record, by: inputFilter)[...]) }
        }
        guard isOneRequest else {
            return Plan(
                records: records, filtered: filtered,
                batches: try RecordSplitter.batches(of: filtered, strategy: strategy, limit: payloadLimit))
        }
        if let payloadLimit, content.count > payloadLimit {
            throw .tooLarge
        }
        return Plan(records: records, filtered: filtered, batches: records.isEmpty ? [] : [0..<records.count])
    }

    /// The body of a mini-batch; lines end in a newline, framed records follow each other.
    func body(of batch: Range<Int>, in plan: Plan) -> [UInt8] {
        var body: [UInt8] = []
        let endsLines = splitType == .line || batch.count > 1 && splitType == .none
        for record in plan.filtered[batch] {
            body.append(contentsOf: record)
            if endsLines { body.append(0x0a) }
        }
        return body
    }

    /// Appends what a mini-batch adds to the object's output.
    func append(_ reply: [UInt8], for batch: Range<Int>, in plan: Plan, to output: inout [UInt8]) throws(RecordProblem)
    {
        guard joins || !outputFilter.isWhole else {
            output.append(contentsOf: reply)
            if assemblesLines, !reply.isEmpty, reply.last != 0x0a { output.append(0x0a) }
            return
        }
        let predictions =
            batch.count == 1 && outputFormat == .json ? [reply[...]] : CSVLine.lines(of: reply)
        guard predictions.count == batch.count else {
            throw RecordProblem(
                message:
                    "Number of predictions (\(predictions.count)) does not match number of records (\(batch.count))")
        }
        for (record, prediction) in zip(plan.records[batch], predictions) {
            var line = Array(prediction)
            if joins { line = try inputFormat.join(record, prediction) }
            if !outputFilter.isWhole { line = try outputFormat.filter(line[...], by: outputFilter) }
            output.append(contentsOf: line)
            if assemblesLines || batch.count > 1 { output.append(0x0a) }
        }
    }
}
