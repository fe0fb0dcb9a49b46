import AWSOperations

/// Looks into what a run of the program goes by: settings, credentials, clock, and the machine around it.
///
/// Made anew for each examination, so that nothing that was found earlier hides what is there now.
public protocol Inspection: Sendable {
    /// Reads environment and files; asks nobody.
    func setup() async -> SetupFindings
    /// Looks for credentials; may ask the services that hand them out.
    func credentials() async -> CredentialFindings
    /// The seconds by which this machine's clock is behind the services'; throws `AWSFailure` where none answers.
    func clockOffset() async throws -> Double
    /// Directories and terminal.
    func surroundings() async -> [DoctorCheck]
    /// A bucket whose objects are worked with, where one is known without asking.
    func knownBucket() async -> String?
    /// What permissions are tried with.
    var cloud: any CloudServices { get }
}
