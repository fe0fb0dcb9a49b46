import AWSOperations

/// Models that are one candidate's: launches make a new one each time, of the same images and artifacts.
public enum ModelFamily {
    private static let limit = 10_000

    /// The models of the same containers as one, as far as the journal knows, that one first.
    public static func names(
        like model: String, in scope: AccountScope, _ journal: any LaunchJournal
    ) async -> [String] {
        let records = ((try? await journal.history(limit: limit)) ?? []).filter {
            $0.account == scope.account && $0.region == scope.region && $0.correctedFolder == nil
                && $0.state != .refused && $0.state != .cleanedUp
        }
        guard let own = records.first(where: { $0.modelName == model }) else { return [model] }
        let parts = parts(of: own)
        guard !parts.isEmpty else { return [model] }
        var names = [model]
        for record in records where self.parts(of: record) == parts && !names.contains(record.modelName) {
            names.append(record.modelName)
        }
        return names
    }

    /// What each container is made of: its image and its artifact.
    private static func parts(of record: LaunchRecord) -> [[ByteText]] {
        (record.createModel.containers ?? []).map { [ByteText($0.image ?? ""), ByteText($0.modelDataUrl ?? "")] }
    }

    /// The newest ended runs of any of these models that a query asks for.
    public static func runs(
        of names: [String], matching query: EndedRunQuery = EndedRunQuery(), in scope: AccountScope,
        from history: any TransformHistory, limit: Int
    ) async throws -> [EndedRun] {
        var runs: [EndedRun] = []
        for name in names {
            var own = query
            own.modelName = name
            runs += try await history.runs(matching: own, in: scope, limit: limit)
        }
        return Array(runs.sorted { $0.createdAt > $1.createdAt }.prefix(limit))
    }
}
