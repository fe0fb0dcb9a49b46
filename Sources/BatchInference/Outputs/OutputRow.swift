import AWSOperations

/// One input object beside the output that it has, or should have.
public struct OutputRow: Hashable, Sendable, Identifiable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Input and output are there.
        case written
        /// The output is not there: not yet, or the object failed.
        case missing
        /// The output is there and older than the transform: an earlier run wrote it.
        case earlier
        /// An output without an input of its name.
        case extra
        /// An input whose output may be there: the outputs have not been listed to their end.
        case unknown
        /// An output whose input may be there: the inputs could not be listed to their end.
        case unpaired
    }

    /// Why an input may not be what was meant.
    public enum Oddity: Hashable, Sendable, CaseIterable {
        /// Matches the input prefix only as text: a sibling folder or file (`…/test` also reads `…/test_output`).
        case siblingOfPrefix
        /// A marker such as `_SUCCESS`, or a manifest, which is read as data.
        case marker
        /// Lies under the output prefix: an earlier output that is read as input.
        case underOutput
    }

    public var input: S3Object?
    public var output: S3Object?
    /// The key that the output has, or would have.
    @ByteText public var outputKey: String
    /// The input's key below the prefix, or the output's for an extra one; for showing.
    @ByteText public var relativeName: String
    public var oddity: Oddity?
    /// Whether the listing of the side that it lacks has not come to its end, so that nothing says that it is not there.
    public var mayBePaired = false
    /// Which run wrote the output; of no meaning where there is none.
    public var origin: OutputOrigin
    /// The repair that wrote the output; nil where the run itself did.
    public var repair: String?

    public init(
        input: S3Object?, output: S3Object?, outputKey: String, relativeName: String, oddity: Oddity? = nil,
        mayBePaired: Bool = false, origin: OutputOrigin = .thisRun, repair: String? = nil
    ) {
        self.input = input
        self.output = output
        self.outputKey = outputKey
        self.relativeName = relativeName
        self.oddity = oddity
        self.mayBePaired = mayBePaired
        self.origin = origin
        self.repair = repair
    }

    /// A key, by its bytes: two that only look alike are two rows.
    public var id: ByteText { ByteText(input?.key ?? outputKey) }

    public var state: State {
        if output == nil { return mayBePaired ? .unknown : .missing }
        if origin == .earlierRun { return .earlier }
        if input == nil { return mayBePaired ? .unpaired : .extra }
        return .written
    }
}
