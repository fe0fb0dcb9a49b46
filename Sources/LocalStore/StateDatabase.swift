import BatchInference
import Foundation
import GRDB

/// The one SQLite file of journal, history and cached lists; opened when it is first needed.
///
/// A file that turns out to be damaged, when it is opened or at any time later, is moved aside; what can still be read of
/// it goes to a new one, and the report says where the old one is. Nothing is ever deleted.
public actor StateDatabase {
    private struct Connection {
        var queue: DatabaseQueue
        var file: FileIdentity
    }

    let path: String
    private var connection: Connection?
    private let report: @Sendable (String) -> Void

    /// Touches nothing; the file and its folder are made when they are first needed. `report` is told, in one line, what
    /// happened to a damaged file or a row that cannot be read.
    public init(path: String, report: @escaping @Sendable (String) -> Void = { _ in }) {
        self.path = path
        self.report = report
    }

    /// Reads; throws `StoreError`.
    ///
    /// Where the file can't be written, it is read from a copy in memory.
    func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do {
            return try await perform { try await $0.read(body) }
        } catch let error as StoreError where error.concernsWriting {
            guard let copy = try? ReadingCopy.queue(of: path) else { throw error }
            return try await copy.read(body)
        }
    }

    /// Writes in one transaction that has reached the disk when this returns; throws `StoreError`, or what the body
    /// refuses with.
    func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await perform { try await $0.write(body) }
    }

    /// Tells whoever watches.
    nonisolated func say(_ line: String) { report(line) }

    private func perform<Value: Sendable>(
        _ work: @Sendable (DatabaseQueue) async throws -> Value
    ) async throws -> Value {
        do {
            var replacements = 0
            var isUnprepared = false
            // Others may move the file aside, or begin a new one, at any time between two steps.
            for _ in 0..<Self.tries {
                do {
                    if isUnprepared { try await prepare() }
                    isUnprepared = false
                    return try await attempt(work)
                } catch is Unprepared {
                    isUnprepared = true
                } catch let damage as Damage {
                    guard replacements < 2 else { throw damage }
                    replacements += 1
                    isUnprepared = false
                    try await replace(damage.file)
                }
            }
            throw StoreError(problem: "\(path) is in use", remedy: "close the other flightdeck, or try again")
        } catch let damage as Damage {
            throw StoreError(wrapping: damage.error, path: path)
        } catch let refusal as LaunchAlreadyInJournal {
            throw refusal
        } catch let refusal as LaunchIsUnderWay {
            throw refusal
        } catch {
            throw StoreError(wrapping: error, path: path)
        }
    }

    /// A file that is no sound database.
    private struct Damage: Error {
        var file: FileIdentity?
        var error: any Error
    }

    /// A file without its tables, or without all of them.
    private struct Unprepared: Error {}

    private static let tries = 8

    private func attempt<Value: Sendable>(
        _ work: @Sendable (DatabaseQueue) async throws -> Value
    ) async throws -> Value {
        try StateFolder.make(URL(fileURLWithPath: path).deletingLastPathComponent())
        let lock = try await stateLock(exclusive: false)
        defer { lock.release() }
        leaveMovedFile()
        return try await noticingDamage { try await work(open(preparing: false)) }
    }

    /// Makes the tables that are missing, with the file to itself: two that make them side by side each take the other's
    /// for damage.
    private func prepare() async throws {
        let lock = try await stateLock(exclusive: true)
        defer { lock.release() }
        leaveMovedFile()
        try await noticingDamage { _ = try open(preparing: true) }
    }

    private func noticingDamage<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let file = connection?.file ?? FileIdentity(path: path)
        do {
            // Opening some of these would never return.
            if connection == nil, let obstruction = Self.files(of: path).lazy.compactMap(IrregularFile.init(at:)).first
            {
                throw Obstruction(file: obstruction)
            }
            return try await work()
        } catch let error as DatabaseError where error.meansDamage {
            throw Damage(file: connection?.file ?? file, error: error)
        } catch let error where error is RowNotStored || error is RecordError || error is Obstruction {
            throw Damage(file: connection?.file ?? file, error: error)
        }
    }

    /// Something that isn't a file lies where one of the database's belongs.
    private struct Obstruction: Error, CustomStringConvertible {
        var file: IrregularFile

        var description: String { "\(file.path) is \(file.kind)" }
    }

    /// The database and what SQLite keeps beside it; the log first, so that what moves them leaves none for a new file.
    private static func files(of path: String) -> [String] {
        ["\(path)-wal", "\(path)-shm", "\(path)-journal", path]
    }

    private func stateLock(exclusive: Bool) async throws -> StateFileLock {
        if let moved = IrregularFile(at: "\(path).lock")?.moveAside() { report(moved) }
        return try await StateFileLock(path: path, exclusive: exclusive)
    }

    /// Lets go of a file that another process has moved aside since.
    private func leaveMovedFile() {
        guard let former = connection, former.file != FileIdentity(path: path) else { return }
        connection = nil
        // Never closed: SQLite would delete the write-ahead log of the new file, whose name is the same.
        _ = Unmanaged.passRetained(former.queue)
    }

    private func open(preparing: Bool) throws -> DatabaseQueue {
        if let connection { return connection.queue }
        let queue = try connect(preparing: preparing)
        guard let file = FileIdentity(path: path) else {
            throw StoreError(problem: "\(path) is gone", remedy: "try again")
        }
        connection = Connection(queue: queue, file: file)
        return queue
    }

    private func connect(preparing: Bool) throws -> DatabaseQueue {
        if !preparing, FileIdentity(path: path)?.isEmpty != false { throw Unprepared() }
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
            throw StoreError.newer(path)
        }
        if try !queue.read({ try migrator.hasCompletedMigrations($0) }) {
            guard preparing else { throw Unprepared() }
            try migrator.migrate(queue)
        }
        return queue
    }

    /// Moves a damaged file aside, unless another process has done so meanwhile, and begins a new one with what can be read.
    private func replace(_ damaged: FileIdentity?) async throws {
        let lock = try await stateLock(exclusive: true)
        defer { lock.release() }
        guard FileIdentity(path: path) == damaged else { return leaveMovedFile() }
        let obstruction = Self.files(of: path).lazy.compactMap(IrregularFile.init(at:)).first
        // Another process may have been here before, where there is no file that tells.
        guard damaged != nil || obstruction != nil else { return }
        try? connection?.queue.close()
        connection = nil
        let aside: String
        do {
            aside = try moveAside()
        } catch {
            throw StoreError(
                problem:
                    "\(obstruction.map { "\($0.path) is \($0.kind)" } ?? "\(path) is damaged") and can't be moved aside (\(error.localizedDescription))",
                remedy: "make its folder writable, or move the file away")
        }
        if let obstruction, obstruction.path == path {
            return report(
                "\(path) was \(obstruction.kind) and is now in \(aside): a new launch journal was started; `flightdeck clean-up` "
                    + "shows models that an interrupted launch may have left")
        }
        let salvage = Salvage(path: aside)
        try? await connect(preparing: true).write { try salvage.save(to: $0) }
        report(
            "the launch journal was damaged and is now in \(aside): \(salvage.words); `flightdeck clean-up` shows "
                + "models that an interrupted launch may have left")
    }

    /// Renames the file and its companions; returns the file's new path.
    private func moveAside() throws -> String {
        var number = 1
        var aside = "\(path).broken"
        while Self.files(of: aside).contains(where: IrregularFile.isTaken) {
            number += 1
            aside = "\(path).broken-\(number)"
        }
        for (from, to) in zip(Self.files(of: path), Self.files(of: aside)) where IrregularFile.isTaken(from) {
            // A log that can't be one would keep the rows from being read.
            let place = from != path && IrregularFile(at: from) != nil ? "\(to).broken" : to
            guard rename(from, place) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
        return aside
    }
}

