import AWSOperations

extension LaunchJournal {
    /// The record of the launch that made a transform; nil where it was not made from here, or the journal cannot be read.
    func record(of job: DescribeTransformJobResponse) async -> LaunchRecord? {
        let place = job.transformJobArn.split(separator: ":", omittingEmptySubsequences: false)
        return try? await history(limit: 1000).first { record in
            record.transformJobName == job.transformJobName
                && (place.count < 5 || (record.account == place[4] && record.region == place[3]))
        }
    }
}
