import AWSOperations
import ArgumentParser
import BatchInference
import Testing

@testable import flightdeck

@Suite("Arguments")
struct ArgumentsTests {
    private static let launch = ["launch", "job", "--input", "s3://bucket/in/", "--instance-type", "ml.m5.xlarge"]

    @Test("global options stand before and after a subcommand")
    func globalOptions() throws {
        let arguments = ["--profile", "dev", "jobs", "--region", "eu-west-1", "--json"]
        let command = try #require(try FlightdeckCommand.parseAsRoot(arguments) as? JobsCommand)
        #expect(command.global.profile == "dev")
        #expect(command.global.region == "eu-west-1")
        #expect(command.listing.json)
    }

    @Test("without a subcommand it is the terminal UI")
    func root() throws {
        let command = try #require(try FlightdeckCommand.parseAsRoot(["--demo", "--ascii"]) as? FlightdeckCommand)
        #expect(command.global.demo && command.global.ascii)
    }

    @Test(
        "wrong arguments are refused with status 2, before any request, and the message names the option",
        arguments: [
            (["jobs", "--max-items", "0"], "--max-items must be between 1 and 1000000"),
            (["jobs", "--status-equals", "Sleeping"], "--status-equals must be one of"),
            (["jobs", "--name-contains", "a b"], "--name-contains"),
            (["jobs", "--region", "eu west"], "--region"),
            (["jobs", "--endpoint-url", "localhost:80"], "--endpoint-url must start with http:// or https://"),
            (["jobs", "--demo", "--region", "eu-west-1"], "--demo"),
            (["candidates", "--", "-x-"], "JOB must be 1 to 32"),
            (["candidates", String(repeating: "a", count: 33)], "JOB must be 1 to 32"),
            (["watch", "bad_name"], "TRANSFORM must be 1 to 63"),
            (["watch", "name", "--json", "--quiet"], "--json and --quiet"),
            (["outputs", "name", "--head", "1001"], "--head must be between 1 and 1000"),
            (["clean-up", "a_b"], "MODEL must be 1 to 63"),
            (["clean-up", "a", "--all"], "--all and model names"),
            (["clean-up", "--all", "--json"], "--json"),
            (["instances", "m5"], "m5"),
            (["resume", "--clean-up"], "--clean-up"),
            (["resume", "name", "--all"], "--all"),
            (["sandbox", "--port", "70000"], "--port must be between 0 and 65535"),
            (["launch", "job", "--input", "s3://bucket/in/"], "--instance-type"),
            (["fly"], "fly"),
        ])
    func refused(_ arguments: [String], _ words: String) {
        let ending = Self.ending(of: arguments)
        #expect(ending?.status == .usage)
        #expect(ending?.message?.contains(words) == true, "\(ending?.message ?? "nothing")")
    }

