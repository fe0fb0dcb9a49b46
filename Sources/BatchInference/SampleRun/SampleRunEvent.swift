import AWSOperations

/// One step of a sample run, as it happens.
public enum SampleRunEvent: Hashable, Sendable {
    /// The first rows of the input are being read.
    case reading
    case uploading(rows: Int)
    case launch(LaunchEvent)
    /// The transform of the sample run, each time that something was read of it.
    case running(TransformSnapshot)
    /// Its scratch objects are being deleted.
    case tidying
    /// The end: the rows were predicted.
    case predicted(SampleRunResult)
    /// The end: it did not work; nothing of it is left but what `leftBehind` names.
    case failed(SampleRunFailure)
}

/// What a sample run gave.
public struct SampleRunResult: Hashable, Sendable {
    public var rows: Int
    /// The rows as they were sent, of the first object, and their predictions.
    public var preview: PredictionPreview
    public var record: LaunchRecord
    /// What the columns of the predictions are called.
    public var names: ColumnNames {
        ColumnNames(responsesOf: record)
    }
    /// Whether the model was made for the sample run, so that it goes where the whole is not launched.
    public var madeModel: Bool { !record.reusesModel }
    /// Scratch objects that could not be deleted.
    public var leftBehind: [String]

    public init(rows: Int, preview: PredictionPreview, record: LaunchRecord, leftBehind: [String]) {
        self.rows = rows
        self.preview = preview
        self.record = record
        self.leftBehind = leftBehind
    }
}

/// Why a sample run did not work.
public struct SampleRunFailure: Error, Hashable, Sendable {
    public var problem: String
    public var remedy: String
    /// Likely causes where the transform itself failed, most likely first.
    public var diagnoses: [Diagnosis]
    /// What could not be removed, a sentence each.
    public var leftBehind: [String]

    public init(problem: String, remedy: String, diagnoses: [Diagnosis] = [], leftBehind: [String] = []) {
        self.problem = problem
        self.remedy = remedy
        self.diagnoses = diagnoses
        self.leftBehind = leftBehind
    }
}
