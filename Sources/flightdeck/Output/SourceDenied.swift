import AWSOperations
import BatchInference

/// The source profile's role may not be taken on, for want of the trust that is named.
struct SourceDenied: Error, Hashable, Sendable {
    var failure: AWSFailure
    var gap: PolicyGap
}

extension CommandFailure {
    /// With the trust policy as JSON, and the command for it.
    init(_ denied: SourceDenied) {
        let gap = denied.gap
        let remarks = [gap.caution, gap.whereToRun].compactMap(\.self).map { "# \($0)\n" }
        self.init(
            .access, denied.failure.problem,
            remedy: "\(gap.title) in account \(DisplayText.account(gap.account)) must say:\n"
                + gap.document.prettyText + "\n\(remarks.joined())" + gap.command)
    }
}
