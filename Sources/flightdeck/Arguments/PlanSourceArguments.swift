import ArgumentParser

/// Where a plan comes from: a candidate of a job, a plan file, or a past transform.
struct PlanSourceArguments: ParsableArguments {
    @Argument(help: "Autopilot job name; optional with --plan or --like.")
    var job: String?

    @Option(help: ArgumentHelp("Read the plan from a TOML file; options override it.", valueName: "file"))
    var plan: String?

    @Option(help: ArgumentHelp("Copy the plan of a past transform, with new names.", valueName: "transform"))
    var like: String?

    /// The job and the past transform.
    var named: [NamedResource] { [job.map(NamedResource.job), like.map(NamedResource.transform)].compactMap(\.self) }

    /// Checks what can be checked before the first request.
    func check(_ arguments: LaunchArguments) throws {
        if let job { try Check.name(job, of: "JOB", atMost: 32) }
        if let like { try Check.name(like, of: "--like", atMost: 63) }
        if plan?.isEmpty == true { throw ValidationError("--plan needs a file name") }
        if plan != nil, like != nil { throw ValidationError("--plan and --like can't be used together") }
        guard plan == nil, like == nil else { return }
        guard job != nil else {
            throw ValidationError("name an Autopilot job, a plan file with --plan, or a past transform with --like")
        }
        guard arguments.input != nil else { throw ValidationError("--input is required: an S3 URI to read") }
        guard arguments.instanceType != nil else {
            throw ValidationError("--instance-type is required, for example ml.m5.xlarge")
        }
    }
}
