import AWSOperations
import Glibc

extension FileWriteError {
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
        let (problem, remedy) = Self.words(errorNumber)
        self.init(path: path, problem: problem, remedy: remedy)
        concernsOneFile = ![ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE].contains(errorNumber)
    }

    private static func words(_ errorNumber: Int32) -> (problem: String, remedy: String) {
        switch errorNumber {
        case ENOSPC:
            ("the disk is full", "free some space, or choose another directory")
        case EDQUOT:
            ("the disk quota is used up", "free some space, or choose another directory")
        case EACCES, EPERM, EROFS:
            ("writing is not permitted", "choose a directory you can write to")
        case ENOENT:
            ("the directory does not exist", "create it first, or choose another")
        case EEXIST:
            ("another file has that name", "move it away, or choose another directory")
        case ENOTDIR:
            ("a part of the path is a file, not a directory", "choose another directory")
        case EISDIR:
            ("a directory has that name", "choose another name")
        case ENAMETOOLONG:
            ("the name is too long for this file system", "choose a shorter name")
        case ESTALE:
            ("another program replaced it during the download", "try again")
        case EFBIG:
            (
                "the file is too large for this file system or process",
                "choose another directory, or raise the limit (ulimit -f)"
            )
        default:
            (String(cString: strerror(errorNumber)), "check the disk")
        }
    }
}
