import AWSOperations
import BatchInference
import Testing

@testable import Monitor

@Suite("Plan files")
struct PlanFileTests {
    private static let plain = LaunchPlan(
        jobName: "job", candidateName: "candidate",
        containerSets: ContainerSets(plain: Samples.containers("dpp0-xgb-1")),
        modelName: "m", roleArn: "", input: "", output: "", transformJobName: "t")

    /// A plan in which no field has the value that it starts with.
    private static var full: LaunchPlan {
        var plan = plain
        plan.sourceProfile = "research"
        plan.artifactPrefix = "s3://bucket/artifacts/"
        plan.modelName = "model"
        plan.transformJobName = "transform"
        plan.roleArn = "arn:aws:iam::111122223333:role/r"
        plan.responseKeys = ["predicted_label", "probability"]
        plan.environmentChanges = [
            EnvironmentChange(container: 2, name: "A", value: "x=y:z"),
            EnvironmentChange(container: 1, name: "SAGEMAKER_PROGRAM", value: nil),
        ]
        plan.securityGroupIDs = ["sg-1"]
        plan.subnets = ["subnet-1", "subnet-2"]
        plan.networkIsolation = true
        plan.input = "s3://bucket/in \"ü\" 'x'\\#/"
        plan.inputKind = .manifestFile
        plan.contentType = ""
        plan.compression = .gzip
        plan.split = .none
        plan.output = "s3://bucket/out/"
        plan.assemble = .none
        plan.accept = "text/csv"
        plan.outputKmsKey = "alias/o"
        plan.instanceType = .mlG4dnXlarge
        plan.instanceCount = 3
        plan.volumeKmsKey = "alias/v"
        plan.amiVersion = "ami-1"
        plan.batchStrategy = .singleRecord
        plan.maxPayloadInMB = 0
        plan.maxConcurrentTransforms = 4
        plan.invocationTimeout = 5
        plan.invocationRetries = 0
        plan.environment = [
            EnvironmentEntry(name: "A", value: "line\nbreak \u{1b} $x"), EnvironmentEntry(name: "B", value: ""),
        ]
        plan.inputFilter = "$[1:]"
        plan.outputFilter = "$[0]"
        plan.join = .input
        plan.tags = [ResourceTag(key: "cost center", value: "4 2"), ResourceTag(key: "team", value: "x=y")]
        plan.captureDestination = "s3://bucket/c/"
        plan.captureKmsKey = "alias/c"
        plan.captureGeneratesInferenceID = true
        plan.experiment = ExperimentConfig(
            experimentName: "e", trialName: "t", trialComponentDisplayName: "d", runName: "r")
        return plan
    }

    @Test("every field of a plan comes back from the file")
    func roundTrip() throws {
        // A field that is added to the plan must be added to the file, and here; the kind is the job's, copies are made anew,
        // and a repair is of one moment.
        for (changed, standard) in zip(Mirror(reflecting: Self.full).children, Mirror(reflecting: Self.plain).children)
        where !["jobName", "candidateName", "containerSets", "kind", "artifactCopies", "repairs"].contains(
            changed.label)
        {
            #expect("\(changed.value)" != "\(standard.value)", "\(changed.label ?? "")")
        }
        for plan in [Self.full, Self.plain] {
            let text = PlanFile.text(of: plan, with: [.names, .containers])
            let file = try PlanFile(text, label: "plan.toml")
            #expect(file.plan(now: Samples.now) == plan, "\(text)")
        }
    }

