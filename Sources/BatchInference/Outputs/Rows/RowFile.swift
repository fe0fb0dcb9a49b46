import AWSOperations
import Predictions

/// The rows of one object, any of them: by their number as far as they have been counted, by bytes before that.
///
/// Nothing but some chunks and the places of every so many rows is kept, however large the object is. Compressed content
/// and JSON documents have no rows that could be told from the middle, so that they are read from their beginning.
public actor RowFile {
    /// How much is read and kept, in bytes.
    public struct Limits: Hashable, Sendable {
        /// Of what is read at once where a row is looked for.
        public var chunk = 1 << 18
        /// Of chunks together.
        public var chunks = 8 << 20
        /// Of what is read at once where rows are counted.
        public var part = 4 << 20
        /// Of one row.
        public var record = 4 << 20
        /// Of the rows of one block.
        public var block = 4 << 20
        /// Of what is read for a row that doesn't end.
        public var reach = 16 << 20

        public init() {}
    }

    public nonisolated let source: RecordLoader.Source
    private let storage: any ObjectStorage & MultipartStorage
    private let known: [String?]
    private let headerRecords: Int
    private let skipsBlankLines: Bool
    private let limits: Limits

    private var opened: Content?
    private var chunks: [Int: [UInt8]] = [:]
    /// The chunks by when they were last asked for.
    private var chunkOrder: [Int] = []

    // Counting, from the beginning on.
    private var stream: ContentStream
    private var counter: SummaryScanner?
    private var position = 0
    private let ahead = PartsAhead()
    private var isCounted = false
    private var check = TextCheck()
    /// What another reader has counted.
    private var adopted: CountedRows?

    /// Where the rows of compressed content were last read to.
    private var unpacking: UnpackedRows?

    /// What an object turned out to be.
    struct Content: Sendable {
        var version: ObjectVersion
        var form: RecordForm
        /// Whether bytes of the object are bytes of its rows.
        var isPlain: Bool
        /// Fields that most of the first rows have.
        var usualFields: Int

        /// Whether a row can be found from any byte on.
        var isLines: Bool { isPlain && (form == .csv || form == .text || form == .jsonLines) }
    }

    /// - Parameters:
    ///   - known: What the records call their columns, in the order in which they are shown.
    ///   - headerRecords: Records at the beginning that are no rows.
    ///   - skipsBlankLines: Whether blank lines are no rows; quick where the object is small or has been counted.
    public init(
        _ source: RecordLoader.Source, from storage: any ObjectStorage & MultipartStorage,
        knowing known: [String?] = [],
        headerRecords: Int = 0, skipsBlankLines: Bool = false, limits: Limits = Limits()
    ) {
        self.source = source
        self.storage = storage
        self.known = known
        self.headerRecords = headerRecords
        self.skipsBlankLines = skipsBlankLines
        self.limits = limits
        stream = ContentStream(source)
    }

    // MARK: Opening

    func content() async throws(AWSFailure) -> Content {
        if let opened { return opened }
        let version = try await ObjectVersion.open(
            source.location, from: storage, listed: source.listed, length: max(limits.chunk, 1 << 16))
        var probe = ContentStream(source)
        var first: [UInt8] = []
        do throws(ContentStream.Problem) {
            try probe.read(version.beginning) { first += $1 }
            if version.beginning.count == version.size { try probe.finish { first += $1 } }
        } catch {
            if probe.form == nil { throw Self.damaged(error) }
        }
        let form =
            probe.form ?? RecordForm(of: first, type: source.type, as: source.form).cutting(lines: source.isLines)
        var fields: [Int: Int] = [:]
        if form == .csv {
            var reader = RowReader(form, isLines: source.isLines, keptLength: limits.record)
            reader.read(first) { if !$0.isBlank { fields[$0.count, default: 0] += 1 } }
        }
        let content = Content(
            version: version, form: form, isPlain: probe.packing == nil,
            usualFields: fields.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0)
        opened = opened ?? content
        return opened ?? content
    }

    private static func damaged(_ problem: ContentStream.Problem) -> AWSFailure {
        .configuration(problem: problem.text, remedy: "check the object with gzip -t or bzip2 -t")
    }

    private func reader(_ content: Content, from place: RecordScanner.Place = .beginning, number: Int = 0) -> RowReader
    {
        RowReader(
            content.form, isLines: source.isLines, keptLength: limits.record, from: place, number: number,
            knowing: known)
    }

    // MARK: Counting

    /// How far the rows have been counted.
    public var progress: RowProgress {
        let size = opened?.version.size ?? 0
        let counted = counted
        let records = counted?.records ?? 0
        let blanks = counted?.blanks ?? BlankLines()
        var count = RecordCount(
            records: max(records - headerRecords, 0), blanks: blanks, isExact: isCounted)
        if skipsBlankLines { count = RecordCount(records: records - blanks.count, isExact: isCounted) }
        var estimate: Int?
        if isCounted {
            estimate = count.records
        } else if let counted, opened?.isPlain == true {
            estimate = counted.index.estimatedRows(ofBytes: size).map { max($0 - headerRecords, count.records) }
        } else if position > 0, records > 0 {
            let guess = Double(records) / Double(position) * Double(size)
            estimate = guess < 1e15 ? max(Int(guess), records) : nil
        }
        return RowProgress(
            count: count, bytes: position, size: size, estimatedRows: estimate,
            flaws: adopted?.flaws ?? check.flaws.adding(counter))
    }

    /// What has been counted, by whom ever.
    private var counted: CountedRows? { adopted ?? counter.map { CountedRows($0, flaws: check.flaws) } }

    /// The records, blank lines among them, once all are counted.
    var countedRows: CountedRows? { isCounted ? counted : nil }

    /// Takes over what another reader of the same object, listed as this one is, has counted on its way to the end.
    public func adopt(_ counted: CountedRows) async throws(AWSFailure) {
        let content = try await content()
        guard !isCounted, !content.form.isBinary else { return }
        (adopted, counter) = (counted, nil)
        (position, isCounted) = (content.version.size, true)
    }

    /// Counts on by a part; how far it has come.
    ///
    /// - Parameter isNear: Whether a chunk is enough, as for the rows that come next.
    @discardableResult
    public func count(isNear: Bool = false) async throws(AWSFailure) -> RowProgress {
        let content = try await content()
        guard !isCounted, !content.form.isBinary else { return progress }
        let (version, start) = (content.version, position)
        if start < version.size {
            let bytes =
                isNear
                ? try await chunk(at: start, of: version)
                : try await ahead.part(at: start, of: version, length: limits.part, ahead: 2).bytes()
            // Who else has counted on meanwhile has done it for both.
            guard position == start, !isCounted else { return progress }
            position += bytes.count
            try feed { (stream, take) throws(ContentStream.Problem) in try stream.read(bytes, take) }
        }
        if position >= version.size, !isCounted {
            try feed { (stream, take) throws(ContentStream.Problem) in try stream.finish(take) }
            counter?.finish()
            check.finish()
            isCounted = true
        }
        return progress
    }

    private func feed(
        _ work: (inout ContentStream, (RecordForm, [UInt8]) -> Void) throws(ContentStream.Problem) -> Void
    ) throws(AWSFailure) {
        var counter = counter
        // Alone, so that its arrays are used again.
        self.counter = nil
        defer { self.counter = counter }
        do throws(ContentStream.Problem) {
            try work(&stream) { form, piece in
                check.scan(piece)
                if counter == nil {
                    // Lines need not be taken apart to be counted.
                    let rule: RecordForm = form == .jsonLines ? .text : form
                    counter = SummaryScanner(
                        rule, isLines: source.isLines, columns: .places([]), keptLength: limits.record)
                }
                counter?.scan(piece)
            }
        } catch {
            throw Self.damaged(error)
        }
    }

    /// The number of the row that begins at a byte; nil where rows haven't been counted that far.
    public func number(ofRowAt offset: Int) async throws(AWSFailure) -> Int? {
        let content = try await content()
        guard let index = counted?.index, content.isLines, isCounted || offset <= index.bytes else { return nil }
        let checkpoint = index.checkpoint(beforeByte: offset)
        var reader = reader(content, from: checkpoint.place, number: checkpoint.row)
        var at = checkpoint.place.offset
        while at < offset {
            let bytes = try await chunk(at: at, of: content.version)
            reader.read(Array(bytes.prefix(offset - at))) { _ in }
            at += bytes.count
        }
        let blank = skipsBlankLines ? checkpoint.blankLines + reader.blankLines : 0
        return max(reader.records - blank - headerRecords, 0)
    }

    // MARK: Rows

    /// Rows at a place, so many or fewer; nil where rows haven't been counted that far, or can't be told from there.
    public func rows(at place: RowPlace, count: Int) async throws(AWSFailure) -> RowBlock? {
        let content = try await content()
        guard !content.form.isBinary else { return nil }
        guard content.version.size > 0 else {
            return RowBlock(rows: [], firstNumber: 0, start: 0, end: 0, isAtStart: true, isAtEnd: true)
        }
        switch place {
        case .number(let number): return try await rows(from: number, count: count, content)
        case .byte(let offset, let number):
            guard content.isLines, !skipsBlankLines else {
                guard let number else { return nil }
                return try await rows(from: number, count: count, content)
            }
            return try await rows(fromByte: offset, number: number, count: count, content)
        case .before(let offset, let number):
            guard content.isLines, !skipsBlankLines else {
                guard let number else { return nil }
                let first = max(number - count, 0)
                return try await rows(from: first, count: number - first, content)
            }
            return try await rows(before: offset, number: number, count: count, content)
        case .end:
            if isCounted {
                return try await rows(from: max(progress.count.records - count, 0), count: count, content)
            }
            guard content.isLines, !skipsBlankLines else { return nil }
            return try await rows(before: content.version.size, number: nil, count: count, content)
        }
    }

    /// Rows at a place like `rows(at:count:)`; counts on where they're next to what was counted.
    public func nearRows(at place: RowPlace, count: Int) async throws(AWSFailure) -> RowBlock? {
        while true {
            if let block = try await rows(at: place, count: count) { return block }
            let wanted: Int? =
                switch place {
                case .number(let number): number
                case .byte(_, let number): number
                default: nil
                }
            guard let wanted, !isCounted, opened?.form.isBinary == false,
                wanted <= progress.count.records + Self.nearby
            else { return nil }
            try await self.count(isNear: true)
        }
    }

    private static let nearby = 20_000

    /// Whether a row can be found from any byte on, before rows have been counted that far.
    public func isSeekable() async throws(AWSFailure) -> Bool { try await content().isLines && !skipsBlankLines }

    private func rows(from number: Int, count: Int, _ content: Content) async throws(AWSFailure) -> RowBlock? {
        let number = max(number, 0)
        guard content.isPlain else { return try await unpackedRows(from: number, count: count, content) }
        var checkpoint = RowIndex.Checkpoint(row: 0, place: .beginning)
        if skipsBlankLines {
            checkpoint = counted?.index.checkpoint(beforeRowWithoutBlankLines: number) ?? checkpoint
        } else {
            let record = number + headerRecords
            if let found = counted?.index.checkpoint(before: record) {
                checkpoint = found
            } else if record > 1000 {
                // The beginning is at hand; what is further on has to be counted first.
                guard isCounted else { return nil }
                return RowBlock(
                    rows: [], firstNumber: number, start: content.version.size, end: content.version.size,
                    isAtStart: false, isAtEnd: true)
            }
        }
        return try await collect(from: checkpoint, until: nil, content, Wanted(first: number, count: count))
    }

    /// Which rows are kept of those that come by.
    private struct Wanted {
        var first: Int
        var count: Int
        /// Whether the last ones are kept, not the first ones.
        var keepsLast = false
        /// Whether numbers are counted from a place of which the number isn't known.
        var isRelative = false
    }

    /// Reads rows from a checkpoint on, up to a byte where one is given.
    private func collect(
        from checkpoint: RowIndex.Checkpoint, until limit: Int?, _ content: Content, _ wanted: Wanted
    ) async throws(AWSFailure) -> RowBlock {
        var reader = reader(content, from: checkpoint.place, number: checkpoint.row)
        var rows = KeptRows(wanted.count, bytes: limits.block, keepsLast: wanted.keepsLast)
        let bound = min(limit ?? .max, content.version.size)
        var (at, lastEnd) = (checkpoint.place.offset, checkpoint.place.offset)
        var blank = skipsBlankLines ? checkpoint.blankLines : 0
        func take(_ row: Row) {
            lastEnd = row.offset + row.length
            if skipsBlankLines, row.isBlank {
                blank += 1
                return
            }
            let ordinal = row.number - blank - (wanted.isRelative ? 0 : headerRecords)
            if ordinal >= wanted.first { rows.take(row, ordinal) }
        }
        while at < bound, !rows.isFull {
            if Task.isCancelled { throw .cancelled }
            let bytes = try await chunk(at: at, of: content.version)
            reader.read(at + bytes.count > bound ? Array(bytes.prefix(bound - at)) : bytes, take)
            at += bytes.count
            if at - lastEnd > limits.reach, !wanted.keepsLast { break }
        }
        let isThrough = at >= bound
        if isThrough, !rows.isFull { reader.finish(take) }
        var isEndless = false
        if !isThrough, rows.rows.isEmpty, let pending = reader.pending {
            rows.take(pending, pending.number)
            isEndless = true
        }
        let end = rows.next?.offset ?? (isThrough ? bound : reader.recordStart?.offset)
        let firstOrdinal = rows.firstOrdinal ?? wanted.first
        return RowBlock(
            rows: rows.rows, firstNumber: wanted.isRelative ? nil : firstOrdinal,
            start: rows.rows.first?.offset ?? end ?? checkpoint.place.offset, end: isEndless ? nil : end,
            isAtStart: firstOrdinal == 0 && !wanted.isRelative,
            isAtEnd: isEndless || rows.next == nil && isThrough && bound == content.version.size, isEndless: isEndless)
    }

    private func rows(
        fromByte offset: Int, number: Int?, count: Int, _ content: Content
    ) async throws(AWSFailure) -> RowBlock? {
        let start: Int? = number == nil ? try await rowStart(from: offset, content) : offset
        guard let start else { return nil }
        var number = number
        if number == nil { number = try await self.number(ofRowAt: start) }
        let checkpoint = RowIndex.Checkpoint(
            row: (number ?? 0) + (number == nil ? 0 : headerRecords), place: .line(at: start))
        var block = try await collect(
            from: checkpoint, until: nil, content,
            Wanted(first: number ?? 0, count: count, isRelative: number == nil))
        estimate(&block)
        return block
    }

    private func rows(
        before offset: Int, number: Int?, count: Int, _ content: Content
    ) async throws(AWSFailure) -> RowBlock? {
        var reach = limits.chunk
        while true {
            let guess = max(offset - reach, 0)
            let start = guess == 0 ? 0 : try await rowStart(from: guess, content)
            if let start, start < offset || start == 0 {
                var block = try await collect(
                    from: RowIndex.Checkpoint(row: 0, place: .line(at: start)), until: offset, content,
                    Wanted(first: 0, count: count, keepsLast: true, isRelative: start > 0))
                block.isAtStart = block.start == 0 || start == 0 && block.rows.count < count && headerRecords > 0
                block.end = offset
                block.isAtEnd = offset >= content.version.size
                if let number {
                    block.firstNumber = number - block.rows.count
                } else if block.firstNumber == nil {
                    block.firstNumber = try await self.number(ofRowAt: block.start)
                }
                if start == 0, headerRecords > 0 { block.dropHeader(headerRecords) }
                estimate(&block)
                return block
            }
            guard reach < limits.reach, guess > 0 else { return nil }
            reach *= 4
        }
    }

    private func estimate(_ block: inout RowBlock) {
        guard block.firstNumber == nil else { return }
        block.estimatedNumber = counted?.index.estimatedRow(atByte: block.start).map { max($0 - headerRecords, 0) }
    }

    /// Where the first row begins that begins at a byte or behind it; nil where none is found within reach.
    ///
    /// A line break of CSV may stand within quotes. Whether a byte does can't be told from itself, so that both are tried,
    /// and that one holds whose rows have as many fields as others have.
    private func rowStart(from offset: Int, _ content: Content) async throws(AWSFailure) -> Int? {
        guard offset > 0 else { return 0 }
        let size = content.version.size
        guard offset < size else { return size }
        let isQuotable = content.form == .csv && !source.isLines
        var bytes: [UInt8] = []
        let from = offset - 1
        var (plain, quoted): (Int?, Int?)
        var isWhole = false
        repeat {
            bytes += try await chunk(at: from + bytes.count, of: content.version)
            if Task.isCancelled { throw .cancelled }
            isWhole = from + bytes.count >= size
            plain = Self.lineEnd(in: bytes, mindsQuotes: isQuotable, isWithin: false)
            quoted = isQuotable ? Self.lineEnd(in: bytes, mindsQuotes: true, isWithin: true) : plain
            // Enough behind both to tell them apart; where there are quotes at all.
            if let plain {
                let last = bytes.contains(0x22) ? max(quoted ?? plain, plain) : plain
                if bytes.count - last > limits.chunk / 2 { break }
            }
        } while bytes.count < limits.reach && !isWhole
        guard let plain = plain ?? quoted else { return isWhole ? size : nil }
        guard let quoted, quoted != plain else { return from + plain + 1 }
        let isQuoted =
            fit(bytes[(quoted + 1)...], content, isWhole: isWhole)
            > fit(bytes[(plain + 1)...], content, isWhole: isWhole)
        return from + (isQuoted ? quoted : plain) + 1
    }

    private static func lineEnd(in bytes: [UInt8], mindsQuotes: Bool, isWithin: Bool) -> Int? {
        var isWithin = isWithin
        return bytes.firstIndex { byte in
            if mindsQuotes, byte == 0x22 { isWithin.toggle() }
            return byte == 0x0A && !isWithin
        }
    }

    /// Which share of the rows has as many fields as others have.
    private func fit(_ bytes: ArraySlice<UInt8>, _ content: Content, isWhole: Bool) -> Double {
        var reader = RowReader(.csv, keptLength: limits.record, from: .line(at: 1))
        var (rows, fitting) = (0, 0)
        func take(_ row: Row) {
            rows += 1
            if row.count == content.usualFields { fitting += 1 }
        }
        reader.read(Array(bytes), take)
        if isWhole { reader.finish(take) }
        return rows == 0 ? 0 : Double(fitting) / Double(rows)
    }

    // MARK: Chunks

    /// The bytes from a place to the end of its chunk.
    private func chunk(at position: Int, of version: ObjectVersion) async throws(AWSFailure) -> [UInt8] {
        let number = position / limits.chunk
        let start = number * limits.chunk
        if let kept = chunks[number] {
            if chunkOrder.last != number {
                chunkOrder.removeAll { $0 == number }
                chunkOrder.append(number)
            }
            return position == start ? kept : Array(kept[(position - start)...])
        }
        let bytes = try await version.read(start..<start + limits.chunk)
        if chunks.updateValue(bytes, forKey: number) == nil { chunkOrder.append(number) }
        while chunkOrder.count * limits.chunk > limits.chunks { chunks[chunkOrder.removeFirst()] = nil }
        return position == start ? bytes : Array(bytes[min(position - start, bytes.count)...])
    }

    // MARK: Compressed content

    private func unpackedRows(from number: Int, count: Int, _ content: Content) async throws(AWSFailure) -> RowBlock? {
        var rows =
            unpacking.flatMap { $0.nextNumber <= number ? $0 : nil }
            ?? UnpackedRows(
                stream: ContentStream(source),
                reader: reader(content), skipsBlankLines: skipsBlankLines, headerRecords: headerRecords)
        // Another call meanwhile begins again.
        unpacking = nil
        var kept = KeptRows(count, bytes: limits.block)
        while !kept.isFull, !rows.isAtEnd {
            if Task.isCancelled { throw .cancelled }
            while !kept.isFull, let (row, ordinal) = rows.takeFirst() {
                if ordinal >= number { kept.take(row, ordinal) }
            }
            guard !kept.isFull else { break }
            let bytes = try await content.version.read(rows.position..<rows.position + limits.chunk)
            do throws(ContentStream.Problem) {
                try rows.read(bytes, isLast: rows.position + bytes.count >= content.version.size)
            } catch {
                throw Self.damaged(error)
            }
        }
        while !kept.isFull, let (row, ordinal) = rows.takeFirst() { if ordinal >= number { kept.take(row, ordinal) } }
        if let next = kept.next { rows.putBack(next) }
        unpacking = rows
        let first = kept.firstOrdinal ?? number
        return RowBlock(
            rows: kept.rows, firstNumber: first, start: kept.rows.first?.offset ?? 0, end: kept.next?.offset,
            isAtStart: first == 0, isAtEnd: kept.next == nil && rows.isAtEnd)
    }

    // MARK: Streams

    /// The rows from a place on, one part after another, for who looks through all of them.
    func stream(from place: RowPlace) async throws(AWSFailure) -> sending RowStream? {
        let content = try await content()
        guard !content.form.isBinary else { return nil }
        var checkpoint = RowIndex.Checkpoint(row: 0, place: .beginning)
        var (first, isRelative) = (0, false)
        switch place {
        case .number(let number):
            first = max(number, 0)
            if content.isPlain, let index = counted?.index {
                checkpoint =
                    skipsBlankLines
                    ? index.checkpoint(beforeRowWithoutBlankLines: first)
                    : index.checkpoint(before: min(first + headerRecords, index.rows)) ?? checkpoint
            }
        case .byte(let offset, let number):
            guard content.isLines, !skipsBlankLines else { return nil }
            checkpoint = .init(row: number.map { $0 + headerRecords } ?? 0, place: .line(at: offset))
            (first, isRelative) = (number ?? 0, number == nil)
        default: return nil
        }
        return RowStream(
            version: content.version,
            stream: content.isPlain
                ? nil : ContentStream(source),
            reader: reader(content, from: checkpoint.place, number: checkpoint.row), position: checkpoint.place.offset,
            blankLinesBefore: checkpoint.blankLines, first: first, isRelative: isRelative,
            skipsBlankLines: skipsBlankLines, headerRecords: headerRecords,
            partLength: limits.part)
    }
}

extension RowBlock {
    /// Leaves out the records that stand before the first row.
    fileprivate mutating func dropHeader(_ count: Int) {
        let number = (firstNumber ?? 0)
        let surplus = min(max(count - number, 0), rows.count)
        rows.removeFirst(surplus)
        firstNumber = max(number - count, 0)
        start = rows.first?.offset ?? start
    }
}
