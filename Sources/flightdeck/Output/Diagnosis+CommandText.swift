import BatchInference

extension Diagnosis {
    /// What a command prints of it: cause and cure, and where no cause is known, the log's telling lines.
    var commandText: String {
        let text = isKnown ? "likely: \(cause); \(fix)" : "\(cause); \(fix)"
        guard !isKnown, !lines.isEmpty else { return text }
        return ([text, "from the log:"] + lines.map { "  \($0)" }).joined(separator: "\n  ")
    }
}
