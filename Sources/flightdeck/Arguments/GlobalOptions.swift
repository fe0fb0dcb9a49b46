import AWSOperations
import ArgumentParser

/// Options that stand before or after any subcommand.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The profile of the shared AWS files; with --demo, one of the sandbox's.", valueName: "name")
    )
    var profile: String?

    @Option(help: ArgumentHelp("The AWS region.", valueName: "name"))
    var region: String?

    @Option(
        name: .customLong("endpoint-url"),
        help: ArgumentHelp("Where all services are asked, in place of AWS.", valueName: "url"))
    var endpointURL: String?

    @Option(help: ArgumentHelp("Certificate authorities to trust, as a PEM file.", valueName: "file"))
    var caBundle: String?

    @Flag(help: "Run against the embedded sandbox: no account, no network.")
    var demo = false

    @Flag(help: "Write what the client does to standard error, without secrets; the terminal UI writes it to its log.")
    var debug = false

    @Option(help: ArgumentHelp("The theme of the terminal UI.", valueName: "name"))
    var theme: String?

    @Flag(help: "Draw with ASCII characters alone.")
    var ascii = false

    func validate() throws {
        if demo, endpointURL != nil || region != nil || caBundle != nil {
            throw ValidationError("--demo brings its own region and endpoint: leave the others out")
        }
        if let endpointURL, !endpointURL.hasBytePrefix("http://"), !endpointURL.hasBytePrefix("https://") {
            throw ValidationError("--endpoint-url begins with http:// or https://, not: \(endpointURL)")
        }
        if let region { try Check.region(region) }
    }
}
