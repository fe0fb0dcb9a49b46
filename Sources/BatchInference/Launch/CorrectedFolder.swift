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
}
