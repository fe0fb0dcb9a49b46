import AWSOperations
import ByteCompression
import Predictions

/// Reads the first records of an object, however long they are, without reading it whole.
public struct RecordLoader: Sendable {
    /// How much is read and kept of an object at most, in bytes.
    public struct Limits: Hashable, Sendable {
        /// Of one record.
        public var record: Int
        /// Of all records together.
        public var kept: Int
        /// Of the object.
        public var read: Int
        /// Objects up to this size are read whole, so that their records are counted.
        public var counted: Int

        public init(record: Int, kept: Int, read: Int, counted: Int) {
            self.record = record
            self.kept = kept
            self.read = read
            self.counted = counted
        }

        /// For a screen, where the rows last until the next one is selected.
        public static let screen = Limits(record: 65_536, kept: 8 << 20, read: 16 << 20, counted: 1 << 20)
        /// For a command, whose reader may want all of a row.
        public static let command = Limits(record: 1 << 20, kept: 64 << 20, read: 256 << 20, counted: 4 << 20)
    }

    /// How an object was split, as far as its own content does not tell.
    public struct Source: Hashable, Sendable {
        public var location: S3Location
        /// The declared content type.
        public var type: String?
        /// Whether every line is a record, quotes or not.
        public var isLines: Bool
        /// Whether the service unpacks it before it splits it.
        public var isUnpacked: Bool
        /// What a listing said of the object; another one is not read.
        public var listed: S3Object?

        public init(
            _ location: S3Location, type: String?, isLines: Bool = false, isUnpacked: Bool = false,
            listed: S3Object? = nil
        ) {
            self.location = location
            self.type = type
            self.isLines = isLines
            self.isUnpacked = isUnpacked
            self.listed = listed
        }
    }

    private let storage: any ObjectStorage
    private let limits: Limits
    private static let firstLength = 65_536
    private static let longestPart = 4 << 20
    private static let excerptLength = 64

    public init(storage: any ObjectStorage, limits: Limits = .screen) {
        self.storage = storage
        self.limits = limits
    }

    /// The first records of an object, so many of them or more where they are blank lines. Throws `AWSFailure`.
    public func first(_ wanted: Int, of source: Source) async throws(AWSFailure) -> RecordTable {
        var parts = ObjectParts(
            storage: storage, location: source.location, longest: Self.longestPart, listed: source.listed)
        let beginning = try await parts.next(Self.firstLength)
        let form = RecordForm(of: beginning, type: source.type).cutting(lines: source.isLines)
        if form == .binary(.gzip), source.isUnpacked {
            return try await unpacked(wanted, of: source, beginning, &parts)
        }
        guard !form.isBinary else {
            return RecordTable(
                form: form, records: [], count: RecordCount(records: 0, isExact: false), size: parts.total,
                shareRead: parts.share, excerpt: Array(beginning.prefix(Self.excerptLength)))
        }
        var taken = TakenRecords(form.rule(lines: source.isLines), wanted: wanted, limits: limits)
        taken.scan(beginning)
        while !parts.isAtEnd {
            if taken.isDone, parts.total > limits.counted { break }
            guard taken.hasRoom, parts.position < limits.read else { break }
            taken.scan(try await parts.next(parts.position * 3))
        }
        if parts.isAtEnd { taken.finish() }
        return taken.table(form, parts: parts, beginning: beginning, isWhole: parts.isAtEnd)
    }

    /// The same of gzip, whose beginning is unpacked anew with each part that comes.
    private func unpacked(
        _ wanted: Int, of source: Source, _ beginning: [UInt8], _ parts: inout ObjectParts
    ) async throws(AWSFailure) -> RecordTable {
        var packed = beginning
        while true {
            let unpacked = Gzip.beginning(of: packed, limit: limits.kept)
            guard let unpacked else {
                return RecordTable(
                    form: .binary(.gzip), records: [], count: RecordCount(records: 0, isExact: false),
                    size: parts.total, shareRead: parts.share, excerpt: Array(packed.prefix(Self.excerptLength)))
            }
            let isWhole = parts.isAtEnd && unpacked.isWhole && unpacked.isWithinLimit
            let form = RecordForm(of: Array(unpacked.bytes.prefix(Self.firstLength)), type: source.type)
                .cutting(lines: source.isLines)
            var taken = TakenRecords(form.rule(lines: source.isLines), wanted: wanted, limits: limits)
            if !form.isBinary { taken.scan(unpacked.bytes) }
            if isWhole { taken.finish() }
            let isEnough = taken.isDone && parts.total > limits.counted
            let isLast = parts.isAtEnd || isEnough || !unpacked.isWithinLimit || !taken.hasRoom
            if isLast || packed.count >= limits.kept {
                return taken.table(form, parts: parts, beginning: unpacked.bytes, isWhole: isWhole)
            }
            packed += try await parts.next(packed.count * 3)
        }
    }
}

