import BatchInference
import Foundation
import Testing

@testable import flightdeck

@Suite("A result's file")
struct ResultFileTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/result-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    @Test("is there once it is whole, and nothing stays of one that isn't finished")
    func wholeOrNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let file = try ResultFile("\(folder)/a.csv")
            try file.write(Array("x,y\n1,2\n".utf8))
            try file.takeBack(to: 4)
            #expect(!names.contains("a.csv"))
            try file.finish()
            let given = try ResultFile("\(folder)/b.csv")
            try given.write([0x78])
        }
        #expect(names == ["a.csv"])
        #expect(try read("a.csv") == "x,y\n")
    }

    @Test("replaces what a link leads to, and not the link")
    func link() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "old".write(toFile: "\(folder)/real", atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "real")
        let file = try ResultFile("\(folder)/link")
        try file.write(Array("new".utf8))
        try file.finish()
        #expect(try read("real") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "real")
    }

    @Test("makes the file that a link leads to, through as many links as it takes, and keeps the links")
    func linkToNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (link, destination) in [("one", "two"), ("two", "\(folder)/real"), ("lost", "none/x"), ("loop", "loop")] {
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: destination)
        }
        let file = try ResultFile("\(folder)/one")
        try file.write(Array("new".utf8))
        try file.finish()
        #expect(try read("real") == "new")
        for lost in ["lost", "loop"] { #expect(throws: FileProblem.self) { try ResultFile("\(folder)/\(lost)") } }
        #expect(names == ["loop", "lost", "one", "real", "two"])
        for link in ["loop", "lost", "one", "two"] {
            #expect(throws: Never.self) {
                try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(link)")
            }
        }
    }

    @Test("never takes the place of a device, a pipe or a folder")
    func notAFile() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
        for path in ["/dev/null", "\(folder)/pipe", folder, ""] {
            #expect(throws: FileProblem.self, "\(path)") { try ResultFile(path) }
        }
        #expect(names == ["pipe"])
    }

    @Test("without replacing, a file that is there stays as it is")
    func keeping() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "old".write(toFile: "\(folder)/a", atomically: true, encoding: .utf8)
        let refused = #expect(throws: FileProblem.self) { try ResultFile("\(folder)/a", replacing: false) }
        #expect(refused?.isThereAlready == true)
        // One that comes meanwhile stays as well.
        let file = try ResultFile("\(folder)/b", replacing: false)
        try file.write([0x78])
        try "other".write(toFile: "\(folder)/b", atomically: true, encoding: .utf8)
        let problem = #expect(throws: FileProblem.self) { try file.finish() }
        #expect(problem?.isThereAlready == true)
        #expect(try read("b") == "other")
        #expect(try read("a") == "old")
    }
}
