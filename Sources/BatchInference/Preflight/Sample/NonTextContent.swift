import JSONCoding

/// Bytes that are not text, recognized by how they begin.
enum BinaryKind: Hashable, Sendable {
    case zip
    case spreadsheet
    case gzip
    case bzip2
    case xz
    case sevenZip
    case zstandard
    case parquet
    case orc
    case avro
    case arrow
    case pdf

    init?(_ text: TextSample) {
        let bytes = text.beginning
        let signs: [(BinaryKind, [UInt8])] = [
            (.zip, [0x50, 0x4B, 0x03, 0x04]), (.spreadsheet, [0xD0, 0xCF, 0x11, 0xE0]), (.gzip, [0x1F, 0x8B, 0x08]),
            (.bzip2, Array("BZh".utf8)), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A]), (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF]),
            (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]), (.parquet, Array("PAR1".utf8)),
            (.avro, [0x4F, 0x62, 0x6A, 0x01]), (.arrow, Array("ARROW1".utf8)), (.pdf, Array("%PDF".utf8)),
        ]
        if let found = signs.first(where: { bytes.starts(with: $0.1) }) {
            self = found.0
        } else if text.hasNullBytes, bytes.starts(with: Array("ORC".utf8)) {
            self = .orc
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .zip: "a ZIP archive or a spreadsheet"
        case .spreadsheet: "an Office file, such as a spreadsheet"
        case .gzip: "compressed twice: gzip within gzip"
        case .bzip2: "bzip2"
        case .xz: "xz"
        case .sevenZip: "a 7-Zip archive"
        case .zstandard: "Zstandard"
        case .parquet: "Parquet"
        case .orc: "ORC"
        case .avro: "Avro"
        case .arrow: "Arrow"
        case .pdf: "PDF"
        }
    }
}

/// Text in another format than CSV, recognized by how it begins.
enum NonCSVText: Hashable, Sendable {
    case json
    case markup
    case manifest

    init?(_ text: TextSample) {
        let first = text.lines.first?.bytes ?? text.beginning
        let start = first.drop { $0 == 0x20 || $0 == 0x09 }
        if start.first == UInt8(ascii: "<") {
            self = .markup
        } else if start.first == UInt8(ascii: "["),
            InputManifest(Array(text.lines.map(\.bytes).joined(separator: [0x0A]))) != nil
        {
            self = .manifest
        } else if start.starts(with: Array("{\"".utf8)) || start.starts(with: Array("[{".utf8))
            || JSONValue(parsing: Array(start))?.isObject == true || start.elementsEqual([UInt8(ascii: "{")])
            || start.elementsEqual([UInt8(ascii: "[")])
        {
            self = .json
        } else {
            return nil
        }
    }
}

/// The media type of an image, told by how its bytes begin.
enum ImageType: String, Hashable, Sendable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case bmp = "image/bmp"
    case tiff = "image/tiff"
    case webp = "image/webp"

    init?(_ bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(12))
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: Array("GIF8".utf8)) {
            self = .gif
        } else if head.starts(with: Array("BM".utf8)), head.count > 9, head[6...9].allSatisfy({ $0 == 0 }) {
            self = .bmp
        } else if head.starts(with: [0x49, 0x49, 0x2A, 0]) || head.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
            self = .tiff
        } else if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).elementsEqual(Array("WEBP".utf8)) {
            self = .webp
        } else {
            return nil
        }
    }
}
