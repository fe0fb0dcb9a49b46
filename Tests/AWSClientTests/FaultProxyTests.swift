import AWSOperations
import Testing

@testable import AWSClient

/// The client against moto through a network that resets, truncates and dawdles: every operation ends right.
@Suite struct FaultProxyTests {
    /// Leads connections to the port given; each lives for a number of bytes of chance, is then reset in mid-answer, and
    /// some dawdle. Prints its port, and writes how many it broke to the file given.
    private static let program = #"""
        import random, socket, struct, sys, threading, time
        target, seed, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
        chance, broken, lock = random.Random(seed), [0], threading.Lock()
        def reset(connection):
            try:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                # Wakes whoever reads from it, or the close would not be one.
                connection.shutdown(socket.SHUT_RD)
                connection.close()
            except OSError: pass
        def serve(client, left, dawdles):
            upstream = socket.create_connection(("127.0.0.1", target))
            def up():
                try:
                    while data := client.recv(65536): upstream.sendall(data)
                except OSError: pass
                try: upstream.shutdown(socket.SHUT_WR)
                except OSError: pass
            threading.Thread(target=up, daemon=True).start()
            try:
                while data := upstream.recv(16384):
                    if dawdles: time.sleep(0.02)
                    client.sendall(data[:left])
                    left -= len(data)
                    if left <= 0:
                        with lock:
                            broken[0] += 1
                            open(log, "w").write(str(broken[0]))
                        time.sleep(0.01)
                        return reset(client)
            except OSError: pass
            finally: upstream.close()
            client.close()
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        def accept():
            while True:
                client, _ = listener.accept()
                left = chance.choice([0, 90, 400, 3000, 20000, 3000000])
                threading.Thread(target=serve, args=(client, left, chance.random() < 0.2), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        sys.stdin.read()
        """#

    /// Sends a create until it is there: where an answer is in doubt, it is looked up and not made twice.
    private func make(
        _ create: () async throws(AWSFailure) -> Void, unless isThere: () async throws -> Bool
    ) async throws {
        for _ in 0..<40 {
            do throws(AWSFailure) {
                try await create()
                return
            } catch {
                try #require(error.outcomeIsUnknown, "\(error)")
                if try await isThere() { return }
            }
        }
        Issue.record("never made")
    }

    private func isFound(_ look: () async throws(AWSFailure) -> Void) async throws -> Bool {
        do throws(AWSFailure) {
            try await look()
            return true
        } catch {
            guard error.isNotFound else { throw error }
            return false
        }
    }

    @Test(arguments: [1, 2]) func everyOperationEndsRight(_ seed: Int) async throws {
        let directory = try TemporaryDirectory()
        let log = directory.path + "/broken"
        try await PythonServer.run(MotoTests.program) { port in
            try await PythonServer.run(Self.program, arguments: ["\(port)", "\(seed)", log]) { proxyPort in
                var configuration = ClientConfiguration(
                    credentials: TestClient.credentials, region: "us-east-1",
                    endpointURL: "http://127.0.0.1:\(proxyPort)")
                configuration.maxAttempts = Setting(30, from: .program)
                configuration.idleTimeout = 5
                let client = AWSClient(configuration: configuration, clock: FakeClock().clock)
                try await exercise(client, in: directory)
                // None of it was made twice.
                configuration.endpoints = [:]
                let direct = AWSClient(
                    configuration: ClientConfiguration(
                        credentials: TestClient.credentials, region: "us-east-1",
                        endpointURL: "http://127.0.0.1:\(port)"))
                var names: [String] = []
                for try await page in direct.pages(ListTransformJobsRequest(maxResults: 2)) {
                    names += page.items.map(\.transformJobName)
                }
                #expect(names.sorted() == (0..<5).map { "t-\($0)" })
            }
        }
        let broken = Int(String(decoding: try directory.read("broken"), as: UTF8.self)) ?? 0
        #expect(broken > 5)
    }

    private func exercise(_ client: AWSClient, in directory: TemporaryDirectory) async throws {
        let body = TestObject.bytes(count: 12 << 20)
        _ = try await client.send(PutObjectRequest(bucket: "bucket-1", key: "big", body: body))
        for number in 0..<12 {
            _ = try await client.send(
                PutObjectRequest(bucket: "bucket-1", key: "in/\(number)", body: Array("of \(number)".utf8)))
        }
        var listed: [String] = []
        for try await page in client.pages(ListObjectsV2Request(bucket: "bucket-1", prefix: "in/", maxKeys: 3)) {
            listed += page.contents.map(\.key)
        }
        #expect(listed.sorted() == (0..<12).map { "in/\($0)" }.sorted())
        try await client.download(bucket: "bucket-1", key: "big", toFile: directory.path + "/big")
        #expect(try directory.read("big") == body)
        #expect(try await client.send(GetCallerIdentityRequest()).account == "123456789012")
        try await make { () throws(AWSFailure) in
            _ = try await client.send(
                CreateModelRequest(
                    modelName: "m", primaryContainer: ContainerDefinition(image: "i"),
                    executionRoleArn: "arn:aws:iam::123456789012:role/r",
                    vpcConfig: VpcConfig(securityGroupIds: ["sg-12345678"], subnets: ["subnet-12345678"])))
        } unless: {
            try await isFound { () throws(AWSFailure) in _ = try await client.send(DescribeModelRequest(modelName: "m"))
            }
        }
        for name in (0..<5).map({ "t-\($0)" }) {
            try await make { () throws(AWSFailure) in
                _ = try await client.send(
                    CreateTransformJobRequest(
                        transformJobName: name, modelName: "m",
                        transformInput: TransformInput(
                            dataSource: TransformDataSource(
                                s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket-1/in"))),
                        transformOutput: TransformOutput(s3OutputPath: "s3://bucket-1/out"),
                        transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1)))
            } unless: {
                try await isFound { () throws(AWSFailure) in
                    _ = try await client.send(DescribeTransformJobRequest(transformJobName: name))
                }
            }
        }
    }
}