    @Test(
        "launch checks every option before the first request",
        arguments: [
            (["--input", "http://bucket/in"], "--input"),
            (["--input", "s3://B/in"], "--input"),
            (["--output", "bucket"], "--output"),
            (["--instance-count", "101"], "--instance-count"),
            (["--instance-type", "huge"], "--instance-type"),
            (["--instance-type", "ml.m5xlarge"], "(got ml.m5xlarge); did you mean ml.m5.xlarge?"),
            (["--output-filter", "$[0:2,246:]"], "--output-filter: SageMaker accepts only one range in a filter"),
            (["--correct-input", "--skip-preflight"], "--correct-input and --skip-preflight can't be used together"),
            (["--role", "me"], "--role"),
            (["--transform-job-name", String(repeating: "a", count: 64)], "--transform-job-name"),
            (["--split-type", "Words"], "--split-type must be one of None, Line, RecordIO, TFRecord"),
            (["--s3-data-type", "Converse"], "--s3-data-type must be one of S3Prefix, ManifestFile (got Converse)"),
            (["--max-payload-in-mb", "101"], "--max-payload-in-mb"),
            (["--invocations-max-retries", "4"], "--invocations-max-retries"),
            (["--invocations-timeout-in-seconds", "0"], "--invocations-timeout-in-seconds"),
            (["--environment", "novalue"], "--environment must be key=value"),
            (["--tag", "=x"], "--tag must be key=value"),
            (["--input-filter", String(repeating: "$", count: 64)], "--input-filter"),
            (["--input-filter", "$..a"], "SageMaker's filters have no .. operator"),
            (["--output-filter", "$[0,1"], "--output-filter: a bracket isn't closed"),
            (["--join-source", "Input"], "--join-source: joining needs the same content type"),
            (["--container-environment", "A=1"], "--container-environment must be N:KEY=VALUE"),
            (["--container-environment", "16:A=1"], "1 to 15"),
            (["--container-environment", "1:9A=1"], "'9A' isn't a variable name"),
            (["--container-environment", "1:A=" + String(repeating: "x", count: 1025)], "at most 1024 are allowed"),
            (
                ["--unset-container-environment", "1:A=1"],
                "--unset-container-environment must be N:KEY, without a value"
            ),
            (["--max-concurrent-transforms", "17"], "is at most 100 MB"),
            (["--run-name", "a_b"], "--run-name: 'a_b' isn't a valid RunName"),
            (["--trial-name", "a_b"], "--trial-name: "), (["--experiment-name", "a_b"], "--experiment-name: "),
            (["--trial-component-display-name", "a_b"], "--trial-component-display-name: "),
            (
                ["--data-capture-destination", "s3://bucket/c", "--data-capture-kms-key-id", "a key"],
                "--data-capture-kms-key-id: "
            ),
            (["--subnets", "a_b", "--security-group-ids", "sg-1"], "--subnets: "),
            (["--subnets", "subnet-1", "--security-group-ids", "a_b"], "--security-group-ids: "),
            (["--transform-ami-version", "a--b"], "--transform-ami-version: "),
            (["--subnets", "subnet-1"], "both subnets and security groups"),
            (["--data-capture-kms-key-id", "key"], "data capture needs a destination"),
            (["--transform-ami-version", "a b"], "--transform-ami-version"),
            (["--volume-kms-key-id", "a key"], "--volume-kms-key-id"),
        ])
    func launchRefused(_ extra: [String], _ words: String) {
        var arguments = Self.launch
        if let index = arguments.firstIndex(of: extra[0]) { arguments.removeSubrange(index...index + 1) }
        let ending = Self.ending(of: arguments + extra)
        #expect(ending?.status == .usage)
        #expect(ending?.message?.contains(words) == true, "\(ending?.message ?? "nothing")")
    }

    @Test(
        "a URL that is refused may hold a password, and isn't repeated",
        arguments: ["user:hush@127.0.0.1:9", "http:/user:hush@127.0.0.1", "127.0.0.1/?token=hush"])
    func refusedURLs(url: String) {
        let ending = Self.ending(of: ["jobs", "--endpoint-url", url])
        #expect(ending?.status == .usage)
        #expect(ending?.message?.contains("hush") == false, "\(ending?.message ?? "nothing")")
    }

    @Test("an instance type may be given in capitals, and without its ml.", arguments: ["M5.XLARGE", "ML.m5.xlarge"])
    func instanceTypes(name: String) throws {
        var arguments = Self.launch
        arguments[arguments.count - 1] = name
        let command = try #require(try FlightdeckCommand.parseAsRoot(arguments) as? LaunchCommand)
        var plan = LaunchPlan(
            jobName: "j", candidateName: "c", containerSets: ContainerSets(), modelName: "m", roleArn: "", input: "",
            output: "", transformJobName: "t")
        try command.arguments.apply(to: &plan)
        #expect(plan.instanceType == .mlM5Xlarge)
    }

    @Test("blanks around what was pasted are no part of a tag, a variable or their values")
    func pastedPairs() throws {
        let arguments =
            Self.launch + ["--tag", " team = two words ", "--tag", "empty= ", "--environment", "\tA = b=c\n"]
        let command = try #require(try FlightdeckCommand.parseAsRoot(arguments) as? LaunchCommand)
        var plan = LaunchPlan(
            jobName: "j", candidateName: "c", containerSets: ContainerSets(), modelName: "m", roleArn: "", input: "",
            output: "", transformJobName: "t")
        try command.arguments.apply(to: &plan)
        #expect(plan.tags == [ResourceTag(key: "team", value: "two words"), ResourceTag(key: "empty", value: "")])
        #expect(plan.environment == [EnvironmentEntry(name: "A", value: "b=c")])
        for wrong in [" =x", "=", "none"] {
            #expect(throws: (any Error).self) { try FlightdeckCommand.parseAsRoot(Self.launch + ["--tag", wrong]) }
        }
    }

