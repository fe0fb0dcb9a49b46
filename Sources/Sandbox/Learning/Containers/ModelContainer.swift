/// One container of a model as CreateModel named it, with the bytes behind its ModelDataUrl.
struct ModelContainer: Hashable, Sendable {
    var image: String
    var environment: [String: String]
    /// The bytes of `model.tar.gz`.
    var artifact: [UInt8]
    /// Where the artifact was read, for messages.
    var modelDataUrl: String
}

/// Why a model's containers do not start.
enum ModelLoadFailure: Error, Hashable, Sendable {
    case notAnArchive(modelDataUrl: String)
    /// `container` counts from 1.
    case unusable(container: Int, detail: String)
}
