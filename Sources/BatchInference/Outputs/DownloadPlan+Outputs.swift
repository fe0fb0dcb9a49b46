import AWSOperations

extension DownloadPlan {
    /// Objects, each under its key's part below a location.
    public init(_ objects: [S3Object], under location: S3Location) {
        let prefix = location.key
        let wanted = objects.map { SafePath.relative(String($0.key.droppingBytePrefix(prefix) ?? $0.key[...])) }
        items = zip(objects, SafePath.unique(wanted)).map { object, path in
            Item(
                source: S3Location(bucket: location.bucket, key: object.key), listedSize: object.$size,
                eTag: object.eTag, lastModified: object.$lastModified, relativePath: path)
        }
    }

    /// The outputs that are there, each under its key's part below the output prefix; of chosen rows only, if given, and
    /// of those whichever run they are of.
    ///
    /// - Parameter includesEarlier: Whether outputs of an earlier run are taken, too, where no rows are chosen.
    public init(_ listing: OutputListing, only ids: Set<OutputRow.ID>? = nil, includesEarlier: Bool = false) {
        self.init(
            ids.map { ids in listing.rows.positions(of: ids).compactMap { listing.rows[$0].output } }
                ?? listing.rows.compactMap { includesEarlier || $0.state != .earlier ? $0.output : nil },
            under: listing.outputLocation)
        if ids == nil, listing.outputItemsLeftOut > 0 {
            unnamed = Unnamed(count: listing.outputItemsLeftOut, location: listing.outputLocation)
        }
    }
}

extension DownloadPlan.Unnamed {
    /// What a download lacks because of them.
    public var shortfall: Shortfall {
        let objects = DisplayText.counted(count, "object")
        return Shortfall(
            "\(objects) listed under \(location.uri) can't be downloaded",
            failure: .configuration(
                problem: "the listing has no readable key for \(count == 1 ? "it" : "them")",
                remedy: "look at the bucket in the S3 console, or with: aws s3 ls \(location.uri) --recursive"))
    }
}
