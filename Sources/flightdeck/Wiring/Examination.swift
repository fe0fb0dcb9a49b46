import AWSClient
import AWSOperations
import BatchInference
import LocalStore
import Logging

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes the doctor of an account, or of the embedded sandbox.
struct Examination: Sendable {
    var options: GlobalOptions
    /// The embedded sandbox, with `--demo`.
    var demo: DemoService?
    var database: StateDatabase
    var logger: Logger?
    /// The bucket to try; nil for one that launches or jobs use.
    var bucket: String?
    var timeouts = Doctor.Timeouts()
    /// Asks for the code of an MFA device; nil where nobody is to be asked.
    var mfaPrompt: MFAPrompt?

    /// Reads all settings again and begins.
    func reports() -> AsyncStream<DoctorReport> {
        let stream = AsyncStream.makeStream(of: DoctorReport.self, bufferingPolicy: .bufferingNewest(1))
        let work = Task {
            var timeouts = timeouts
            // The embedded sandbox answers once its candidates are trained, which a busy machine takes its time for.
            if demo != nil { timeouts.answer = max(timeouts.answer, 120) }
            let doctor = Doctor(await inspection(), clock: SystemClock(), timeouts: timeouts)
            for await report in doctor.reports() { stream.continuation.yield(report) }
            stream.continuation.finish()
        }
        stream.continuation.onTermination = { _ in work.cancel() }
        return stream.stream
    }

    private func inspection() async -> AccountInspection {
        let environment = ProcessInfo.processInfo.environment
        let journal = LaunchJournalStore(database)
        let environmentChecks: @Sendable () -> [DoctorCheck] = {
            EnvironmentChecks.checks(directories: .current, variable: StandardStreams.variable)
        }
        guard let demo else {
            let source = ClientSource { [options, mfaPrompt, logger] in
                AWSClient(
                    configuration: try await ServiceAccess.located(options, mfaPrompt: mfaPrompt, logger: logger))
            }
            var report = SetupReport.read(
                environment: environment, profile: options.profile, region: options.region,
                endpointURL: options.endpointURL, caBundle: options.caBundle)
            if report.region == nil, report.problems.isEmpty,
                let located = try? await ServiceAccess.located(options, mfaPrompt: nil, logger: nil)
            {
                report.locate(located)
            }
            return AccountInspection(
                report: report, source: source, bucket: bucket, journal: journal, environmentChecks: environmentChecks)
        }
        let source = demo.clientSource(profile: options.profile)
        var report = SetupReport()
        do throws(AWSFailure) {
            report = SetupReport(try await source.client().configuration)
        } catch {
            report.problems = [error]
        }
        return AccountInspection(
            report: report, source: source, bucket: bucket, journal: journal, ownCredentials: "embedded sandbox",
            environmentChecks: environmentChecks)
    }
}
