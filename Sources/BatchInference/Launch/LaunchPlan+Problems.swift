import AWSOperations

extension LaunchPlan {
    /// What is wrong with the plan as far as the plan alone can tell, errors first; cheap enough for every key press.
    public func problems() -> [PlanProblem] {
        var found = PlanProblems()
        checkModel(&found)
        checkContainers(&found)
        checkCopies(&found)
        checkProblemKind(&found)
        checkInput(&found)
        checkOutput(&found)
        checkResources(&found)
        checkRecords(&found)
        checkFilters(&found)
        checkLabels(&found)
        return found.problems.filter { $0.severity == .error } + found.problems.filter { $0.severity == .warning }
    }

    private func checkCopies(_ found: inout PlanProblems) {
        guard !artifactPrefix.isEmpty else { return }
        if case .failure(let problem) = S3Location.parse(artifactPrefix) {
            found.error(.artifactPrefix, "the artifact prefix: \(problem)", source: "S3")
        }
        for (index, container) in containers.enumerated() where container.settings?.hasScatteredArtifacts == true {
            found.error(
                .artifactPrefix,
                "container \(index + 1) has artifacts under a prefix or in several places, which can't be copied",
                "leave its artifacts where they are, and allow the role in their bucket's policy", "ModelDataSource")
        }
    }

    private func checkModel(_ found: inout PlanProblems) {
        let source = "CreateModel"
        if containerSets.isEmpty {
            found.error(
                .candidate, "the candidate has no inference containers", "choose a candidate that has completed", source
            )
        } else if containers.count > 15 {
            found.error(
                .candidate, "a model has at most 15 containers (the candidate has \(containers.count))", source: source)
        }
        let onGPU = InstanceType(instanceType)?.hasGPU ?? false
        if onGPU, containerSets.gpu.isEmpty, !containerSets.isEmpty {
            found.warning(
                .instanceType, "the candidate has no GPU containers, so the GPU stays idle",
                "choose a CPU instance type",
                "InferenceContainerDefinitions")
        }
        if !onGPU, containerSets.plain.isEmpty, containerSets.cpu.isEmpty, !containerSets.gpu.isEmpty {
            found.error(
                .instanceType, "the candidate has only GPU containers",
                "choose a GPU instance type, such as ml.g4dn.xlarge",
                "InferenceContainerDefinitions")
        }
        found.checkName(modelName, .modelName, "the model", source)
        if roleArn.isEmpty {
            found.error(.role, "enter a role", "enter the ARN of a role that SageMaker can assume", source)
        } else if !PlanPatterns.isRoleArn(roleArn) {
            found.error(.role, "that isn't a role ARN", "it looks like arn:aws:iam::111122223333:role/name", source)
        }
        switch ResponseKeys.applied(responseKeys, to: containers) {
        case .success: break
        case .failure(.noChoice):
            found.error(
                .responseKeys, "this candidate offers no choice of output columns", "leave the columns unset",
                ResponseKeys.supportedVariable)
        case .failure(.unsupported(let keys, let supported)):
            found.error(
                .responseKeys, "this candidate has no response column \(keys.joined(separator: ", "))",
                "it has \(supported.joined(separator: ", "))", ResponseKeys.supportedVariable)
        }
        if Set(responseKeys).count != responseKeys.count {
            found.error(.responseKeys, "a column is listed twice", source: ResponseKeys.outputVariable)
        }
        if subnets.isEmpty != securityGroupIDs.isEmpty {
            found.error(.network, "a VPC needs both subnets and security groups", source: "VpcConfig")
        }
        if subnets.count > 16 {
            found.error(
                .network, "at most 16 subnets (got \(subnets.count))", source: "VpcConfig", member: "Subnets")
        }
        if securityGroupIDs.count > 5 {
            found.error(
                .network, "at most 5 security groups (got \(securityGroupIDs.count))", source: "VpcConfig",
                member: "SecurityGroupIds")
        }
        for id in subnets where !PlanPatterns.isNetworkID(id) {
            found.error(
                .network, "'\(id)' isn't a subnet ID: use 1 to 32 letters, digits and hyphens", source: "VpcConfig",
                member: "Subnets")
        }
        for id in securityGroupIDs where !PlanPatterns.isNetworkID(id) {
            found.error(
                .network, "'\(id)' isn't a security group ID: use 1 to 32 letters, digits and hyphens",
                source: "VpcConfig",
                member: "SecurityGroupIds")
        }
    }

