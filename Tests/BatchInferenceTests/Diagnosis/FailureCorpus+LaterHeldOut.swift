import BatchInference

/// Sentences of containers, model servers and services that were looked for when the rules had been thought complete for the
/// second time, each with its diagnosis noted down before any was tried: of 67, 28 were known and 10 rightly unknown then, 29 were
/// unknown that could have been known, and none was wrong.
extension FailureCorpus {
    static let laterHeldOut: [Sentence] = laterInputs + laterContainers + laterServices

    private static let laterInputs = [
        object(
            "ClientError: 400",
            "",
            "Message:",
            "The row #3 in the data store 'in-memory' has 7 column(s) while the expected number of column(s) is 6.",
            is: "ragged", .input, from: "awslabs/ml-io csv_reader.cc"),
        object(
            "The column '4' of the row #12 in the data store '<memory>' cannot be parsed as float32. Its "
                + "string value is 'Adelie'.",
            is: "header-row", .input, from: "awslabs/ml-io csv_reader.cc"),
        object(
            "The column '4' of the row #12 in the data store '<memory>' is too long. Its truncated value is 'abc'.",
            is: "text-too-long", .input, from: "awslabs/ml-io csv_reader.cc"),
        object(
            "EOF reached inside a quoted field.",
            is: "quotes", .input, from: "awslabs/ml-io csv_record_tokenizer.cc"),
        object(
            "The dataset contains more than one column with the name 'age'.",
            is: "duplicate-columns", .input, from: "awslabs/ml-io csv_reader.cc"),
        object(
            "Bad HTTP status received from algorithm: 500",
            "",
            "Message:",
            "Invalid data format. Input data has 13 while the model expects 14",
            is: "column-count", .input,
            from: "aws/amazon-sagemaker-examples autogluon-tabular-containers tabular_serve.py"),
        object(
            "KeyError: \"3 required columns are missing from the provided dataset to transform using "
                + "AutoMLPipelineFeatureGenerator. 3 missing columns: ['a', 'b', 'c'] | 4 available columns: ['d', "
                + "'e', 'f', 'g']\"",
            is: "missing-columns", .input, from: "autogluon/autogluon#3386"),
        object(
            "KeyError: \"['unique_id'] not found in axis\"",
            is: "missing-columns", .input, from: "autogluon/autogluon#3958"),
        object(
            "Cannot encode selected predictions into accept type 'application/x-parquet'.",
            is: "accept", .output, from: "aws/sagemaker-xgboost-container serve_utils.py"),
        object(
            "Loading recordio-protobuf data failed with Exception, please ensure data is in "
                + "recordio-protobuf format: <class 'ValueError'> The recordIO header is corrupt",
            is: "input-format", .input, from: "aws/sagemaker-xgboost-container serve_utils.py"),
        object(
            "Loading csv data failed with Exception, please ensure data is in csv format:",
            " <class 'UnicodeDecodeError'>",
            " 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
            is: "encoding", .input, from: "aws/sagemaker-xgboost-container serve_utils.py"),
        object(
            "TypeError: ufunc 'isnan' not supported for the input types, and the inputs could not be safely "
                + "coerced to any supported types according to the casting rule ''safe''",
            is: "header-row", .input, from: "numpy ufunc"),
        object(
            "TypeError: Encoders require their input to be uniformly strings or numbers. Got ['float', 'str']",
            is: "mixed-types", .input, from: "scikit-learn _encode.py"),
        object(
            "_catboost.CatBoostError: Feature lag_1 is present in model but not in pool.",
            is: "missing-columns", .input, from: "catboost/catboost model_dataset_compatibility.cpp"),
        object(
            "_catboost.CatBoostError: Invalid type for cat_feature[non-default value "
                + "idx=0,feature_idx=3]=NaN : cat_features must be integer or string, real number values and NaN "
                + "values should be converted to string.",
            is: "category-type", .input, from: "catboost/catboost _catboost.pyx"),
        object(
            "mlflow.exceptions.MlflowException: Model is missing inputs ['titre']. Note that there were "
                + "extra inputs: ['title']",
            is: "missing-columns", .input, from: "mlflow/mlflow models/utils.py"),
        object(
            "mlflow.exceptions.MlflowException: Incompatible input types for column alcohol. Can not safely "
                + "convert object to float64.",
            is: "header-row", .input, from: "mlflow/mlflow models/utils.py"),
        object(
            "{ \"error\": \"Key: x_img_shape.  Can't parse serialized Example.\" }",
            is: "input-format", .input, from: "tensorflow example_proto_fast_parsing.cc"),
        object(
            "{ \"error\": \"Name: <unknown>, Key: x, Index: 0.  Number of float values != expected.  values "
                + "size: 5 but output shape: [4]\" }",
            is: "shape", .input, from: "tensorflow example_proto_helper.cc"),
        object(
            "java.lang.IllegalArgumentException: Field \"island\" does not exist.",
            is: "missing-columns", .input, from: "apache/spark StructType.scala"),
    ]

