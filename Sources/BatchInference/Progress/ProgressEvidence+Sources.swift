import AWSOperations

/// What the outputs in S3 tell.
extension ProgressEvidence {
    /// Outputs from which a time is told, at least.
    private static let fewOutputs = 3
    /// Seconds without a new output that are never a stall.
    private static let outputPause = 120.0

    /// Nil where there is nothing to count.
    ///
    /// The share is that of the bytes of inputs that have an output, since objects may be of any size; its upper end counts
    /// what is being worked on as done.
    init?(
        outputs: OutputProgress, of transform: TransformOverview, concurrency: Int? = nil, seen: Timestamp? = nil,
        at now: Timestamp
    ) {
        guard outputs.inputsAreKnown, outputs.inputsAreListed, outputs.outputsAreListed, outputs.inputObjects > 0 else {
            return nil
        }
        var basis = outputs.text(noun: " outputs")
        guard outputs.isComplete, outputs.outputsOfUnknownRun == 0 else {
            self.init(.outputs, basis: basis)
            return
        }
        let done = outputs.outputObjects
        let isRunning = transform.phase == .running
        guard done > 0 else {
            self.init(
                .outputs, basis: basis,
                remark: isRunning ? "SageMaker may write them only at the end" : "")
            return
        }
        if done >= outputs.inputObjects {
            self.init(
                .outputs, share: 1...1, basis: basis,
                remark: isRunning ? "every input has an output: the transform should end soon" : "")
            return
        }
        let share: ClosedRange<Double>
        var next = 0.0
        if outputs.sizesAreKnown, outputs.inputBytes > 0, let finished = outputs.finishedInputBytes {
            basis += ", \(DisplayText.byteCount(finished)) of \(DisplayText.byteCount(outputs.inputBytes)) of input"
            let whole = Double(outputs.inputBytes)
            let atWork = Double(max(1, concurrency ?? 1)) * Double(max(1, transform.instanceCount ?? 1))
            let largest = outputs.largestUnfinishedInput ?? outputs.inputBytes
            let open =
                transform.isEnded ? 0 : min(Double(outputs.inputBytes - finished), atWork * Double(largest))
            let low = min(1, Double(finished) / whole)
            // Something is missing: it isn't the whole.
            share = low...max(low, min(1, (Double(finished) + open) / whole))
            next = finished > 0 ? Double(largest) / Double(finished) : 0
        } else {
            let whole = Double(outputs.inputObjects)
            share = Double(done) / whole...min(1, Double(transform.isEnded ? done : done + 1) / whole)
            next = 1 / Double(done)
        }
        self.init(.outputs, share: share, basis: basis)
        guard isRunning, let started = transform.startedAt, let first = outputs.firstOutputAt,
            let last = outputs.lastOutputAt, let pause = Silence.pause(since: last, seen: seen, now: now)
        else { return }
        // How long the largest of those that are left takes at the pace so far.
        let expected = max(0, last.seconds(since: started)) * next
        let gap = done > 1 ? last.seconds(since: first) / Double(done - 1) : 0
        guard pause <= max(Self.outputPause, 3 * gap, 2 * expected) else {
            remark = "no new output for \(DisplayText.duration(seconds: pause))"
            isStalled = true
            return
        }
        guard done >= Self.fewOutputs else { return }
        left = Self.left(share: share, samples: done, startedAt: started, firstAt: first, now: now)
    }

    /// The time that is left of a share, from the pace since the start, which has the container's own start in it, and from
    /// the pace since the first sign, which hasn't; wider the fewer samples there are.
    fileprivate static func left(
        share: ClosedRange<Double>, samples: Int, startedAt: Timestamp, firstAt: Timestamp, now: Timestamp
    ) -> ClosedRange<Double>? {
        guard share.lowerBound > 0, samples > 0, let long = startedAt.span(to: now), long >= 30 else { return nil }
        let short = min(long, firstAt.span(to: now) ?? long)
        let doubt = 1 + 1 / Double(samples).squareRoot()
        let most = long * (1 - share.lowerBound) / share.lowerBound * doubt
        let least = short * (1 - share.upperBound) / share.upperBound / doubt
        return min(least, most)...most
    }
}

/// What the container's log tells.
extension ProgressEvidence {
    private static let fewBatches = 10
    /// Seconds without a mini-batch that are never a stall: the log itself is late.
    private static let batchPause = 120.0

    /// Nil where the log has no mini-batch.
    ///
    /// - Parameters:
    ///   - track: When the mini-batches were served, by the times of their lines.
    ///   - gap: Why there is no forecast.
    ///   - isWhole: Whether every line was read: else more may have been served.
    init?(
        batches served: Int, track: ActivityTrack, forecast: BatchForecast?, gap: String = "", isWhole: Bool,
        of transform: TransformOverview, seen: Timestamp? = nil, at now: Timestamp
    ) {
        guard served > 0 else { return nil }
        let number = "\(isWhole ? "" : "at least ")\(DisplayText.count(served))"
        guard let forecast else {
            let one = served == 1 ? "mini-batch" : "mini-batches"
            self.init(
                .batches, basis: "\(number) \(one), by the log",
                remark: gap.isEmpty ? "" : "how many there will be is unknown: \(gap)")
            return
        }
        let basis = "\(number) of \(forecast.text), by the log"
        guard var share = forecast.share(served: served) else {
            self.init(
                .batches, basis: basis,
                remark:
                    "more than there can be: the container logs more than one line for each, or requests were retried")
            return
        }
        if !isWhole { share = share.lowerBound...1 }
        self.init(.batches, share: share, basis: basis)
        guard transform.phase == .running, let started = transform.startedAt, let first = track.firstAt else { return }
        let pause = track.lastAt.flatMap { Silence.pause(since: $0, seen: seen, now: now) } ?? 0
        guard pause <= track.usualPause(atLeast: Self.batchPause) else {
            remark = "no mini-batch served for \(DisplayText.duration(seconds: pause))"
            isStalled = true
            return
        }
        guard served >= Self.fewBatches, isWhole else { return }
        left = Self.left(share: share, samples: served, startedAt: started, firstAt: first, now: now)
    }
}

