import AWSOperations
import Testing

@testable import AWSClient

/// The client against moto's server, which other AWS programs are tested with.
@Suite struct MotoTests {
    /// Starts moto, makes what this client has no operation for, prints the port, and ends with standard input.
    static let program = #"""
        import sys
        try:
            import boto3
            from moto.server import ThreadedMotoServer
        except ImportError:
            sys.exit("moto[server] or boto3 is missing in " + sys.executable
                     + ": run make test, or set FLIGHTDECK_PYTHON")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        made = dict(endpoint_url=f"http://{host}:{port}", region_name="us-east-1",
                    aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")
        boto3.client("s3", **made).create_bucket(Bucket="bucket-1")
        logs = boto3.client("logs", **made)
        logs.create_log_group(logGroupName="/aws/sagemaker/TransformJobs")
        logs.create_log_stream(logGroupName="/aws/sagemaker/TransformJobs", logStreamName="t/1")
        import time
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName="/aws/sagemaker/TransformJobs", logStreamName="t/1",
                            logEvents=[{"timestamp": now + i, "message": f"line {i} ü"} for i in range(25)])
        print(port, flush=True)
        sys.stdin.read()
        """#

    /// Runs `body` with a client of a fresh moto.
    private func withMoto(_ body: (AWSClient) async throws -> Void) async throws {
        try await PythonServer.run(Self.program) { port in
            let configuration = ClientConfiguration(
                credentials: TestClient.credentials, region: "us-east-1", endpointURL: "http://127.0.0.1:\(port)")
            try await body(AWSClient(configuration: configuration))
        }
    }

    @Test func objects() async throws {
        try await withMoto { client in
            let keys = ["in/a b.csv", "in/ü+%20.csv", "in//double", "in/../dots", "in/日本/🦜", "out/x"]
            for key in keys {
                _ = try await client.send(
                    PutObjectRequest(
                        bucket: "bucket-1", key: key, body: Array("of \(key)".utf8), contentType: "text/csv"))
            }
            var listed: [String] = []
            for try await page in client.pages(ListObjectsV2Request(bucket: "bucket-1", prefix: "in/", maxKeys: 2)) {
                listed += page.contents.map(\.key)
            }
            #expect(Set(listed) == Set(keys.dropLast()))
            for key in listed {
                let answer = try await client.send(GetObjectRequest(bucket: "bucket-1", key: key))
                #expect(String(decoding: answer.body, as: UTF8.self) == "of \(key)")
                #expect(answer.head.contentType == "text/csv")
            }
            let grouped = try await client.send(ListObjectsV2Request(bucket: "bucket-1", delimiter: "/"))
            #expect(grouped.commonPrefixes == ["in/", "out/"])
            let part = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "out/x", range: 3..<100))
            #expect(String(decoding: part.body, as: UTF8.self) == "out/x")
            #expect(part.totalLength == 8)
            let head = try await client.send(HeadObjectRequest(bucket: "bucket-1", key: "out/x"))
            #expect(head.contentLength == 8)
            #expect(head.lastModified != nil)
            let missing = await TestClient.failure { () throws(AWSFailure) in
                try await client.send(GetObjectRequest(bucket: "bucket-1", key: "none"))
            }
            #expect(missing?.serviceError?.code == "NoSuchKey")
            let noBucket = await TestClient.failure { () throws(AWSFailure) in
                try await client.send(ListObjectsV2Request(bucket: "bucket-none"))
            }
            #expect(noBucket?.serviceError?.code == "NoSuchBucket")
            let directory = try TemporaryDirectory()
            try await client.download(bucket: "bucket-1", key: "in/a b.csv", toFile: directory.path + "/f")
            #expect(try directory.read("f") == Array("of in/a b.csv".utf8))
        }
    }

    @Test func modelsTransformsIdentityAndLogs() async throws {
        try await withMoto { client in
            let identity = try await client.send(GetCallerIdentityRequest())
            #expect(identity.account == "123456789012")
            let role = try await client.send(
                AssumeRoleRequest(roleArn: "arn:aws:iam::123456789012:role/r", roleSessionName: "s"))
            #expect(role.credentials.expiration > Timestamp(secondsSinceEpoch: 1_700_000_000))

            let model = try await client.send(
                CreateModelRequest(
                    modelName: "m", primaryContainer: ContainerDefinition(image: "i"),
                    executionRoleArn: "arn:aws:iam::123456789012:role/r",
                    // Without one, moto answers with a VpcConfig that lacks what the service model requires.
                    vpcConfig: VpcConfig(securityGroupIds: ["sg-12345678"], subnets: ["subnet-12345678"])))
            #expect(model.modelArn.hasSuffix(":model/m"))
            #expect(try await client.send(DescribeModelRequest(modelName: "m")).modelName == "m")
            let missing = await TestClient.failure { () throws(AWSFailure) in
                try await client.send(DescribeModelRequest(modelName: "none"))
            }
            #expect(missing?.isNotFound == true)
            #expect(missing?.serviceError?.requestID?.isEmpty == false)

            for name in ["t-1", "t-2", "t-3"] {
                _ = try await client.send(
                    CreateTransformJobRequest(
                        transformJobName: name, modelName: "m",
                        transformInput: TransformInput(
                            dataSource: TransformDataSource(
                                s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket-1/in"))),
                        transformOutput: TransformOutput(s3OutputPath: "s3://bucket-1/out"),
                        transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1)))
            }
            var names: [String] = []
            for try await page in client.pages(ListTransformJobsRequest(maxResults: 2)) {
                names += page.items.map(\.transformJobName)
            }
            #expect(names.sorted() == ["t-1", "t-2", "t-3"])
            let job = try await client.send(DescribeTransformJobRequest(transformJobName: "t-2"))
            #expect(job.modelName == "m")
            _ = try await client.send(DeleteModelRequest(modelName: "m"))
            #expect(try await client.send(ListAutoMLJobsRequest()).items.isEmpty)

            let group = "/aws/sagemaker/TransformJobs"
            let streams = try await client.send(DescribeLogStreamsRequest(logGroupName: group))
            #expect(streams.logStreams?.first?.logStreamName == "t/1")
            let events = try await client.send(
                GetLogEventsRequest(logStreamName: "t/1", logGroupName: group, startFromHead: true))
            #expect(events.events?.map(\.message) == (0..<25).map { "line \($0) ü" })
            let metrics = try await client.send(
                GetMetricDataRequest(
                    metricDataQueries: [
                        MetricDataQuery(
                            id: "a",
                            metricStat: MetricStat(
                                metric: MetricIdentity(namespace: "/aws/sagemaker/TransformJobs", metricName: "X"),
                                period: 60, stat: "Average"))
                    ], startTime: Timestamp(secondsSinceEpoch: 1_763_830_000),
                    endTime: Timestamp(secondsSinceEpoch: 1_763_836_800)))
            #expect(metrics.metricDataResults?.count == 1)
        }
    }
}