    private func checkInput(_ found: inout PlanProblems) {
        let source = "TransformInput"
        switch S3Location.parse(input) {
        case .failure(let problem): found.error(.input, problem.description, source: source)
        case .success(let location):
            if !PlanPatterns.isS3Uri(input) { found.error(.input, PlanPatterns.s3UriRule, source: source) }
            checkBucketName(of: location, .input, &found)
            if ![.s3Prefix, .manifestFile].contains(inputKind) {
                found.error(
                    .input, "a transform reads a prefix or a manifest, not \(inputKind.rawValue)",
                    "use S3Prefix or ManifestFile", "TransformS3DataSource", member: "S3DataType")
            }
            if inputKind == .s3Prefix {
                if location.key.isEmpty {
                    found.warning(.input, "the whole bucket is read", source: "S3Prefix")
                } else if !location.key.hasByteSuffix("/"), !location.name.containsByte("."), !takesInOutput(location) {
                    found.warning(
                        .input, "as a prefix it matches everything that starts with it, also \(location.name)_old",
                        "end it with a slash if it is a folder", "S3Prefix")
                }
                checkOverlap(of: location, &found)
            } else if location.key.isEmpty {
                found.error(.input, "a manifest is one object", "enter its full S3 URI", source)
            }
        }
        if contentType.utf8.count > 256 || contentType.contains(where: \.isNewline) {
            found.error(.contentType, "a content type is one line of at most 256 characters", source: source)
        } else if contentType.isEmpty {
            found.warning(.contentType, "without a content type the container guesses", "use text/csv", source)
        }
        if split == .none, contentType == "text/csv", kind != .timeSeries {
            found.warning(
                .split, "without splitting, each whole object is one request", "split by line for CSV records",
                "SplitType")
        }
        if split == .recordIO || split == .tfRecord, contentType == "text/csv" {
            found.error(.split, "CSV records are split by line", "choose Line", "SplitType")
        }
        if compression == .gzip, !contentType.isEmpty, split != .none, input.hasByteSuffix(".csv") {
            found.warning(
                .input, "the input's name doesn't end in .gz", source: "CompressionType", member: "CompressionType")
        }
        if compression == .none, input.hasByteSuffix(".gz") {
            found.warning(
                .input, "the input's name ends in .gz", "set compression to Gzip", "CompressionType",
                member: "CompressionType")
        }
    }

    /// Whether a prefix without a slash at its end is also the beginning of the output's name.
    private func takesInOutput(_ location: S3Location) -> Bool {
        guard inputKind == .s3Prefix, let written = S3Location(output), written.bucket == location.bucket,
            !location.key.isEmpty, !location.key.hasByteSuffix("/")
        else { return false }
        let folder = written.folder.key
        return folder.hasBytePrefix(location.key) && !folder.hasBytePrefix(location.key + "/")
    }

    /// Names that only buckets from before 2018 have, in us-east-1.
    private func checkBucketName(of location: S3Location, _ field: PlanProblem.Field, _ found: inout PlanProblems) {
        guard location.hasOldBucketName else { return }
        found.warning(
            field, "only old buckets in us-east-1 have names like \(location.bucket)", "check its spelling", "S3")
    }

    /// Outputs that the same prefix would read the next time.
    private func checkOverlap(of location: S3Location, _ found: inout PlanProblems) {
        guard let written = S3Location(output), written.bucket == location.bucket else { return }
        let folder = written.folder.key
        if takesInOutput(location) {
            // `test_output` also reads `test_output_pose/…`, which lies beside it.
            found.warning(
                .input, "as a prefix it also matches the output, \(folder): the next run would read it as input",
                "end the input with a slash if it is a folder", "S3DataType")
        } else if folder.hasBytePrefix(location.key) {
            found.warning(
                .output, "the output is under the input prefix: the next run would read it as input",
                "write beside the input, not below it", "S3Prefix")
        } else if !location.key.hasByteSuffix("/"), location.key.parentFolder.hasSameBytes(as: folder) {
            found.warning(
                .output, "\(location.name)….out is written beside the input, so its prefix matches it next time",
                "use a separate folder", "S3Prefix")
        }
    }

