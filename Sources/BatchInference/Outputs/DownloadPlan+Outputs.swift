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
        if ids == nil, listing.outputItemsLeftOut > 0 {
            unnamed = Unnamed(count: listing.outputItemsLeftOut, location: listing.outputLocation)
        }
    }
}

extension DownloadPlan.Unnamed {
    /// What a download lacks because of them.
    public var shortfall: Shortfall {
        let objects = count == 1 ? "1 object" : "\(DisplayText.count(count)) objects"
        return Shortfall(
            "\(objects) listed under \(location.uri) can't be downloaded",
            failure: .configuration(
                problem: "the listing has no readable key for \(count == 1 ? "it" : "them")",
                remedy: "look at the bucket in the S3 console, or with: aws s3 ls \(location.uri) --recursive"))
    }
}
