import AWSOperations

@testable import Sandbox

/// S3 over a directory, asked without a server: what a principal sends, and what it gets.
struct S3Bench {
    let service: S3Service
    let keys: KeyStore
    let store: ObjectStore

    static let home = Principal(userOf: .home, key: AccessKey.random())
    static let deploying = Principal(userOf: .deploying, key: AccessKey.random())

    /// Opens the directory again with what an earlier bench left there.
    init(_ directory: String) throws {
        store = try ObjectStore(directory: directory + "/s3", isKept: true)
        keys = try KeyStore(files: FileTree(directory + "/account", isKept: true))
        service = S3Service(
            access: ObjectAccess(store: store, keys: keys),
            uploads: try MultipartUploads(directory: directory + "/uploads", isKept: true))
    }

    func send(
        _ method: String, _ path: String, _ query: String = "", body: String = "", headers: [String: String] = [:],
        by principal: Principal = home
    ) async throws -> WireResponse {
        try await service.respond(
            to: WireRequest(method: method, path: path, query: query, headers: headers, body: Array(body.utf8)),
            by: principal, at: .now)
    }

    /// The code of the refusal; nil where it is allowed.
    func code(
        _ method: String, _ path: String, _ query: String = "", body: String = "", headers: [String: String] = [:],
        by principal: Principal = home
    ) async -> String? {
        do {
            _ = try await send(method, path, query, body: body, headers: headers, by: principal)
            return nil
        } catch {
            return (error as? ServiceFault)?.code ?? "\(error)"
        }
    }

    func text(
        _ method: String, _ path: String, _ query: String = "", body: String = "", by principal: Principal = home
    ) async throws -> String {
        guard case .bytes(let bytes) = try await send(method, path, query, body: body, by: principal).body else {
            return ""
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