extension DatabaseError {
    /// Whether the file is no sound database of ours, rather than busy, full or out of reach.
    fileprivate var meansDamage: Bool {
        switch resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_MISMATCH, .SQLITE_SCHEMA: true
        // A row that its index did not show, or a rule that is none of ours, such as a trigger's.
        case .SQLITE_CONSTRAINT: true
        case .SQLITE_IOERR:
            [.SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS, .SQLITE_IOERR_DATA].contains(extendedResultCode)
        // What is asked is always the same, so it is the tables that are not: one is missing, or a view.
        case .SQLITE_ERROR: true
        default: false
        }
    }
}

/// Which file lies at a path, whatever it is called later.
struct FileIdentity: Hashable, Sendable {
    private var device: UInt64
    private var number: UInt64

    /// Whether nothing is in it.
    let isEmpty: Bool

    static func == (one: FileIdentity, other: FileIdentity) -> Bool {
        one.device == other.device && one.number == other.number
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(device)
        hasher.combine(number)
    }

    /// Nil where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        isEmpty = status.st_size == 0
    }
}

/// A lock beside the database: shared by all that use the file, and one's alone while it is moved aside, so that nobody
/// writes to a file that is on its way out.
final class StateFileLock: Sendable {
    private let descriptor: Int32

    /// Waits up to 15 seconds; throws `StoreError` where others keep it longer. Where a file system has no locks, or the
    /// file cannot be made, it locks nothing.
    init(path: String, exclusive: Bool) async throws {
        descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { return }
        var waits = 0
        while flock(descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            waits += 1
            guard waits < 1500 else {
                close(descriptor)
                throw StoreError(
                    problem: "\(path) is in use", remedy: "close the other flightdeck, or try again")
            }
            // Not in the way of those who hold it, also when the caller has been cancelled.
            await Task { try? await Task.sleep(for: .milliseconds(10)) }.value
        }
    }