    private static let laterContainers = [
        container(
            "AssertionError: Predictor was created on version 0.6.2 but is being loaded with version 1.0.0. "
                + "Please ensure the versions match to avoid instability.",
            is: "library-version", .container, from: "autogluon/autogluon predictor check"),
        object(
            "TypeError: predict() got an unexpected keyword argument 'pred_contribs'",
            is: "library-version", .container, from: "aws/sagemaker-xgboost-container#227"),
        object(
            "Objective `rank:pairwise` unsupported for selectable inference predictions.",
            is: "response-keys", .container, from: "aws/sagemaker-xgboost-container serve_utils.py"),
        reason(
            "AlgorithmError: Exit Code: 139",
            is: "worker-died", .container, from: "aws/sagemaker-python-sdk#134"),
        container(
            "2021-05-28 09:00:14,367 [ERROR] W-9000-model_1.0 org.pytorch.serve.wlm.WorkerThread - Backend "
                + "worker monitoring thread interrupted or backend worker process died.",
            is: "worker-died", .container, from: "aws-neuron/aws-neuron-sdk#267"),
        object(
            "{",
            "  \"code\": 500,",
            "  \"type\": \"InternalServerException\",",
            "  \"message\": \"Failed to start workers for model model version: 1.0\"",
            "}",
            is: "worker-died", .container, from: "pytorch/serve#1100"),
        object(
            "{ \"code\": 503, \"type\": \"InternalServerException\", \"message\": \"Worker died.\" }",
            is: "worker-died", .container, from: "kserve/kserve#3445"),
        object(
            "{ \"code\": 503, \"type\": \"ServiceUnavailableException\", \"message\": \"Model \\\"model\\\" has no worker "
                + "to serve inference request. Please use scale workers API to add workers.\" }",
            is: "worker-died", .container, from: "pytorch/serve JobQueue"),
        container(
            "2021/01/01 10:00:00 [error] 15#15: *1 recv() failed (104: Connection reset by peer) while "
                + "reading response header from upstream, request: \"POST /invocations HTTP/1.1\"",
            is: "no-answer", .container, from: "nginx ngx_http_upstream.c"),
        container(
            "2021/01/01 10:00:00 [error] 15#15: *7 no live upstreams while connecting to upstream, request: "
                + "\"POST /invocations HTTP/1.1\"",
            is: "no-answer", .container, from: "nginx ngx_http_upstream.c"),
        container(
            "[2024-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:20) was sent SIGSEGV!",
            is: "worker-died", .container, from: "benoitc/gunicorn arbiter.py"),
        container(
            "Fatal Python error: Segmentation fault",
            is: "worker-died", .container, from: "CPython faulthandler"),
        container(
            "ValueError: node array from the pickle has an incompatible dtype:",
            is: "library-version", .container, from: "scikit-learn tree/_tree.pyx"),
        container(
            "ValueError: The checkpoint you are trying to load has model type `gemma3` but Transformers does "
                + "not recognize this architecture. This could be because of an issue with the checkpoint, or "
                + "because your version of Transformers is out of date.",
            is: "library-version", .container, from: "huggingface/transformers configuration_auto.py"),
        container(
            "OSError: You are trying to access a gated repo.",
            is: "hub-access", .container, from: "huggingface/transformers utils/hub.py"),
        container(
            "Loading servable: {name: model version: 1} failed: Invalid argument: NodeDef mentions attr "
                + "'explicit_paddings' not in Op<name=MaxPool>; NodeDef: {{node p}}. (Check whether your "
                + "GraphDef-interpreting binary is up to date with your GraphDef-generating binary.).",
            is: "library-version", .container, from: "tensorflow node_def_util.cc"),
        container(
            "Loading servable: {name: model version: 1} failed: Not found: Op type not registered "
                + "'DecodeImage' in binary running on ip-10-0-0-1.",
            is: "library-version", .container, from: "tensorflow op.cc"),
        container(
            "RuntimeError: CUDA error: no kernel image is available for execution on the device",
            is: "gpu", .container, from: "pytorch"),
        container(
            "ImportError: `load_model` requires h5py when loading weights from HDF5.",
            is: "dependency", .container, from: "keras saving"),
    ]

