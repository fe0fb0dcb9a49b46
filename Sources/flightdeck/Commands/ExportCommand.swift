import ArgumentParser
import BatchInference

extension ExportForm: ExpressibleByArgument {}

/// `flightdeck export JOB`
struct ExportCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print a launch as code for other tools, without creating anything.",
        discussion: """
            Takes the options of `flightdeck launch` and prints the same two requests as a script for the AWS CLI, \
            as Python for boto3 or the SageMaker Python SDK 2, or as JSON. What a format can't express is noted in a \
            comment in the code, and on standard error.
            """)

    @OptionGroup var source: PlanSourceArguments

    @Option(help: ArgumentHelp("aws-cli, boto3, sagemaker-sdk or json.", valueName: "form"))
    var `as`: ExportForm

    @OptionGroup var arguments: LaunchArguments

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { source.named }

    func validate() throws {
        try source.check(arguments)
        try arguments.check()
    }

    func run(in context: CommandContext) async throws {
        let plan = try await PlanAssembly(source, arguments, in: context).plan(tellingWarnings: true)
        let place = LaunchExport.Place(
            region: context.session.region, profile: global.profile, endpointURL: global.endpointURL)
        var export = LaunchExport(plan, at: place)
        // A plan of one's own is checked by launch; what is run again writes where something may be.
        if source.like != nil {
            export.warnings = await OverwriteNotice.texts(
                for: plan, region: context.session.region, from: context.cloud, clock: context.clock)
            try Task.checkCancellation()
        }
        for warning in export.warnings { context.output.note("warning: \(warning)") }
        for gap in export.gaps(in: `as`) { context.output.note("left out: \(gap)") }
        context.output.printScript(export.text(as: `as`))
    }
}
