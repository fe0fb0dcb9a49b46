import AWSOperations

/// Where the sandbox's data lies in S3.
enum DemoPlaces {
    static let bucket = "flightdeck-demo"
    /// The bucket that the SageMaker Python SDK takes where it is told none.
    static let defaultBucket = "sagemaker-\(Account.region)-\(Account.home.number)"

    /// The deploying account's bucket, with input and an empty place for predictions.
    static let deployingBucket = "flightdeck-deploy"

    /// A bucket in another region, where no transform of this one can read.
    static let distantBucket = "flightdeck-demo-frankfurt"
    static let distantRegion = "eu-central-1"

    static let output = S3Location(bucket: bucket, key: "out/")

    static func training(_ job: String) -> S3Location {
        S3Location(bucket: bucket, key: "training/\(job).csv")
    }

    static func input(_ key: String) -> S3Location {
        S3Location(bucket: bucket, key: key)
    }
}
