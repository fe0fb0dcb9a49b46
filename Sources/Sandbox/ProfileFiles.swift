#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Profiles as the AWS CLI and the SDKs read them: a configuration file, and a credentials file beside it.
struct ProfileFiles {
    let profiles: [SandboxProfile]
    let endpointURL: String

    var config: String {
        profiles.map { profile in
            var lines = [
                "[profile \(profile.name)]", "region = \(profile.region)", "endpoint_url = \(endpointURL)",
            ]
            if let role = profile.roleArn, let source = profile.sourceProfile {
                lines += ["role_arn = \(role)", "source_profile = \(source)"]
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// Keys of the users alone: a role has none of its own.
    var credentials: String {
        profiles.filter { $0.roleArn == nil }.map { profile in
            """
            [\(profile.name)]
            aws_access_key_id = \(profile.accessKeyID)
            aws_secret_access_key = \(profile.secretAccessKey)

            """
        }.joined(separator: "\n")
    }

    /// Writes both into a directory, which is made where it is missing; throws `SandboxError`.
    func write(into directory: String) throws(SandboxError) -> (config: String, credentials: String) {
        let path = directory.hasPrefix("/") ? directory : FileManager.default.currentDirectoryPath + "/" + directory
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unusableDirectory(path: path, reason: SandboxError.reason(error))
        }
        let files = (config: path + "/config", credentials: path + "/credentials")
        try Self.write(config, to: files.config)
        try Self.write(credentials, to: files.credentials)
        return files
    }

    /// Writes a file that its owner alone may read, whole or not at all.
    private static func write(_ text: String, to path: String) throws(SandboxError) {
        var name = Array("\(path).XXXXXX".utf8CString)
        // mkstemp makes the file with mode 0600.
        let descriptor = mkstemp(&name)
        guard descriptor >= 0, let stream = fdopen(descriptor, "w") else {
            throw .unusableDirectory(path: path, reason: String(cString: strerror(errno)))
        }
        let bytes = Array(text.utf8)
        let isWritten = fwrite(bytes, 1, bytes.count, stream) == bytes.count
        guard fclose(stream) == 0, isWritten, rename(name, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(name)
            throw .unusableDirectory(path: path, reason: reason)
        }
    }
}

/// A profile under which other programs reach the sandbox: a user of one of its accounts, or a role.
public struct SandboxProfile: Hashable, Sendable {
    public let name: String
    /// The account that a caller with the profile acts in.
    public let accountID: String
    public let region: String
    /// The access key to sign with; for a role, that of the profile that assumes it.
    public let accessKeyID: String
    public let secretAccessKey: String
    /// The role to assume; nil for a user.
    public let roleArn: String?
    /// The profile that assumes the role; nil for a user.
    public let sourceProfile: String?

    /// The users of both accounts, and the home account's roles as the deploying user assumes them.
    static func all(home: AccessKey, deploying: AccessKey) -> [SandboxProfile] {
        let source = "sandbox-deploy"
        func user(_ name: String, _ account: Account, _ key: AccessKey) -> SandboxProfile {
            SandboxProfile(
                name: name, accountID: account.number, region: Account.region, accessKeyID: key.id,
                secretAccessKey: key.secret, roleArn: nil, sourceProfile: nil)
        }
        func role(_ name: String, _ role: Role) -> SandboxProfile {
            SandboxProfile(
                name: name, accountID: role.account.number, region: Account.region, accessKeyID: deploying.id,
                secretAccessKey: deploying.secret, roleArn: role.arn, sourceProfile: source)
        }
        return [
            user("sandbox", .home, home), user(source, .deploying, deploying),
            role("sandbox-source", Account.autopilotReader), role("sandbox-locked", Account.autopilotLocked),
        ]
    }
}
