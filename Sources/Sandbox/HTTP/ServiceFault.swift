/// A request refused: what an AWS service would answer in its place.
struct ServiceFault: Error, Sendable {
    var code: String
    var message: String
    var status: Int
    /// Further elements of an S3 error, such as the region that a bucket is in.
    var details: [(name: String, value: String)] = []

    init(_ code: String, _ message: String, status: Int = 400, details: [(name: String, value: String)] = []) {
        self.code = code
        self.message = message
        self.status = status
        self.details = details
    }

    /// SageMaker's answer to a value that breaks a rule.
    static func validation(_ message: String) -> ServiceFault {
        ServiceFault("ValidationException", message)
    }
}
