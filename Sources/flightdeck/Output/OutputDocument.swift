import AWSOperations
import BatchInference

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
        var input: Object?
        var output: Object?
        /// The first rows of the output, where they were asked for.
        var rows: [[String]]?
        /// Why rows are missing: the input or the output can't be read.
        var unreadable: [String]?
        /// The same with their columns, beside the input's.
        var preview: PreviewDocument?

        private enum CodingKeys: String, CodingKey {
            case state = "State"
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

            private enum CodingKeys: String, CodingKey {
                case path = "Path"
                case size = "Size"
                case replacedExisting = "ReplacedExisting"
            }
        }

        var folder: String
        var bytes: Int
        var replacedFiles: Int
        var files: [File]

        init(_ outcome: DownloadOutcome, folder: String) {
            self.folder = folder
            bytes = outcome.bytes
            replacedFiles = outcome.replacedCount
            files = outcome.files.map { File(path: $0.path, size: $0.size, replacedExisting: $0.replacedAnother) }
        }

        private enum CodingKeys: String, CodingKey {
            case folder = "Folder"
            case bytes = "Bytes"
            case replacedFiles = "ReplacedFiles"
            case files = "Files"
        }
    }

    var transformJobName: String
    /// Nil where the transform's description doesn't say it.
    var inputLocation: String?
    var s3OutputPath: String
    var outputs: [Pair]
    /// Whether there are more objects than are listed; only one that is cut has it.
    var isCut: Bool?
    var download: Download?

    init(transform: String, listing: OutputListing, previews: [OutputRow.ID: PredictionPreview]) {
        transformJobName = transform
        inputLocation = listing.inputLocation?.uri
        isCut = listing.isCut ? true : nil
        s3OutputPath = listing.outputLocation.uri
        outputs = listing.rows.map { row in
            Pair(
                state: row.state.word, input: row.input.map(Object.init), output: row.output.map(Object.init),
                rows: previews[row.id].flatMap { $0.output.table == nil ? nil : $0.written.rows.map(\.cells) },
                unreadable: (previews[row.id]?.shortfalls.map(\.line)).flatMap { $0.isEmpty ? nil : $0 },
                preview: previews[row.id].map(PreviewDocument.init))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobName = "TransformJobName"
        case inputLocation = "S3Uri"
        case s3OutputPath = "S3OutputPath"
        case outputs = "Outputs"
        case isCut = "IsCut"
        case download = "Download"
    }
}
