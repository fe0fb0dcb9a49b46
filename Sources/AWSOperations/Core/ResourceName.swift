/// The name of a SageMaker resource within its ARN.
enum ResourceName {
    /// The name as sent, else as the ARN tells it; empty where neither does.
    static func of(sent: String?, arn: String?) -> String {
        if let sent, !sent.isEmpty { return sent }
        return of(arn) ?? ""
    }

    /// `job-a` of `arn:aws:sagemaker:us-east-1:111122223333:automl-job/job-a`; nil where the ARN has no such end.
    static func of(_ arn: String?) -> String? {
        guard let arn, arn.utf8.starts(with: "arn:".utf8), let slash = arn.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return nil
        }
        let name = arn[arn.utf8.index(after: slash)...]
        return name.isEmpty ? nil : String(name)
    }
}
