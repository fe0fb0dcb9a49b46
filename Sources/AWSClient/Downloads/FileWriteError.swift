import Glibc

/// Why a file could not be written, and what to do.
public struct FileWriteError: Error, Hashable, Sendable {
    public var path: String
    public var problem: String
    public var remedy: String
    /// Whether another file may well be written where this one can't: its name or place is why, not the disk.
    public var concernsOneFile = false

    public init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// A path along which no file is looked for.
    init(pathThatLeadsOut path: String) {
        self.init(
            path: path, problem: "the path leads out of the folder", remedy: "download the object under another name")
        concernsOneFile = true
    }

    init(linkInPlaceOfFolder path: String) {
        self.init(
            path: path, problem: "a symbolic link is in place of a folder; downloads don't follow links",
            remedy: "remove the link, or choose another directory")
        concernsOneFile = true
    }

    init(fileInPlaceOfFolder path: String) {
        self.init(
            path: path, problem: "a file is in place of a folder",
            remedy: "move the file away, or choose another directory")
        concernsOneFile = true
    }

    /// By the system's error number.
    init(path: String, errorNumber: Int32) {
        self.path = path
        concernsOneFile = ![ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE].contains(errorNumber)
        switch errorNumber {
        case ENOSPC:
            problem = "the disk is full"
            remedy = "free some space, or choose another directory"
        case EDQUOT:
            problem = "the disk quota is used up"
            remedy = "free some space, or choose another directory"
        case EACCES, EPERM, EROFS:
            problem = "writing is not permitted"
            remedy = "choose a directory you can write to"
        case ENOENT:
            problem = "the directory does not exist"
            remedy = "create it first, or choose another"
        case EEXIST:
            problem = "another file has that name"
            remedy = "move it away, or choose another directory"
        case ENOTDIR:
            problem = "a part of the path is a file, not a directory"
            remedy = "choose another directory"
        case EISDIR:
            problem = "a directory has that name"
            remedy = "choose another name"
        case ENAMETOOLONG:
            problem = "the name is too long for this file system"
            remedy = "choose a shorter name"
        case ESTALE:
            problem = "another program replaced it during the download"
            remedy = "try again"
        case EFBIG:
            problem = "the file is too large for this file system or process"
            remedy = "choose another directory, or raise the limit (ulimit -f)"
        default:
            problem = String(cString: strerror(errorNumber))
            remedy = "check the disk"
        }
    }
}
