import Foundation

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
