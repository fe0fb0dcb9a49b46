import BatchInference

extension TransformPhase {
    /// The phase in a word, as commands print it.
    var word: String { rawValue }
}
