import BatchInference
import Foundation
import Glibc
import Synchronization
import Testing

@testable import LocalStore

/// Pipes, links, folders, sockets and devices where files of ours belong: moved aside and named, and every launch goes on.
@Suite struct IrregularFileTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("state.sqlite") }
    private let told = Told()

    private final class Told: Sendable {
        let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        var report: @Sendable (String) -> Void { { line in self.lines.withLock { $0.append(line) } } }
    }

    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case pipe = "a named pipe"
        case danglingLink = "a link to a file that doesn't exist"
        case loop = "a link that leads back to itself"
        case folder = "a folder"
        case linkToFolder = "a link to a folder"
        case linkToDevice = "a link to a device"
        case linkToPipe = "a link to a named pipe"
        case socket = "a socket"

        var testDescription: String { rawValue }

        func make(at path: String) throws {
            func link(to target: String) throws {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            }
            switch self {
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .danglingLink: try link(to: "\(path).nowhere/file")
            case .loop: try link(to: path)
            case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .linkToFolder: try link(to: "/tmp")
            case .linkToDevice: try link(to: "/dev/null")
            case .linkToPipe:
                try #require(mkfifo("\(path).pipe", 0o600) == 0)
                try link(to: "\(path).pipe")
            case .socket:
                let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(descriptor) }
                var address = sockaddr_un()
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                    bytes.copyBytes(from: path.utf8.prefix(bytes.count - 1))
                }
                let bound = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                    }
                }
                try #require(bound == 0)
            }
        }
    }

    private func launch(_ name: String) async throws {
        let journal = LaunchJournalStore(StateDatabase(path: path, report: told.report))
        var record = Samples.record(name, at: 3000)
        try await journal.begin(record)
        record.state = .launched
        try await journal.update(record)
        await journal.release(record.id)
        #expect(try await journal.history(limit: 10).contains { $0.transformJobName == name && $0.state == .launched })
    }

    @Test(arguments: Kind.allCases, ["", "-wal", "-shm", "-journal", ".lock"]) func inAFilesPlace(
        kind: Kind, suffix: String
    )
        async throws
    {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try kind.make(at: path + suffix)
        try await launch("a")
        #expect(told.all.count == 1, "\(told.all)")
        if suffix.isEmpty || suffix == ".lock" {
            #expect(
                told.all.first?.contains("\(path)\(suffix) was \(kind.rawValue) and is now in") == true, "\(told.all)")
        }
        #expect(IrregularFile(at: path + suffix) == nil)
        try await launch("b")
        #expect(told.all.count == 1, "\(told.all)")
    }

    @Test func inThePlaceOfTheOwnersFolder() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path).owners"))
        try await launch("a")
        #expect(told.all == ["\(path).owners was a file and is now in \(path).owners.broken"])
    }

    @Test func aLinkToAJournalIsFollowed() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let real = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: real.path, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: real.file("journal.sqlite")))
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real.file("journal.sqlite"))
        try await launch("a")
        try await launch("b")
        #expect(told.all.isEmpty)
        #expect(real.files.contains("journal.sqlite") && IrregularFile(at: path) == nil)
    }
}