/// The records that are kept of an object while it is read.
private struct TakenRecords {
    private let wanted: Int
    private let limits: RecordLoader.Limits
    private var scanner: RecordScanner
    private var records: [Record] = []
    private var count = 0
    private var blankLines = 0
    private var keptLength = 0

    init(_ rule: RecordScanner.Rule, wanted: Int, limits: RecordLoader.Limits) {
        self.wanted = wanted
        self.limits = limits
        scanner = RecordScanner(rule, keptLength: limits.record)
    }

    /// Blank lines may be records or none, so that there have to be enough without them.
    var isDone: Bool { count - blankLines >= wanted || records.count >= recordLimit }
    private var recordLimit: Int { wanted * 4 + 1000 }
    var hasRoom: Bool { keptLength < limits.kept }

    mutating func scan(_ bytes: [UInt8]) {
        var scanner = scanner
        scanner.scan(bytes) { take($0) }
        self.scanner = scanner
    }

    mutating func finish() {
        var scanner = scanner
        scanner.finish { take($0) }
        self.scanner = scanner
    }

    private mutating func take(_ record: Record) {
        let isWanted = count - blankLines < wanted && records.count < recordLimit && hasRoom
        count += 1
        if record.isBlank { blankLines += 1 }
        guard isWanted else { return }
        records.append(record)
        keptLength += record.bytes.count
    }

    func table(_ form: RecordForm, parts: ObjectParts, beginning: [UInt8], isWhole: Bool) -> RecordTable {
        var records = records
        var shortfall: String?
        if records.count(where: { !$0.isBlank }) < wanted, !isWhole || count > records.count {
            let read = DisplayText.byteCount(parts.position)
            shortfall = "stopped after \(read) of \(DisplayText.byteCount(parts.total))"
            // The beginning of a row that goes on behind what was read.
            if !isWhole, count == records.count, let pending = scanner.pending { records.append(pending) }
        }
        return RecordTable(
            form: form, records: records, count: RecordCount(records: count, blankLines: blankLines, isExact: isWhole),
            size: parts.total, shareRead: isWhole ? 1 : parts.share, excerpt: Array(beginning.prefix(64)),
            shortfall: shortfall)
    }
}

/// An object read part by part, from its beginning on.
private struct ObjectParts {
    private let storage: any ObjectStorage
    private let location: S3Location
    private let longest: Int
    private let listed: S3Object?
    private var eTag: String?
    private(set) var position = 0
    private(set) var total = 0
    private var hasBegun = false

    init(storage: any ObjectStorage, location: S3Location, longest: Int, listed: S3Object?) {
        self.storage = storage
        self.location = location
        self.longest = longest
        self.listed = listed
    }

    var isAtEnd: Bool { hasBegun && position >= total }
    var share: Double { total == 0 ? 1 : min(Double(position) / Double(total), 1) }

    /// The next bytes, about so many; none at the end.
    mutating func next(_ length: Int) async throws(AWSFailure) -> [UInt8] {
        guard !isAtEnd else { return [] }
        do {
            let range = position..<(position + min(max(length, 1), longest))
            let answer = try await storage.readObject(at: location, range: range)
            guard !hasBegun || (answer.totalLength == total && answer.head.eTag == eTag) else {
                throw Self.changed("it has another size or ETag than at the beginning")
            }
            let whole = max(answer.totalLength, answer.body.count)
            if !hasBegun { try checkListed(size: whole, eTag: answer.head.eTag) }
            // Less than there is would be taken for its end.
            guard !answer.body.isEmpty || whole <= position else { throw Self.cutShort(position, of: whole) }
            hasBegun = true
            total = whole
            eTag = answer.head.eTag
            position += answer.body.count
            return answer.body
        } catch {
            let failure = AWSFailure(wrapping: error)
            // S3 refuses any range of an empty object.
            if !hasBegun, failure.serviceError?.code == "InvalidRange" || failure.serviceError?.httpStatus == 416 {
                try checkListed(size: 0, eTag: nil)
                hasBegun = true
                return []
            }
            throw failure
        }
    }

    /// Refuses another object than the listed one: it was written anew since, or something else than S3 has answered.
    private func checkListed(size: Int, eTag: String?) throws(AWSFailure) {
        guard let listed else { return }
        if let eTag, !eTag.isEmpty, !listed.eTag.isEmpty, Self.bare(eTag) != Self.bare(listed.eTag) {
            throw Self.changed("it has another ETag than in the listing")
        }
        guard let said = listed.$size, said != size else { return }
        if size < said { throw Self.cutShort(size, of: said) }
        throw Self.changed("it has \(size) bytes, and the listing says \(said)")
    }

    private static func bare(_ eTag: String) -> [UInt8] { eTag.utf8.filter { $0 != UInt8(ascii: "\"") } }

    private static func changed(_ how: String) -> AWSFailure {
        .configuration(problem: "changed while reading: \(how)", remedy: "try again")
    }

    private static func cutShort(_ count: Int, of whole: Int) -> AWSFailure {
        .configuration(
            problem: "cut short: \(count) of \(DisplayText.bytes(whole)) came", remedy: "try again")
    }
}