    /// Lets go; called once.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}

/// What keeps the database from being written, as the file system tells it: which file or folder, and what to do.
struct WriteObstacle: Hashable, Sendable {
    var problem: String
    var remedy: String

    /// Looks at the database's folder, its files, and the room that is left; nil where nothing stands in the way.
    init?(path: String) {
        let files = FileManager.default
        var folder = (path as NSString).deletingLastPathComponent
        while !files.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        let own = [path, "\(path)-wal", "\(path)-shm", "\(path).lock", "\(path).owners"]
        for place in [folder] + own.filter(files.fileExists) {
            guard let code = Self.refusal(place) else { continue }
            let isFolder = place == folder || place.hasSuffix(".owners")
            problem = "\(place) can't be written: " + (code == EROFS ? "read-only file system" : "permission denied")
            remedy =
                code == EROFS
                ? "remount its file system for writing, or set XDG_STATE_HOME to a folder that can be written"
                : "let your user write to the \(isFolder ? "folder" : "file"): \(Self.command(place)); or set "
                    + "XDG_STATE_HOME to a folder that can be written"
            return
        }
        var room = statvfs()
        guard statvfs(folder, &room) == 0, UInt64(room.f_bavail) * UInt64(room.f_frsize) < Self.leastRoom else {
            return nil
        }
        problem = "\(path) can't be written: the disk is full"
        remedy = "free some space there, or set XDG_STATE_HOME to a folder on another disk"
    }

    /// What a launch needs at the most: a few pages of the file, and of its log.
    private static let leastRoom: UInt64 = 128 << 10

    /// The error by which the system refuses to write a file or folder; nil where it doesn't.
    private static func refusal(_ place: String) -> Int32? {
        guard access(place, W_OK) != 0, [EACCES, EROFS, EPERM].contains(errno) else { return nil }
        return errno
    }

    /// `chmod u+w` where it is the user's own, else `sudo chown`.
    private static func command(_ place: String) -> String {
        var status = stat()
        guard stat(place, &status) == 0, status.st_uid != geteuid() else { return "chmod u+w \(place)" }
        return "sudo chown -R $USER \(place)"
    }
}

/// A folder of the launch journal, which only its user may look into.
enum StateFolder {
    /// Makes the folder and those above it, where they are missing.
    static func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            // The system's own words do not say that a file is in the way.
            var place = folder
            while place.path != "/", !FileManager.default.fileExists(atPath: place.path) {
                place.deleteLastPathComponent()
            }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), !isFolder.boolValue else {
                throw error
            }
            throw StoreError(
                problem: "\(place.path) is a file, but should be the launch journal's folder",
                remedy: "move it away, or set XDG_STATE_HOME to another folder")
        }
    }
}
