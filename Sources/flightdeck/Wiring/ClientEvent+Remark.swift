import AWSClient
import AWSOperations
import BatchInference

extension ClientEvent {
    /// What a person should hear of a download that an earlier run began; nil for other events.
    var remark: String? {
        switch self {
        case .downloadResumed(let path, let done, let total):
            "\(Self.name(path)): going on from \(DisplayText.byteCount(done)) of \(DisplayText.byteCount(total))"
        case .downloadRestarted(let path):
            "\(Self.name(path)): what an earlier download left is of another object; it is read from the beginning"
        default: nil
        }
    }

    private static func name(_ path: String) -> Substring {
        path.pathName
    }
}