    @Test("everything that a past model's containers have comes back from the file")
    func settingsOfContainers() throws {
        let place = S3ModelDataSource(
            s3Uri: "s3://b/model/", s3DataType: "S3Prefix", compressionType: CompressionType.none,
            modelAccessConfig: ModelAccessConfig(acceptEula: true),
            hubAccessConfig: InferenceHubAccessConfig(hubContentArn: "arn:hub"), manifestS3Uri: "s3://b/m.json",
            eTag: "e",
            manifestETag: "f")
        // A member that is added to the shape must be added here, and to the file.
        let settings = ContainerDefinition(
            containerHostname: "first",
            imageConfig: ImageConfig(
                repositoryAccessMode: "Vpc",
                repositoryAuthConfig: RepositoryAuthConfig(repositoryCredentialsProviderArn: "arn:lambda")),
            mode: .multiModel, modelDataSource: ModelDataSource(s3DataSource: place),
            additionalModelDataSources: [
                AdditionalModelDataSource(channelName: "extra", s3DataSource: place),
                AdditionalModelDataSource(channelName: "more", s3DataSource: S3ModelDataSource(s3Uri: "s3://b/\"x\"")),
            ],
            multiModelConfig: MultiModelConfig(modelCacheSetting: "Disabled"),
            containerMetricsConfig: ContainerMetricsConfig(metricsEndpoints: [
                MetricsEndpoint(metricsEndpointPath: "/metrics", metricPublishFrequencyInSeconds: 30)
            ]))
        let apart = ["image", "modelDataUrl", "environment", "modelPackageName", "inferenceSpecificationName"]
        for member in Mirror(reflecting: settings).children where !apart.contains(member.label ?? "") {
            #expect("\(member.value)" != "nil", "\(member.label ?? "")")
        }
        var plan = Self.full
        plan.containerSets.plain[0].settings = settings
        plan.containerSets.execution = InferenceExecutionConfig(mode: "Direct")
        let text = PlanFile.text(of: plan, with: [.names, .containers])
        #expect(try PlanFile(text, label: "plan.toml").plan(now: Samples.now) == plan, "\(text)")
        // The candidate's containers have none of it.
        #expect(!PlanFile.text(of: plan).contains("Direct"))
    }

    @Test("names are left out unless they are asked for, and then made new")
    func names() throws {
        let text = PlanFile.text(of: Self.full)
        #expect(!text.contains("transform-job-name") && !text.contains("[[container]]"))
        let file = try PlanFile(text, label: "plan.toml")
        #expect(file.plan(now: Samples.now) == nil)
        var plan = Self.plain
        file.apply(to: &plan)
        #expect(plan.modelName == "m" && plan.transformJobName == "t" && plan.input == Self.full.input)
    }

    @Test("an output folder named after the transform is named after the next one")
    func outputFolder() throws {
        var plan = Self.full
        plan.output = "s3://bucket/out/transform/x/"
        let file = try PlanFile(PlanFile.text(of: plan), label: "plan.toml")
        var next = Self.plain
        next.transformJobName = "next"
        file.apply(to: &next)
        #expect(next.output == "s3://bucket/out/next/x/")
    }

