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

    /// What could be read of a row's input and output: nil for a side that is not there or could not be read.
    public struct Pair: Sendable {
        public var input: CSVPreview?
        public var output: CSVPreview?
        /// Which side could not be read, and why.
        public var shortfalls: [Shortfall] = []
    }

    /// A row's input and output at once; one that can't be read does not hide the other.
    ///
    /// An output has no header, for containers write none, and rows of input and output stay level only without one.
    public func preview(of row: OutputRow, in listing: OutputListing, rowLimit: Int = 100) async -> Pair {
        async let reading = side(listing.inputLocation(of: row), rowLimit: rowLimit, hasHeader: nil)
        let written = row.output == nil ? nil : listing.outputLocation(of: row)
        let output = await side(written, rowLimit: rowLimit, hasHeader: false)
        let input = await reading
        return Pair(
            input: input.preview, output: output.preview,
            shortfalls: [output.shortfall, input.shortfall].compactMap(\.self))
    }

    private func side(
        _ location: S3Location?, rowLimit: Int, hasHeader: Bool?
    ) async -> (preview: CSVPreview?, shortfall: Shortfall?) {
        guard let location else { return (nil, nil) }
        do throws(AWSFailure) {
            return (try await preview(of: location, rowLimit: rowLimit, hasHeader: hasHeader), nil)
        } catch {
            return (nil, Shortfall("can't read \(location.uri)", failure: error))
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
