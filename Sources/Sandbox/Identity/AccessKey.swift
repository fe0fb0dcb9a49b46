#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The key pair that a sandbox gives to an account's user; kept with its state, so that whoever has it goes on after a
/// restart.
struct AccessKey: Hashable, Sendable {
    var id: String
    var secret: String

    static func random() -> AccessKey {
        AccessKey(id: "AKIAFLIGHTDECK" + RandomText.capitals(6), secret: RandomText.mixed(40))
    }

    /// The pair that an earlier start left in a data directory for an account; nil where there is none.
    init?(of account: Account, keptIn directory: String) {
        guard let bytes = FileManager.default.contents(atPath: Self.path(of: account, in: directory)) else {
            return nil
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, lines[0].hasPrefix("AKIAFLIGHTDECK") else { return nil }
        self.init(id: String(lines[0]), secret: String(lines[1]))
    }

    private init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// Leaves the pair for the next start; where that fails, the next start makes another.
    func keep(of account: Account, in directory: String) {
        _ = FileManager.default.createFile(
            atPath: Self.path(of: account, in: directory), contents: Data("\(id)\n\(secret)\n".utf8),
            attributes: [.posixPermissions: 0o600])
    }

    private static func path(of account: Account, in directory: String) -> String {
        "\(directory)/access-key" + (account == .home ? "" : "-\(account.number)")
    }
}
