import AWSOperations

/// How much of an input was read, where that is not all of it.
struct ReadExtent: Hashable, Sendable {
    /// `read 64 kB of each of 12 of 340 objects`; empty where all was read.
    private(set) var text = ""

    var isAll: Bool { text.isEmpty }

    init(_ samples: [InputSample], of input: InputObjects) {
        let all = input.data.count
        guard !samples.allSatisfy(\.isWhole) || samples.count < all || !input.isComplete else { return }
        let objects =
            samples.count < all || !input.isComplete
            ? "\(DisplayText.count(samples.count)) of \(input.isComplete ? "" : "more than ")\(DisplayText.count(all))"
                + " objects"
            : "\(DisplayText.count(all)) object\(all == 1 ? "" : "s")"
        let cut = samples.filter { !$0.isWhole }
        guard let most = cut.map(\.text.length).max() else {
            text = "read \(objects)"
            return
        }
        let bytes = DisplayText.byteCount(most)
        if samples.count == 1, all == 1, input.isComplete {
            text =
                samples[0].isGzip
                ? "read the first \(bytes), unpacked"
                : "read the first \(bytes) of \(DisplayText.byteCount(samples[0].size))"
        } else {
            // Small objects are read whole, and a long first row to its end.
            let isEven = cut.count == samples.count && cut.allSatisfy { $0.text.length == most }
            text = "read \(isEven ? "" : "up to ")\(bytes) of each of \(objects)"
        }
    }
}

extension [PreflightFinding] {
    /// The same, saying how much was read.
    func reading(_ extent: ReadExtent) -> [PreflightFinding] {
        guard !extent.isAll else { return self }
        return map { finding in
            var finding = finding
            if finding.extent.isEmpty { finding.extent = extent.text }
            return finding
        }
    }

    /// The same, saying that a listing was not looked at to its end.
    func listed(_ isComplete: Bool) -> [PreflightFinding] {
        guard !isComplete else { return self }
        return map { finding in
            var finding = finding
            if finding.extent.isEmpty {
                finding.extent = "looked at the first \(DisplayText.count(PreflightLookups.objectLimit)) objects"
            }
            return finding
        }
    }
}
