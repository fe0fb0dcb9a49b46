import Foundation

/// A home directory of a test's own, so that nothing of the user's is read or written.
struct TemporaryHome {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(
            path: "flightdeck-test-\(UInt32.random(in: 0...UInt32.max))"
        ).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    var environment: [String: String] {
        [
            "HOME": path, "XDG_CONFIG_HOME": "\(path)/config", "XDG_STATE_HOME": "\(path)/state",
            "XDG_CACHE_HOME": "\(path)/cache", "TERM": "tmux-256color",
        ]
    }

    /// The paths of all files below a folder of the home.
    func files(below folder: String) -> [String] {
        let root = "\(path)/\(folder)"
        let found = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return found.map { "\(root)/\($0)" }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
