import AWSOperations
import AWSSigning
import Foundation
import Testing

@testable import Sandbox

/// The profiles under which other programs reach both accounts.
struct SandboxProfileTests {
    @Test func profilesAreOfBothAccounts() async throws {
        try await RunningSandbox.use { running in
            let profiles = running.sandbox.profiles
            #expect(profiles.map(\.name) == ["sandbox", "sandbox-deploy", "sandbox-source", "sandbox-locked"])
            #expect(profiles.map(\.accountID) == ["111122223333", "444455556666", "111122223333", "111122223333"])
            #expect(profiles.map(\.roleArn?.isEmpty) == [nil, nil, false, false])
            #expect(profiles[0].accessKeyID == running.sandbox.accessKeyID)
            #expect(profiles[0].accessKeyID != profiles[1].accessKeyID)
            #expect(profiles[2].sourceProfile == "sandbox-deploy" && profiles[2].accessKeyID == profiles[1].accessKeyID)
            for profile in profiles.prefix(2) {
                let client = RunningSandbox.client(
                    of: running.sandbox,
                    Credentials(accessKeyID: profile.accessKeyID, secretAccessKey: profile.secretAccessKey))
                let identity = try await client.send(GetCallerIdentityRequest())
                #expect(identity.account == profile.accountID)
            }
        }
    }

    @Test func keysSurviveARestart() async throws {
        try await TemporaryDirectory.use { directory in
            var profiles: [[SandboxProfile]] = []
            for _ in 0..<2 {
                try await RunningSandbox.use(dataDirectory: directory) { profiles.append($0.sandbox.profiles) }
            }
            #expect(profiles[0] == profiles[1])
        }
    }

    @Test func filesAreTheirOwnersAlone() async throws {
        try await TemporaryDirectory.use { directory in
            try await RunningSandbox.use { running in
                let folder = directory + "/made/on the way"
                let files = try running.sandbox.writeProfiles(inDirectory: folder)
                // Written again, each file is replaced whole.
                _ = try running.sandbox.writeProfiles(inDirectory: folder)
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["config", "credentials"])
                for path in [files.config, files.credentials] {
                    let attributes = try FileManager.default.attributesOfItem(atPath: path)
                    #expect(attributes[.posixPermissions] as? Int == 0o600)
                }
                let config = try String(contentsOfFile: files.config, encoding: .utf8)
                #expect(config.components(separatedBy: "endpoint_url = \(running.sandbox.endpointURL)").count == 5)
                for profile in running.sandbox.profiles { #expect(!config.contains(profile.secretAccessKey)) }
                let credentials = try String(contentsOfFile: files.credentials, encoding: .utf8)
                #expect(!credentials.contains("sandbox-source"))
            }
        }
    }

    @Test func refusesAFolderThatIsNone() async throws {
        try await RunningSandbox.use { running in
            #expect(throws: SandboxError.self) { try running.sandbox.writeProfiles(inDirectory: "/dev/null/nowhere") }
        }
    }
}
