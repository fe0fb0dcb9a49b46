import BatchInference

extension JobOverview {
    /// The details known so far with the status of a newer listing, until the details are read again.
    func refreshed(by row: JobOverview) -> JobOverview {
        var job = self
        job.status = row.status
        job.secondaryStatus = row.secondaryStatus
        job.modifiedAt = row.modifiedAt
        job.endedAt = row.endedAt
        job.failureReason = row.failureReason
        job.partialFailures = row.partialFailures
        return job
    }
}
