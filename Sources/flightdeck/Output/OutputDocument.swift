import AWSOperations
import BatchInference
import JSONCoding

/// `outputs --json`: S3's own keys for objects, paired.
struct OutputDocument: Encodable {
    struct Object: Encodable {
        var key: String
        var size: Int?
        var lastModified: Timestamp?
        var eTag: String

        init(_ object: S3Object) {
            key = object.key
            size = object.$size
            lastModified = object.$lastModified
            eTag = object.eTag
        }

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case size = "Size"
            case lastModified = "LastModified"
            case eTag = "ETag"
        }
    }

    struct Pair: Encodable {
        var state: String
        /// Which run wrote the output, where that is another one or not known.
        var run: String?
        /// The repair that wrote the output.
        var repair: String?
        var input: Object?
        var output: Object?
        /// The first rows of the output, where they were asked for.
        var rows: [[String]]?
        /// Why rows are missing: the input or the output can't be read.
        var unreadable: [String]?
        /// The same with their columns, beside the input's.
        var preview: PreviewDocument?

        init(_ row: OutputRow, preview: PredictionPreview?) {
            state = row.state.word
            if row.output != nil {
                switch row.origin {
                case .thisRun: break
                case .earlierRun: run = "earlier"
                case .unknown: run = "unknown"
                }
            }
            repair = row.repair
            input = row.input.map(Object.init)
            output = row.output.map(Object.init)
            rows = preview.flatMap { $0.output.table == nil ? nil : $0.written.rows.map(\.cells) }
            unreadable = (preview?.shortfalls.map(\.line)).flatMap { $0.isEmpty ? nil : $0 }
            self.preview = preview.map(PreviewDocument.init)
        }

        private enum CodingKeys: String, CodingKey {
            case state = "State"
            case run = "Run"
            case repair = "Repair"
            case input = "Input"
            case output = "Output"
            case rows = "Rows"
            case unreadable = "Unreadable"
            case preview = "Preview"
        }
    }

    /// What `--download` has written.
    struct Download: Encodable {
        struct File: Encodable {
            var path: String
            var size: Int
            var replacedExisting: Bool
            var wasThere: Bool

            private enum CodingKeys: String, CodingKey {
                case path = "Path"
                case size = "Size"
                case replacedExisting = "ReplacedExisting"
                case wasThere = "WasThere"
            }
        }

        var folder: String
        var bytes: Int
        var replacedFiles: Int
        /// Files that were there with the object's bytes.
        var keptFiles: Int
        var files: [File]

        init(_ outcome: DownloadOutcome, folder: String) {
            self.folder = folder
            bytes = outcome.bytes
            replacedFiles = outcome.replacedCount
            keptFiles = outcome.keptCount
            files = outcome.files.map {
                File(path: $0.path, size: $0.size, replacedExisting: $0.replacedAnother, wasThere: $0.wasThere)
            }
        }

        private enum CodingKeys: String, CodingKey {
            case folder = "Folder"
            case bytes = "Bytes"
            case replacedFiles = "ReplacedFiles"
            case keptFiles = "KeptFiles"
            case files = "Files"
        }
    }

    /// How many of the outputs a repair has written; null where it isn't known.
    struct RepairDocument: Encodable {
        private let share: RepairShare

        init(_ share: RepairShare) { self.share = share }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(share.name, forKey: .name)
            try container.encode(share.outputs, forKey: .outputs)
        }

        private enum CodingKeys: String, CodingKey {
            case name = "TransformJobName"
            case outputs = "Outputs"
        }
    }

    /// What was counted; null where it isn't known.
    struct Counts: Encodable {
        private let listing: OutputListing

        init(_ listing: OutputListing) { self.listing = listing }

        func encode(to encoder: any Encoder) throws {
            let counts = listing.counts
            var container = encoder.container(keyedBy: CodingKeys.self)
            let knowsInputs = listing.inputLocation != nil && (listing.inputFailure == nil || counts.inputs > 0)
            try container.encode(knowsInputs ? counts.inputs : nil, forKey: .inputs)
            try container.encode(knowsInputs ? counts.inputBytes : nil, forKey: .inputBytes)
            try container.encode(listing.inputsAreWhole, forKey: .inputsAreComplete)
            let knowsOutputs = listing.outputsAreWhole || counts.outputs > 0
            try container.encode(knowsOutputs ? counts.outputs : nil, forKey: .outputs)
            try container.encode(knowsOutputs ? counts.outputBytes : nil, forKey: .outputBytes)
            try container.encode(listing.outputsAreWhole, forKey: .outputsAreComplete)
            // Which belong together is known where both sides are.
            let isWhole = listing.inputsAreWhole && listing.outputsAreWhole
            try container.encode(isWhole ? counts.written : nil, forKey: .written)
            try container.encode(isWhole ? counts.missing : nil, forKey: .missing)
            try container.encode(isWhole ? counts.extra : nil, forKey: .extra)
            try container.encode(counts.empty, forKey: .empty)
            try container.encode(counts.earlier, forKey: .earlier)
            try container.encode(counts.earlierBytes, forKey: .earlierBytes)
            try container.encode(counts.ofUnknownRun, forKey: .ofUnknownRun)
            try container.encode(counts.withoutSize, forKey: .withoutSize)
            guard !counts.byRepair.isEmpty else { return }
            try container.encode(counts.byRepair.map(RepairDocument.init), forKey: .byRepair)
        }

        private enum CodingKeys: String, CodingKey {
            case inputs = "Inputs"
            case inputBytes = "InputBytes"
            case inputsAreComplete = "InputsAreComplete"
            case outputs = "Outputs"
            case outputBytes = "OutputBytes"
            case outputsAreComplete = "OutputsAreComplete"
            case written = "Written"
            case missing = "Missing"
            case extra = "Extra"
            case empty = "Empty"
            case earlier = "Earlier"
            case earlierBytes = "EarlierBytes"
            case ofUnknownRun = "OfUnknownRun"
            case withoutSize = "WithoutSize"
            case byRepair = "ByRepair"
        }
    }

    var transformJobName: String
    var transformJobStatus: String?
    /// Nil where the transform's description doesn't say it.
    var inputLocation: String?
    var s3OutputPath: String
    /// Why there are no outputs, where there are none.
    var note: String?
    var counts: Counts
    /// Their place: they are written one by one.
    private let outputs: [Int] = []
    var download: Download?
    private let listing: OutputListing
    private let previews: [OutputRow.ID: PredictionPreview]

    init(
        transform: String, status: TransformJobStatus? = nil, listing: OutputListing,
        previews: [OutputRow.ID: PredictionPreview]
    ) {
        transformJobName = transform
        transformJobStatus = status.map(\.rawValue)
        inputLocation = listing.inputLocation?.uri
        s3OutputPath = listing.outputLocation.uri
        note = status.flatMap { listing.progress.absence($0) }
        counts = Counts(listing)
        self.listing = listing
        self.previews = previews
    }

    /// Prints the document row by row, with what it lacks as other documents have it: of a million rows, no more is kept
    /// than the listing does.
    func print(to output: CommandOutput, lacking shortfalls: [Shortfall], leftOut: Int) throws {
        let frame = try JSONText.encode(
            IncompleteDocument(document: self, shortfalls: shortfalls, leftOut: leftOut), escapingHidden: true)
        // No value before it holds an unescaped quotation mark.
        let place = "\n  \"Outputs\": ["
        guard let found = frame.firstByteRange(of: place) else { return output.print(frame) }
        output.writeResult(String(frame[..<found.upperBound]))
        var block = ""
        var texts = OutputRowText()
        for (index, row) in listing.rows.enumerated() {
            block += index == 0 ? "\n" : ",\n"
            let preview = previews.isEmpty ? nil : previews[row.id]
            block += try preview.map { try Self.indented(Pair(row, preview: $0)) } ?? texts.text(of: row)
            guard block.utf8.count >= 65_536 else { continue }
            output.writeResult(block)
            block = ""
        }
        output.writeResult(block + (listing.rows.isEmpty ? "" : "\n  ") + frame[found.upperBound...] + "\n")
    }

    /// A pair's text as it stands in the list.
    static func indented(_ pair: Pair) throws -> String {
        try JSONText.encode(pair, escapingHidden: true).byteParts(at: "\n").map { "    \($0)" }.joined(separator: "\n")
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobName = "TransformJobName"
        case transformJobStatus = "TransformJobStatus"
        case inputLocation = "S3Uri"
        case s3OutputPath = "S3OutputPath"
        case note = "Note"
        case counts = "Counts"
        case outputs = "Outputs"
        case download = "Download"
    }
}
