import AWSOperations
import AWSSigning
import JSONCoding

/// A program that prints credentials, named by `credential_process`.
struct ProcessCredentials: CredentialsProvider {
    let scope: ProfileScope
    let name = "credential process"

    func setUpAt() throws(AWSFailure) -> SettingOrigin? { try scope.profile()?.setting("credential_process")?.origin }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        guard let command = try scope.profile()?.setting("credential_process") else {
            return .skipped("the profile \(scope.profileName) has no credential_process")
        }
        guard let words = ShellWords.split(command.value), let program = words.first else {
            throw broken(command, "isn't a valid command line: unclosed quote")
        }
        let output: ChildProcess.Output
        do {
            output = try await ChildProcess.run(words, environment: scope.context.environment)
        } catch {
            switch error {
            case .cancelled: throw .cancelled
            case .notStarted(let reason):
                throw broken(command, "cannot start \(Redactor.words(Redactor.misplaced(program))): \(reason)")
            case .tooMuchOutput: throw broken(command, "printed more than credentials")
            }
        }
        guard output.status == 0 else {
            let said = Redactor.words(String(decoding: output.standardError, as: UTF8.self))
            throw broken(command, "ended with status \(output.status)" + (said.isEmpty ? "" : ": \(said)"))
        }
        return .found(try read(output.standardOutput, of: command))
    }

    private struct Printed: Decodable {
        var version: Int
        var accessKeyID: String?
        var secretAccessKey: String?
        var sessionToken: String?
        var expiration: String?

        private enum CodingKeys: String, CodingKey {
            case version = "Version"
            case accessKeyID = "AccessKeyId"
            case secretAccessKey = "SecretAccessKey"
            case sessionToken = "SessionToken"
            case expiration = "Expiration"
        }
    }

    private func read(_ bytes: [UInt8], of command: Setting<String>) throws(AWSFailure) -> Credentials {
        let printed: Printed
        do {
            printed = try JSON.decode(Printed.self, from: bytes)
        } catch {
            throw broken(command, "didn't print credentials: \(DecodingDetail.describe(error))")
        }
        guard printed.version == 1 else { throw broken(command, "uses version \(printed.version), not 1") }
        guard let key = printed.accessKeyID, let secret = printed.secretAccessKey else {
            throw broken(command, "didn't print AccessKeyId or SecretAccessKey")
        }
        var credentials = Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: printed.sessionToken)
        if let text = printed.expiration {
            guard let end = StoredDate.parse(text) else {
                throw broken(command, "printed an invalid Expiration")
            }
            credentials.expiration = end.secondsSinceEpoch
        }
        return credentials
    }

    private func broken(_ command: Setting<String>, _ problem: String) -> AWSFailure {
        .brokenCredentials(
            "the credential process (\(command.origin)) \(problem)", remedy: "run that command by hand to see why")
    }
}
