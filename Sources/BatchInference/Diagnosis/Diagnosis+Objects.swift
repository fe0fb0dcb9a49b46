import AWSOperations

extension Diagnosis {
    /// What an object's name gives away where SageMaker or the container had trouble with it: it holds no records, and only
    /// lies under the input prefix.
    static func strayObject(_ evidence: DiagnosisEvidence) -> Diagnosis? {
        guard let object = evidence.object, trouble.contains(where: { $0.match(in: evidence.folded) != nil }) else {
            return nil
        }
        let name = evidence.objectName
        guard let kind = kinds.first(where: { $0.endings.contains(where: name.hasByteSuffix) })?.kind ?? markers[name]
        else {
            return nil
        }
        return Diagnosis(
            id: "stray-object", cause: "\(kind) is under the input prefix and is read as records: \(object)",
            evidence: evidence.text,
            fix: "move it elsewhere, or use an input prefix or manifest with the records only")
    }

    private static let trouble: [TextPattern] = [
        "error", "failed", "unable", "cannot", "could not", "invalid", "exception",
    ]

    private static let kinds: [(endings: [String], kind: String)] = [
        ([".tar.gz", ".tgz", ".tar", ".zip", ".7z", ".rar"], "an archive"),
        ([".out"], "the output of an earlier transform"),
        ([".pkl", ".joblib", ".h5", ".onnx", ".pt", ".pth", ".safetensors"], "a model file"),
        ([".ipynb", ".py", ".html", ".pdf", ".sh", ".md"], "a file that is not data"),
        ([".crc", ".manifest", ".metadata"], "a file about other files"),
    ]

    private static let markers = [
        "_success": "a marker", "_metadata": "a file about other files", ".ds_store": "a file of macOS",
        "_common_metadata": "a file about other files", "thumbs.db": "a file of Windows", "_started": "a marker",
    ]
}
