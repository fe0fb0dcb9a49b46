/// A form in which a launch can be taken elsewhere: the three idioms of AWS's batch-inference page, and JSON.
public enum ExportForm: String, Hashable, Sendable, CaseIterable {
    case awsCLI = "aws-cli"
    case boto3
    case sageMakerSDK = "sagemaker-sdk"
    case json

    /// What the form is called on a screen.
    public var title: String {
        switch self {
        case .awsCLI: "AWS CLI"
        case .boto3: "boto3"
        case .sageMakerSDK: "SageMaker SDK"
        case .json: "JSON"
        }
    }

    /// The ending of a file in this form.
    public var fileExtension: String {
        switch self {
        case .awsCLI: "sh"
        case .boto3, .sageMakerSDK: "py"
        case .json: "json"
        }
    }
}