    @Test(
        "what is wrong is said with its line and what was meant",
        arguments: [
            ("flightdeck-plan = 1\njob = \"j\"\ninstance-typ = \"x\"", 3, "instance-type"),
            ("flightdeck-plan = 1\njob = \"j\"\ninptu = \"x\"", 3, "Did you mean input?"),
            ("flightdeck-plan = 1\njob = \"j\"\n\ninstance-count = \"2\"", 4, "whole number"),
            ("flightdeck-plan = 1\njob = \"j\"\nsplit-type = \"Words\"", 3, "None, Line, RecordIO, TFRecord"),
            ("flightdeck-plan = 1\njob = \"j\"\ntags = { a = 1 }", 3, "tags.a has a value of the wrong type"),
            ("flightdeck-plan = 1\njob = \"j\"\n[tags]\nb = \"c\"\na = 1", 5, "tags.a has a value of the wrong type"),
            ("flightdeck-plan = 1\njob = \"j\"\ntags = \"a\"", 3, "table of texts"),
            (
                "flightdeck-plan = 1\njob = \"j\"\n[environment]\nA = \"b\"\ninstance-count = 2", 5,
                "instance-count is in the table"
            ),
            ("flightdeck-plan = 1\njob = \"j\"\n[environment]\nsplit-type = \"Line\"", 4, "above the first table"),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n[container.environment]\n"
                    + "A = \"b\"\nC = true", 7, "container.environment.C has a value of the wrong type"
            ),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n[container.environment]\n"
                    + "[container.environment.inner]\nA = \"b\"", 6, "container.environment.inner"
            ),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n[container.environment]\n"
                    + "A = \"b\"\nmax-payload-in-mb = 6", 7, "max-payload-in-mb is in the table [container.environment]"
            ),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n"
                    + "[container.model-data-source]\ns3-uri = \"s3://b\"\ns3-data-type = 1", 7, "s3-data-type"
            ),
            ("flightdeck-plan = 1\njob = \"j\"\nsubnets = [1]", 3, "list of texts"),
            ("flightdeck-plan = 1\njob = \"j\"\ncontainer-environment = [\"1:A=b\", \"A=b\"]", 3, "N:KEY=VALUE"),
            ("flightdeck-plan = 1\njob = 3", 2, "text in quotes"),
            ("flightdeck-plan = 1\njob = \"\"", 2, "job must be 1 to 32 letters"),
            ("flightdeck-plan = 1\njob = \" \\t\"", 2, "job must be 1 to 32 letters"),
            ("flightdeck-plan = 1\njob = \"a b\"", 2, "job must be 1 to 32 letters"),
            ("flightdeck-plan = 1\njob = \"-a\"", 2, "job must be 1 to 32 letters"),
            ("flightdeck-plan = 1\njob = \"" + String(repeating: "a", count: 33) + "\"", 2, "1 to 32 letters"),
            ("flightdeck-plan = 1\njob = \"j\"\ncandidate = \"\"", 3, "candidate must be a candidate's name"),
            ("flightdeck-plan = 2\njob = \"j\"", 1, "newer Flightdeck"),
            ("flightdeck-plan = 1\njob = \"j", 2, "isn't TOML"),
            ("job = \"j\"", nil, "flightdeck-plan = 1"),
            ("flightdeck-plan = 1", nil, "[[container]]"),
            ("job = \"j\"\nfoo = 1", 2, "foo isn't a plan key"),
            ("flightdeck-plan = 1\r\njob = \"j\"\r\nfoo = 1\r\n", 3, "foo isn't a plan key"),
            ("\u{FEFF}flightdeck-plan = 1\njob = \"j\"\nfoo = 1", 3, "foo isn't a plan key"),
            ("flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-ulr = \"m\"", 4, "model-data-url"),
            ("flightdeck-plan = 1\n[[container]]\nimage = \"i\"", 2, "model-data-url"),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n"
                    + "model-data-source = { s3-ur = \"s3://b\" }", 5, "s3-uri"
            ),
            ("flightdeck-plan = 1\njob = \"j\"\ninference-execution-mode = \"Both\"", 3, "Serial, Direct"),
            (
                "flightdeck-plan = 1\n[[container]]\nimage = \"i\"\nmodel-data-url = \"m\"\n[[container]]\nimage = 4\n"
                    + "model-data-url = \"m\"", 6, "text in quotes"
            ),
        ] as [(String, Int?, String)])
    func refused(text: String, line: Int?, words: String) throws {
        let problem = try #require(throws: PlanFileProblem.self) { try PlanFile(text, label: "plan.toml") }
        #expect(problem.line == line, "\(problem)")
        #expect(problem.description.contains(words), "\(problem)")
        #expect(problem.description.hasPrefix("plan.toml"))
    }

    @Test("keys are the names of the options")
    func keys() {
        let names = PlanFileKey.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("white space around a value of a file is not part of it")
    func whiteSpace() throws {
        let file = try PlanFile(
            """
            flightdeck-plan = 1
            job = " penguins\\u00A0"
            input = "\\ts3://bucket/in/ "
            instance-type = " ml.m5.xlarge\\r\\n"
            split-type = "Line "
            subnets = [" subnet-1", "subnet-2\\u200B"]
            tags = { " team" = " ml " }
            """, label: "plan.toml")
        #expect(file.jobName == "penguins")
        var plan = Self.plain
        file.apply(to: &plan)
        #expect(plan.input == "s3://bucket/in/" && plan.instanceType == .mlM5Xlarge && plan.split == .line)
        #expect(plan.subnets == ["subnet-1", "subnet-2"])
        #expect(plan.tags == [ResourceTag(key: "team", value: "ml")])
    }

}
