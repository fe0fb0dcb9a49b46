import AWSOperations
import ArgumentParser

/// Options that stand before or after any subcommand.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use this profile of the shared config files; with --demo, one of the sandbox's.", valueName: "name")
    )
    var profile: String?

    @Option(help: ArgumentHelp("Use this AWS region.", valueName: "name"))
    var region: String?

    @Option(
        name: .customLong("endpoint-url"),
        help: ArgumentHelp("Send all requests to this URL instead of AWS.", valueName: "url"))
    var endpointURL: String?

    @Option(help: ArgumentHelp("Trust the certificate authorities in this PEM file.", valueName: "file"))
    var caBundle: String?

    @Flag(help: "Run against the embedded sandbox, without an account or network.")
    var demo = false

    @Flag(help: "Log requests to standard error, without secrets; the terminal UI logs to its file.")
    var debug = false

    @Option(help: ArgumentHelp("Use this theme in the terminal UI.", valueName: "name"))
    var theme: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func validate() throws {
        if demo, endpointURL != nil || region != nil || caBundle != nil {
            throw ValidationError("--demo has its own region and endpoint: remove the other options")
        }
        if let endpointURL, !endpointURL.hasBytePrefix("http://"), !endpointURL.hasBytePrefix("https://") {
            throw ValidationError("--endpoint-url must start with http:// or https://")
        }
        if let region { try Check.region(region) }
    }
}
