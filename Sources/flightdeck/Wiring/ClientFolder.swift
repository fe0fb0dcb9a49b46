import AWSClient
import AWSOperations
import BatchInference

/// A folder of this machine that the client downloads into.
struct ClientFolder: DownloadFolder {
    let services: ClientServices
    let target: TargetFolder

    func download(
        _ location: S3Location, as relativePath: String,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws {
        do {
            try await services.source.client().download(
                bucket: location.bucket, key: location.key, as: relativePath, in: target, progress: progress)
        } catch let error as FileWriteError {
            throw DownloadError(error)
        }
    }
}

extension DownloadError {
    init(_ error: FileWriteError) {
        self.init(path: error.path, problem: error.problem, remedy: error.remedy)
        concernsOneFile = error.concernsOneFile
    }
}