    private static let laterServices = [
        reason(
            "Could not find model data at s3://b/x/output/model.tar.gz.",
            is: "model-data", .access, from: "aws/amazon-sagemaker-examples#2498"),
        reason(
            "The repository of your image "
                + "111122223333.dkr.ecr.eu-west-2.amazonaws.com/tritonserver:25.09-py3 does not grant "
                + "ecr:GetDownloadUrlForLayer, ecr:BatchGetImage, ecr:BatchCheckLayerAvailability permission to "
                + "sagemaker.amazonaws.com service principal.",
            is: "image", .access, from: "aws/deep-learning-containers#5657"),
        reason(
            "User: arn:aws:sts::111122223333:assumed-role/r/SageMaker is not authorized to perform: "
                + "ecr:BatchGetImage on resource: "
                + "arn:aws:ecr:me-central-1:444455556666:repository/forecasting-deepar because no resource-based "
                + "policy allows the ecr:BatchGetImage action",
            is: "image", .access, from: "aws/sagemaker-python-sdk#4064"),
        reason(
            "ClientError: Artifact upload failed:Please ensure that the subnet's route table has a route to "
                + "an S3 VPC endpoint or a NAT device, and both the security groups and the subnet's network ACL "
                + "allow outbound traffic to S3",
            is: "vpc-route", .access, from: "aws/amazon-sagemaker-operator-for-k8s#22"),
        container(
            "boto3.exceptions.S3UploadFailedError: Failed to upload /tmp/tmps6xn/model.pkl to b/1/model.pkl: "
                + "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
            is: "output-access", .access, from: "sofianhamiti/amazon-sagemaker-pipelines-mlflow#1"),
        container(
            "botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when "
                + "calling the Decrypt operation: The ciphertext refers to a customer master key that does not "
                + "exist, does not exist in this region, or you are not allowed to access.",
            is: "kms", .access, from: "fluxcd/kustomize-controller#673"),
        container(
            "botocore.exceptions.ClientError: An error occurred (KMS.DisabledException) when calling the "
                + "GetObject operation: arn:aws:kms:eu-west-1:111122223333:key/abc is disabled.",
            is: "kms", .access, from: "AWS S3, KMS error codes"),
        container(
            "botocore.exceptions.ClientError: An error occurred (SlowDown) when calling the PutObject "
                + "operation (reached max retries: 4): Please reduce your request rate.",
            is: "throttled", .service, from: "boto/botocore"),
        reason(
            "ClientError: User: arn:aws:sts::111122223333:assumed-role/r/SageMaker is not authorized to "
                + "perform: ec2:CreateNetworkInterface on resource: arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1",
            is: "not-authorized", .access, from: "AWS, jobs in a VPC"),
        reason(
            "ResourceLimitExceeded: The account-level service limit 'Number of instances across all "
                + "transform jobs' is 4 Instances, with current utilization of 4 Instances and a request delta of "
                + "1 Instances. Please use AWS Service Quotas to request an increase for this quota.",
            is: "quota", .service, from: "AWS, Service Quotas"),
        reason(
            "ClientError: An error occurred (ValidationException) when calling the CreateTransformJob "
                + "operation: Could not find model \"arn:aws:sagemaker:us-west-2:111122223333:model/test-model\".",
            is: "model-gone", .service, from: "aws CreateTransformJob, a client's tests"),
    ]

    /// What tells no cause that anybody could be sure of.
    static let laterCauseless: [(place: Place, line: String, source: String)] = [
        (
            .object,
            "Unable to evaluate payload provided: [07:45:30] /workspace/src/learner.cc:723: Check failed: "
                + "mparam_.num_feature != 0 (0 vs. 0) : 0 feature is supplied.  Are you using raw Booster interface?",
            "aws/amazon-sagemaker-examples#874"
        ),
        (
            .reason,
            "ClientError: Failed to download data. ListObjectsV2 failed for s3://b/in/ nextToken:[null]: "
                + "Unable to execute request to S3",
            "aws-samples/sagemaker-run-notebook#32"
        ),
        (
            .object,
            "{ \"code\": 503, \"type\": \"InternalServerException\", \"message\": \"Prediction failed\" }",
            "pytorch/serve"
        ),
        (
            .object,
            "<p>The server encountered an internal error and was unable to complete your request.  Either "
                + "the server is overloaded or there is an error in the application.</p>",
            "aws/amazon-sagemaker-examples#235"
        ),
        (
            .object,
            "TypeError: float() argument must be a string or a number, not 'datetime.datetime'",
            "CPython float"
        ),
        (
            .object,
            "ValueError: Length of values (10) does not match length of index (9)",
            "pandas core/common.py"
        ),
        (
            .object,
            "ValueError: Found input variables with inconsistent numbers of samples: [100, 99]",
            "scikit-learn utils/validation.py"
        ),
        (
            .container,
            "java.lang.IllegalStateException: Could not initialize class org.xerial.snappy.Snappy",
            "snappy-java"
        ),
    ]
}
