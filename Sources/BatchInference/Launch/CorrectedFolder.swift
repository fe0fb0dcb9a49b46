import AWSOperations

extension LaunchRecord {
    /// Where the objects of a corrected input lie; nil where the record is of none, or its place nobody's to delete.
    var correctionFolder: S3Location? {
        guard let uri = correctedFolder, let folder = S3Location(uri), folder.key.hasByteSuffix("/"),
            folder.key.firstByteRange(of: "input") != nil,
            createTransformJob.transformInput.dataSource.s3DataSource.s3Uri.hasBytePrefix(folder.uri)
        else { return nil }
        return folder
    }
}

extension LaunchJournal {
    /// The launch that reads what is in a folder of corrected input, where one does that was not taken back.
    func launch(reading folder: S3Location) async -> LaunchRecord? {
        let launches = (try? await history(limit: 1000)) ?? []
        return launches.first { launch in
            launch.correctedFolder == nil && launch.state != .refused && launch.state != .cleanedUp
                && launch.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri.hasBytePrefix(folder.uri)
        }
    }

    /// Settles the corrected inputs that a launch reads: they are the launch's from now on.
    func handOver(to launch: LaunchRecord) async {
        let input = launch.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri
        let open = ((try? await unfinished()) ?? []) + ((try? await underWay()) ?? [])
        for var record in open {
            guard let folder = record.correctionFolder, input.hasBytePrefix(folder.uri) else { continue }
            record.state = .cleanedUp
            record.updatedAt = launch.createdAt
            try? await update(record)
            await release(record.id)
        }
    }

    /// Opens the corrected inputs again that a launch which was taken back has read: nobody else's, they can be removed.
    func handBack(from launch: LaunchRecord) async {
        let input = launch.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri
        for var record in (try? await history(limit: 1000)) ?? [] where record.state == .cleanedUp {
            guard let folder = record.correctionFolder, input.hasBytePrefix(folder.uri),
                await self.launch(reading: folder) == nil
            else { continue }
            record.state = .planned
            try? await update(record)
        }
    }
}

extension Launcher {
    /// Settles whose the corrected input is that an ended launch was to read: the launch's where that came about, nobody's
    /// where it was refused or taken back.
    func settleInput(after end: LaunchEvent) async {
        switch end {
        case .launched(let record): await journal.handOver(to: record)
        case .cleanedUp(let record): await journal.handBack(from: record)
        case .failed(let failure):
            guard let record = failure.record, record.state == .cleanedUp || record.state == .refused else { return }
            await journal.handBack(from: record)
        default: break
        }
    }
}

extension LaunchJournal {
    /// Lets a corrected input go that this program wrote and no launch of it will read.
    public func releaseCorrectedInput(named name: String) async {
        for record in (try? await underWay()) ?? []
        where record.correctedFolder != nil && record.transformJobName == name { await release(record.id) }
    }
}

extension TransformOverview {
    /// Whether it ran the few rows of a sample run: how long that took says nothing of other runs.
    public var isSampleRun: Bool { input.map(LaunchPlan.SampleRunPlace.isInput) ?? false }
}

extension LaunchPlan {
    /// The candidate as it is shown; in words where a clone or a plan file names none.
    public var candidateText: String {
        candidateName.isEmpty ? "not known; its containers are used as they are" : candidateName
    }

    /// Where a sample run of the plan puts its rows and its predictions: a folder beside the output.
    struct SampleRunPlace: Hashable, Sendable {
        var input: S3Location
        var output: S3Location
        /// The folder around both, as a URI.
        var folder: String {
            let key = input.key.droppingByteSuffix("input/") ?? input.key[...]
            return S3Location(bucket: input.bucket, key: String(key)).uri
        }

        /// Where a sample run of that name has its objects beside a folder of outputs.
        init(beside folder: S3Location, named name: String, under folderName: String = folderNames[0]) {
            let own = "\(folder.key)\(folderName)/\(name)/"
            input = S3Location(bucket: folder.bucket, key: own + "input/")
            output = S3Location(bucket: folder.bucket, key: own + "output/")
        }

        /// Where the sample run of a record has its objects; nil where its places are not a sample run's, and nobody's
        /// to delete.
        init?(of record: LaunchRecord) {
            let job = record.createTransformJob
            guard let input = S3Location(job.transformInput.dataSource.s3DataSource.s3Uri),
                let output = S3Location(job.transformOutput.s3OutputPath), input.bucket == output.bucket,
                let below = input.key.droppingByteSuffix("/\(record.transformJobName)/input/"),
                let folderName = Self.folderNames.first(where: { below.hasByteSuffix($0) }),
                let around = below.droppingByteSuffix(folderName)
            else { return nil }
            let parent = S3Location(bucket: input.bucket, key: String(around))
            self.init(beside: parent, named: record.transformJobName, under: folderName)
            guard self.input == input, self.output == output else { return nil }
        }

        /// Whether an input is a sample run's rows.
        static func isInput(_ uri: String) -> Bool {
            folderNames.contains { uri.firstByteRange(of: "/\($0)/") != nil }
        }

        /// The folder around all sample runs; the second is what earlier versions called it, and is still recognized.
        static let folderNames = ["flightdeck-samples", "flightdeck-trials"]
    }
}
