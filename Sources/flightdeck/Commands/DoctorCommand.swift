import AWSOperations
import ArgumentParser
import BatchInference
import Console
import LocalStore
import Monitor

/// `flightdeck doctor`
struct DoctorCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check credentials, region, endpoints, clock and permissions.",
        discussion: """
            Tries every permission with a call that changes nothing. Prints no secrets, so the report can be \
            shared. Ends with what to do, most important first. Exit status: 0 if everything works, 4 without \
            usable credentials or with a missing permission, 1 if something else fails.
            """)

    @Flag(help: "Print one JSON document.")
    var json = false

    @Option(help: ArgumentHelp("Bucket to check (default: one used by launches or jobs).", valueName: "name"))
    var bucket: String?

    @Option(help: ArgumentHelp("Seconds to wait for each response.", valueName: "seconds"))
    var timeout = 10

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try Check.range(timeout, 1...300, of: "--timeout")
        if let bucket { _ = try Self.name(of: bucket) }
    }

    /// A bucket's name, which may be written as an S3 URI.
    static func name(of bucket: String) throws -> String {
        let uri = bucket.hasBytePrefix("s3://") ? bucket : "s3://\(bucket)/"
        switch S3Location.parse(uri) {
        case .success(let location): return location.bucket
        case .failure: throw ValidationError("--bucket must be a bucket name (got \(bucket))")
        }
    }

    func run() async throws {
        let command = self
        try await Interruption.guarding {
            try ServiceAccess.checkTheme(command.global)
            let output = StandardStreams.output(isASCII: command.global.ascii)
            let logger = command.global.debug ? DebugLog.standardError : nil
            let demo = command.global.demo ? try DemoService(profile: command.global.profile, logger: logger) : nil
            do {
                try await command.run(demo: demo, logger: logger, output: output)
            } catch {
                await demo?.stop()
                throw error
            }
            await demo?.stop()
        }
    }
}
