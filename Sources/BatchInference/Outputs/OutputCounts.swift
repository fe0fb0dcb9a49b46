import AWSOperations

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
    /// In bytes, of the inputs that are `written`.
    public var writtenInputBytes = 0
    /// In bytes, of the largest input that isn't `written`.
    public var largestUnwritten = 0
    /// When the first and the last of `written` and `extra` were written.
    public var firstWrittenAt: Timestamp?
    public var lastWrittenAt: Timestamp?
    /// Objects whose listing tells no size, so that bytes are lower bounds.
    public var withoutSize = 0
    /// How many of this run's outputs each of its repairs has written, oldest first.
    public internal(set) var byRepair: [RepairShare] = []
    /// Outputs among `earlier` that the run wrote which this one repairs.
    public internal(set) var ofRepaired = 0

    public init() {}

    /// Outputs of this run, with an input or without.
    public var outputs: Int { written + extra }
    /// In bytes, of the outputs of this run.
    public var outputBytes: Int { ByteSum.adding(writtenBytes, extraBytes) }

    /// - Parameter isWritten: Whether it has an output of this run.
    mutating func addInput(size: Int?, isWritten: Bool) {
        inputs += 1
        guard let size else {
            withoutSize += 1
            return
        }
        inputBytes = ByteSum.adding(inputBytes, size)
        if isWritten {
            writtenInputBytes = ByteSum.adding(writtenInputBytes, size)
        } else {
            largestUnwritten = max(largestUnwritten, size)
        }
    }

    mutating func addOutput(size: Int?, time: Timestamp?, run: RunStart, hasInput: Bool) {
        let origin = run.origin(of: time)
        if size == nil { withoutSize += 1 }
        guard origin != .earlierRun else {
            earlier += 1
            if run.isOfRepaired(time) { ofRepaired += 1 }
            earlierBytes = ByteSum.adding(earlierBytes, size ?? 0)
            return
        }
        if origin == .unknown { ofUnknownRun += 1 }
        if origin == .thisRun, let time {
            firstWrittenAt = min(firstWrittenAt ?? time, time)
            lastWrittenAt = max(lastWrittenAt ?? time, time)
        }
        if let repair = run.repair(of: time), let known = byRepair[repair].outputs {
            byRepair[repair].outputs = known + 1
        }
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
