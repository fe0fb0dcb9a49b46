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
                    .failed, "\(broken.name) begins as gzip and cannot be unpacked", fix: "pack it again",
                    field: .input)
            ]
        }
        if let cut = packed.first(where: \.isCutOff) {
            return [
                PreflightFinding(
                    .failed, "\(cut.name) is gzip that ends in the middle: its upload or packing was cut off",
                    fix: "pack and upload it again", field: .input)
            ]
        }
        if !packed.isEmpty, packed.count < samples.count {
            return [
                PreflightFinding(
                    .failed, "some objects are gzip, such as \(packed[0].name), and some are not",
                    fix: "one job reads one kind: keep them under two prefixes", field: .input)
            ]
        }
        switch (packed.isEmpty, plan.compression == .gzip) {
        case (false, false):
            return [
                PreflightFinding(
                    .failed, "\(first.name) is gzip, and would be sent packed", fix: "set compression to Gzip",
                    field: .input, edit: .compression(gzip: true))
            ]
        case (true, true):
            return [
                PreflightFinding(
                    .failed, "\(first.name) is not gzip", fix: "set compression to None", field: .input,
                    edit: .compression(gzip: false))
            ]
        case (true, false):
            guard let named = samples.first(where: { $0.name.hasByteSuffix(".gz") }) else { return [] }
            return [
                PreflightFinding(
                    .warned, "\(named.name) is named as gzip, and is not packed", fix: "take .gz off its name",
                    field: .input)
            ]
        case (false, true): return [PreflightFinding(.passed, "the input is gzip, as the plan says", field: .input)]
        }
    }
}
