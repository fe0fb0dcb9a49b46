import AWSOperations

extension PreflightCheck {
    /// Whether the input is packed as the plan says.
    static let compression = PreflightCheck("compression", "compression", needs: [.input, .records]) {
        subject, lookups in
        let plan = subject.plan
        guard let input = try await readableInput(of: plan, lookups) else { return [] }
        let samples = try await lookups.samples(of: plan)
        return findings(on: samples, plan).reading(ReadExtent(samples, of: input))
    }

    private static func findings(on samples: [InputSample], _ plan: LaunchPlan) -> [PreflightFinding] {
        guard let first = samples.first else { return [] }
        let packed = samples.filter(\.isGzip)
        if let broken = packed.first(where: { !$0.isReadable }) {
            return [
                PreflightFinding(
                    .failed, "\(broken.name) starts as gzip but can't be decompressed", fix: "compress it again",
                    field: .input)
            ]
        }
        if let cut = packed.first(where: \.isCutOff) {
            return [
                PreflightFinding(
                    .failed, "\(cut.name) is gzip that ends early: its compression or upload was cut off",
                    fix: "compress and upload it again", field: .input)
            ]
        }
        if !packed.isEmpty, packed.count < samples.count {
            return [
                PreflightFinding(
                    .failed, "some objects are gzip, such as \(packed[0].name), and some aren't",
                    fix: "a transform reads one kind: use two prefixes", field: .input)
            ]
        }
        switch (packed.isEmpty, plan.compression == .gzip) {
        case (false, false):
            return [
                PreflightFinding(
                    .failed, "\(first.name) is gzip, and would be sent compressed", fix: "set compression to Gzip",
                    field: .input, edit: .compression(gzip: true))
            ]
        case (true, true):
            return [
                PreflightFinding(
                    .failed, "\(first.name) isn't gzip", fix: "set compression to None", field: .input,
                    edit: .compression(gzip: false))
            ]
        case (true, false):
            guard let named = samples.first(where: { $0.name.hasByteSuffix(".gz") }) else { return [] }
            return [
                PreflightFinding(
                    .warned, "\(named.name) has a .gz name but isn't compressed", fix: "rename it without .gz",
                    field: .input)
            ]
        case (false, true): return [PreflightFinding(.passed, "the input is gzip, as the plan says", field: .input)]
        }
    }
}
