import AWSOperations

// What the domain asks of the outside, in roles small enough to fake. The shared AWS client answers all of them; each
// call throws `AWSFailure`.

/// Reads Autopilot jobs, their candidates and what they have deployed, and stops jobs.
public protocol AutopilotJobs: Sendable {
    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse
    /// Describes by V2, and by V1 where V2 is denied or unknown.
    func describeJob(named name: String) async throws -> AutopilotJobDescription
    func listCandidates(_ request: ListCandidatesForAutoMLJobRequest) async throws -> ListCandidatesForAutoMLJobResponse
    func stopJob(named name: String) async throws
    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse
    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse
}

/// Creates, reads and deletes models.
public protocol Models: Sendable {
    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse
    func describeModel(named name: String) async throws -> DescribeModelResponse
    func deleteModel(named name: String) async throws
    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse
    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse
}

/// Starts, reads and stops transform jobs.
public protocol TransformJobs: Sendable {
    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse
    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse
    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse
    func stopTransformJob(named name: String) async throws
}

/// Reads objects of S3.
public protocol ObjectReader: Sendable {
    /// The bytes of an object, or of a range of it that is cut to the object's end.
    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse
}

/// Reads and writes objects in S3.
public protocol ObjectStorage: ObjectReader {
    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response
    func headObject(at location: S3Location) async throws -> HeadObjectResponse
    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws
    /// Deletes an object; one that is not there isn't a failure.
    func deleteObject(at location: S3Location) async throws
    /// Opens a folder for downloads; it and those above it are made once something comes. Throws `FileWriteError`.
    func openFolder(at path: String) async throws -> any DownloadFolder
}

/// A folder that the user chose, open: whatever an object is called, its file stays below it.
public protocol DownloadFolder: Sendable {
    /// Streams an object into a file below the folder: to a temporary file beside it, renamed when whole, with the
    /// object's time. A file that is there with the object's bytes is kept.
    ///
    /// `progress` is called with the bytes so far and in all, at most about ten times a second and once at the end.
    /// Throws `AWSFailure`, also where the object has another size or ETag than the listing said, or `FileWriteError` where
    /// the disk refuses or the path would lead out of the folder.
    func download(
        _ item: DownloadPlan.Item,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> DownloadedOutput
}

/// A file that a download has written.
public struct DownloadedOutput: Hashable, Sendable {
    /// Below the folder.
    @ByteText public var path: String
    /// In bytes, as they were written.
    public var size: Int
    /// Whether another file of that name was there before.
    public var replacedAnother: Bool
    /// Whether it was there already, with the object's bytes, so that nothing was read.
    public var wasThere: Bool

    public init(path: String, size: Int, replacedAnother: Bool = false, wasThere: Bool = false) {
        self.path = path
        self.size = size
        self.replacedAnother = replacedAnother
        self.wasThere = wasThere
    }
}

/// Reads and writes large objects part by part.
public protocol MultipartStorage: Sendable {
    /// The bytes of a range, of the object with that ETag alone: another one is refused with 412.
    func readPart(of location: S3Location, range: Range<Int>, ifMatch eTag: String) async throws -> GetObjectResponse
    func createMultipartUpload(_ request: CreateMultipartUploadRequest) async throws -> CreateMultipartUploadResponse
    func uploadPart(_ request: UploadPartRequest) async throws -> UploadPartResponse
    func completeMultipartUpload(
        _ request: CompleteMultipartUploadRequest
    ) async throws -> CompleteMultipartUploadResponse
    func abortMultipartUpload(_ request: AbortMultipartUploadRequest) async throws
    func listParts(_ request: ListPartsRequest) async throws -> ListPartsResponse
    func listMultipartUploads(_ request: ListMultipartUploadsRequest) async throws -> ListMultipartUploadsResponse
}

/// Makes links to objects.
public protocol ObjectLinks: Sendable {
    /// A URL that reads an object by itself for so many seconds, or fewer where the credentials that sign it end before.
    func presignedURL(of location: S3Location, seconds: Int) async throws -> (url: String, seconds: Int)
}

/// Reads the policies of buckets, keys and repositories; each is a JSON document.
public protocol ResourcePolicies: Sendable {
    /// Throws a failure that `isNotFound` where the bucket has none.
    func bucketPolicy(of bucket: String) async throws -> GetBucketPolicyResponse
    func describeKey(_ key: String) async throws -> DescribeKeyResponse
    func keyPolicy(of key: String) async throws -> GetKeyPolicyResponse
    /// Throws a failure that `isNotFound` where the repository has none.
    func repositoryPolicy(_ request: GetRepositoryPolicyRequest) async throws -> GetRepositoryPolicyResponse
}

/// Looks container images up, as whoever pulls them does.
public protocol ContainerImages: Sendable {
    func images(_ request: BatchGetImageRequest) async throws -> BatchGetImageResponse
}

/// Says where buckets are.
public protocol Buckets: Sendable {
    func headBucket(named bucket: String) async throws -> HeadBucketResponse
    /// The caller's account's own.
    func listBuckets() async throws -> ListBucketsResponse
}

/// Reads roles and asks what policies permit.
public protocol Roles: Sendable {
    /// - Parameter name: Without path or ARN.
    func describeRole(named name: String) async throws -> GetRoleResponse
    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse
}

/// Reads the account's quotas in its region.
public protocol ServiceQuotas: Sendable {
    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage
}

/// Reads AWS's price list.
public protocol PriceList: Sendable {
    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse
}

/// Reads log streams.
public protocol TransformLogs: Sendable {
    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse
    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse
}

/// Reads metric points.
public protocol TransformMetrics: Sendable {
    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse
}

/// Says who the caller is.
public protocol CallerIdentity: Sendable {
    func callerIdentity() async throws -> GetCallerIdentityResponse
}

/// Everything that the domain asks of AWS.
public typealias CloudServices = AutopilotJobs & Buckets & CallerIdentity & ContainerImages & Models & MultipartStorage
    & ObjectLinks & ObjectStorage & PriceList & ResourcePolicies & Roles & ServiceQuotas & TransformJobs & TransformLogs
    & TransformMetrics

/// What artifacts are copied with, on either side.
public typealias ArtifactStore = MultipartStorage & ObjectStorage

/// What the checks before a launch ask of AWS: nothing but reads.
public typealias PreflightServices = AutopilotJobs & Buckets & CallerIdentity & ContainerImages & Models & ObjectStorage
    & ResourcePolicies & Roles & ServiceQuotas & TransformJobs

/// Tells the time and waits; tests hand in one that they move.
public protocol Clock: Sendable {
    var now: Timestamp { get }
    /// Returns after the seconds, or throws `CancellationError`.
    func sleep(seconds: Double) async throws
}