    private func checkOutput(_ found: inout PlanProblems) {
        let source = "TransformOutput"
        switch S3Location.parse(output) {
        case .failure(let problem): found.error(.output, problem.description, source: source)
        case .success(let location):
            checkBucketName(of: location, .output, &found)
            if !PlanPatterns.isS3Uri(output) { found.error(.output, PlanPatterns.s3UriRule, source: source) }
            if S3Location(output)?.folder == S3Location(input)?.folder {
                found.error(.output, "the input and the output are the same", source: source)
            }
        }
        if assemble == .none, split == .line {
            found.warning(
                .assemble, "predictions are joined without line breaks", "assemble by line", "AssembleWith")
        }
        if accept.utf8.count > 256 || accept.contains(where: \.isNewline) {
            found.error(.accept, "Accept is one line of at most 256 characters", source: source)
        }
        found.checkKey(outputKmsKey, .outputKey, source)
        switch captureDestination.isEmpty ? nil : S3Location.parse(captureDestination) {
        case .some(.failure(let problem)):
            found.error(.capture, problem.description, source: "BatchDataCaptureConfig")
        case .some where !PlanPatterns.isS3Uri(captureDestination):
            found.error(.capture, PlanPatterns.s3UriRule, source: "BatchDataCaptureConfig")
        case .none where !captureKmsKey.isEmpty || captureGeneratesInferenceID:
            found.error(.capture, "data capture needs a destination", source: "BatchDataCaptureConfig")
        default: break
        }
        found.checkKey(captureKmsKey, .capture, "BatchDataCaptureConfig", member: "KmsKeyId")
    }

    private func checkResources(_ found: inout PlanProblems) {
        let source = "TransformResources"
        found.checkName(transformJobName, .transformName, "the transform job", "CreateTransformJob")
        let type = InstanceType(instanceType)
        if instanceType.rawValue.isEmpty {
            found.error(.instanceType, "enter an instance type", "for example ml.m5.xlarge", source)
        } else if let meant = InstanceType.misspelled(instanceType) {
            found.error(
                .instanceType,
                "transforms have no instance type \(instanceType.rawValue)", "did you mean \(meant.rawValue)?",
                "TransformInstanceType")
        } else if type == nil, !InstanceType.isWellFormed(instanceType) {
            found.error(
                .instanceType, "\(instanceType.rawValue) isn't an instance type",
                "for example ml.m5.xlarge; list them with: flightdeck instances", "TransformInstanceType")
        } else if type == nil {
            let near = InstanceType.nearest(to: instanceType)
            found.warning(
                .instanceType,
                "this version doesn't know the instance type \(instanceType.rawValue) for transforms",
                near.map { "check its name: did you mean \($0.rawValue)?" } ?? "check its name", "TransformInstanceType"
            )
        }
        if !(1...100).contains(instanceCount) {
            found.error(
                .instanceCount, "use 1 to 100 instances (got \(instanceCount))", source: "TransformResources")
        }
        found.checkKey(volumeKmsKey, .volumeKey, source)
        if !volumeKmsKey.isEmpty, type?.hasLocalStorage == true {
            found.error(
                .volumeKey, "instance types with local storage don't support a volume key",
                "remove it: \(instanceType.rawValue) encrypts its local disks itself", "VolumeKmsKeyId")
        }
        if !amiVersion.isEmpty, !PlanPatterns.isSinglyHyphenated(amiVersion, limit: 63) {
            found.error(
                .amiVersion, "an AMI version has 1 to 63 letters, digits and single hyphens",
                "for example al2-ami-sagemaker-batch-gpu-535", "TransformAmiVersion")
        } else if amiVersion.contains("-gpu-"), let type, !type.hasGPU {
            found.warning(
                .amiVersion, "\(amiVersion) brings a GPU driver, and \(type.name.rawValue) has no GPU",
                "leave it out", "TransformAmiVersion")
        }
    }
}

extension S3Location {
    /// The location as the folder that objects are put into, with a slash at its end.
    fileprivate var folder: S3Location {
        S3Location(bucket: bucket, key: key.asFolder)
    }
}

