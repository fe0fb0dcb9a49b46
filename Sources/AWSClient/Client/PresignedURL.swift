import AWSOperations
import AWSSigning

extension AWSClient {
    /// A URL that reads an object by itself for so many seconds, or as long as the credentials last that sign it.
    public func presignedURL(
        of location: S3Location, seconds: Int
    ) async throws(AWSFailure) -> (url: String, seconds: Int) {
        let credentials = try await credentials.current()
        let now = clock.now() + clockCorrection
        let left = credentials.expiration.map { max(Int($0 - now), 1) } ?? seconds
        let lasting = min(max(seconds, 1), left, 604_800)
        let call = S3Wire.call(GetObjectRequest(bucket: location.bucket, key: location.key))
        return (try dispatcher.presign(call, credentials: credentials, now: now, seconds: lasting), lasting)
    }
}
