import AWSClient
import AWSOperations
import BatchInference

/// One examination's view of an account: the settings as they are now, and a client of its own.
struct AccountInspection: Inspection {
    private let report: SetupReport
    private let source: ClientSource
    private let checks: @Sendable () -> [DoctorCheck]
    private let bucket: String?
    private let journal: any LaunchJournal
    /// What credentials are called that no provider found: the embedded sandbox's.
    private let ownCredentials: String

    /// - Parameter bucket: The one to try; nil for one that launches or jobs use.
    init(
        report: SetupReport, source: ClientSource, bucket: String?, journal: any LaunchJournal,
        ownCredentials: String = "", environmentChecks: @escaping @Sendable () -> [DoctorCheck]
    ) {
        self.report = report
        self.source = source
        self.bucket = bucket
        self.journal = journal
        self.ownCredentials = ownCredentials
        checks = environmentChecks
    }

    var cloud: any CloudServices { ClientServices(source) }

    func setup() async -> SetupFindings { SetupFindings(report) }

    func credentials() async -> CredentialFindings {
        do throws(AWSFailure) {
            let found = await CredentialFindings(try source.client().findCredentials())
            guard found.providers.isEmpty, found.failure == nil else { return found }
            var own = found
            own.providers = [CredentialFindings.Provider(name: ownCredentials, outcome: .found)]
            own.winner = ownCredentials
            return own
        } catch {
            return CredentialFindings(failure: error)
        }
    }

    func clockOffset() async throws -> Double { try await source.client().measureClockOffset() }

    func environmentChecks() async -> [DoctorCheck] { checks() }

    func knownBucket() async -> String? {
        if let bucket { return bucket }
        let last = try? await journal.history(limit: 1).first
        return last.flatMap { S3Location($0.createTransformJob.transformOutput.s3OutputPath) }?.bucket
    }
}
