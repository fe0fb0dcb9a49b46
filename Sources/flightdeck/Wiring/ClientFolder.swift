import AWSClient
import AWSOperations
import BatchInference

/// A folder of this machine that the client downloads into.
struct ClientFolder: DownloadFolder {
    let services: ClientServices
    let target: TargetFolder

    func download(
        _ item: DownloadPlan.Item,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> DownloadedOutput {
        let file = try await services.source.client().download(
            bucket: item.source.bucket, key: item.source.key, as: item.relativePath, in: target,
            listed: ListedObject(size: item.listedSize, eTag: item.eTag, lastModified: item.lastModified),
            progress: progress)
        return DownloadedOutput(
            path: item.relativePath, size: file.size, replacedAnother: file.replacedAnother, wasThere: file.wasThere)
    }
}
