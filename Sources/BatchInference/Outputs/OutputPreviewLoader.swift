import AWSOperations

/// Reads the first rows of objects, without reading them whole.
public struct OutputPreviewLoader: Sendable {
    private let storage: any ObjectStorage
    private let byteLimit: Int

    public init(storage: any ObjectStorage, byteLimit: Int = 65_536) {
        self.storage = storage
        self.byteLimit = max(1, byteLimit)
    }

    /// The first rows of an object; throws `AWSFailure`.
    public func preview(of location: S3Location, rowLimit: Int = 100) async throws(AWSFailure) -> CSVPreview {
        try await preview(of: location, rowLimit: rowLimit, hasHeader: nil)
    }

    /// A row's input and output at once; nil for a side that is not there. Throws `AWSFailure`.
    ///
    /// An output has no header, for containers write none, and rows of input and output stay level only without one.
    public func preview(
        of row: OutputRow, in listing: OutputListing, rowLimit: Int = 100
    ) async throws(AWSFailure) -> (input: CSVPreview?, output: CSVPreview?) {
        do {
            async let input: CSVPreview? =
                if let location = listing.inputLocation(of: row) {
                    try await preview(of: location, rowLimit: rowLimit)
                } else {
                    nil
                }
            async let output: CSVPreview? =
                if row.output != nil {
                    try await preview(of: listing.outputLocation(of: row), rowLimit: rowLimit, hasHeader: false)
                } else {
                    nil
                }
            return (try await input, try await output)
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }

    private func preview(
        of location: S3Location, rowLimit: Int, hasHeader: Bool?
    ) async throws(AWSFailure) -> CSVPreview {
        do {
            let response = try await storage.readObject(at: location, range: 0..<byteLimit)
            let isTruncated = response.totalLength > response.body.count
            return CSVPreview(response.body, isTruncated: isTruncated, rowLimit: rowLimit, hasHeader: hasHeader)
        } catch {
            let failure = AWSFailure(wrapping: error)
            // S3 refuses any range of an empty object.
            if failure.serviceError?.code == "InvalidRange" || failure.serviceError?.httpStatus == 416 {
                return CSVPreview([], isTruncated: false, rowLimit: rowLimit)
            }
            throw failure
        }
    }
}
