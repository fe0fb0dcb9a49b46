import AWSOperations

extension LaunchPlan {
    /// Puts S3 URIs where URLs of S3 were given, which is what SageMaker takes; says what it changed, a sentence each.
    public mutating func readAddresses() -> [String] {
        var notes: [String] = []
        func read(_ text: inout String, _ what: String) {
            guard !text.hasBytePrefix("s3://"), let location = S3Location(url: text) else { return }
            notes.append("\(what) is \(location.uri): SageMaker needs S3 URIs, not URLs")
            text = location.uri
        }
        read(&input, "the input")
        read(&output, "the output")
        read(&captureDestination, "the destination of captured data")
        read(&artifactPrefix, "the artifact prefix")
        return notes
    }
}
