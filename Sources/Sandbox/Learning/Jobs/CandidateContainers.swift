import AWSOperations

extension TrainedCandidate {
    /// The account whose registry holds Autopilot's images.
    static let registry = "348316444620"

    /// Repository and tag of every image that a candidate may name.
    static var images: [String] {
        AlgorithmFamily.allCases.flatMap { family in Set([family.image, onGPU(family.image)]).sorted() }
    }

    private var isRegression: Bool { problemType == .regression }

    /// The containers as InferenceContainers lists them, with artifacts below `out/<job>/` in the bucket.
    ///
    /// HPO classification has three, HPO regression two, ensembling one (developer guide, "Configure inference output
    /// in Autopilot generated containers").
    func containers(region: String, bucket: String) -> [AutoMLContainerDefinition] {
        func definition(_ image: String, _ key: String, _ environment: [String: String]) -> AutoMLContainerDefinition {
            AutoMLContainerDefinition(
                image: "\(Self.registry).dkr.ecr.\(region).amazonaws.com/\(image)",
                modelDataUrl: "s3://\(bucket)/\(key)", environment: environment)
        }
        if recipe.family == .autoGluon {
            return [definition(recipe.family.image, modelKey, ensembleEnvironment)]
        }
        let sklearn = AlgorithmFamily.scikitLearn.image
        var containers = [
            definition(sklearn, processorKey, featureEnvironment),
            definition(recipe.family.image, modelKey, algorithmEnvironment),
        ]
        if !isRegression { containers.append(definition(sklearn, processorKey, inverseEnvironment)) }
        return containers
    }

    /// The same containers on the images that are built for a GPU.
    func gpuContainers(region: String, bucket: String) -> [AutoMLContainerDefinition] {
        containers(region: region, bucket: bucket).map { container in
            var served = container
            served.image = Self.onGPU(container.image)
            return served
        }
    }

    private static func onGPU(_ image: String) -> String {
        image.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0 == "cpu" ? "gpu" : $0 }.joined(separator: "-")
    }

    private var featureEnvironment: [String: String] {
        [
            "AUTOML_SPARSE_ENCODE_RECORDIO_PROTOBUF": "1",
            "AUTOML_TRANSFORM_MODE": "feature-transform",
            "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "application/x-recordio-protobuf",
            "SAGEMAKER_PROGRAM": "sagemaker_serve",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
        ]
    }

    private var algorithmEnvironment: [String: String] {
        var environment = [
            "MAX_CONTENT_LENGTH": "20971520",
            "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
        ]
        if !isRegression {
            environment["SAGEMAKER_INFERENCE_OUTPUT"] = "predicted_label"
            environment["SAGEMAKER_INFERENCE_SUPPORTED"] = "predicted_label,probability,probabilities"
        }
        return environment
    }

    private var inverseEnvironment: [String: String] {
        [
            "AUTOML_TRANSFORM_MODE": "inverse-label-transform",
            "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
            "SAGEMAKER_INFERENCE_INPUT": "predicted_label",
            "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
            "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,labels,probabilities",
            "SAGEMAKER_PROGRAM": "sagemaker_serve",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
        ]
    }

    private var ensembleEnvironment: [String: String] {
        var environment = [
            "MODEL_NAME": String(name.map { $0 == "-" ? "_" : $0 }),
            "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
            "SAGEMAKER_PROGRAM": "inference.py",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
        ]
        if !isRegression {
            environment["SAGEMAKER_INFERENCE_OUTPUT"] = "predicted_label"
            environment["SAGEMAKER_INFERENCE_SUPPORTED"] = "predicted_label,probability,probabilities,labels"
        }
        return environment
    }

    private var processorJob: String {
        let processor = "\(jobName)-dpp\(recipe.processor)"
        return "\(processor)-1-\(StableName.digits(of: processor, count: 23))"
    }

    private var processorKey: String { "out/\(jobName)/data-processor-models/\(processorJob)/output/model.tar.gz" }

    private var modelKey: String {
        if recipe.family == .autoGluon {
            return "out/\(jobName)/sagemaker-automl-candidates/model/\(name)/tabular_candidate.model.tar.gz"
        }
        return
            "out/\(jobName)/tuning/\(jobName)-dpp\(recipe.processor)-\(recipe.family.pathName)/\(name)/output/model.tar.gz"
    }

    /// The jobs behind the candidate; a step's ARN is in lower case, its name is not.
    func steps(account: String, region: String) -> [AutoMLCandidateStep] {
        func step(_ type: CandidateStepType, _ resource: String, _ name: String) -> AutoMLCandidateStep {
            AutoMLCandidateStep(
                candidateStepType: type,
                candidateStepArn: "arn:aws:sagemaker:\(region):\(account):\(resource)/\(name.lowercased())",
                candidateStepName: name)
        }
        let dataBuilder = "\(jobName)-db-1-\(StableName.digits(of: jobName + " data", count: 32))"
        if recipe.family == .autoGluon {
            return [
                step(.processingJob, "processing-job", dataBuilder),
                step(
                    .trainingJob, "training-job", "\(jobName)-t1-1-\(StableName.digits(of: jobName + " t1", count: 24))"
                ),
            ]
        }
        let encoded = "\(jobName)-dpp\(recipe.processor)-rpb-1-\(StableName.digits(of: processorJob, count: 24))"
        return [
            step(.processingJob, "processing-job", dataBuilder),
            step(.trainingJob, "training-job", processorJob),
            step(.transformJob, "transform-job", encoded),
            step(.trainingJob, "training-job", name),
        ]
    }

    /// Every object that the training wrote below `bucket`: model artifacts and reports; none for a failed candidate.
    ///
    /// Candidates on the same data processor share its artifact.
    func artifacts(bucket: String) -> [(location: S3Location, bytes: [UInt8])] {
        guard let model else { return [] }
        var objects: [(location: S3Location, bytes: [UInt8])] = []
        func add(_ key: String, _ bytes: [UInt8]) {
            objects.append((S3Location(bucket: bucket, key: key), bytes))
        }
        if recipe.family == .autoGluon {
            add(modelKey, ModelArtifact(pipeline: pipeline, model: model).bytes)
        } else {
            add(processorKey, ModelArtifact(pipeline: pipeline).bytes)
            add(modelKey, ModelArtifact(model: model).bytes)
        }
        return objects + reports(of: model, bucket: bucket)
    }
}
