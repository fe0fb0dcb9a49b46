import BatchInference
import Foundation
import GRDB

/// Why the local database could not be used.
public struct StoreError: JournalProblem, Hashable, CustomStringConvertible {
    public var problem: String
    public var remedy: String
    /// Whether the file, its folder or its disk can't be written, so that reading may still do.
    var concernsWriting = false

    public var description: String { remedy.isEmpty ? problem : "\(problem): \(remedy)" }

    private static let folderRemedy = "make the folder writable, or set XDG_STATE_HOME to another"

    init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    /// What stands in the way of writing a database, as its file system tells it; nil where nothing is found that does.
    public init?(obstacleOf path: String) {
        guard let obstacle = WriteObstacle(path: path) else { return nil }
        self.init(obstacle)
    }

    static func newer(_ path: String) -> StoreError {
        StoreError(
            problem: "\(path) was written by a newer version of flightdeck",
            remedy: "use that version, or move the file away")
    }

    private init(_ obstacle: WriteObstacle) {
        self.init(problem: obstacle.problem, remedy: obstacle.remedy)
        concernsWriting = true
    }

    init(wrapping error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
        } else if let unreadable = error as? UnreadableValue {
            self.init(
                problem: "\(path): can't read the record of the launch: \(unreadable)",
                remedy: "start again: the record will be set aside and named")
        } else if let error = error as? DatabaseError {
            let said = error.message ?? "\(error.resultCode)"
            let codes: [ResultCode] = [
                .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_FULL,
            ]
            if codes.contains(error.resultCode), let obstacle = WriteObstacle(path: path) {
                self.init(obstacle)
                return
            }
            switch error.resultCode {
            case .SQLITE_FULL: self.init(problem: "\(path): the disk is full", remedy: "free some space")
            case .SQLITE_IOERR:
                // On some file systems a full disk is told as this.
                self.init(problem: "\(path): \(said)", remedy: "check whether the disk is full or broken")
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
                self.init(problem: "\(path): \(said)", remedy: Self.folderRemedy)
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                self.init(problem: "\(path) is in use", remedy: "close the other flightdeck, or try again")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                self.init(problem: "\(path) is broken (\(said))", remedy: "start again: the file will be moved aside")
            default:
                self.init(
                    problem: "\(path): \(said)",
                    remedy: "move the file away, or set XDG_STATE_HOME to another folder: a new journal is then started"
                )
            }
            concernsWriting = codes.contains(error.resultCode)
        } else if error is CocoaError, let obstacle = WriteObstacle(path: path) {
            self.init(obstacle)
        } else if let error = error as? CocoaError, let file = error.filePath {
            self.init(problem: "\(file): \(error.localizedDescription)", remedy: Self.folderRemedy)
        } else {
            self.init(problem: "\(path): \(error)", remedy: "")
        }
    }
}
