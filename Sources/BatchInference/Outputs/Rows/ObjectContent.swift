import AWSOperations
import Predictions

/// All of an output or its input as it stands, decompressed where the service unpacks it, from the beginning on.
public struct ObjectContent: Sendable {
    public let location: S3Location
    private let source: RecordLoader.Source
    private let storage: any ObjectReader

    /// So much comes first, so that nobody waits for more than fits on a screen.
    private static let firstLength = 1 << 17

    /// Nil where there's no object of that side.
    public init?(
        of row: OutputRow, _ side: RowPager.Side, in listing: OutputListing, job: DescribeTransformJobResponse,
        from storage: any ObjectReader
    ) {
        let sources = PredictionLoader(storage: storage, job: job).sources(of: row, in: listing)
        guard let source = side == .input ? sources.input : sources.output else { return nil }
        (self.source, self.storage, location) = (source, storage, source.location)
    }

    /// Hands on the content, piece by piece, until `take` wants no more.
    public func read(_ take: ([UInt8]) async -> Bool) async throws(AWSFailure) {
        var parts = ObjectParts(
            storage: storage, location: location, longest: 1 << 20, listed: source.listed, partsAhead: 2)
        var stream = ContentStream(source)
        repeat {
            let bytes = try await parts.next(parts.position == 0 ? Self.firstLength : .max)
            var pieces: [[UInt8]] = []
            var damage: ContentStream.Problem?
            do throws(ContentStream.Problem) {
                try stream.read(bytes) { pieces.append($1) }
                if parts.isAtEnd { try stream.finish { pieces.append($1) } }
            } catch {
                damage = error
            }
            for piece in pieces where !(await take(piece)) { return }
            if let damage { throw .configuration(problem: damage.text, remedy: "") }
        } while !parts.isAtEnd
    }
}
