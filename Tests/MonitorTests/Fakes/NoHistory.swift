import BatchInference

/// A history without past runs.
struct NoHistory: TransformHistory {
    func remember(_ transforms: [TransformOverview], in scope: AccountScope) async throws {}
    func rememberInput(bytes: Int, ofTransform name: String, in scope: AccountScope) async throws {}

    func pastTransforms(
        ofModel modelName: String?, candidate candidateName: String?, in scope: AccountScope, limit: Int
    ) async throws -> [PastTransform] { [] }
}
