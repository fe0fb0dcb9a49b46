import Glibc

/// Why a file could not be written, and what to do.
public struct FileWriteError: Error, Hashable, Sendable {
    public var path: String
    public var problem: String
    public var remedy: String

    public init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// By the system's error number.
    init(path: String, errorNumber: Int32) {
        self.path = path
        switch errorNumber {
        case ENOSPC:
            problem = "the disk is full"
            remedy = "free some space, or choose another directory"
        case EDQUOT:
            problem = "the disk quota is used up"
            remedy = "free some space, or choose another directory"
        case EACCES, EPERM, EROFS:
            problem = "writing is not permitted"
            remedy = "choose a directory that you may write to"
        case ENOENT, ENOTDIR:
            problem = "the directory does not exist"
            remedy = "make it first, or choose another"
        case EISDIR:
            problem = "there is a directory of that name"
            remedy = "choose another name"
        case ENAMETOOLONG:
            problem = "the name is too long for this file system"
            remedy = "choose a shorter name"
        case EFBIG:
            problem = "the file is larger than this file system or process may have"
            remedy = "choose another directory, or raise the limit (ulimit -f)"
        default:
            problem = String(cString: strerror(errorNumber))
            remedy = "check the disk"
        }
    }
}
