import AWSOperations

extension JobOverview {
    /// What only a description knows: nil until that is read.
    struct Details: Hashable, Sendable {
        var problemType: String?
        var objective: MetricName?
        var bestValue: Double?
        var bestCandidateName: String?
        var candidatesFinished: Int?
        var candidatesSeen: Int?
        var candidatesMax: Int?
        var mode: AutoMLMode?
        var targetColumn: String?
        var inputLocation: String?
        var inputContentType: String?
        var outputLocation: String?
        var roleArn: String?
        var descriptionFailure: AWSFailure?
    }

    /// Details behind one reference, never changed in place: most rows of a long list have none.
    final class DetailsBox: Hashable, Sendable {
        let details: Details

        init(_ details: Details) {
            self.details = details
        }

        static func == (left: DetailsBox, right: DetailsBox) -> Bool {
            left === right || left.details == right.details
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(details)
        }
    }

    private mutating func change(_ change: (inout Details) -> Void) {
        let before = box?.details ?? Details()
        var details = before
        change(&details)
        if details != before { box = DetailsBox(details) }
    }

    /// `binary`, `multiclass`, `regression`, `time series`, `text`, `image` or `text generation`.
    public var problemType: String? {
        get { box?.details.problemType }
        set { change { $0.problemType = newValue } }
    }

    public var objective: MetricName? {
        get { box?.details.objective }
        set { change { $0.objective = newValue } }
    }

    public var bestValue: Double? {
        get { box?.details.bestValue }
        set { change { $0.bestValue = newValue } }
    }

    public var bestCandidateName: String? {
        get { box?.details.bestCandidateName }
        set { change { $0.bestCandidateName = newValue } }
    }

    /// Candidates that are no longer running.
    public var candidatesFinished: Int? {
        get { box?.details.candidatesFinished }
        set { change { $0.candidatesFinished = newValue } }
    }

    /// All candidates so far.
    public var candidatesSeen: Int? {
        get { box?.details.candidatesSeen }
        set { change { $0.candidatesSeen = newValue } }
    }

    /// The most candidates that the job may try, where it has such a limit.
    public var candidatesMax: Int? {
        get { box?.details.candidatesMax }
        set { change { $0.candidatesMax = newValue } }
    }

    /// `AUTO`, `ENSEMBLING` or `HYPERPARAMETER_TUNING`.
    public var mode: AutoMLMode? {
        get { box?.details.mode }
        set { change { $0.mode = newValue } }
    }

    public var targetColumn: String? {
        get { box?.details.targetColumn }
        set { change { $0.targetColumn = newValue } }
    }

    /// The S3 URI of the training data.
    public var inputLocation: String? {
        get { box?.details.inputLocation }
        set { change { $0.inputLocation = newValue } }
    }

    /// The media type of the training data, where the job names one.
    public var inputContentType: String? {
        get { box?.details.inputContentType }
        set { change { $0.inputContentType = newValue } }
    }

    /// The S3 URI of everything that the job wrote.
    public var outputLocation: String? {
        get { box?.details.outputLocation }
        set { change { $0.outputLocation = newValue } }
    }

    public var roleArn: String? {
        get { box?.details.roleArn }
        set { change { $0.roleArn = newValue } }
    }

    /// Why the description could not be read, the last time it was tried.
    public var descriptionFailure: AWSFailure? {
        get { box?.details.descriptionFailure }
        set { change { $0.descriptionFailure = newValue } }
    }
}
