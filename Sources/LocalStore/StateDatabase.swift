import BatchInference
import Foundation
import GRDB

/// The one SQLite file of journal, history and cached lists; opened when it is first needed.
///
/// A file that is no database any more is moved aside, and the report says where; nothing is ever deleted.
public actor StateDatabase {
    let path: String
    private var queue: DatabaseQueue?
    private let report: @Sendable (String) -> Void

    /// Touches nothing; the file and its folder are made when they are first needed. `report` is told, in one line, what
    /// happened to a broken file.
    public init(path: String, report: @escaping @Sendable (String) -> Void = { _ in }) {
        self.path = path
        self.report = report
    }

    /// Reads; throws `StoreError`.
    func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do {
            return try await open().read(body)
        } catch {
            throw StoreError(wrapping: error, path: path)
        }
    }

    /// Writes in one transaction that has reached the disk when this returns; throws `StoreError`, or what the body
    /// refuses with.
    func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do {
            return try await open().write(body)
        } catch let refusal as LaunchAlreadyInJournal {
            throw refusal
        } catch let refusal as LaunchIsUnderWay {
            throw refusal
        } catch {
            throw StoreError(wrapping: error, path: path)
        }
    }

    private func open() throws -> DatabaseQueue {
        if let queue { return queue }
        try StateFolder.make(URL(fileURLWithPath: path).deletingLastPathComponent())
        let opened: DatabaseQueue
        do {
            opened = try connect()
        } catch let error as DatabaseError where error.isBrokenFile {
            let aside = try moveAside()
            report(
                "the launch journal was broken and lies now in \(aside): it begins anew; `flightdeck clean-up` shows "
                    + "models that an interrupted launch may have left")
            opened = try connect()
        }
        queue = opened
        return opened
    }

    private func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "flightdeck.state"
        // Another flightdeck may be writing.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // A launch step must have reached the disk before its request goes out.
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let migrator = Migrations.all
        if try queue.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StoreError(
                problem: "\(path) was written by a newer version of flightdeck",
                remedy: "use that version, or move the file away")
        }
        try migrator.migrate(queue)
        return queue
    }

    /// Renames the file and its companions; returns the file's new path.
    private func moveAside() throws -> String {
        var number = 1
        var aside = "\(path).broken"
        while FileManager.default.fileExists(atPath: aside) {
            number += 1
            aside = "\(path).broken-\(number)"
        }
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
        }
        return aside
    }
}

extension DatabaseError {
    fileprivate var isBrokenFile: Bool {
        resultCode == .SQLITE_NOTADB || resultCode == .SQLITE_CORRUPT
    }
}
