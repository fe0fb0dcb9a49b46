import AWSOperations

/// A transform that was launched for inputs that another one had left without an output, into the same place.
public struct RepairRun: Hashable, Sendable {
    public var name: String
    /// When its instances started, before which it wrote nothing; nil where they haven't.
    public var startedAt: Timestamp?
    /// Whether its description could be read, so that its outputs can be told from the others'.
    public var isKnown: Bool
    /// Nil where it isn't known.
    public var status: TransformJobStatus?

    public init(name: String, startedAt: Timestamp?, isKnown: Bool = true, status: TransformJobStatus? = nil) {
        self.name = name
        self.startedAt = startedAt
        self.isKnown = isKnown
        self.status = status
    }

    init(_ job: DescribeTransformJobResponse, name: String) {
        self.init(name: name, startedAt: job.transformStartTime, status: job.transformJobStatus)
    }
}

/// How many of the counted outputs a repair has written.
public struct RepairShare: Hashable, Sendable {
    public var name: String
    /// Nil where it isn't known.
    public var outputs: Int?

    public init(name: String, outputs: Int?) {
        self.name = name
        self.outputs = outputs
    }

    /// `12 by the repair NAME`.
    public var text: String { "\(outputs.map(DisplayText.count) ?? "an unknown number") by the repair \(name)" }
}

/// What a plan repairs: the run whose missing outputs it writes, and where these go.
public struct RepairTarget: Hashable, Sendable {
    public var transform: String
    /// The output of the repaired run: a plan that writes elsewhere repairs nothing.
    @ByteText public var output: String

    public init(transform: String, output: String) {
        self.transform = transform
        self.output = output
    }
}
