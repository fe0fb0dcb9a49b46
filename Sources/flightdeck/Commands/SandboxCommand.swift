import ArgumentParser
import BatchInference
import CMemory
import Sandbox

/// `flightdeck sandbox`
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run the embedded sandbox in the foreground, for this and other tools.",
        discussion: """
            Prints export lines for the AWS CLI, the SDKs and Flightdeck itself, and runs until Ctrl-C. Its state is \
            then lost, unless --data names a folder to keep it in. The printed keys are for one account; the printed \
            profiles also reach a second one, for cross-account launches.
            """)

    @Option(help: ArgumentHelp("Port on 127.0.0.1; 0 picks a free one.", valueName: "number"))
    var port = 0

    @Option(help: ArgumentHelp("Keep the state in this folder.", valueName: "dir"))
    var data: String?

    @Flag(help: "Finish transforms as soon as their work is done.")
    var immediate = false

    @Option(
        help: ArgumentHelp(
            "Seconds a transform waits for its instances (default: 3, or 0 with --immediate).", valueName: "seconds"))
    var provisioning: Double?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try Check.range(port, 0...65_535, of: "--port")
        if data?.isEmpty == true { throw ValidationError("--data needs a folder name") }
        if let provisioning, !(0...3600).contains(provisioning) {
            throw ValidationError("--provisioning must be between 0 and 3600 seconds")
        }
    }

    func run() async throws {
        try ServiceAccess.checkTheme(global)
        memory_return_large_blocks()
        let output = StandardStreams.output(isASCII: global.ascii)
        let (port, data) = (port, data)
        var timing = immediate ? SandboxTiming.immediate : .demo
        if let provisioning { timing.provisioning = provisioning }
        do {
            try await Interruption.guarding { [timing] in
                let sandbox = try await Sandbox.start(port: port, dataDirectory: data, timing: timing)
                let files = try sandbox.writeProfiles(inDirectory: sandbox.directory + "/profiles")
                let lines = sandbox.environmentExports.map { "export \($0)=\(ShellText.word($1))" }
                // Left to the user: they would hide the profiles of whoever has AWS_PROFILE set.
                let accounts = [
                    "# two accounts, as the profiles \(sandbox.profiles.map(\.name).joined(separator: ", ")):",
                    "# export AWS_CONFIG_FILE=\(ShellText.word(files.config))"
                        + " AWS_SHARED_CREDENTIALS_FILE=\(ShellText.word(files.credentials))",
                ]
                // In one piece: whoever has read what it needs may close its end.
                output.printClean((lines + accounts).joined(separator: "\n"))
                output.note("the sandbox listens on \(sandbox.endpointURL); Ctrl-C stops it")
                // Nothing to do but to be there; the end comes as a cancellation.
                try? await Task.sleep(for: .seconds(Int64.max >> 24))
                await sandbox.stop()
            }
        } catch is CancellationError {
            return
        }
    }
}
