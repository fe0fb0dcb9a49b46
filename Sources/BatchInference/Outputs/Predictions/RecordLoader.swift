import AWSOperations
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
        /// The same of objects whose first rows can be paired only once all of their records are counted.
        public var doubtful: Int

        public init(record: Int, kept: Int, read: Int, counted: Int, doubtful: Int) {
            self.record = record
            self.kept = kept
            self.read = read
            self.counted = counted
            self.doubtful = doubtful
        }

        /// For a screen, where the rows last until the next one is selected.
        public static let screen = Limits(
            record: 65_536, kept: 8 << 20, read: 16 << 20, counted: 1 << 20, doubtful: 8 << 20)
        /// For a command, whose reader may want all of a row.
        public static let command = Limits(
            record: 64 << 20, kept: 64 << 20, read: 256 << 20, counted: 4 << 20, doubtful: 256 << 20)
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
        /// How text is read, whatever it seems to be; nil where that decides.
        public var form: RecordForm?
        /// What stands between the fields of CSV.
        public var delimiter = UInt8(ascii: ",")
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

    private let storage: any ObjectReader
    let limits: Limits
    private static let firstLength = 65_536
    private static let longestPart = 4 << 20
    private static let excerptLength = 64

    public init(storage: any ObjectReader, limits: Limits = .screen) {
        self.storage = storage
        self.limits = limits
    }

    /// The first records of an object, so many of them or more where they are blank lines. Throws `AWSFailure`.
    public func first(_ wanted: Int, of source: Source) async throws(AWSFailure) -> RecordTable {
        try await records(.first(wanted), of: source)
    }

    /// The records of a window of an object. Throws `AWSFailure`.
    ///
    /// - Parameters:
    ///   - skipsBlankLines: Whether blank lines are no rows, and have no number.
    ///   - countsAll: Whether records are counted to the end, however many are kept.
    public func records(
        _ window: RowWindow, of source: Source, skipsBlankLines: Bool = false, countsAll: Bool = false
    ) async throws(AWSFailure) -> RecordTable {
        func taking(_ form: RecordForm) -> TakenRecords {
            TakenRecords(
                form.rule(lines: source.isLines), window: window, limits: limits, skipsBlankLines: skipsBlankLines)
        }
        var parts = ObjectParts(
            storage: storage, location: source.location, longest: Self.longestPart, listed: source.listed,
            partsAhead: window.isNear ? 0 : 2)
        var content = ContentStream(source)
        var taken: TakenRecords?
        var beginning: [UInt8] = []
        var damage: ContentStream.Problem?
        repeat {
            let bytes = try await parts.next(
                parts.position == 0 ? Self.firstLength : window.isNear ? parts.position * 3 : .max)
            if beginning.count < Self.excerptLength { beginning += bytes.prefix(Self.excerptLength) }
            do throws(ContentStream.Problem) {
                func take(_ form: RecordForm, _ piece: [UInt8]) {
                    guard !form.isBinary else { return }
                    if taken == nil { taken = taking(form) }
                    taken?.scan(piece)
                }
                try content.read(bytes, take)
                if parts.isAtEnd {
                    try content.finish(take)
                    taken?.finish()
                }
            } catch {
                damage = error
                break
            }
            if content.form?.isBinary == true { break }
            guard let taken, !countsAll else { continue }
            if taken.isDone, parts.total > limits.counted { break }
            if window.isNear || taken.isDone, !taken.hasRoom { break }
        } while !parts.isAtEnd && (!window.isNear || countsAll || parts.position < limits.read)
        let excerpt = content.excerpt.isEmpty ? Array(beginning.prefix(Self.excerptLength)) : content.excerpt
        guard let form = content.form, !form.isBinary, taken != nil || parts.isAtEnd && damage == nil else {
            let form = content.form.flatMap { $0.isBinary ? $0 : nil } ?? .binary(content.packing ?? .other)
            return RecordTable(
                form: form, records: [], count: RecordCount(records: 0, isExact: false), size: parts.total,
                shareRead: parts.share, excerpt: excerpt)
        }
        let records = taken ?? taking(form)
        return records.table(
            form, size: parts.total, position: parts.position, share: parts.share, excerpt: excerpt,
            isWhole: parts.isAtEnd && damage == nil, damage: damage?.text)
    }
}

extension ContentStream {
    /// The content of an object.
    init(_ source: RecordLoader.Source) {
        self.init(type: source.type, isLines: source.isLines, isUnpacked: source.isUnpacked, as: source.form)
    }
}