    @Test("launch's options reach the two requests")
    func launchPlan() throws {
        let arguments =
            Self.launch + [
                "--output", "s3://bucket/out/", "--split-type", "line", "--assemble-with", "line", "--batch-strategy",
                "singlerecord", "--max-payload-in-mb", "7", "--environment", "A=b=c", "--tag", "team=penguins",
                "--subnets", "subnet-1, subnet-2", "--security-group-ids", "sg-1", "--enable-network-isolation",
                "--volume-kms-key-id", "key", "--experiment-name", "spring", "--model-name", "m",
                "--transform-job-name", "t", "--inference-response-keys", "predicted_label,probability", "--run-name",
                "r-1",
                "--container-environment", "2:A=b=c", "--unset-container-environment", "1:OLD",
            ]
        let command = try #require(try? FlightdeckCommand.parseAsRoot(arguments) as? LaunchCommand)
        var plan = LaunchPlan(
            jobName: "job", candidateName: "c", containerSets: ContainerSets(), modelName: "x", roleArn: "", input: "",
            output: "", transformJobName: "y")
        try command.arguments.apply(to: &plan)
        #expect(plan.responseKeys == ["predicted_label", "probability"])
        #expect(
            plan.environmentChanges == [
                EnvironmentChange(container: 2, name: "A", value: "b=c"),
                EnvironmentChange(container: 1, name: "OLD", value: nil),
            ])
        let (model, transform) = (plan.requests.createModel, plan.requests.createTransformJob)
        #expect(model.modelName == "m" && transform.transformJobName == "t" && transform.modelName == "m")
        #expect(model.vpcConfig == VpcConfig(securityGroupIds: ["sg-1"], subnets: ["subnet-1", "subnet-2"]))
        #expect(model.enableNetworkIsolation == true)
        #expect(transform.transformInput.splitType == .line)
        #expect(transform.batchStrategy == .singleRecord)
        #expect(transform.maxPayloadInMB == 7)
        #expect(transform.environment == ["A": "b=c"])
        #expect(transform.tags == [ResourceTag(key: "team", value: "penguins")])
        #expect(transform.transformResources.volumeKmsKeyId == "key")
        #expect(transform.experimentConfig == ExperimentConfig(experimentName: "spring", runName: "r-1"))
    }

    @Test("an instance type may leave its ml. out")
    func shortInstanceType() throws {
        let arguments = ["launch", "job", "--input", "s3://bucket/in/", "--instance-type", "m5.xlarge"]
        let command = try #require(try FlightdeckCommand.parseAsRoot(arguments) as? LaunchCommand)
        var plan = LaunchPlan(
            jobName: "job", candidateName: "c", containerSets: ContainerSets(), modelName: "x", roleArn: "", input: "",
            output: "", transformJobName: "y")
        try command.arguments.apply(to: &plan)
        #expect(plan.instanceType == .mlM5Xlarge)
    }

    @Test("every field of a plan names its option")
    func fieldOptions() {
        #expect(PlanProblem.Field.allCases.allSatisfy { $0.option.hasPrefix("--") })
    }

    @Test("help and version end with status 0 on standard output")
    func help() throws {
        #expect(Self.ending(of: ["--help"])?.status == .done)
        let version = try #require(Self.ending(of: ["--version"]))
        #expect(version.status == .done && version.message == ProgramVersion.current + "\n")
    }

    private static func ending(of arguments: [String]) -> ProgramEntry.Ending? {
        do {
            var command = try FlightdeckCommand.parseAsRoot(arguments)
            // Help is a command of its own; the others are not run.
            if !(command is any AsyncParsableCommand) { try command.run() }
            return nil
        } catch {
            return ProgramEntry.Ending(error)
        }
    }
}
