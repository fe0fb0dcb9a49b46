import AWSOperations

/// The objects of a trial: put there, and taken away again with whatever was written beside them.
struct TrialScratch: Sendable {
    let services: any ObjectStorage
    let place: LaunchPlan.TrialPlace

    init(services: any ObjectStorage, place: LaunchPlan.TrialPlace) {
        self.services = services
        self.place = place
    }

    /// That of a trial in the journal; nil where its places are no scratch.
    init?(services: any ObjectStorage, record: LaunchRecord) {
        guard let place = LaunchPlan.TrialPlace(of: record) else { return nil }
        self.init(services: services, place: place)
    }

    /// Uploads the parts; the names under which they lie, each once.
    func upload(_ parts: [TrialInput.Part], contentType: String) async throws -> [String] {
        var names: [String] = []
        for (number, part) in parts.enumerated() {
            var name = part.name
            // One that a numbered name makes may be another object's own.
            while names.contains(where: name.hasSameBytes) { name = "\(number)-\(name)" }
            names.append(name)
            try await services.writeObject(
                part.bytes, at: S3Location(bucket: place.input.bucket, key: place.input.key + name),
                contentType: contentType.isEmpty ? nil : contentType)
        }
        return names
    }

    /// Deletes everything under both folders; what could not be deleted, a phrase each.
    func removeAll() async -> [String] {
        var left: [String] = []
        for folder in [place.input, place.output] {
            do {
                var keys: [String] = []
                let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key)
                let services = services
                let shortfall = try await PageSequence(request, fetch: { try await services.listObjects($0) }).read {
                    page in
                    keys += page.contents.map(\.key)
                    return true
                }
                for key in keys {
                    try await services.deleteObject(at: S3Location(bucket: folder.bucket, key: key))
                }
                if let shortfall { throw shortfall }
            } catch {
                left.append("objects under \(folder.uri) (\(AWSFailure(wrapping: error).problem))")
            }
        }
        return left
    }
}