extension LaunchPlan {
    /// Batching, payloads, concurrency, timeouts, environment.
    func checkRecords(_ found: inout PlanProblems) {
        let source = "CreateTransformJob"
        if batchStrategy != nil, split == .none {
            found.error(
                .batchStrategy, "a batch strategy needs a split type", "leave it out, or split by line",
                "BatchStrategy")
        }
        if let maxPayloadInMB, !(0...100).contains(maxPayloadInMB) {
            found.error(.payload, "the payload must be 0 to 100 MB (got \(maxPayloadInMB))", source: "MaxPayloadInMB")
        }
        if maxPayloadInMB == 0 {
            found.warning(
                .payload, "0 streams the payload, which built-in algorithms don't support", "use 1 to 100",
                "MaxPayloadInMB")
        }
        if let maxConcurrentTransforms {
            if maxConcurrentTransforms < 0 {
                found.error(
                    .concurrency, "concurrent transforms must be 0 or more (got \(maxConcurrentTransforms))",
                    source: "MaxConcurrentTransforms")
            }
            // Without a payload limit of its own, the job has the default of 6 MB.
            let product = maxConcurrentTransforms.multipliedReportingOverflow(by: maxPayloadInMB ?? 6)
            if product.overflow || product.partialValue > 100 {
                found.error(
                    .concurrency, "concurrent transforms × payload is at most 100 MB",
                    maxPayloadInMB == nil ? "the payload defaults to 6 MB" : "lower one of the two", source)
            }
        }
        if let invocationTimeout, !(1...3600).contains(invocationTimeout) {
            found.error(
                .invocationTimeout, "the timeout must be 1 to 3600 seconds (got \(invocationTimeout))",
                source: "ModelClientConfig")
        }
        if let invocationRetries, !(0...3).contains(invocationRetries) {
            found.error(
                .invocationRetries, "retries must be 0 to 3 (got \(invocationRetries))",
                source: "ModelClientConfig")
        }
        if environment.count > 16 {
            found.error(
                .environment, "a transform has at most 16 variables (got \(environment.count))", source: source)
        }
        if Set(environment.map(\.name)).count != environment.count {
            found.error(.environment, "a variable is set twice", source: source)
        }
        for entry in environment {
            if !PlanPatterns.isVariableName(entry.name) {
                found.error(
                    .environment,
                    "'\(entry.name)' isn't a variable name: use letters, digits and _, no digit first, at most 1024",
                    source: source)
            }
            if entry.value.utf16.count > 10_240 {
                found.error(.environment, "\(entry.name) has more than 10240 characters", source: source)
            }
        }
    }

    /// Filters and the join.
    func checkFilters(_ found: inout PlanProblems) {
        for (text, field) in [(inputFilter, PlanProblem.Field.inputFilter), (outputFilter, .outputFilter)]
        where !text.isEmpty {
            do throws(RecordPathProblem) {
                _ = try RecordPath(text)
            } catch .tooLong {
                found.error(
                    field, "a filter has at most \(RecordPath.lengthLimit) characters (got \(text.utf16.count))",
                    source: "DataProcessing")
            } catch {
                found.error(field, error.message, "$[1:] drops the first column", "DataProcessing")
            }
        }
        let media = contentType.split(separator: ";").first.map { $0.lowercased() } ?? ""
        if !inputFilter.isEmpty || !outputFilter.isEmpty || join == .input,
            !["text/csv", "application/json", "application/jsonlines"].contains(media)
        {
            found.error(
                join == .input ? .join : inputFilter.isEmpty ? .outputFilter : .inputFilter,
                "filters and joins need CSV or JSON, and the content type is \(media.isEmpty ? "not set" : media)",
                "set it to text/csv, application/json or application/jsonlines", "DataProcessing")
        }
        for (text, field) in [(inputFilter, PlanProblem.Field.inputFilter), (outputFilter, .outputFilter)]
        where media == "text/csv" && (text.contains("'") || text.contains("\"") || text.contains("$.")) {
            found.error(field, "CSV columns are chosen by number", "for example $[0,2] or $[1:]", "DataProcessing")
        }
        guard join == .input else { return }
        let wanted = accept.isEmpty ? contentType : accept
        if wanted != contentType || accept.isEmpty {
            found.error(
                .join, "joining needs the same content type in and out", "set Accept to \(contentType)", "JoinSource")
        }
        if assemble.rawValue != split.rawValue {
            found.error(
                .join, "joining needs the same split and assembly", "set Assemble to \(split.rawValue)", "JoinSource")
        }
    }

    /// Tags and the experiment.
    func checkLabels(_ found: inout PlanProblems) {
        if tags.count > 50 { found.error(.tags, "at most 50 tags (got \(tags.count))", source: "Tag") }
        if Set(tags.map(\.key)).count != tags.count { found.error(.tags, "a tag is set twice", source: "Tag") }
        for tag in tags {
            if tag.key.isEmpty || tag.key.utf16.count > 128 {
                found.error(.tags, "a tag's key has 1 to 128 characters", source: "Tag")
            }
            if tag.value.utf16.count > 256 {
                found.error(.tags, "a tag's value has at most 256 characters", source: "Tag")
            }
            if tag.key.lowercased().hasPrefix("aws:") {
                found.error(.tags, "keys that start with aws: are reserved", source: "Tag")
            }
            if !PlanPatterns.isTagText(tag.key) || !PlanPatterns.isTagText(tag.value) {
                found.error(
                    .tags, "tags can have letters, digits, spaces and _ . : / = + - @", source: "Tag")
            }
        }
        let names = [
            ("ExperimentName", experiment?.experimentName), ("TrialName", experiment?.trialName),
            ("TrialComponentDisplayName", experiment?.trialComponentDisplayName), ("RunName", experiment?.runName),
        ]
        for (member, name) in names {
            guard let name, !PlanPatterns.isHyphenated(name, limit: 120) else { continue }
            found.error(
                .experiment,
                "'\(name)' isn't a valid \(member): use 1 to 120 letters, digits and hyphens, no hyphen at either end",
                source: "ExperimentConfig", member: member)
        }
    }
}

