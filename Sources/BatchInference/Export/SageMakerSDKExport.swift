import JSONCoding

/// A launch as Python with the SageMaker Python SDK, version 2.
///
/// The containers are spelled out, as `AutoML.create_model` would set them: `AutoML.attach` cannot read jobs made by
/// CreateAutoMLJobV2, and knows neither edited environments nor past transforms.
struct SageMakerSDKExport {
    let export: LaunchExport

    init(_ export: LaunchExport) { self.export = export }

    private var model: JSONValue { export.createModel }
    private var job: JSONValue { export.createTransformJob }

    /// Whether `PipelineModel` can make the model: it takes neither tags nor containers without image and artifact.
    private var isPipeline: Bool {
        model["Tags"] == nil && model["InferenceExecutionConfig"] == nil && model["PrimaryContainer"] == nil
            && (model["Containers"]?.items ?? []).allSatisfy { container in
                container["Image"] != nil && container["ModelDataUrl"] != nil
                    && container.members.allSatisfy { Self.pipelineKeys.contains($0.key) }
            }
    }

    private static let pipelineKeys: Set<String> = ["Image", "ModelDataUrl", "Environment"]

    /// What the SDK's classes have an argument for, by the path of its object.
    private static let known: [String: Set<String>] = [
        "CreateModel": [
            "ModelName", "Containers", "PrimaryContainer", "ExecutionRoleArn", "Tags", "VpcConfig",
            "EnableNetworkIsolation",
        ],
        "CreateTransformJob": [
            "TransformJobName", "ModelName", "MaxConcurrentTransforms", "ModelClientConfig",
            "MaxPayloadInMB", "BatchStrategy", "Environment", "TransformInput", "TransformOutput", "DataCaptureConfig",
            "TransformResources", "DataProcessing", "Tags", "ExperimentConfig",
        ],
        "TransformInput": ["DataSource", "ContentType", "CompressionType", "SplitType"],
        "TransformOutput": ["S3OutputPath", "Accept", "AssembleWith", "KmsKeyId"],
        "TransformResources": ["InstanceType", "InstanceCount", "VolumeKmsKeyId"],
        "DataCaptureConfig": ["DestinationS3Uri", "KmsKeyId", "GenerateInferenceId"],
        "DataProcessing": ["InputFilter", "OutputFilter", "JoinSource"],
    ]

    /// Members of the requests that the SDK has no argument for.
    var gaps: [String] {
        let inner = ["TransformInput", "TransformOutput", "TransformResources", "DataCaptureConfig", "DataProcessing"]
        let objects = [("CreateModel", model), ("CreateTransformJob", job)] + inner.map { ($0, job[$0] ?? .null) }
        return objects.flatMap { name, object in
            object.members.filter { Self.known[name]?.contains($0.key) != true }.map { member in
                "the SageMaker Python SDK has no argument for \(name).\(member.key), which is "
                    + "\(PythonText.literal(member.value)): use another form for it"
            }
        }
    }

