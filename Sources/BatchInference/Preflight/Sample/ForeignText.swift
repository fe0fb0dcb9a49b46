/// Bytes that are no text, told by how they begin.
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
        guard let bytes = text.lines.first?.bytes else { return nil }
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
        case .gzip: "packed twice: gzip within gzip"
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

/// Text that is no CSV, told by how it begins.
enum ForeignText: Hashable, Sendable {
    case json
    case markup
    case manifest

    init?(_ text: TextSample) {
        guard let first = text.lines.first?.bytes else { return nil }
        let start = first.drop { $0 == 0x20 || $0 == 0x09 }
        if start.first == UInt8(ascii: "<") {
            self = .markup
        } else if start.first == UInt8(ascii: "["),
            InputManifest(Array(text.lines.map(\.bytes).joined(separator: [0x0A]))) != nil
        {
            self = .manifest
        } else if start.starts(with: Array("{\"".utf8)) || start.starts(with: Array("[{".utf8))
            || JSONDocument(parsing: Array(start))?.object != nil || start.elementsEqual([UInt8(ascii: "{")])
            || start.elementsEqual([UInt8(ascii: "[")])
        {
            self = .json
        } else {
            return nil
        }
    }
}
