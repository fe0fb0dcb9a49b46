import AWSClient
import AWSOperations

/// Reads an object into a file.
struct Object {
    let client: AWSClient
    let uri: String
    let path: String

    func run() async throws {
        let location = try S3Location.parse(uri).get()
        let started = Meter.now()
        try await client.download(bucket: location.bucket, key: location.key, toFile: path)
        let whole = Meter.now() - started
        Meter.report([("seconds", whole), ("peak", Double(Meter.memory().peak))])
    }
}
