import Foundation
import GRDB

/// A database in memory with what the file holds, for reading where the file or its folder can't be written: SQLite needs
/// files of its own beside one that has a write-ahead log.
enum ReadingCopy {
    /// Throws where the file can't be read either; one that does not exist gives an empty database.
    static func queue(of path: String) throws -> DatabaseQueue {
        let copy = try DatabaseQueue()
        let files = FileManager.default
        // Not told apart from one that can't be looked for.
        var status = stat()
        guard stat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR else {
            try Migrations.all.migrate(copy)
            return copy
        }
        let folder = files.temporaryDirectory.appendingPathComponent("flightdeck-journal-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let file = folder.appendingPathComponent("copy.sqlite").path
        for suffix in ["", "-wal"] where suffix.isEmpty || files.fileExists(atPath: path + suffix) {
            try Data(contentsOf: URL(fileURLWithPath: path + suffix)).write(to: URL(fileURLWithPath: file + suffix))
        }
        let source = try DatabaseQueue(path: file)
        defer { try? source.close() }
        try source.backup(to: copy)
        guard try !copy.read({ try Migrations.all.hasBeenSuperseded($0) }) else { throw StoreError.newer(path) }
        try Migrations.all.migrate(copy)
        return copy
    }
}
