import Foundation
import GRDB

/// Why the local database could not be used.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problem: String
    public var remedy: String

    public var description: String { remedy.isEmpty ? problem : "\(problem): \(remedy)" }

    private static let folderRemedy = "make the folder writable, or name another with XDG_STATE_HOME"

    init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    init(wrapping error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
        } else if let unreadable = error as? UnreadableValue {
            self.init(
                problem: "\(path): the record of the launch cannot be read: \(unreadable)",
                remedy: "start again: it will be set aside, and named")
        } else if let error = error as? DatabaseError {
            let said = error.message ?? "\(error.resultCode)"
            switch error.resultCode {
            case .SQLITE_FULL: self.init(problem: "\(path): the disk is full", remedy: "free some space")
            case .SQLITE_IOERR:
                // On some file systems a full disk is told as this.
                self.init(problem: "\(path): \(said)", remedy: "look whether the disk is full or broken")
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
                self.init(problem: "\(path): \(said)", remedy: Self.folderRemedy)
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                self.init(problem: "\(path) is in use", remedy: "close the other flightdeck, or try again")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                self.init(problem: "\(path) is broken (\(said))", remedy: "start again: the file will be moved aside")
            default: self.init(problem: "\(path): \(said)", remedy: "")
            }
        } else if let error = error as? CocoaError, let file = error.filePath {
            self.init(problem: "\(file): \(error.localizedDescription)", remedy: Self.folderRemedy)
        } else {
            self.init(problem: "\(path): \(error)", remedy: "")
        }
    }
}
