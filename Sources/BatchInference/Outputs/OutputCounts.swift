/// How many inputs and outputs a transform has, as far as they are listed.
public struct OutputCounts: Hashable, Sendable {
    public var inputs = 0
    public var inputBytes = 0
    /// Inputs with an output of this run.
    public var written = 0
    public var writtenBytes = 0
    /// Inputs without an output of this run; those whose only output an earlier run wrote are among them. Of no meaning
    /// before all outputs are listed.
    public var missing = 0
    /// Outputs of this run without an input.
    public var extra = 0
    public var extraBytes = 0
    /// Outputs of an earlier run, with an input or without.
    public var earlier = 0
    public var earlierBytes = 0
    /// Outputs among `written` and `extra` of which nothing tells which run wrote them.
    public var ofUnknownRun = 0
    /// Outputs among `written` and `extra` that hold nothing.
    public var empty = 0
    /// Objects whose listing tells no size, so that bytes are lower bounds.
    public var withoutSize = 0

    public init() {}

    /// Outputs of this run, with an input or without.
    public var outputs: Int { written + extra }
    /// In bytes, of the outputs of this run.
    public var outputBytes: Int { ByteSum.adding(writtenBytes, extraBytes) }

    mutating func addInput(size: Int?) {
        inputs += 1
        if let size { inputBytes = ByteSum.adding(inputBytes, size) } else { withoutSize += 1 }
    }

    mutating func addOutput(size: Int?, origin: OutputOrigin, hasInput: Bool) {
        if size == nil { withoutSize += 1 }
        guard origin != .earlierRun else {
            earlier += 1
            earlierBytes = ByteSum.adding(earlierBytes, size ?? 0)
            return
        }
        if origin == .unknown { ofUnknownRun += 1 }
        if size == 0 { empty += 1 }
        if hasInput {
            written += 1
            writtenBytes = ByteSum.adding(writtenBytes, size ?? 0)
        } else {
            extra += 1
            extraBytes = ByteSum.adding(extraBytes, size ?? 0)
        }
    }
}
