import AWSOperations
import JSONCoding

/// A member of a JSON object; without a value, it's left out.
public typealias JSONMember = (key: String, value: JSONValue?)

extension TransformProgress {
    /// What is known, as members of a JSON object; what isn't known is left out.
    public func members(at now: Timestamp) -> [JSONMember] {
        var members: [JSONMember] = [
            ("Timeline", .array(timeline.segments.map(\.document))), ("Cost", cost.document),
        ]
        members += Self.range("Share", share)
        members += Self.range("SecondsLeft", left.map(Self.rounded))
        if !leftSource.isEmpty { members.append(("SecondsLeftSource", .string(leftSource))) }
        members.append(("Evidence", .array(evidence.map(\.document))))
        members.append(("SlowerThanUsual", slowness?.document))
        members.append(("Silence", silence?.document))
        return members
    }

    static func seconds(_ seconds: Double) -> JSONValue { JSONValue(Int(max(-1e12, min(1e12, seconds)).rounded())) }

    /// Outwards, to whole seconds.
    static func rounded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        range.lowerBound.rounded(.down)...range.upperBound.rounded(.up)
    }

    static func range(_ name: String, _ range: ClosedRange<Double>?) -> [JSONMember] {
        guard let range else { return [] }
        return [("\(name)From", JSONValue(range.lowerBound)), ("\(name)To", JSONValue(range.upperBound))]
    }
}

extension TransformTimeline.Segment {
    var document: JSONValue {
        .members([
            ("Phase", .string(phase.rawValue)), ("Seconds", seconds.map(TransformProgress.seconds)),
            ("SecondsAre", bound == .exact || seconds == nil ? nil : .string(bound == .atLeast ? "AtLeast" : "AtMost")),
            ("BeganAfter", beganAfter.map { .string($0.iso8601) }),
            ("BeganBefore", beganBefore.map { .string($0.iso8601) }),
            ("StoppingIncluded", includesStopping ? .bool(true) : nil),
            ("Billed", .bool(isBilled)), ("UnderWay", .bool(isUnderWay)),
        ])
    }
}

extension AccruedCost {
    /// Nil while the price is being asked for.
    public var document: JSONValue? {
        switch self {
        case .asking: nil
        case .nothingYet: .members([("Amount", JSONValue(0)), ("IsFinal", .bool(false))])
        case .unknown(let reason): .members([("Unknown", .string(reason))])
        case .known(let amount):
            .members([
                ("Amount", JSONValue((amount.value * 10_000).rounded() / 10_000)),
                ("Currency", .string(amount.currency)), ("IsFinal", .bool(amount.isFinal)),
                ("PricePerHour", JSONValue(amount.price.amount)),
                ("InstanceType", .string(amount.price.type.rawValue)),
                ("InstanceCount", JSONValue(amount.instanceCount)), ("PriceSource", .string("AWS price list")),
                ("PriceReadAt", amount.priceReadAt.map { .string($0.iso8601) }),
            ])
        }
    }
}

extension ProgressEvidence {
    public var document: JSONValue {
        var members: [JSONMember] = [("Source", .string(source.rawValue))]
        members += TransformProgress.range("Share", share)
        members += TransformProgress.range("SecondsLeft", left.map(TransformProgress.rounded))
        members.append(("Basis", .string(basis)))
        if !remark.isEmpty { members.append(("Remark", .string(remark))) }
        return .members(members)
    }
}

extension Slowness {
    public var document: JSONValue {
        .members([
            ("Phase", .string(phase.rawValue)), ("Factor", JSONValue((factor * 100).rounded() / 100)),
            ("MedianSeconds", TransformProgress.seconds(medianSeconds)), ("Runs", JSONValue(usual.runs)),
            ("InstanceType", .string(usual.instanceType.rawValue)), ("InstanceCount", JSONValue(usual.instanceCount)),
            ("ScaledToInput", .bool(isScaled)), ("Text", .string(text)),
        ])
    }
}

extension Silence {
    public var document: JSONValue {
        .members([
            ("Kind", .string(kind.rawValue)), ("Since", .string(since.iso8601)),
            ("Seconds", TransformProgress.seconds(seconds)), ("LastSign", last.isEmpty ? nil : .string(last)),
            ("Meaning", .string(meaning)), ("Text", .string(text)),
        ])
    }
}
