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