extension LaunchPlan {
    /// CreateModel's limits on the environment of containers (ContainerDefinition, Environment).
    private enum Limit {
        static let variables = 100
        static let bytes = 1024
        /// Of all keys and values of all containers together.
        static let totalBytes = 32 * 1024
    }

    /// The containers' environment as the model would get it.
    func checkContainers(_ found: inout PlanProblems) {
        let source = "CreateModel, ContainerDefinition"
        let count = containers.count
        if containers.contains(where: { !$0.isWhole }) {
            found.error(
                .candidate, "parts of the response about the candidate's containers can't be read",
                "choose another candidate, or check the endpoint URL", source)
        }
        for (index, container) in containers.enumerated() {
            if container.image.isEmpty {
                found.error(.candidate, "container \(index + 1) of the candidate has no image", source: source)
            }
            if container.modelDataUrl.isEmpty {
                found.error(.candidate, "container \(index + 1) of the candidate has no model artifact", source: source)
            }
        }
        for change in environmentChanges {
            if !(1...max(count, 1)).contains(change.container), count > 0 {
                let choice = count == 1 ? "it has one" : "it has 1 to \(count)"
                found.error(
                    .containerEnvironment, "the candidate has no container \(change.container): \(choice)",
                    source: source)
            }
            if !PlanPatterns.isVariableName(change.name) {
                found.error(
                    .containerEnvironment,
                    "'\(change.name)' isn't a variable name: use letters, digits and _, no digit first, at most 1024",
                    source: source)
            }
            if let value = change.value, value.utf8.count > Limit.bytes {
                found.error(
                    .containerEnvironment,
                    "\(change.name) of container \(change.container) has \(value.utf8.count) bytes, at most "
                        + "\(Limit.bytes) are allowed", source: source)
            }
        }
        let places = environmentChanges.map { "\($0.container):\($0.name)" }
        if Set(places).count != places.count {
            found.error(.containerEnvironment, "a variable of a container is set twice", source: source)
        }
        guard !environmentChanges.isEmpty else { return }
        let environments = modelContainers.map { $0.environment ?? [:] }
        for (index, environment) in environments.enumerated() where environment.count > Limit.variables {
            found.error(
                .containerEnvironment,
                "container \(index + 1) has \(environment.count) variables, at most \(Limit.variables) are allowed",
                source: source)
        }
        let total = environments.joined().reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if total > Limit.totalBytes {
            found.error(
                .containerEnvironment,
                "the containers' variables have \(total) bytes in total, at most \(Limit.totalBytes) (32 KB) are allowed",
                source: source)
        }
    }

    /// What the kind of the Autopilot job asks for.
    func checkProblemKind(_ found: inout PlanProblems) {
        switch kind {
        case .tabular: break
        case .timeSeries: checkTimeSeries(&found)
        case .endpointsOnly("text generation"):
            found.error(
                .candidate,
                "a text generation model runs only on a real-time endpoint: its containers answer prompts, and "
                    + "SageMaker's batch transform doesn't support them",
                "deploy the model to an endpoint and send the prompts there", "Autopilot developer guide")
        case .endpointsOnly(let name):
            found.warning(
                .candidate, "AWS documents only endpoints for \(name) jobs, not batch transform",
                "try it with a small input first", "Autopilot developer guide")
        }
    }

    /// A forecast needs each series whole and its columns named (developer guide, time-series batch forecasting).
    private func checkTimeSeries(_ found: inout PlanProblems) {
        let source = "Autopilot time-series forecasting"
        if split != .none {
            found.error(
                .split, "a forecast needs whole objects with their header: splitting cuts the series",
                "set Split to None", source)
        }
        if !inputFilter.isEmpty {
            found.warning(
                .inputFilter, "the forecaster finds its columns by name in the header", "remove the filter",
                source)
        }
        if join == .input {
            found.error(
                .join, "a forecast has rows of its own, which can't be joined to the input's",
                "set Join to None", source)
        }
        if let type = InstanceType(instanceType), type.memoryGiB < 192 {
            found.warning(
                .instanceType, "forecasts are documented for ml.m5.12xlarge (192 GiB) or larger",
                "choose ml.m5.12xlarge if memory runs out", source)
        }
        if compression == .gzip {
            found.warning(.input, "forecasts are documented for plain CSV", source: source)
        }
    }
}
