import AWSOperations

/// The settings that a transform really runs with, as the first line of its data-log tells them.
public struct EffectiveSettings: Hashable, Sendable {
    public var maxConcurrentTransforms: Int?
    public var maxPayloadInMB: Int?
    /// `MULTI_RECORD`, or `SINGLE_RECORD`.
    public var batchStrategy: String?

    /// Reads `MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD`; nil for any other line.
    public init?(logLine line: String) {
        guard line.firstRange(of: "MaxConcurrentTransforms=") != nil else { return nil }
        func value(_ name: String) -> Substring? {
            guard let mark = line.firstRange(of: name + "=") else { return nil }
            let rest = line[mark.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            return rest.isEmpty ? nil : rest
        }
        maxConcurrentTransforms = value("MaxConcurrentTransforms").flatMap { Int($0) }
        maxPayloadInMB = value("MaxPayloadInMB").flatMap { Int($0) }
        batchStrategy = value("BatchStrategy").map(String.init)
    }
}

/// What tells how many mini-batches an input makes.
public enum BatchCount: Hashable, Sendable {
    /// The sizes of its objects.
    case bySize
    /// Its lines: each is a mini-batch of its own.
    case byLine
    case unknown(reason: String)

    public init(_ job: DescribeTransformJobResponse, settings: EffectiveSettings?) {
        guard job.$transformInput != nil else {
            self = .unknown(reason: "SageMaker doesn't say what the input is")
            return
        }
        let input = job.transformInput
        if let compression = input.compressionType, compression != CompressionType.none {
            self = .unknown(reason: "the input is compressed, so its size doesn't tell how much is sent")
            return
        }
        let split = input.splitType ?? SplitType.none
        guard split != SplitType.none else {
            self = .bySize
            return
        }
        let strategy = (settings?.batchStrategy ?? job.batchStrategy?.rawValue ?? "").lowercased()
        if strategy.hasPrefix("single") {
            self = split == .line ? .byLine : .unknown(reason: "records split by \(split.rawValue) aren't counted here")
        } else if !strategy.hasPrefix("multi") {
            self = .unknown(reason: "the log hasn't shown the batch strategy yet")
        } else if let megabytes = settings?.maxPayloadInMB ?? job.maxPayloadInMB {
            self =
                (1...10_000).contains(megabytes)
                ? .bySize : .unknown(reason: "MaxPayloadInMB is \(megabytes), so the input is streamed")
        } else {
            self = .unknown(reason: "the log hasn't shown the largest payload yet")
        }
    }
}

/// How many lines an input has, by its objects or by samples of them.
public struct InputRecordCount: Hashable, Sendable {
    public var range: ClosedRange<Int>
    /// Where the range is from: `counted`, `estimated from 2 MB of 8 objects`.
    public var source: String

    public init(range: ClosedRange<Int>, source: String) {
        self.range = range
        self.source = source
    }
}

/// How a transform's input is cut into mini-batches.
public struct BatchCut: Hashable, Sendable {
    /// The most bytes of one mini-batch: a megabyte may be a million bytes or 2²⁰. Nil where an object is one request.
    public let payload: ClosedRange<Int>?
    /// Whether what is sent may be smaller than what was read: a filter takes columns away.
    public let isFiltered: Bool

    /// Nil where the sizes of objects don't tell how many requests there will be, as `BatchCount` says.
    public init?(_ job: DescribeTransformJobResponse, settings: EffectiveSettings?) {
        guard BatchCount(job, settings: settings) == .bySize else { return nil }
        let input = job.transformInput
        isFiltered = !["$", "", "$.*"].contains(job.dataProcessing?.inputFilter ?? "$")
        if (input.splitType ?? SplitType.none) == SplitType.none {
            payload = nil
            return
        }
        guard let megabytes = settings?.maxPayloadInMB ?? job.maxPayloadInMB else { return nil }
        payload = megabytes * 1_000_000...megabytes << 20
    }
}

/// How many mini-batches an input makes, and what a number of them comes to; bounds, not guesses.
public struct BatchForecast: Hashable, Sendable {
    /// How many mini-batches there will be, at least and at most.
    public private(set) var count: ClosedRange<Int> = 0...0
    /// All bytes of the input.
    public private(set) var bytes = 0
    /// Of objects that are one mini-batch each.
    private var wholeObjects = 0
    private var wholeBytes = 0
    private var smallestWhole = Int.max
    /// Objects that may be several mini-batches.
    private var largeObjects = 0
    private var largest = 0
    private let cut: BatchCut?
    /// Where each record is a mini-batch: how many there are.
    private let records: InputRecordCount?

