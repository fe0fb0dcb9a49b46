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
            found.error(.role, "enter a role", "enter the ARN of a role that SageMaker may assume", source)
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
                "transforms have no instance type \(instanceType.rawValue): did you mean \(meant.rawValue)?",
                "choose \(meant.rawValue)", "TransformInstanceType")
        } else if type == nil, !InstanceType.isWellFormed(instanceType) {
            found.error(
                .instanceType, "\(instanceType.rawValue) is no name of an instance type",
                "for example ml.m5.xlarge; list them with: flightdeck instances", "TransformInstanceType")
        } else if type == nil {
            let near = InstanceType.nearest(to: instanceType)
            found.warning(
                .instanceType,
                "\(instanceType.rawValue) is not among the instance types that this version knows for transforms",
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
