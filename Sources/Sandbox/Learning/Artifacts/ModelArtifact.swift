import ByteCompression

/// What a `model.tar.gz` of the sandbox holds: a feature pipeline, a model, or both; or a forecaster.
struct ModelArtifact: Sendable {
    var pipeline: FeaturePipeline?
    var model: (any TrainedModel)?
    var forecaster: Forecaster?

    private static let pipelineFile = "pipeline.txt"
    private static let modelFile = "model.txt"
    private static let forecasterFile = "forecaster.txt"

    /// The artifact as the bytes of `model.tar.gz`.
    var bytes: [UInt8] {
        var files: [TarArchive.File] = []
        if let pipeline {
            files.append(TarArchive.File(name: Self.pipelineFile, bytes: Array(pipeline.document.text.utf8)))
        }
        if let model {
            files.append(
                TarArchive.File(
                    name: Self.modelFile, bytes: Array(TrainedModels.document(of: model).text.utf8)))
        }
        if let forecaster {
            files.append(TarArchive.File(name: Self.forecasterFile, bytes: Array(forecaster.document.text.utf8)))
        }
        return Gzip.storing(TarArchive(files: files).bytes)
    }
}

extension ModelArtifact {
    /// Reads the artifact back from its bytes, however they were compressed.
    init(reading bytes: [UInt8]) throws(ModelArtifactError) {
        guard let expanded = try? Gzip.expanding(bytes, limit: 1 << 28), let archive = TarArchive(reading: expanded)
        else { throw .notAnArchive }
        do throws(ModelDocumentError) {
            if let text = archive.bytes(ofFile: Self.pipelineFile) {
                pipeline = try FeaturePipeline(from: ModelDocument(text: String(decoding: text, as: UTF8.self)))
            }
            if let text = archive.bytes(ofFile: Self.modelFile) {
                model = try TrainedModels.read(ModelDocument(text: String(decoding: text, as: UTF8.self)))
            }
            if let text = archive.bytes(ofFile: Self.forecasterFile) {
                forecaster = try Forecaster(from: ModelDocument(text: String(decoding: text, as: UTF8.self)))
            }
        } catch {
            throw .unreadable("\(error)")
        }
        guard pipeline != nil || model != nil || forecaster != nil else {
            throw .unreadable("neither \(Self.pipelineFile) nor \(Self.modelFile) is in the archive")
        }
    }
}

/// Why a model artifact cannot be loaded.
enum ModelArtifactError: Error, Hashable, Sendable {
    case notAnArchive
    case unreadable(String)
}

/// Files in a tar archive (POSIX.1-1988, "ustar").
struct TarArchive: Hashable, Sendable {
    struct File: Hashable, Sendable {
        var name: String
        var bytes: [UInt8]
    }

    var files: [File]

    init(files: [File]) {
        self.files = files
    }

    func bytes(ofFile name: String) -> [UInt8]? {
        files.first { $0.name == name || $0.name == "./" + name }?.bytes
    }

    /// The archive's bytes; owner and time are fixed, so that the same files give the same bytes.
    var bytes: [UInt8] {
        var archive: [UInt8] = []
        for file in files {
            archive.append(contentsOf: Self.header(of: file))
            archive.append(contentsOf: file.bytes)
            archive.append(contentsOf: Array(repeating: 0, count: (512 - file.bytes.count % 512) % 512))
        }
        archive.append(contentsOf: Array(repeating: 0, count: 1024))
        return archive
    }

    private static func header(of file: File) -> [UInt8] {
        var header = Array(repeating: UInt8(0), count: 512)
        func put(_ text: String, at place: Int, width: Int) {
            for (offset, byte) in text.utf8.prefix(width).enumerated() { header[place + offset] = byte }
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        put(file.name, at: 0, width: 100)
        put("0000644", at: 100, width: 8)
        put("0000000", at: 108, width: 8)
        put("0000000", at: 116, width: 8)
        put(octal(file.bytes.count, digits: 11), at: 124, width: 12)
        put(octal(1_577_836_800, digits: 11), at: 136, width: 12)
        put("        ", at: 148, width: 8)
        put("0", at: 156, width: 1)
        put("ustar", at: 257, width: 6)
        put("00", at: 263, width: 2)
        put("root", at: 265, width: 32)
        put("root", at: 297, width: 32)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148, width: 6)
        header[154] = 0
        header[155] = 0x20
        return header
    }

    /// Reads the regular files of an archive; nothing where it is none.
    init?(reading bytes: [UInt8]) {
        var files: [File] = []
        var position = 0
        func text(_ place: Int, _ width: Int) -> String {
            let field = bytes[position + place..<position + place + width]
            return String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
        while position + 512 <= bytes.count, bytes[position] != 0 {
            let header = bytes[position..<position + 512]
            let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            let digits = { (field: String) in field.filter { $0 != " " } }
            guard Int(digits(text(148, 8)), radix: 8) == sum, let size = Int(digits(text(124, 12)), radix: 8),
                size >= 0, position + 512 + size <= bytes.count
            else { return nil }
            let kind = bytes[position + 156]
            if kind == 0 || kind == 0x30 {
                let prefix = text(257, 5) == "ustar" ? text(345, 155) : ""
                files.append(
                    File(
                        name: prefix.isEmpty ? text(0, 100) : prefix + "/" + text(0, 100),
                        bytes: Array(bytes[position + 512..<position + 512 + size])))
            }
            position += 512 + (size + 511) / 512 * 512
        }
        guard !files.isEmpty else { return nil }
        self.files = files
    }
}
