import AWSOperations

extension DownloadPlan {
    /// The outputs that are there, each under its key's part below the output prefix; of chosen rows only, if given.
    public init(_ listing: OutputListing, only ids: Set<OutputRow.ID>? = nil) {
        let prefix = listing.outputLocation.key
        let outputs = listing.rows.compactMap { row in ids?.contains(row.id) ?? true ? row.output : nil }
        let wanted = outputs.map { SafePath.relative(String($0.key.droppingBytePrefix(prefix) ?? $0.key[...])) }
        items = zip(outputs, SafePath.unique(wanted)).map { output, path in
            Item(
                source: S3Location(bucket: listing.outputLocation.bucket, key: output.key), listedSize: output.$size,
                eTag: output.eTag, relativePath: path)
        }
    }
}
