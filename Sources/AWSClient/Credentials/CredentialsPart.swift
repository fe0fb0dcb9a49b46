import AWSOperations
import AWSSigning

/// What credentials are made of.
enum CredentialsPart: String, CaseIterable, Sendable {
    case accessKeyID = "access key"
    case secretAccessKey = "secret access key"
    case sessionToken = "session token"

    func text(of credentials: Credentials) -> String? {
        switch self {
        case .accessKeyID: credentials.accessKeyID
        case .secretAccessKey: credentials.secretAccessKey
        case .sessionToken: credentials.sessionToken
        }
    }

    /// What in a text can be in no key, said without the text; nil where nothing.
    static func flaw(of text: String) -> String? {
        let scalars = text.unicodeScalars
        guard let first = scalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return nil }
        let isBreak = first == "\n" || first == "\r"
        let what = isBreak ? "a line break" : "the control character \(VisibleText.show(String(first)))"
        if scalars.last == first || (isBreak && scalars.last == "\n") { return "ends in \(what)" }
        return scalars.first == first ? "begins with \(what)" : "holds \(what)"
    }
}

extension CredentialsProvider {
    func place(of part: CredentialsPart) -> String {
        let origin = (try? setUpAt()) ?? nil
        return "the \(part.rawValue) (\(name)\(origin.map { ", \($0)" } ?? ""))"
    }

    /// `find`, and an error where what it found cannot be sent: a line break in a key would end a header, and in a
    /// secret it makes every signature wrong.
    func findUsable() async throws(AWSFailure) -> ProviderOutcome {
        let outcome = try await find()
        guard case .found(let credentials) = outcome else { return outcome }
        for part in CredentialsPart.allCases {
            guard let flaw = part.text(of: credentials).flatMap(CredentialsPart.flaw) else { continue }
            throw .brokenCredentials(
                "\(place(of: part)) \(flaw)",
                remedy:
                    "set it again without one: printf '%s' adds none where echo does, and a file with the line ends "
                    + "of Windows is fixed by dos2unix")
        }
        return outcome
    }
}
