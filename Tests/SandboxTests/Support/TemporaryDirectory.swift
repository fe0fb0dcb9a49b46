import Foundation

/// A directory for one test, removed afterwards.
enum TemporaryDirectory {
    static func use(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/flightdeck-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}
