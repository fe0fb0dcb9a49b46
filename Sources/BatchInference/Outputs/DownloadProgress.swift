/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
    /// The file under way, below the folder.
    public var file: String
    public var filesDone: Int
    public var filesTotal: Int
    /// Among those done: files that were there already.
    public var filesKept = 0
    public var filesFailed = 0
    /// Of all files, as are `bytesTotal`.
    public var bytesDone: Int
    public var bytesTotal: Int

    public init(file: String = "", filesDone: Int = 0, filesTotal: Int, bytesDone: Int = 0, bytesTotal: Int) {
        self.file = file
        self.filesDone = filesDone
        self.filesTotal = filesTotal
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
    }

    /// From 0 to 1; 1 where there is nothing to bring.
    public var share: Double { bytesTotal > 0 ? min(Double(bytesDone) / Double(bytesTotal), 1) : 1 }
}
