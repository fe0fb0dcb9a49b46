import ByteCompression

/// Finds out from the beginning of an object what it is, and unpacks it as it comes.
public struct ContentStream {
    /// Nil until enough has come to tell.
    public private(set) var form: RecordForm?
    /// How the object is packed; nil where it is not, or is not to be decompressed.
    public private(set) var packing: BinaryContent?
    /// Bytes that came, packed where they are.
    public private(set) var bytesRead = 0
    /// How the content begins, of which a reader of binary content can see something.
    public var excerpt: [UInt8] { Array(excerptBytes.prefix(64)) }

    private let type: String?
    private let isLines: Bool
    private let isUnpacked: Bool
    private let chosen: RecordForm?
    private var gzip: GzipStream?
    private var bzip2: Bzip2Stream?
    private var beginning: [UInt8] = []
    private var excerptBytes: [UInt8] = []
    private var isBegun = false

    /// So much decides what an object is.
    static let decisiveLength = 65_536

    /// - Parameters:
    ///   - type: The declared content type.
    ///   - isLines: Whether every line is a record, quotes or not.
    ///   - isUnpacked: Whether gzip and bzip2 are decompressed.
    ///   - chosen: How text is read, whatever it seems to be; nil where that decides.
    public init(type: String?, isLines: Bool = false, isUnpacked: Bool = false, as chosen: RecordForm? = nil) {
        self.type = type
        self.isLines = isLines
        self.isUnpacked = isUnpacked
        self.chosen = chosen
    }

    /// Why content can't be decompressed.
    public enum Problem: Error, Hashable, Sendable {
        case gzip(GzipError)
        case bzip2(Bzip2Error)

        /// What happened, behind the name of the object.
        public var text: String {
            switch self {
            case .gzip(.truncated), .bzip2(.truncated): "the compressed data is cut short"
            case .gzip(.checksum): "the compressed data is damaged: its checksum is wrong"
            case .gzip, .bzip2: "the compressed data is damaged"
            }
        }
    }

    /// Takes the next bytes; once the form is known, `take` gets the content, piece by piece, what stands before damage
    /// as well.
    public mutating func read(_ bytes: [UInt8], _ take: (RecordForm, [UInt8]) -> Void) throws(Problem) {
        bytesRead += bytes.count
        do throws(Problem) {
            guard isBegun else {
                Self.append(bytes, to: &beginning)
                guard beginning.count >= Self.decisiveLength else { return }
                try begin(take)
                return
            }
            try unpack(bytes, take)
        } catch {
            handOver(take)
            throw error
        }
    }

    /// The bytes have ended.
    public mutating func finish(_ take: (RecordForm, [UInt8]) -> Void) throws(Problem) {
        do throws(Problem) {
            if !isBegun { try begin(take) }
            do throws(GzipError) { try gzip?.finish() } catch { throw .gzip(error) }
            do throws(Bzip2Error) { try bzip2?.finish() } catch { throw .bzip2(error) }
        } catch {
            handOver(take)
            throw error
        }
        if form == nil { decide(take) }
    }

    /// Gives what was decompressed and waits for more to come.
    private mutating func handOver(_ take: (RecordForm, [UInt8]) -> Void) {
        if form == nil, !beginning.isEmpty { decide(take) }
    }

    private mutating func begin(_ take: (RecordForm, [UInt8]) -> Void) throws(Problem) {
        isBegun = true
        let bytes = beginning
        beginning = []
        switch BinaryContent(of: bytes) {
        case .gzip where isUnpacked: (packing, gzip) = (.gzip, GzipStream())
        case .bzip2 where isUnpacked: (packing, bzip2) = (.bzip2, Bzip2Stream())
        default: break
        }
        try unpack(bytes, take)
    }

    private mutating func unpack(_ bytes: [UInt8], _ take: (RecordForm, [UInt8]) -> Void) throws(Problem) {
        if let gzip {
            do throws(GzipError) { try gzip.read(bytes) { pass($0, take) } } catch { throw .gzip(error) }
        } else if let bzip2 {
            do throws(Bzip2Error) { try bzip2.read(bytes) { pass($0, take) } } catch { throw .bzip2(error) }
        } else {
            pass(bytes, take)
        }
    }

    private mutating func pass(_ piece: [UInt8], _ take: (RecordForm, [UInt8]) -> Void) {
        if let form {
            take(form, piece)
            return
        }
        Self.append(piece, to: &beginning)
        if beginning.count >= Self.decisiveLength { decide(take) }
    }

    /// Without a copy where nothing came before.
    private static func append(_ piece: [UInt8], to bytes: inout [UInt8]) {
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
    }

    private mutating func decide(_ take: (RecordForm, [UInt8]) -> Void) {
        let bytes = beginning
        beginning = []
        excerptBytes = Array(bytes.prefix(64))
        let found = RecordForm(
            of: Array(bytes.prefix(Self.decisiveLength)), type: type, as: chosen
        ).cutting(lines: isLines)
        form = found
        if !bytes.isEmpty { take(found, bytes) }
    }
}
