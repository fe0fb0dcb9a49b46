import AWSOperations

extension ClientConfiguration {
    /// The same with the region of the EC2 instance that this runs on, where nothing else names one (the AWS CLI v2's
    /// last resort); unchanged where there is no metadata service, for which it waits a second.
    ///
    /// Throws `AWSFailure.cancelled`.
    public func withRegionOfInstance() async throws(AWSFailure) -> ClientConfiguration {
        guard region == nil, case .chain(let context) = credentials else { return self }
        let loop = TransferLoop()
        defer { loop.stop() }
        let metadata = InstanceMetadata(context: context) { request throws(TransportProblem) in
            try await loop.send(request)
        }
        guard let found = try await Self.region(metadata) else { return self }
        var configuration = self
        configuration.region = Setting(found, from: .instanceMetadata)
        var located = context
        located.region = found
        configuration.credentials = .chain(located)
        return configuration
    }

    /// The availability zone without its letter; nil where nobody answers, or with something else.
    static func region(_ metadata: InstanceMetadata) async throws(AWSFailure) -> String? {
        if metadata.isDisabled { return nil }
        do throws(AWSFailure) {
            guard case .session(let session) = try await metadata.open(),
                case .answer(let answer) = try await session.get("/latest/meta-data/placement/availability-zone/"),
                answer.head.status == 200
            else { return nil }
            let zone = String(decoding: answer.bytes, as: UTF8.self).filter { !$0.isWhitespace }
            let region = String(zone.dropLast())
            return RegionName.isValid(region) ? region : nil
        } catch {
            if error == .cancelled { throw error }
            return nil
        }
    }
}