/// What past runs tell.
extension ProgressEvidence {
    /// Inputs that differ by more than that aren't compared.
    private static let largestFactor = 20.0

    /// Nil without past runs; with a remark in place of a time once it takes longer than all of them.
    init?(past: [PastTransform], of transform: TransformOverview, inputBytes: Int?, at now: Timestamp) {
        guard
            let estimate = TransformEstimate(
                from: past, instanceType: transform.instanceType, instanceCount: transform.instanceCount,
                inputBytes: inputBytes)
        else { return nil }
        let (short, long) = (
            DisplayText.duration(seconds: estimate.running.lowerBound),
            DisplayText.duration(seconds: estimate.running.upperBound)
        )
        let span = short == long ? short : "\(short) to \(long)"
        let runs = DisplayText.counted(estimate.runs, "past run")
        let others = estimate.isFromOtherInstances ? " on other instances" : ""
        let size = estimate.isScaled ? ", scaled to the input's size" : "; the input's size isn't considered"
        self.init(.pastRuns, basis: "\(runs) of this model\(others) (\(span)\(size))")
        // Neither the same time nor the same throughput says anything then.
        if let factor = estimate.sizeFactor, factor > Self.largestFactor || factor < 1 / Self.largestFactor {
            remark = "its input is \(factor > 1 ? "far larger" : "far smaller") than theirs"
            return
        }
        switch transform.phase {
        case .provisioning, .running:
            left = estimate.remaining(of: transform, at: now)
            if left == nil { remark = "it takes longer than \(estimate.runs == 1 ? "that" : "any of them")" }
        default: break
        }
    }
}

/// How long a transform is likely to take, from past runs and from nothing else.
public struct TransformEstimate: Hashable, Sendable {
    /// How many past runs it rests on; at least 1.
    public var runs: Int
    /// In seconds, from the shortest to the longest past run.
    public var provisioning: ClosedRange<Double>
    public var running: ClosedRange<Double>
    /// Whether the past runs were on other instances.
    public var isFromOtherInstances: Bool
    /// Whether the times are widened to what the past throughput makes of this input's size.
    public var isScaled: Bool
    /// How many times the size of their inputs this one has, by the median; nil where sizes aren't known.
    public var sizeFactor: Double?

    /// Takes runs on the same instances where there are some, otherwise all; nil without any.
    ///
    /// - Parameter inputBytes: The size of this transform's input; where the past runs' sizes are known, too, their
    ///   throughput counts.
    public init?(
        from past: [PastTransform], instanceType: TransformInstanceType?, instanceCount: Int?, inputBytes: Int? = nil
    ) {
        let alike = past.filter { $0.instanceType == instanceType && $0.instanceCount == instanceCount }
        let used = alike.isEmpty ? past : alike
        let provisioning = used.map { max(0, $0.provisioningSeconds) }
        var running = used.map { max(0, $0.runningSeconds) }
        let sizes = used.compactMap(\.inputBytes).filter { $0 > 0 }
        isScaled = false
        if let inputBytes, inputBytes > 0, sizes.count == used.count, !used.isEmpty {
            // Starting the container takes its time whatever the input: the truth lies between the two.
            running += zip(used, sizes).map { max(0, $0.runningSeconds) * Double(inputBytes) / Double($1) }
            isScaled = true
            sizeFactor = UsualDuration.median(sizes.map(Double.init)).map { Double(inputBytes) / $0 }
        }
        guard let shortestWait = provisioning.min(), let longestWait = provisioning.max(), let shortest = running.min(),
            let longest = running.max()
        else { return nil }
        runs = used.count
        isFromOtherInstances = alike.isEmpty
        self.provisioning = shortestWait...longestWait
        self.running = shortest...longest
    }

    /// The seconds that are left of a transform in progress; nil after its end, or once it took longer than all before.
    public func remaining(of transform: TransformOverview, at now: Timestamp) -> ClosedRange<Double>? {
        let (spent, whole): (Double, ClosedRange<Double>)
        switch transform.phase {
        case .provisioning:
            guard let age = transform.age(at: now) else { return nil }
            spent = max(0, age)
            whole =
                provisioning.lowerBound + running.lowerBound...provisioning.upperBound + running.upperBound
        case .running:
            guard let seconds = transform.runningSeconds(at: now) else { return nil }
            spent = seconds
            whole = running
        default: return nil
        }
        guard whole.upperBound > spent else { return nil }
        return max(0, whole.lowerBound - spent)...(whole.upperBound - spent)
    }
}
