import BatchInference

/// Sentences that were gathered to see how far words carry that programs have in common, from pages that no rule was written
/// for; a line each: where it stands, the cause, the side, the source, and the sentence, whose lines are parted by `\n`.
extension FailureCorpus {
    static let words: [Sentence] = wordsText.split(separator: "\n").map { line in
        let parts = line.split(separator: "\t", maxSplits: 4).map(String.init)
        precondition(parts.count == 5, "a line of five parts: \(line)")
        let place: Place = parts[0] == "object" ? .object : parts[0] == "reason" ? .reason : .container
        return Sentence(
            place: place, lines: parts[4].split(separator: "\\n").map(String.init), id: parts[1],
            side: Diagnosis.Side(rawValue: parts[2]), source: parts[3])
    }

    private static let wordsText = #"""
        object	accept	output	a PCA example's inference script	RuntimeException: application/json accept type is not supported by this script.
        object	answer-json	output	CPython json encoder	TypeError: Object of type DataFrame is not JSON serializable
        object	answer-type	output	Flask app.py	TypeError: The view function for 'transformation' did not return a valid response. The function either returned None or ended without a return statement.
        object	answer-type	output	aws/sagemaker-containers _encoders.py	sagemaker_containers._errors.ClientError: Error while encoding csv: iterator should return strings
        object	answer-type	output	pytorch/serve#2035	{ "code": 503, "type": "InternalServerException", "message": "Invalid model predict output" }
        container	answer-type	output	pytorch/serve#2035	2022-12-15T02:34:24,407 [INFO ] W-9000-image2handshape_1.0-stdout MODEL_LOG - model: image2handshape, Invalid return type: <class 'torch.Tensor'>.
        reason	assume-role	access	astronomer/docs#1695	ClientError: TrainingHostAgent Initialization failed:InvalidInputException: SageMaker is unable to perform: sts:AssumeRole on the role. Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role.
        reason	assume-role	access	aws/sagemaker-python-sdk#35	ClientError: SageMaker was unable to assume the role 'arn:aws:iam::111122223333:role/SageMakerRole'
        container	assume-role	access	nitinaws/gt-custom-workflow#2	An error occurred (AccessDenied) when calling the AssumeRole operation: Access denied
        object	base64	input	a notebook's notes on image requests	Received server error (500) from primary with message "Incorrect padding"
        container	bucket-region	access	S3 redirect	botocore.exceptions.ClientError: An error occurred (PermanentRedirect) when calling the ListObjectsV2 operation: The bucket you are attempting to access must be addressed using the specified endpoint.
        reason	capacity	service	EC2, capacity	InsufficientInstanceCapacity: We currently do not have sufficient ml.m5.24xlarge capacity in the Availability Zone you requested
        container	code-error	container	CPython IndentationError	IndentationError: unexpected indent
        object	code-error	container	CPython NameError	NameError: name 'pd' is not defined
        object	code-error	container	CPython NoneType subscript	TypeError: 'NoneType' object is not subscriptable
        container	code-error	container	CPython RecursionError	RecursionError: maximum recursion depth exceeded while calling a Python object
        container	code-error	container	CPython SyntaxError	SyntaxError: invalid syntax
        container	code-error	container	a PCA example's inference script	AttributeError: 'PCA' object has no attribute 'predict'
        object	code-error	container	a recursion bug's write-up	{"error": "cannot unpack non-iterable NoneType object"}
        object	code-error	container	autogluon/autogluon#3439	AttributeError: 'DataFrame' object has no attribute 'freq'
        object	code-error	container	aws/amazon-sagemaker-examples#1809	local variable 'pred' referenced before assignment
        object	code-error	container	aws/sagemaker-python-sdk#362	ERROR in serving: 'AssertionError' object has no attribute 'message'
        container	code-error	container	pycaret/pycaret#571	NameError: name 'target_inverse_transformer' is not defined
        object	column-count	input	R predict, xgboost	Error in xgb.iter: number of columns in newdata does not match that in model: 7 vs 8
        object	column-count	input	ageron/handson-ml2#365	ValueError: Number of features of the input must be equal to or greater than that of the fitted transformer. Transformer n_features is 13 and input n_features is 9.
        object	column-count	input	autogluon tabular/predictor, fit and predict	ValueError: Inconsistent number of features between fit and predict calls: (12, 13)
        object	column-count	input	aws/sagemaker-tensorflow-training-toolkit#87	[2018-10-30 12:48:02,868] ERROR in serving: AbortionError(code=StatusCode.INVALID_ARGUMENT, details="input size does not match signature")
        object	column-count	input	category_encoders utils.py	ValueError: Unexpected input dimension 6, expected 7
        object	column-count	input	scikit-learn neural preprocessing in autogluon	ValueError: The number of features in X is different to the number of features of the fitted data. The fitted data had 12 features and the X has 13 features.
        object	column-count	input	scikit-learn utils/_indexing.py	ValueError: all features must be in [0, 3] or [-4, 0]
        object	column-count	input	scikit-learn, newer validation	ValueError: X has 7 features, but ColumnTransformer is expecting 8 features as input.
        object	column-count	input	sktime _rise.py	ValueError: ERROR number of attributes in the train does not match that in the test data.
        object	column-count	input	tabpfn validation.py	TabPFNValidationError: X has 9 features, but TabPFNClassifier is expecting 8 features as input.
        object	column-names	container	scikit-learn utils/_indexing.py	ValueError: Specifying the columns using strings is only supported for dataframes.
        object	compressed-input	input	CPython gzip end	EOFError: Compressed file ended before the end-of-stream marker was reached
        object	container-setting	container	a text2vec deployment's log	2023-09-26T09:30:07,729 [INFO ] W-shibing624__text2vec-bge--1-stdout com.amazonaws.ml.mms.wlm.WorkerLifeCycle - mms.service.PredictionException: "Unknown task sentence-similarity, available tasks are ['audio-classification', 'automatic-speech-recognition']
        container	container-setting	container	aws/sagemaker-huggingface-inference-toolkit optimum_utils.py	ValueError: HF_OPTIMUM_SEQUENCE_LENGTH environment variable is not set. Please set HF_OPTIMUM_SEQUENCE_LENGTH to a positive integer.
        container	container-setting	container	aws/sagemaker-huggingface-inference-toolkit transformers_utils.py	ValueError: Task couldn't be inferenced from BertModel.Inference Toolkit can only inference tasks from architectures ending with ['ForTokenClassification'].Use env `HF_TASK` to define your task.
        container	container-setting	container	aws/sagemaker-huggingface-inference-toolkit transformers_utils.py	OSError: The task for this model is not set: Please set one: https://huggingface.co/docs#how-is-a-models-type-of-inference-api-and-widget-determined
        container	container-setting	container	boto/botocore exceptions.py, region	botocore.exceptions.NoRegionError: You must specify a region.
        container	container-setting	container	pycaret persistence.py	ValueError: Environment variable AZURE_STORAGE_CONNECTION_STRING not set
        object	content-type	input	mlflow pyfunc/__init__.py, content	Exception: Unknown content type 'text/plain'
        object	content-type	input	werkzeug, Flask content type	werkzeug.exceptions.UnsupportedMediaType: 415 Unsupported Media Type: Did not attempt to load JSON data because the request Content-Type was not 'application/json'.
        object	date-format	input	CPython datetime	ValueError: unconverted data remains:  00:00:00
        object	date-format	input	CPython datetime, iso	ValueError: Invalid isoformat string: '03/04/2026'
        object	date-format	input	autogluon timeseries/dataset/ts_dataframe.py	ValueError: for timestamp, the only pandas dtype allowed is `datetime64`.
        object	date-format	input	dateutil parser	dateutil.parser._parser.ParserError: Unknown string format: 2021-13-45
        object	date-format	input	flaml time_series_task.py	ValueError: For 'ts_forecast' task, time column ds must contain timestamp values.
        object	date-format	input	mlflow models/utils.py, datetime	mlflow.exceptions.MlflowException: Please ensure that the input data of datetime column only contains timezone-naive datetime objects.
        object	date-format	input	pandas to_datetime	pandas.errors.OutOfBoundsDatetime: Out of bounds nanosecond timestamp: 0001-01-01 00:00:00
        object	date-format	input	prophet forecaster.py, tz	ValueError: Column ds has timezone specified, which is not supported. Remove timezone.
        container	dependency	container	aws/amazon-sagemaker-examples#1657	Received server error (500) from model with message "No module named 'sagemaker'"
        container	dependency	container	aws/sagemaker-huggingface-inference-toolkit transformers_utils.py	RuntimeError: At least one of TensorFlow 2.0 or PyTorch should be installed.
        container	dependency	container	aws/sagemaker-python-sdk#1726	Received server error (500) from model with message "No module named 'transformers'"
        container	dependency	container	aws/sagemaker-python-sdk#773	sagemaker_containers._errors.InstallModuleError: InstallModuleError: Command "/usr/bin/python -m pip install -U . -r requirements.txt"
        container	dependency	container	aws/sagemaker-python-sdk#975	sagemaker_containers._errors.ImportModuleError: No module named 'xgboost'
        container	dependency	container	bentoml xgboost.py	BentoMLException: xgboost.Booster could not be found, your XGBoost installation may be corrupted.
        container	dependency	container	libgomp	OSError: libgomp.so.1: cannot open shared object file: No such file or directory
        container	dependency	container	markupsafe and jinja	ImportError: cannot import name 'soft_unicode' from 'markupsafe'
        container	dependency	container	mlflow models/wheeled_model.py	mlflow.exceptions.MlflowException: An error occurred while downloading the dependency wheels: no matching wheel
        container	dependency	container	pytorch/serve#1046	org.pytorch.serve.archive.ModelException: Custom pip package installation failed for yolov4
        container	dependency	container	transformers audio_classification.py	ValueError: ffmpeg was not found but is required to load audio files from filename
        container	dependency	container	transformers base.py, torch	RuntimeError: PyTorch should be installed. Please follow the instructions at https://pytorch.org/.
        container	dependency	container	transformers document_question_answering.py	ValueError: If you provide an image without word_boxes, then the pipeline will run OCR using Tesseract, but pytesseract is not available
        container	dependency	container	werkzeug and Flask	ImportError: cannot import name 'url_quote' from 'werkzeug.urls'
        container	dependency	container	xgboost core.py, library	xgboost.core.XGBoostError: XGBoost Library (libxgboost.so) could not be loaded.
        container	dependency	container	xgboost data.py, pyarrow	ImportError: `pyarrow` is required for polars.
        object	duplicate-columns	input	autogluon tabular/predictor.py	ValueError: Column names are not unique, please change duplicated column names (in pandas: train_data.rename(columns={'current_name':'new_name'})
        object	duplicate-columns	input	feature_engine dataframe_checks.py, names	ValueError: Input data contains duplicated variable names.
        object	duplicate-columns	input	prophet models.py	RuntimeError: Found repeated column name
        object	empty-input	input	autogluon timeseries/dataset/ts_dataframe.py	ValueError: data has no time-series.
        object	empty-input	input	imbalanced_learn _validation.py	ValueError: Found array with 0 sample(s) while a minimum of 1 is required.
        object	empty-input	input	mlflow models/utils.py, empty	mlflow.exceptions.MlflowException: Input DataFrame is empty.
        object	empty-input	input	prophet forecaster.py, rows	ValueError: Dataframe has no rows.
        object	empty-input	input	sktime series.py	ValueError: X must contain at least some values, but found none.
        object	empty-input	input	tabpfn classifier.py	ValueError: Nothing to predict: empty dataset list.
        object	encoding	input	CPython ascii	UnicodeDecodeError: 'ascii' codec can't decode byte 0xc3 in position 120: ordinal not in range(128)
        object	encoding	input	CPython csv NUL	_csv.Error: line contains NUL
        object	encoding	input	CPython utf-16	UnicodeDecodeError: 'utf-16-le' codec can't decode bytes in position 0-1: illegal encoding
        container	file-missing	container	aws/amazon-sagemaker-examples#965	FileNotFoundError: [Errno 2] No such file or directory: 'nginx': 'nginx'
        container	file-missing	container	pycaret/pycaret#3594	FileNotFoundError: [Errno 2] No such file or directory: '/tmp/joblib/pycaret/internal/pipeline/_full_transform/func_code.py'
        container	file-missing	container	statsforecast core.py, load	ValueError: Specified path does not exist, check again and retry.
        container	file-permission	container	CPython PermissionError	PermissionError: [Errno 13] Permission denied: '/.cache'
        reason	filter	input	aws/aws-sdk#184	Invalid OutputFilter: "$['account_id','SageMakerOutput']". Unexpected "_" in JsonPath. Supported operators for "application/jsonlines" are ['$', '[', ']', '*', '.', ' ', ',', ':', '-', ''']
        object	forecast-covariates	input	autogluon timeseries/learner.py	ValueError: known_covariates ['promo', 'price'] for the forecast horizon should be provided at prediction time.
        object	forecast-covariates	input	autogluon timeseries/learner.py	ValueError: known_covariates are missing information for the following item_ids: ['A', 'B'].
        object	forecast-covariates	input	autogluon/autogluon#2322	ValueError: known_covariates should include the values for prediction_length=48 many time steps into the future.
        object	forecast-covariates	input	mlforecast core.py, future	ValueError: X_df is required for prediction because future values are needed for feature generation or model inputs used during training: ['price']
        object	forecast-covariates	input	pycaret oop.py, exogenous	ValueError: Model was trained with exogenous variables but you have not passed any for predictions. Please pass exogenous variables to make predictions.
        object	forecast-covariates	input	statsforecast arima.py	Exception: `xreg` and `newxreg` have different numbers of columns
        object	forecast-covariates	input	statsforecast arima.py, none	Exception: No regressors provided
        object	forecast-frequency	input	autogluon timeseries/predictor.py	ValueError: Frequency of data is not provided and cannot be inferred. Please set the expected data frequency when creating the predictor with `TimeSeriesPredictor(freq=...)` or ensure that the data has a regular time index
        object	forecast-frequency	input	autogluon/autogluon#2128	ValueError: Frequency not provided and cannot be inferred
        object	forecast-frequency	input	mlforecast data_validation.py	ValueError: Series contain missing or duplicate timestamps with the specified freq D Affected series: ['a'] Consider using the fill_gaps parameter or preprocessing your data.
        object	forecast-frequency	input	mlforecast data_validation.py, start	ValueError: Series have invalid start dates. Expected start at last_date + freq for: ['a'].
        object	forecast-history	input	darts model_selection.py	AttributeError: Not enough data to create training and test sets
        object	forecast-history	input	mlforecast target_transforms.py	ValueError: Insufficient data in 3 series for seasonality detection. With max_diffs=1, each series requires at least 12 observations
        object	forecast-history	input	prophet forecaster.py, rows fit	ValueError: Dataframe has less than 2 non-NaN rows.
        object	forecast-history	input	statsforecast core.py, samples	ValueError: Minimum samples for computing prediction intervals are 25, some series have less. Please remove them or adjust the horizon.
        container	gpu	container	PyTorch lazy init	RuntimeError: No CUDA GPUs are available
        container	gpu	container	PyTorch load on CPU	RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu')
        container	gpu	container	a Triton launch script's notes	UNAVAILABLE: instance group decider_0 of model decider_0 has kind KIND_GPU but no GPUs are available
        container	gpu	container	autogluon timeseries/chronos	RuntimeError: Chronos requires a GPU to run, but no GPU was detected. Please make sure that you are using a computer with a CUDA-compatible GPU
        container	gpu	container	aws/amazon-sagemaker-examples#4651	AssertionError: Torch not compiled with CUDA enabled
        container	gpu	container	xgboost utils.py	RuntimeError: Couldn't get the gpu id, Please check the GPU resource configuration
        container	gpu-memory	container	PyTorch allocator	torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 256.00 MiB. GPU 0 has a total capacity of 22.18 GiB
        object	header-row	input	H2O MOJO	hex.genmodel.easy.exception.PredictUnknownTypeException: Unexpected object type java.lang.String for numeric column age
        object	header-row	input	autogluon timeseries/predictor.py	ValueError: Target column data['sales'] has a non-numeric dtype object
        object	header-row	input	feature_engine check_variables.py	TypeError: Some of the variables are not numerical. Please cast them as numerical before using this transformer.
        object	header-row	input	mlflow models/utils.py, convert	mlflow.exceptions.MlflowException: Failed to convert column age from type object to float.
        object	header-row	input	numpy ufunc	numpy._core._exceptions._UFuncNoLoopError: ufunc 'subtract' did not contain a loop with signature matching types (dtype('<U6'), dtype('float64')) -> None
        object	header-row	input	numpy, str to float	ValueError: could not convert string to float: np.str_('age')
        object	header-row	input	pandas, object to float	ValueError: could not convert string to float: 'Male' in column Gender
        object	header-row	input	xgboost spark/core.py	ValueError: Values in feature columns must be integral types or float/double types.
        reason	image	access	aws-samples/easy-amazon-sagemaker-deployments#4	Requested image 111122223333.dkr.ecr.us-west-2.amazonaws.com/ezsmdeploy-image-x not found.
        reason	image	access	aws/amazon-sagemaker-examples#1476	Cannot find the requested image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/dgl:latest
        reason	image	access	aws/amazon-sagemaker-examples#197	ECR image "111122223333.dkr.ecr.us-east-1.amazonaws.com/decision-trees-sample" is invalid.
        reason	image	access	yuyasugano/terraform-sagemaker-sample-1#1	Please make sure all images included in the model for the production variant variant-1 exist, and that the execution role used to create the model has permissions to access them.
        reason	image-start	container	an image guide, CUDA and instances	CannotStartContainerError. Please ensure the model container for variant AllTraffic starts correctly when invoked with 'docker run <image> serve'
        container	image-start	container	runc, executable	OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "serve": executable file not found in $PATH: unknown
        container	inner-server	container	kserve/kserve#1730	aggressive probe error (failed 202 times): dial tcp 127.0.0.1:8080: connect: connection refused
        reason	input-access	access	AWS S3 requester pays	ClientError: S3 access denied while listing s3://b/in/. Please ensure that the role has s3:ListBucket permission
        reason	input-access	access	S3 VPC endpoint policy	User: arn:aws:sts::111122223333:assumed-role/r/SageMaker is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::b" because no VPC endpoint policy allows the s3:ListBucket action
        reason	input-access	access	S3 explicit deny	User: arn:aws:sts::111122223333:assumed-role/r/SageMaker is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/in/a.csv" with an explicit deny in a resource-based policy
        container	input-access	access	aws-samples/aws-rds-snapshot-management#6	An error occurred (AccessDenied) when calling the GetObject operation: Access Denied
        reason	input-access	access	aws-samples/mlops-sagemaker-github-actions#9	Your access has been denied by S3, please make sure your request credentials have permission to GetObject for my-bucket/x.zip. S3 Error Code: AccessDenied. S3 Error Message: Access Denied (Service: Lambda, Status Code: 403, Request ID: 1)
        object	input-csv	input	an EMR and SageMaker handbook	AlgorithmError: Could not determine delimiter
        object	input-csv	input	aws/sagemaker-containers _encoders.py	sagemaker_containers._errors.ClientError: Error while decoding csv: could not read the data
        object	input-csv	input	iobis/dataset-edna#12	pandas.errors.ParserError: Error tokenizing data. C error: Calling read(nbytes) on source failed. Try engine='python'.
        object	input-csv	input	pandas read_csv names	pandas.errors.ParserError: Passed header=[0], len of 1, but only 0 lines in file
        object	input-format	input	transformers audio_utils.py	ValueError: Soundfile is either not in the correct format or is malformed. Ensure that the soundfile has a valid audio file extension (e.g. wav, flac or mp3) and is not corrupted.
        object	input-json	input	a batch transform post-mortem, JSON lines	{ "code": 400, "type": "InternalServerException", "message": "Extra data: line 2 column 1 (char 350)" }
        object	input-json	input	a batch transform post-mortem, manifest under the prefix	json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 2 column 1 (char 2)
        object	input-json	input	aws/sagemaker-python-sdk#156	[2018-04-18 22:03:05,068] ERROR in serving: Unsupported request data format: {u'item': 10, u'user': 10}.
        object	input-json	input	gluonts dataset/jsonl.py	gluonts.exceptions.GluonTSDataError: Could not read json line 3, {"start": "2020-01-01 00:00:00", "target": [1, 2
        object	input-json	input	simplejson	simplejson.errors.JSONDecodeError: Invalid control character at: line 1 column 43 (char 42)
        container	input-missing	input	S3 bucket	botocore.errorfactory.NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjects operation: The specified bucket does not exist
        reason	instance-type	service	a SageMaker pipeline's execution log	ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: The requested resource training-job/ml.t3.medium is not available in this region
        reason	invalid-request	service	aws/sagemaker-sparkml-serving-container#12	1 validation error detected: Value '{SAGEMAKER_SPARKML_SCHEMA={}}' at 'primaryContainer.environment' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1024]
        reason	kms	access	AWS KMS grants	ClientError: AccessDeniedException: The ciphertext refers to a customer master key that you are not allowed to access
        reason	kms	access	KMS disabled key	ClientError: KMSInvalidStateException: arn:aws:kms:eu-west-1:111122223333:key/abc is pending deletion.
        reason	kms	access	KMS explicit deny	User: arn:aws:sts::111122223333:assumed-role/r/SageMaker is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/abc with an explicit deny in a service control policy
        reason	kms	access	KMS key missing	NotFoundException: Key 'arn:aws:kms:us-east-1:111122223333:key/abc' does not exist
        container	kms	access	aceew/aws-lambda-env-vars#7	Caught an error: AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.
        container	library-version	container	ONNX Runtime, opset	onnxruntime.capi.onnxruntime_pybind11_state.Fail: [ONNXRuntimeError] : 1 : FAIL : Unsupported model IR version: 10, max supported IR version: 9
        container	library-version	container	a SageMaker bias demo's runbook	ModuleNotFoundError: No module named 'numpy._core.multiarray'
        object	library-version	container	a whisper deployment's notes	{ "code": 400, "type": "InternalServerException", "message": "Wrong index found for <|0.02|>: should be None but found 50366." }
        container	library-version	container	an endpoint migration's notes	scipy/interpolate/_fitpack_impl.py: array([], dfitpack_int) ImportError: numpy.core.multiarray failed to import
        container	library-version	container	autogluon tabular/predictor.py	AssertionError: Predictor was created on Python version 3.8 but is being loaded with Python version 3.11. Please ensure the versions match to avoid instability.
        container	library-version	container	autogluon/autogluon#5311	TypeError: __init__() got an unexpected keyword argument 'freq'
        container	library-version	container	aws-samples/amazon-sagemaker-build-train-deploy#37	TypeError: code() takes at most 16 arguments (18 given)
        container	library-version	container	aws/sagemaker-tensorflow-serving-container#135	{"error": "No module named 'sklearn.externals.joblib'"}
        container	library-version	container	lightgbm-org/LightGBM#1544	LightGBMError: Tree model should contain num_cat field (version incompatibility issue)
        container	library-version	container	numpy 2 removal	AttributeError: `np.float_` was removed in the NumPy 2.0 release. Use `np.float64` instead.
        container	library-version	container	numpy aliases	AttributeError: module 'numpy' has no attribute 'int'.
        container	library-version	container	numpy bit generator	ValueError: <class 'numpy.random._mt19937.MT19937'> is not a known BitGenerator module.
        container	library-version	container	protobuf	TypeError: Descriptors cannot not be created directly.
        container	library-version	container	pytorch/serve#1234	2021-09-03 14:26:44,745 [WARN ] W-9000-mymodel1_1.0-stderr MODEL_LOG - model_service_worker.py: error: unrecognized arguments: --sock-type unix --sock-name /tmp/.ts.sock.9000
        container	library-version	container	scikit-learn unpickle, attribute	AttributeError: 'SimpleImputer' object has no attribute '_fill_dtype'
        container	library-version	container	scikit-learn unpickle, dtype	ValueError: node array from the pickle has an incompatible dtype: expected {'names': ['left_child'], got [('left_child', '<i8')
        container	library-version	container	scikit-learn unpickle, loss	AttributeError: Can't get attribute '_PredictScorer' on <module 'sklearn.metrics._scorer'>
        container	library-version	container	skharchikov/polymarket-bot#48	ModuleNotFoundError: No module named '_loss'
        container	library-version	container	skops _utils.py	ValueError: The file was saved with skops protocol 3, but this version of skops only supports protocols up to 2. You might need to update skops to load this file.
        object	memory	container	a search pipeline's README	{ "code": 400, "type": "InternalServerException", "message": "unable to mmap 1221487872 bytes from file </opt/ml/model/model.safetensors>: Cannot allocate memory (12)" }
        container	memory	container	concurrent.futures	concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly while the future was running or pending.
        container	memory	container	joblib loky	joblib.externals.loky.process_executor.TerminatedWorkerError: A worker process managed by the executor was unexpectedly terminated. This could be caused by a segmentation fault while calling the function or by an excessive memory usage causing the Operating System to kill the worker.
        container	memory	container	kernel oom	Out of memory: Killed process 2311 (python3) total-vm:14202812kB, anon-rss:7902132kB
        container	memory	container	mozilla/addons#5259	Exited with code 137
        object	missing-columns	input	EpistasisLab/tpot#1230	training data did not have the following fields: waterfront, zipcode, view, lat, grade, sqft_living
        object	missing-columns	input	ONNX Runtime, name	ValueError: Required inputs (['age']) are missing from input feed (['a']).
        object	missing-columns	input	R eval	Error in eval(predvars, data, env): object 'age' not found
        object	missing-columns	input	a prediction service's tests	{"error":"Prediction request is missing required fields: away_defStrategy, away_insideDefense, away_insideScoring"}
        object	missing-columns	input	autogluon tabular/predictor.py	ValueError: Column names must match between train_data and test_data
        object	missing-columns	input	autogluon timeseries/dataset/ts_dataframe.py	ValueError: data must have a `timestamp` column
        object	missing-columns	input	autogluon timeseries/dataset/ts_dataframe.py	ValueError: data must have a `item_id` column
        object	missing-columns	input	autogluon timeseries/utils/features.py	ValueError: 2 columns are missing from data: ['promo', 'price']
        object	missing-columns	input	autogluon/autogluon#2688	KeyError: "1 required columns are missing from the provided dataset to transform using CategoryFeatureGenerator. Missing columns: ['Product_Description']"
        object	missing-columns	input	dmlc/xgboost#7750	expected f126 in input data
        object	missing-columns	input	gluonts dataset/common.py	gluonts.exceptions.GluonTSDataError: Object is missing a required field `start`
        object	missing-columns	input	mlflow models/utils.py, inputs	mlflow.exceptions.MlflowException: Model inference is missing inputs. The model signature declares 7 inputs but the provided value only has 6 inputs.
        object	missing-columns	input	mlflow models/utils.py, named	mlflow.exceptions.MlflowException: The input column 'age' is required by the model signature but missing from the input data.
        object	missing-columns	input	mlflow pyfunc/__init__.py, columns	mlflow.exceptions.MlflowException: Model input is missing required columns. Expected 7 required input columns ['a', 'b']
        object	missing-columns	input	mlforecast core.py, columns	ValueError: X_df must have 'unique_id' and 'ds' columns.
        object	missing-columns	input	neuralforecast core.py, static	ValueError: The following static columns are missing from the static_df: {'size'}
        object	missing-columns	input	nredell/forecastML#34	Error in predict.xgb.Booster(model, x) : Feature names stored in `object` and `newdata` are different!
        object	missing-columns	input	patsy	patsy.PatsyError: Error evaluating factor: NameError: name 'age' is not defined
        object	missing-columns	input	polars column	polars.exceptions.ColumnNotFoundError: unable to find column "age"; valid columns: ["a", "b"]
        object	missing-columns	input	prophet forecaster.py, ds	ValueError: Dataframe must have columns "ds" and "y" with the dates and values respectively.
        object	missing-columns	input	prophet forecaster.py, holidays	ValueError: holidays must be a DataFrame with "ds" and "holiday" columns.
        object	missing-columns	input	prophet forecaster.py, regressor	ValueError: Regressor 'price' missing from dataframe
        object	missing-columns	input	scikit-learn base.py names	ValueError: The feature names should match those that were passed during fit.
        object	missing-columns	input	scikit-learn compose/_column_transformer.py	ValueError: columns are missing: {'age', 'fare'}
        object	missing-values	input	CPython float of None	TypeError: float() argument must be a string or a real number, not 'NoneType'
        object	missing-values	input	autogluon timeseries/dataset/ts_dataframe.py	ValueError: `timestamp` column can not have nan
        object	missing-values	input	category_encoders count.py	ValueError: Missing data found in column city at transform time.
        object	missing-values	input	feature_engine dataframe_checks.py, inf	ValueError: Some of the variables to transform contain inf values. Check and remove those before using this transformer.
        object	missing-values	input	feature_engine dataframe_checks.py, nan	ValueError: Some of the variables in the dataset contain NaN. Check and remove those before using this transformer or set the parameter `missing_values='ignore'` when initialising this transformer.
        object	missing-values	input	feature_engine match_categories.py	ValueError: During the encoding, NaN values were introduced in the feature(s) city.
        object	missing-values	input	neuralforecast core.py, nulls	ValueError: Found null values in `futr_df`
        object	missing-values	input	pandas astype	pandas.errors.IntCastingNaNError: Cannot convert non-finite values (NA or inf) to integer
        object	missing-values	input	prophet forecaster.py, ds nan	ValueError: Found NaN in column ds.
        object	missing-values	input	prophet forecaster.py, inf	ValueError: Found infinity in column y.
        object	missing-values	input	prophet forecaster.py, nan regressor	ValueError: Found NaN in column 'price'
        object	missing-values	input	scikit-learn validation.py	ValueError: Input X contains infinity or a value too large for dtype('float64').
        object	missing-values	input	statsmodels	statsmodels.tools.sm_exceptions.MissingDataError: exog contains inf or nans
        object	mixed-types	input	scikit-learn utils/_encode.py	TypeError: Encoders require their input argument must be uniformly strings or numbers. Got ['float', 'str']
        object	model-code	container	CPython signature	TypeError: predict_fn() missing 1 required positional argument: 'model'
        container	model-code	container	a SageMaker churn project's notes	sagemaker_containers._errors.ImportModuleError: No module named 'inference'
        container	model-code	container	a SageMaker troubleshooting guide, ping health check	ModuleNotFoundError: No module named 'inference'
        container	model-code	container	aws/sagemaker-huggingface-inference-toolkit#51	FileNotFoundError: [Errno 2] No such file or directory: './code'
        container	model-code	container	aws/sagemaker-inference-toolkit transformer.py, arguments	TypeError: predict_fn takes 3 arguments but 2 were given.
        container	model-code	container	aws/sagemaker-python-sdk#4007	FileNotFoundError: [Errno 2] No such file or directory: 'inference.py'
        container	model-code	container	awslabs/multi-model-server model_loader.py	ValueError: Unable to load module inference, make sure it is added to python path
        container	model-code	container	awslabs/multi-model-server model_loader.py	ValueError: Expected only one class in custom service code or a function entry point []
        container	model-code	container	awslabs/multi-model-server model_loader.py	ValueError: Expect handle method in class <class 'handler.Handler'>
        container	model-code	container	transformers base.py, preprocess	NotImplementedError: preprocess not implemented
        container	model-data	access	HzFu/EyeQ#7	tar: This does not look like a tar archive
        reason	model-data	access	a HF deployment's notes	Failed to extract model data archive from URL "s3://b/model.tar.gz". The model data archive is too large. Please reduce the size of the model data archive or move to an instance type with more memory.
        reason	model-data	access	aws-ia/ecs-blueprints#223	Could not find model data at s3://b/huggingface-text2text/artifacts/inference-prepack/v2.0.0/.
        reason	model-data	access	mantiumai/aws-sagemaker-gptj-deepspeed-blog#2	Failed to extract model data archive for container "container_1" from URL "s3://b/model.tar.gz". Please ensure that the object located at the URL is a valid tar.gz archive.
        container	model-data	access	tensorflow/swift-models#577	gzip: stdin: not in gzip format
        reason	model-gone	service	an EMR and SageMaker handbook	CreateTransformJob: Could not find model "emr-sm-model-x"
        container	model-load	container	GoogleCloudPlatform/vertex-pipelines-end-to-end-samples#26	ERROR:root:Failed to load model: Could not load the model: /tmp/model/0001/model.joblib. __new__() argument after ** must be a mapping, not numpy.ndarray. (Error code: 0)
        container	model-load	container	ONNX Runtime, load	onnxruntime.capi.onnxruntime_pybind11_state.NoSuchFile: [ONNXRuntimeError] : 3 : NO_SUCHFILE : Load model from /opt/ml/model/m.onnx failed:Load model /opt/ml/model/m.onnx failed. File doesn't exist
        container	model-load	container	a PyTorch endpoint's incident notes	2025-11-07T07:48:34 MODEL_LOG - ValueError: Exactly one .pth or .pt file is required for PyTorch models: []
        container	model-load	container	a biogpt deployment's notes	2023-07-25T14:48:59,331 [INFO ] W-9000-microsoft__BioGPT-stdout com.amazonaws.ml.mms.wlm.WorkerLifeCycle - ValueError: Could not load model /.sagemaker/mms/models/microsoft__BioGPT with any of the following classes: (<class 'transformers.models.auto.modeling_auto.AutoModelForCausalLM'>)
        container	model-load	container	a propensity model's blog	ModelLoadError: Failed to load propensity_v1.pt. Please ensure model is saved using torchscript.
        container	model-load	container	a torch physics model's log	2021-07-20 15:36:26,563 [INFO ] W-9000-pytorch_physics_7_1.0-stdout MODEL_LOG - RuntimeError: istream reader failed: reading file.
        container	model-load	container	a vit deployment's log	2025-02-06T17:58:51,966 [INFO ] W-9000-imagenet-vit_1.0-stdout MODEL_LOG - ValueError: Unrecognized image processor in /home/model-server/tmp/models/31a8/processor. Should have a `image_processor_type` key in its preprocessor_config.json of config.json
        container	model-load	container	autogluon timeseries/predictor.py, load	FileNotFoundError: No such file '/opt/ml/model/predictor.pkl'
        container	model-load	container	autogluon timeseries/trainer.py	ValueError: Trainer has no fit models that can predict.
        container	model-load	container	aws-samples/end-to-end-object-detection-detectron2-sagemaker#1	FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/model/model.pth'
        container	model-load	container	aws/amazon-sagemaker-examples#4651	error: creating server: Invalid argument - load failed for model '/opt/ml/model/::t5_pytorch': version 1 is at UNAVAILABLE state: Internal: AssertionError:
        container	model-load	container	awslabs/multi-model-server mxnet_model_service.py	RuntimeError: Signature file is not found. Please put signature.json into the model file directory.../opt/ml/model/signature.json
        container	model-load	container	bentoml loader.py	ImportServiceError: Failed to load bento or import service 'svc'. The directory '/opt/ml/model' does not contain a valid bentofile.yaml or service.py.
        container	model-load	container	flaml automl.py, import	RuntimeError: Failed to import Spark model class 'LGBM'
        container	model-load	container	mlflow models/model.py	mlflow.exceptions.MlflowException: Could not find an "MLmodel" configuration file at "/opt/ml/model"
        container	model-load	container	mlflow models/utils.py, code	mlflow.exceptions.MlflowException: Failed to import code model from /opt/ml/model/code. Error: invalid syntax
        container	model-load	container	mlflow pyfunc/__init__.py, flavor	mlflow.exceptions.MlflowException: Model does not have the "python_function" flavor
        container	model-load	container	mlflow pyfunc/model.py	mlflow.exceptions.MlflowException: Deserializing model using pickle is disallowed, but this model is saved in cloudpickle format.
        container	model-load	container	neuralforecast _base_model.py	ValueError: /opt/ml/model/m.ckpt is not a neuralforecast checkpoint: it is neither safetensors nor a legacy pickle. The file is corrupt or truncated; re-copy it from the source.
        container	model-load	container	neuralforecast core.py, configuration	Exception: No configuration found in directory.
        container	model-load	container	neuralforecast core.py, load	ValueError: Cannot load model_0.ckpt: foo is not a known model.
        container	model-load	container	pytorch/serve base_handler.py	RuntimeError: Missing the model.py file
        container	model-load	container	pytorch/serve base_handler.py	RuntimeError: No model weights could be loaded
        container	model-load	container	pytorch/serve densenet_handler.py	RuntimeError: Missing the model.pt file
        container	model-load	container	skops _general.py	UntrustedTypesFoundException: Untrusted types found in the file: ['__main__.Foo'].
        container	model-load	container	skops _utils.py, attribute	AttributeError: Can't get local attribute 'f' on <function g>
        container	model-load	container	tabpfn model_loading.py, path	ValueError: Model path does not exist and downloading is disabled model path: /opt/ml/model/t.ckpt
        container	model-load	container	transformers base.py	ValueError: Pipeline cannot infer suitable model classes from /opt/ml/model
        container	model-load	container	xgboost sklearn.py	TypeError: Loading an estimator with different type. Expecting: classifier, got: regressor
        container	model-unfitted	container	brunoamaral/gregory-ai#402	sklearn.exceptions.NotFittedError: The TF-IDF vectorizer is not fitted
        container	model-unfitted	container	category_encoders hashing.py	ValueError: Must train encoder before it can be used to transform data.
        container	model-unfitted	container	flaml automl.py	AttributeError: AutoML instance has not been fitted yet. Please call fit() first.
        container	model-unfitted	container	prophet forecaster.py, fit	Exception: Model has not been fit.
        container	model-unfitted	container	statsforecast models.py	ValueError: Call fit() before predict().
        container	model-unfitted	container	statsforecast ucm.py	ValueError: Model has not been fitted. Call fit() first.
        container	network	container	boto/botocore exceptions.py, TLS	botocore.exceptions.SSLError: SSL validation failed for https://s3.amazonaws.com/b [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate in certificate chain
        container	network	container	boto/botocore exceptions.py, closed	botocore.exceptions.ConnectionClosedError: Connection was closed before we received a valid response from endpoint URL: "https://s3.eu-west-1.amazonaws.com/".
        container	network	container	boto/botocore exceptions.py, proxy	botocore.exceptions.ProxyConnectionError: Failed to connect to proxy URL: "http://proxy:3128"
        container	network	container	tabpfn model_loading.py	Exception: Direct download failed!
        container	no-answer	container	nginx refused	2020/06/02 08:42:13 [error] 19#19: *22 connect() failed (111: Connection refused) while connecting to upstream, client: 169.254.255.130, request: "POST /invocations HTTP/1.1"
        object	no-answer	container	workbench tests, cold endpoint	Received server error (0) from model with message "Amazon SageMaker could not get a response from the e endpoint."
        container	no-credentials	access	STS token	botocore.exceptions.ClientError: An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.
        container	no-credentials	access	boto/botocore exceptions.py, credentials	botocore.exceptions.CredentialRetrievalError: Error when retrieving credentials from container-role: Error retrieving metadata
        container	no-credentials	access	boto/botocore exceptions.py, credentials	botocore.exceptions.PartialCredentialsError: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY
        reason	not-authorized	access	an EMR and SageMaker handbook	AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/c/pod is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/sm
        container	not-authorized	access	aws/sagemaker-python-sdk#3997	arn:aws:sts::111122223333:assumed-role/Dev/i-1 is not authorized to perform: logs:DescribeLogStreams on resource: arn:aws:logs:eu-central-1:111122223333:log-group:/aws/sagemaker/TransformJobs
        object	not-compressed	input	CPython gzip	gzip.BadGzipFile: Not a gzipped file (b'ag')
        object	not-compressed	input	zlib	zlib.error: Error -3 while decompressing data: incorrect header check
        container	open-files	container	CPython files	OSError: [Errno 24] Too many open files
        reason	output-access	access	a state machine's troubleshooting notes	ClientError: Artifact upload failed:Error 7: AccessDenied (403): Access Denied
        container	payload-too-large	input	gRPC python	grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with: status = StatusCode.RESOURCE_EXHAUSTED details = "Received message larger than max (5000000 vs. 4194304)"
        reason	ping	container	an endpoint migration's notes	Unable to stand up your model within the allotted 180 second timeout
        reason	ping	container	aws/amazon-sagemaker-examples#1705	The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs for this endpoint.
        container	ping	container	benoitc/gunicorn#2103	[2019-09-04 09:21:14 -0400] [29779] [INFO] Reason: Worker failed to boot.
        container	port-in-use	container	pytorch/serve model_service_worker.py	RuntimeError: socket already in use: /home/model-server/tmp/.ts.sock.9000.
        reason	quota	service	Service Quotas, number	ClientError: The account-level service limit 'ml.c5.9xlarge for transform job usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.
        object	quotes	input	CPython csv	_csv.Error: unexpected end of data
        object	quotes	input	pandas python engine	pandas.errors.ParserError: '"' expected after ','
        object	ragged	input	mcastorina/graph-cli#40	pandas.errors.ParserError: Error tokenizing data. C error: Expected 1 fields in line 4, saw 2
        object	ragged	input	polars csv	polars.exceptions.ComputeError: found more fields than defined in 'Schema'
        object	ragged	input	scikit-learn/scikit-learn#29111	ValueError: all the input array dimensions for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has size 168551 and the array at index 148 has size 2
        object	request-keys	input	FastAPI validation	{"detail":[{"type":"missing","loc":["body","instances"],"msg":"Field required","input":{}}]}
        object	request-keys	input	aws/sagemaker-python-sdk#164	AbortionError(code=StatusCode.INVALID_ARGUMENT, details="input tensor alias not found in signature: inputs. Inputs expected to be in the set {input_1}.")
        object	request-keys	input	mlflow models/utils.py, properties	mlflow.exceptions.MlflowException: Missing required properties: ['age']
        object	request-keys	input	mlflow pyfunc/__init__.py, payload	mlflow.exceptions.MlflowException: Request payload must be a dictionary with 'inputs' key when the model contains a valid type hint.
        object	shape	input	ONNX Runtime	onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Got invalid dimensions for input: float_input for the following indices index: 1 Got: 7 Expected: 8
        object	shape	input	ONNX Runtime, type	onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Unexpected input data type. Actual: (tensor(double)) , expected: (tensor(float))
        object	shape	input	aws/sagemaker-python-sdk#1114	{ "error": "Input to reshape is a tensor with 752 values, but the requested shape has 1\n\t [[{{node Reshape}}]]" }
        object	shape	input	feature_engine dataframe_checks.py	ValueError: 0 feature(s) (shape=(5, 0)) while a minimum of 1 is required.
        object	shape	input	gluonts dataset/common.py	gluonts.exceptions.GluonTSDataError: Array 'target' has bad shape - expected 1 dimensions, got 2.
        object	shape	input	lightgbm basic.py	ValueError: Input numpy.ndarray or list must be 2 dimensional
        object	shape	input	lightgbm basic.py	ValueError: Input data must be 2 dimensional and non empty.
        object	shape	input	mlflow models/utils.py, shape	mlflow.exceptions.MlflowException: Shape of input (5, 4) does not match expected shape (-1, 6).
        object	shape	input	scikit-learn Naive Bayes, C++	ValueError: Buffer dtype mismatch, expected 'double' but got 'float'
        object	shape	input	scikit-learn validation.py dims	ValueError: Found array with dim 3. StandardScaler expected <= 2.
        object	shape	input	scikit-learn validation.py features	ValueError: Found array with 0 feature(s) (shape=(1, 0)) while a minimum of 1 is required.
        object	shape	input	sktime panel.py	ValueError: If passed as a np.array, X must be a 2 or 3-dimensional array, but found shape: (5,)
        object	shape	input	statsforecast core.py, shape	ValueError: Expected X to have shape (24, 3), but got (24, 2)
        object	shape	input	statsmodels predict	ValueError: shapes (5,3) and (4,) not aligned: 3 (dim 1) != 4 (dim 0)
        object	shape	input	xgboost data.py	ValueError: Please reshape the input data into 2-dimensional matrix.
        reason	subscription	access	AWS Marketplace	ValidationException: Caller is not subscribed to the marketplace offering.
        object	text-too-long	input	griptape docs, SageMaker text generation	{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 1512. Given: 30 `inputs` tokens and 4060 `max_new_tokens`","error_type":"validation"}
        container	throttled	service	S3 slow down	botocore.exceptions.ClientError: An error occurred (503) when calling the HeadObject operation (reached max retries: 4): Slow Down
        object	timeout	container	a recommendation system's deployment notes	Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.
        container	timeout	container	nginx upstream	2023/05/03 11:20:42 [error] 20#20: *5 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 169.254.255.130, request: "POST /invocations HTTP/1.1"
        container	timeout	container	prophet pool.py	TimeoutError: Timeout while waiting for results
        object	unknown-category	input	H2O MOJO, level	hex.genmodel.easy.exception.PredictUnknownCategoricalLevelException: Unknown categorical level (city,Oslo)
        object	unknown-category	input	R predict.lm	Error in model.frame.default: factor city has new levels Oslo
        object	unknown-category	input	category_encoders leave_one_out.py	ValueError: Columns to be encoded cannot contain new values
        object	unknown-category	input	category_encoders target_encoder.py	ValueError: Unexpected categories found in dataframe
        object	unknown-category	input	lightgbm-org/LightGBM#6692	ValueError: train and valid dataset categorical_feature do not match.
        object	unknown-category	input	patsy levels	patsy.PatsyError: Error converting data to categorical: observation with value 'Oslo' does not match any of the expected levels (expected: ['A'])
        object	unknown-category	input	scikit-learn preprocessing/_label.py, keys	ValueError: y contains previously unseen labels: 'NA'
        container	volume	container	CPython ENOSPC	OSError: [Errno 28] No space left on device: '/tmp/tmpabc'
        reason	vpc	service	AWS VPC deleted security group	ClientError: Unable to describe security group sg-1: The security group 'sg-1' does not exist
        reason	vpc	service	aws/sagemaker-python-sdk#3955	ClientError: ClientError: expected DHCP options to include keys domain-name-servers and domain-name, but missing one or more attributes: {DhcpOptionsId:dopt-1}
        reason	vpc-route	access	a book on SageMaker in a VPC	ClientError: Data download failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, both the security groups and the subnet's network ACL allow outbound traffic to S3.
        object	worker-died	container	a gguf deployment's logs	An error occurred while handling request as the model process exited.
        container	worker-died	container	aws/sagemaker-python-sdk#1485	WARNING:__main__:unexpected tensorflow serving exit (status: 6). restarting.
        container	worker-died	container	awslabs/multi-model-server otf_message_handler.py	ValueError: Frontend disconnected
        container	worker-died	container	open-mmlab/mmdetection#6497	2021-11-13 08:20:41,673 [WARN ] W-9002-dota_1.0 org.pytorch.serve.wlm.BatchAggregator - Load model failed: dota, error: Worker died.
        container	worker-died	container	pytorch/serve#1813	2022-08-25T01:58:23,447 [INFO ] W-9000-model_1.0-stdout MODEL_LOG - Backend worker process died.
        container	ping	container	aws/amazon-sagemaker-examples#2028	11#11: *1 connect() to unix:/tmp/gunicorn.sock failed (2: No such file or directory) while connecting to upstream, client: 169.254.255.130, server: , request: "GET /ping HTTP/1.1", upstream: "http://unix:/tmp/gunicorn.sock:/ping", host: "169.254.255.131:8080"
        object	quotes	input	aws/amazon-sagemaker-examples#898	ClientError: 400\n\nMessage:\nFailed to parse input as CSV: bare " in non quoted field found near: pine kernels and chickpeas - Yum!; ""Tarama""
        reason	input-missing	input	aws/amazon-sagemaker-examples#2414	ClientError: An error occurred (ValidationException) when calling the CreateTransformJob operation: No S3 objects found under S3 URL "s3://sagemaker-us-west-2-111122223333/image-classification-full-training/test/" given in input data source. Please ensure that the bucket exists in the selected region (us-west-2), that objects exist under that S3 prefix, and that the role "arn:aws:iam::111122223333:role/ReleaseBuildRole" has "s3:ListBucket" permissions on bucket "sagemaker-us-west-2-111122223333".
        object	input-json	input	PacktPublishing/Getting-Started-with-Amazon-SageMaker-Studio#2	JSON Parse error: Invalid escape character
        reason	not-authorized	access	aws/sagemaker-python-sdk#3997	arn:aws:sts::111122223333:assumed-role/SagemakerDevMachine/i-0f3b3b18092a62173 is not authorized to perform: logs:DescribeLogStreams on resource: arn:aws:logs:eu-central-1:111122223333:log-group:/aws/sagemaker/TransformJobs:log-stream:
        reason	not-authorized	access	Boise-State-Development/agentcore-public-stack#1023	AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/AppApiTaskDefinition/x is not authorized to perform: sagemaker:CreateModel on resource: model/model-dev-inf-8b155931
        reason	model-data	access	philschmid/llm-sagemaker-sample#2	ClientError: An error occurred (ValidationException) when calling the CreateModel operation: Could not access model data at s3://bucket/huggingface-qlora-mistralai-Mistral-7B--2023-10-06-11-27-09-016/output/model/. Please ensure that the role "arn:aws:iam::111122223333:role/r" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in eu-west-1. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.
        reason	quota	service	gabehollombe-aws/jupyter-notebooks#1	ResourceLimitExceeded: An error occurred (ResourceLimitExceeded) when calling the CreateTrainingJob operation: The account-level service limit 'ml.p3.2xlarge for training job usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances. Please contact AWS support to request an increase for this limit.
        reason	quota	service	aws/sagemaker-python-sdk#35	The account-level service limit for training-job/ml.p2.xlarge is 0 Instances, with current utilization of 0 Instances and a request delta of 2 Instances. Please contact AWS support to request an increase for this limit.
        container	model-code	container	aws/sagemaker-mxnet-inference-toolkit#96	ValueError: Unsupported model type: HybridBlock. Did you forget to implement `transform_fn` in your entry-point?
        container	dependency	container	aws/sagemaker-huggingface-inference-toolkit#77	ValueError("failed to install required packages")
        container	worker-died	container	aws/sagemaker-python-sdk#2284	2021-04-19 18:54:52,112 [WARN ] W-9000-model_1 org.pytorch.serve.wlm.BatchAggregator - Load model failed: model, error: Worker died.
        container	worker-died	container	aws/sagemaker-python-sdk#2357	2021-05-19 18:54:56,578 [INFO ] W-9000-model_1-stdout org.pytorch.serve.wlm.WorkerLifeCycle - Backend worker process died.
        object	shape	input	aws-samples/amazon-sagemaker-custom-recommender-system#2	{ "error": "Matrix size-incompatible: In[0]: [1,610], In[1]: [9724,32]\n [[{{node StatefulPartitionedCall/StatefulPartitionedCall/model/dense_3/BiasAdd}}]]" }
        reason	model-gone	service	aws/deep-learning-containers#586	Could not find model "arn:aws:sagemaker:us-west-2:111122223333:model/pr-mxnet-inference-2020-09-12-00-30-53-511".
        container	dependency	container	aws/amazon-sagemaker-examples#558	[2019-01-03 15:50:02,376] ERROR in app: Exception on /ping [GET]\nImportError: libopenblasp-r0-8dca6697.3.0.dev.so: cannot open shared object file: No such file or directory
        object	content-type	input	aws/sagemaker-xgboost-container#390	application/json is not an accepted ContentType: csv, libsvm, parquet, recordio-protobuf, text/csv, text/libsvm, text/x-libsvm, application/x-parquet, application/x-recordio-protobuf.
        container	payload-too-large	input	aws/sagemaker-python-sdk#635	[2019-02-08 21:13:46,043] ERROR in serving: <_Rendezvous of RPC that terminated with:\nstatus = StatusCode.RESOURCE_EXHAUSTED\ndetails = "Received message larger than max (170662612 vs. 4194304)"
        object	model-load	container	aws/sagemaker-huggingface-inference-toolkit#79	{\n  "code": 400,\n  "type": "InternalServerException",\n  "message": "Could not load model /.sagemaker/mms/models/allenai__cosmo-xl with any of the following classes: (<class 'transformers.models.auto.modeling_auto.AutoModelForSeq2SeqLM'>, <class 'transformers.models.t5.modeling_t5.T5ForConditionalGeneration'>)."\n}
        object	code-error	container	aws/sagemaker-mxnet-inference-toolkit#135	AttributeError: 'NoneType' object has no attribute 'transform'
        container	library-version	container	autogluon/autogluon#2047	AttributeError: 'DiGraph' object has no attribute '_adj'
        object	model-load	container	autogluon/autogluon#1644	[Errno 2] No such file or directory: '/.sagemaker/mms/models/model/predictor.pkl'
        container	dependency	container	aws/amazon-sagemaker-examples#4337	ModuleNotFoundError: No module named 'nvgpu'
        container	file-missing	container	deepjavalibrary/djl#2649	java.util.concurrent.CompletionException: java.io.FileNotFoundException: partitioned_model_ file not found in: /opt/ml/model/code
        container	file-missing	container	philschmid/sagemaker-huggingface-llama-2-samples#9	FileNotFoundError: No local weights found in /opt/ml/model with extension .bin
        object	header-needed	input	aws/sagemaker-huggingface-inference-toolkit#25	{\n  "code": 400,\n  "type": "InternalServerException",\n  "message": "You need to provide the correct CSV with Header columns to use it with the inference toolkit default handler. : 400"\n}
        reason	invalid-request	service	aws-samples/sagemaker-ml-workflow-with-apache-airflow#3	ClientError: An error occurred (ValidationException) when calling the CreateModel operation: 2 validation errors detected: Value 'x' at 'modelName' failed to satisfy constraint: Member must have length less than or equal to 63
        reason	model-data	access	aws/amazon-sagemaker-examples#2498	ClientError: An error occurred (ValidationException) when calling the CreateModel operation: Could not find model data at s3://sagemaker-us-west-2-111122223333/autogluon-sagemaker-training-2021-05-11-00-12-27-306/output/model.tar.gz.
        reason	capacity	service	DIAGNijmegen/rse-grand-challenge#2631	CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.
        reason	capacity	service	aws/amazon-sagemaker-feedback#99	EC2InsufficientCapacityError: Instance type 'ml.g5.48xlarge' is temporarily unavailable in supported availability zones [euw1-az1]. Try again in a few minutes, or try a different instance type.
        object	no-answer	container	aws/amazon-sagemaker-examples#3089	Received server error (0) from model with message "Amazon SageMaker could not get a response from the RCF-container2 endpoint. This can occur when CPU or memory utilization is high. To check your utilization, see Amazon CloudWatch. To fix this problem, use an instance type with more CPU capacity or memory."
        container	code-error	container	awsdocs/amazon-sagemaker-developer-guide#126	AttributeError: 'NoneType' object has no attribute 'startswith'
        container	code-error	container	LDSSA/heroku-model-deploy#9	AttributeError: 'numpy.ndarray' object has no attribute 'predict_proba'
        container	model-load	container	mlflow/mlflow#727	AttributeError: Can't get attribute 'xxx_class or function' on <module '__main__' from 'test33.py'>
        container	column-count	input	aws/sagemaker-python-sdk#345	[08/10/2018 00:24:52 ERROR 139868071081792] Customer Error: The feature dimension of the input: 4 does not match the feature dimension of the model: 30. Please fix the input and try again.
        object	content-type	input	aws/amazon-sagemaker-examples#2047	content-type application/octet-stream not supported
        object	content-type	input	aws/amazon-sagemaker-examples#1800	Customer Error: Content-Type header value 'application/octet-stream' not supported
        reason	not-authorized	access	aws/aws-cdk#26012	User: arn:aws:sts::111122223333:assumed-role/x is not authorized to perform: sagemaker:AddTags on resource: arn:aws:sagemaker:eu-west-1:111122223333:transform-job/xxx because no identity-based policy allows the sagemaker:AddTags action (Service: AmazonSageMaker; Status Code: 400; Error Code: AccessDeniedException; Request ID: xxx; Proxy: null)
        reason	not-authorized	access	aws-samples/aws-modern-application-workshop#253	User: arn:aws:sts::111122223333:assumed-role/MysfitsNotbookRole/SageMaker is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:us-east-1:111122223333:training-job/knn-2021-04-20-19-44-27-275 with an explicit deny
        object	model-load	container	tensorflow/serving#441	AbortionError(code=StatusCode.NOT_FOUND, details="Servable not found for request: Latest(model)")
        reason	subscription	access	aws/amazon-sagemaker-examples#2290	ClientError: An error occurred (ValidationException) when calling the CreateTrainingJob operation: Caller is not subscribed to the marketplace offering.
        container	timeout	container	data-science-on-aws/data-science-on-aws#173	2021/02/20 20:13:16 [error] 110#110: *205 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.32.0.2, server: , request: "GET /ping HTTP/1.1", upstream: "http://unix:/tmp/gunicorn.sock/ping", host: "model.aws.local:8080"
        container	dependency	container	aws-samples/amazon-sagemaker-model-serving-using-aws-cdk#10	2022-05-04 01:34:40,609 [INFO ] W-9000-model_1-stdout MODEL_LOG - ModuleNotFoundError: No module named 'torchtext.vocab.vocab'; 'torchtext.vocab' is not a package
        container	dependency	container	aws-samples/amazon-sagemaker-from-idea-to-production#25	ImportError: cannot import name 'service' from 'google.protobuf' (/miniconda3/lib/python3.9/site-packages/google/protobuf/__init__.py)
        container	file-permission	container	huggingface/text-embeddings-inference#609	0: I/O error Permission denied (os error 13)
        container	volume	container	aws/sagemaker-huggingface-inference-toolkit#80	OSError: [Errno 28] No space left on device: '/opt/ml/model/pytorch_model-00001-of-00005.bin' -> '/.sagemaker/mms/models/model/pytorch_model-00001-of-00005.bin'
        container	read-only	container	aws/sagemaker-tensorflow-serving-container#211	OSError: [Errno 30] Read-only file system: '/opt/ml/models/code'
        object	model-load	container	triton-inference-server/server#5304	{"error":"load failed for model '495cff3d03904752de92203d58f75f33': version 1 is at UNAVAILABLE state: Internal: unable to create TensorRT context;"}
        container	model-load	container	aws/amazon-sagemaker-examples#2952	UnpicklingError: unpickling stack underflow
        container	model-load	container	aws-samples/amazon-sagemaker-local-mode#15	FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/model/xgboost-model'
        reason	throttled	service	facebookresearch/dynabench#482	botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the CreateTransformJob operation (reached max retries: 4): Rate exceeded
        reason	model-data	access	aws/deep-learning-containers#569	Failed to extract model data archive for container "container_1" from URL "s3://sagemaker-us-west-2-111122223333/sagemaker-pytorch-serving/models/model_mnist.tar.gz". Please ensure that the object located at the URL is a valid tar.gz archive..
        reason	model-data	access	awslabs/generative-ai-cdk-constructs#179	Could not find model data at s3://jumpstart-cache-prod-us-east-1/huggingface-asr/huggingface-asr-whisper-base/artifacts/inference-prepack/v1.0.1/. (Service: AmazonSageMaker; Status Code: 400; Error Code: ValidationException; Request ID: 8e830934-e61a-4c1e-96e5-1663211204b0; Proxy: null)
        container	header-row	input	aws/sagemaker-scikit-learn-container#70	ValueError: could not convert string to float: 'female'
        container	dependency	container	aws/sagemaker-scikit-learn-container#57	error: Invalid distribution name or version syntax: .-train-1.0.0
        object	payload-too-large	input	repost.aws QUbzR_PqclRoK5dmfEzR53wg	Received client error (413) from primary and could not load the entire response body.
        object	request-keys	input	aws/amazon-sagemaker-examples#667	{ "error": "JSON Value: {\n \"signature_name\": \"predict\",\n \"instances\": []\n} not formatted correctly. Expecting object with 'instances' or \'input\' key and a list/array or object as the value respectively." }
        reason	image	access	aws/sagemaker-python-sdk#2002	The role 'arn:aws:iam::111122223333:role/test-role' does not have BatchGetImage permission for the image: '763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-inference:1.15.2-gpu'.
        container	model-data	access	aws/amazon-sagemaker-examples#4337	ReadError: not a gzip file
        object	shape	input	aws/amazon-sagemaker-examples#3675	sagemaker_containers._errors.ClientError: axis 1 is out of bounds for array of dimension 0
        container	library-version	container	aws/amazon-sagemaker-examples#3935	AttributeError: 'DecisionTreeClassifier' object has no attribute 'n_features_'
        container	shape	input	yiskw713/ScoreCAM#1	RuntimeError: size mismatch, m1: [1 x 30720], m2: [512 x 1000] at THTensorMath.cpp:2070
        object	memory	container	aws-samples/amazon-sagemaker-genai-content-moderation#5	Received server error (507) from primary and could not load the entire response body.
        container	gpu	container	triton-inference-server/server#6413	E1011 08:02:59.085540 1 logging.cc:40] [runtime.cpp::isCudaInstalledCorrectly::38] Error Code 6: Internal Error (CUDA initialization failure with error 35. Please check your CUDA installation:  http://docs.nvidia.com/cuda/cuda-installation-guide-linux/index.html)
        container	gpu-memory	container	triton-inference-server/server#5304	E0125 20:05:23.696285 87 logging.cc:43] 1: [defaultAllocator.cpp::allocate::20] Error Code 1: Cuda Runtime (out of memory)
        container	library-version	container	dmlc/xgboost#7166	AttributeError: 'Booster' object has no attribute 'handle'
        container	model-load	container	AlexanderKroll/KM_prediction_function#1	XGBoostError: [00:16:28] /xgboost/include/xgboost/json.h:65: Invalid cast, from Null to Array
        container	model-load	container	huggingface/text-generation-inference#574	NotImplementedError: sharded is not supported for this model
        container	model-load	container	huggingface/text-generation-inference#1640	NotImplementedError: Sharded Qwen2 requires Flash Attention enabled models.
        container	model-load	container	huggingface/text-generation-inference#1472	NotImplementedError: awq quantization is not supported for AutoModel
        """#
}

extension FailureCorpus {
    /// What containers and their libraries print where nothing has failed, or where they go on.
    static let harmless: [String] = harmlessText.split(separator: "\n").map(String.init)

    private static let harmlessText = #"""
        169.254.255.130 - - [10/Nov/2024:14:23:01 +0000] "GET /execution-parameters HTTP/1.1" 200 84 "-" "Go-http-client/1.1"
        [20:11:31] WARNING: /workspace/src/objective/regression_obj.cu:152: reg:linear is now deprecated in favor of reg:squarederror.
        [03/18/2020 22:39:59 INFO 139806956894016] Estimated memory required per model 21MB.
        [03/18/2020 22:39:59 INFO 139806956894016] Estimated maximum number of workers for the available memory is 719.
        No handlers could be found for logger "root"
        2020-08-05 05:42:58,275 [INFO ] pool-2-thread-1 MMS_METRICS - MemoryAvailable.Megabytes:12688.4140625|#Level:Host|#hostname:x,timestamp:1596620578
        2021-04-09 04:53:46,902 [INFO ] main org.pytorch.serve.ModelServer - Loading initial models: model.mar
        2021-03-23 14:45:39,744 [INFO ] W-9000-densenet161_1.0-stdout org.pytorch.serve.wlm.WorkerLifeCycle - [PID]719
        2023-10-17T10:14:07,176 [INFO ] W-9000-sdxl_1.0-stdout org.pytorch.serve.wlm.WorkerLifeCycle - result=[METRICS]HandlerTime.Milliseconds:45253.1|#ModelName:sdxl,Level:Model
        2024-06-22T18:40:52,651 [INFO ] W-9000-res50-trt_1.0-stdout org.pytorch.serve.wlm.WorkerLifeCycle - result=[METRICS]ts_handler_preprocess.Milliseconds:6.46
        2020-07-10 13:03:33,674 [INFO ] W-9005-model_1 ACCESS_LOG - /172.19.0.1:50310 "POST /invocations HTTP/1.1" 200 132
        2021-11-13 08:20:41,673 [DEBUG] W-9002-dota_1.0 org.pytorch.serve.wlm.WorkerThread - System state is : WORKER_STARTED
        Max heap size: 3976 M
        Python executable: /opt/conda/bin/python3.6
        Response timeout: 60
        Unresponsive timeout: 60
        Default workers per model: 4
        Maximum Response Size: 6553500
        Blacklist Regex: N/A
        Model Store: /.sagemaker/mms/models
        Prefer direct buffer: false
        I tensorflow_serving/model_servers/server.cc:430] Exporting HTTP/REST API at:localhost:8501 ...
        W external/org_tensorflow/tensorflow/core/kernels/partitioned_function_ops.cc:197] Grappler optimization failed. Error: Op type not registered 'x'
        2021-05-01 12:00:00.000000: I tensorflow/core/platform/cpu_feature_guard.cc:142] This TensorFlow binary is optimized with oneAPI Deep Neural Network Library
        2021-05-01 12:00:00.000000: I tensorflow/cc/saved_model/loader.cc:301] SavedModel load for tags { serve }; Status: success: OK. Took 12 microseconds.
        [evhttp_server.cc : 238] NET_LOG: Entering the event loop ...
        [warn] getaddrinfo: address family for nodename not supported
        nginx: [warn] conflicting server name "_" on 0.0.0.0:8080, ignored
        [2021-03-04 10:11:12 +0000] [8] [INFO] Booting worker with pid: 8
        Starting the inference server with 4 workers.
        Some weights of BertForSequenceClassification were not initialized from the model checkpoint and are newly initialized: ['classifier.weight']
        You should probably TRAIN this model on a down-stream task to be able to use it for predictions and inference.
        Collecting pandas==1.3.5
        Successfully installed pandas-1.3.5 python-dateutil-2.8.2
        Requirement already satisfied: numpy>=1.17.3 in /opt/conda/lib/python3.8/site-packages (from pandas) (1.21.2)
        WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager.
        [notice] A new release of pip is available: 23.0.1 -> 24.0
        WARNING: You are using pip version 21.0; however, version 21.3.1 is available.
        ERROR: pip's dependency resolver does not currently take into account all the packages that are installed. This behaviour is the source of the following dependency conflicts.
        /opt/conda/lib/python3.8/site-packages/sklearn/base.py:324: UserWarning: Trying to unpickle estimator DecisionTreeClassifier from version 0.24.2 when using version 1.0.1. This might lead to breaking code or invalid results.
        /miniconda3/lib/python3.7/site-packages/sklearn/utils/validation.py:595: DataConversionWarning: Data with input dtype object was converted to float64 by StandardScaler.
        OpenBLAS WARNING - could not determine the L2 cache size on this system, assuming 256k
        No missing values found in 6 columns
        received 120 rows with 7 columns
        input shape: (120, 7)
        0 errors, 0 missing values
        prediction took 0.13 seconds, timeout is 60
        Setting OMP_NUM_THREADS=1; memory limit 8 GB
        GPU available: False, used: False
        model loaded from /opt/ml/model/model.pkl
        Content type: text/csv, accept: text/csv
        CUDA runtime not found; running on CPU
        Found credentials from IAM Role: execution-role
        Found 12 objects in s3://b/in/, none empty
        [2020-03-18:05:36:01:INFO] Sniff delimiter as ','
        Killing worker idle for 60 s, as configured
        health check passed
        Failed to calculate existing cost for policy x
        Failed to attach the dataset identity to the DataFrame
        Cleanup error: x
        Could not log the number of model parameters in Trackio due to an AttributeError.
        Failed to calculate cost during OTEL translation
        Failed to check/restore demo experiment
        Failed to delete evaluation demo runs
        Failed to set user and session attributes on root span: x
        Failed to fetch remote catalog for x
        Availability probe failed for assistant provider %r
        Error stopping control server: x
        Malformed run 'x'. Detailed error x
        Failed to fetch run details for optimization job x: x
        Failed to delete prompt x
        Failed to parse epoch from param file, setting epoch to 0
        Failed to resolve artifact repo for multipart capability advertisement; defaulting to disabled.
        Control client error: x
        Already reached one process, cannot decrease the number of processes anymore.
        Failed to generate annotation for trace x
        Failed to read the dataset identity from the DataFrame
        Span not found in the map. Skipping end.
        on_complete callback failed
        Failed to end MLflow trace
        Stage-level scheduling in xgboost requires spark version 3.4.0+
        Failed to compute the scorer definition digest
        Failed to check if judges demo exists
        Failed to delete demo label schema x
        Error processing SSL request.
        Failed to register judge x
        Failed to start MLflow span
        Failed to extract text from last active trace
        Failed to delete demo prompts
        Failed to convert messages for format %r, skipping
        File 'x' not found on DFS. Will attempt to upload the file.
        Received a non-root span but the trace ID is not found.The trace has likely been halted due to a timeout expiration.
        Failed to log evaluation lineage tags
        Test for computing 'D' failed at max_D = 1.
        Default experiment already exists for workspace 'x'; another worker likely created it. Swallowing IntegrityError: x
        Unable to attach agent attributes: x
        Failed to link prompt version to model in unity catalog
        Failed during Databricks agentic loop iteration
        SQL trace rollup routing selected the full raw path for view=x metric=x: a served day was invalidated during the read
        Failed to get stored version for x
        Failed to import `BetaChatCompletions` or `BetaAsyncChatCompletions`
        Failed to record budget cost
        Failed to restore original signature for wrapper around x
        Failed to translate span to GenAI semconv
        Metric call failed, logging an assessment with error
        Error while closing socket x
        Failed to import `LegacyAPIResponse` from `openai._legacy_response`
        Failed to parse otel resource attributes, skipping
        MemAlign alignment skipped: all traces unchanged in memory.
        Failed to flush batch processors.
        Failed to convert the request JSON to LangChain's Message format. The request will be passed to the LangChain model as-is.
        Failed to sanitize x for span logging: x
        Failed to register post-run cell display hook
        Failed to log prompt UI link
        Skipping invalid resource attribute %r
        Failed to terminate child process (PID x) corresponding to MLflow run with ID x. The process may have already exited.
        Failed to tag trace x with x: x
        The model was loaded: loaded 7 features, expected 7
        Input check: expected 12 columns, got 12 columns
        """#
}