    /// Of records that are a mini-batch each. Nil where there may be none.
    public init?(_ records: InputRecordCount, bytes: Int) {
        guard records.range.lowerBound > 0 else { return nil }
        self.records = records
        self.bytes = bytes
        cut = nil
        count = records.range
    }

    /// Nil where the size of an object isn't known, or there is none.
    public init?(sizes: some Sequence<Int?>, cut: BatchCut) {
        self.cut = cut
        records = nil
        var (least, most) = (0, 0)
        for size in sizes {
            guard let size, size >= 0 else { return nil }
            bytes = ByteSum.adding(bytes, size)
            guard size > 0 else {
                most += 1
                continue
            }
            largest = max(largest, size)
            guard let payload = cut.payload, size > payload.lowerBound else {
                least += 1
                most += 1
                wholeObjects += 1
                smallestWhole = min(smallestWhole, size)
                wholeBytes = ByteSum.adding(wholeBytes, size)
                continue
            }
            largeObjects += 1
            // Two mini-batches in a row are together larger than one may be: else the second's first record had fitted.
            least += cut.isFiltered ? 1 : (size - 1) / payload.upperBound + 1
            most += size / payload.lowerBound * 2 + 1
        }
        guard most > 0, bytes > 0 else { return nil }
        count = least...most
    }

    /// The share of the input's bytes that a number of mini-batches has read; nil where there are more than there can be.
    public func share(served: Int) -> ClosedRange<Double>? {
        guard served <= count.upperBound, served >= 0 else { return nil }
        guard let cut else {
            return Double(served) / Double(count.upperBound)...min(1, Double(served) / Double(count.lowerBound))
        }
        let largestBatch = cut.payload.map { min($0.upperBound, largest) } ?? largest
        let most = cut.isFiltered ? bytes : min(bytes, saturating(served, largestBatch))
        // At worst, they are the smallest that there are: one of each large object may hold next to nothing, and of its
        // others, two in a row are more than one may be.
        let paired = cut.payload?.lowerBound ?? .max
        let rest = max(0, served - largeObjects)
        let wholes = smallestWhole <= paired / 2 ? min(rest, wholeObjects) : 0
        var least = wholes == wholeObjects ? wholeBytes : saturating(wholes, smallestWhole)
        if largeObjects > 0 {
            least = ByteSum.adding(least, saturating((rest - wholes) / 2, paired))
        } else if wholes < rest {
            least = max(least, saturating(min(rest, wholeObjects), smallestWhole))
        }
        let whole = Double(bytes)
        let high = min(1, Double(most) / whole)
        // All that there can be at most is all that there is.
        let low = served == count.upperBound ? 1 : min(1, Double(least) / whole)
        return min(low, high)...max(low, high)
    }

    private func saturating(_ count: Int, _ size: Int) -> Int {
        let (product, overflows) = count.multipliedReportingOverflow(by: size)
        return overflows ? .max : product
    }

    /// `100 mini-batches`, `100 to 140 mini-batches`.
    public var text: String {
        let (low, high) = (DisplayText.count(count.lowerBound), DisplayText.count(count.upperBound))
        let one = count.upperBound == 1 ? "mini-batch" : "mini-batches"
        let text = low == high ? "\(low) \(one)" : "\(low) to \(high) \(one)"
        return records.map { "\(text), one per record, \($0.source)" } ?? text
    }
}
