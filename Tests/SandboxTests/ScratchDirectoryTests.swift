import Foundation
import Glibc
import Testing

@testable import Sandbox

@Suite struct ScratchDirectoryTests {
    /// A folder to work in, removed afterwards.
    private func within(_ body: (String) throws -> Void) throws {
        let parent = try ScratchDirectory()
        defer { parent.remove() }
        try body(parent.path)
    }

    /// Makes the lock file look as if it had been there for an hour.
    private func age(_ directory: String) {
        let then = timeval(tv_sec: time(nil) - 3600, tv_usec: 0)
        utimes("\(directory)/.lock", [then, then])
    }

    @Test func aFolderThatCannotBeUsedIsToldInTheSystemsWords() async throws {
        let parent = try ScratchDirectory()
        defer { parent.remove() }
        let file = parent.path + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        for (path, words) in [
            ("/dev/null/x", "Not a directory"), (file, "Not a directory"), (file + "/x", "Not a directory"),
            (parent.path + "/" + String(repeating: "x", count: 300), "File name too long"),
        ] {
            let problem = await #expect(throws: SandboxError.self) {
                _ = try await Sandbox.start(dataDirectory: path)
            }
            #expect(problem == .unusableDirectory(path: path, reason: words))
            #expect(problem?.description.contains("Error Domain") == false)
        }
    }

    /// Few bytes reach the disk only when the file is closed: the reason is told then, too.
    @Test(arguments: [10, 1_000_000])
    func aFullDiskIsToldAsSuch(count: Int) throws {
        try within { parent in
            let file = parent + "/file"
            try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/dev/full")
            // What the call before has left there is no reason.
            errno = ENOENT
            let failure = #expect(throws: FileTree.WriteFailure.self) {
                try FileTree.writeUnsynchronised([UInt8](repeating: 1, count: count), to: file)
            }
            #expect(failure?.code == ENOSPC)
            let problem = SandboxError.unusableDirectory(
                path: parent, reason: SandboxError.reason(try #require(failure)))
            #expect(problem.problem == "the sandbox can't keep its data in \(parent): No space left on device")
            #expect(problem.remedy.contains("free space") && problem.remedy.contains("TMPDIR"))
            #expect((try? FileManager.default.attributesOfItem(atPath: file)) == nil, "nothing half is left")
        }
    }

    @Test func onlyItsOwnerMayLookInside() throws {
        try within { parent in
            let scratch = try ScratchDirectory(in: parent)
            let permissions = try FileManager.default.attributesOfItem(atPath: scratch.path)[.posixPermissions] as? Int
            #expect(permissions == 0o700)
            scratch.remove()
            #expect(!FileManager.default.fileExists(atPath: scratch.path))
        }
    }

    @Test func whatADeadProcessLeftIsRemovedAndALivingOneIsLeftAlone() throws {
        try within { parent in
            let living = try ScratchDirectory(in: parent)
            var dead: ScratchDirectory? = try ScratchDirectory(in: parent)
            let left = try #require(dead?.path)
            try Data("x".utf8).write(to: URL(fileURLWithPath: "\(left)/state"))
            age(living.path)
            age(left)
            dead = nil
            // A child that another test is just starting holds the lock, too, until it runs its own program.
            for _ in 0..<400 where FileManager.default.fileExists(atPath: left) {
                ScratchDirectory.removeAbandoned(in: parent)
                usleep(25_000)
            }
            #expect(!FileManager.default.fileExists(atPath: left))
            #expect(FileManager.default.fileExists(atPath: living.path))
        }
    }

    @Test func whatIsNotOursIsLeftAlone() throws {
        try within { parent in
            let other = "\(parent)/flightdeck-scratch-linked"
            let target = try ScratchDirectory(in: parent)
            symlink(target.path, other)
            try FileManager.default.createDirectory(
                atPath: "\(parent)/flightdeck-scratch-nolock", withIntermediateDirectories: false)
            ScratchDirectory.removeAbandoned(in: parent)
            #expect(FileManager.default.fileExists(atPath: other))
            #expect(FileManager.default.fileExists(atPath: "\(parent)/flightdeck-scratch-nolock"))
        }
    }
}