    var text: String {
        var lines = export.heading
        lines += ["# Needs the SageMaker Python SDK 2: pip install 'sagemaker<3'"]
        lines += ["# An existing model of this name is used as it is: the SDK doesn't compare."]
        lines += imports + ["", Boto3Export.session(at: export.place, named: "boto_session")]
        var session = [(name: "boto_session", value: "boto_session")]
        if let url = export.place.endpointURL {
            lines += [
                "sm_client = boto_session.client('sagemaker', endpoint_url=\(PythonText.literal(url)))"
            ]
            session.append(("sagemaker_client", "sm_client"))
        }
        lines.append(
            "sagemaker_session = Session(\(session.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")))")
        if let role = model["ExecutionRoleArn"] { lines.append("role = \(PythonText.literal(role))") }
        lines += ["", "# create model"] + (isPipeline ? pipelineModel : sessionModel)
        lines += ["", "# create transformer"] + gaps.map { LaunchExport.comment("Left out: \($0).") }
        lines.append("transformer = " + transformer)
        lines += ["", "# do batch transform; wait=True follows it to its end", transform]
        lines.append("print(transformer.latest_transform_job.name)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var imports: [String] {
        var lines = ["import boto3"]
        if job["DataCaptureConfig"] != nil { lines.append("from sagemaker.inputs import BatchDataCaptureConfig") }
        if isPipeline {
            lines += ["from sagemaker.model import Model", "from sagemaker.pipeline import PipelineModel"]
        }
        lines.append("from sagemaker.session import Session")
        if !isPipeline { lines.append("from sagemaker.transformer import Transformer") }
        return lines
    }

    private var role: [(name: String, value: String)] { model["ExecutionRoleArn"] == nil ? [] : [("role", "role")] }

    private var pipelineModel: [String] {
        let models = (model["Containers"]?.items ?? []).map { container in
            var arguments = Self.arguments(
                of: container, [("Image", "image_uri"), ("ModelDataUrl", "model_data"), ("Environment", "env")],
                depth: 2)
            arguments += role + [("sagemaker_session", "sagemaker_session")]
            return PythonText.call("Model", arguments, depth: 1)
        }
        let arguments =
            [("models", "models")] + role
            + Self.arguments(
                of: model,
                [
                    ("ModelName", "name"), ("VpcConfig", "vpc_config"),
                    ("EnableNetworkIsolation", "enable_network_isolation"),
                ], depth: 1) + [("sagemaker_session", "sagemaker_session")]
        return [
            "models = " + PythonText.enclosed(models, "[", "]", depth: 0),
            "model = " + PythonText.call("PipelineModel", arguments),
        ]
    }

    /// The model by the session's own call, which takes what `PipelineModel` does not.
    private var sessionModel: [String] {
        let containers = model["Containers"] ?? model["PrimaryContainer"] ?? .array([])
        let arguments =
            Self.arguments(of: model, [("ModelName", "name")], depth: 1) + role
            + [("container_defs", PythonText.literal(containers, depth: 1))]
            + Self.arguments(
                of: model,
                [
                    ("VpcConfig", "vpc_config"), ("EnableNetworkIsolation", "enable_network_isolation"),
                    ("Tags", "tags"),
                ], depth: 1)
        return [
            LaunchExport.comment(
                "The session creates it: PipelineModel supports no tags, only image, artifact and environment."),
            "model_name = " + PythonText.call("sagemaker_session.create_model", arguments),
        ]
    }

    private var transformer: String {
        let resources = job["TransformResources"] ?? .null
        let output = job["TransformOutput"] ?? .null
        var arguments: [(name: String, value: String)] = isPipeline ? [] : [("model_name", "model_name")]
        arguments += Self.arguments(
            of: resources, [("InstanceCount", "instance_count"), ("InstanceType", "instance_type")], depth: 1)
        arguments += Self.arguments(of: job, [("BatchStrategy", "strategy")], depth: 1)
        arguments += Self.arguments(
            of: output,
            [
                ("AssembleWith", "assemble_with"), ("S3OutputPath", "output_path"), ("KmsKeyId", "output_kms_key"),
                ("Accept", "accept"),
            ], depth: 1)
        arguments += Self.arguments(
            of: job,
            [
                ("MaxConcurrentTransforms", "max_concurrent_transforms"), ("MaxPayloadInMB", "max_payload"),
                ("Environment", "env"), ("Tags", "tags"),
            ], depth: 1)
        arguments += Self.arguments(of: resources, [("VolumeKmsKeyId", "volume_kms_key")], depth: 1)
        if !isPipeline { arguments.append(("sagemaker_session", "sagemaker_session")) }
        return PythonText.call(isPipeline ? "model.transformer" : "Transformer", arguments)
    }

    private var transform: String {
        let input = job["TransformInput"] ?? .null
        let source = input["DataSource"]?["S3DataSource"] ?? .null
        var arguments = Self.arguments(of: source, [("S3Uri", "data"), ("S3DataType", "data_type")], depth: 1)
        arguments += Self.arguments(
            of: input,
            [
                ("ContentType", "content_type"), ("CompressionType", "compression_type"), ("SplitType", "split_type"),
            ], depth: 1)
        arguments += Self.arguments(of: job, [("TransformJobName", "job_name")], depth: 1)
        arguments += Self.arguments(
            of: job["DataProcessing"] ?? .null,
            [("InputFilter", "input_filter"), ("OutputFilter", "output_filter"), ("JoinSource", "join_source")],
            depth: 1)
        arguments += Self.arguments(
            of: job,
            [("ExperimentConfig", "experiment_config"), ("ModelClientConfig", "model_client_config")], depth: 1)
        if let capture = job["DataCaptureConfig"] {
            let inner = Self.arguments(
                of: capture,
                [
                    ("DestinationS3Uri", "destination_s3_uri"), ("KmsKeyId", "kms_key_id"),
                    ("GenerateInferenceId", "generate_inference_id"),
                ], depth: 2)
            arguments.append(
                ("batch_data_capture_config", PythonText.call("BatchDataCaptureConfig", inner, depth: 1)))
        }
        return PythonText.call("transformer.transform", arguments + [("wait", "False")])
    }

    /// The members that are there, under the SDK's names for them.
    private static func arguments(
        of tree: JSONValue, _ names: [(key: String, name: String)], depth: Int
    ) -> [(name: String, value: String)] {
        names.compactMap { key, name in tree[key].map { (name, PythonText.literal($0, depth: depth)) } }
    }
}
