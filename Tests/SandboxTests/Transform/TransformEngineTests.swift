import AWSOperations
import ByteCompression
import Testing

@testable import Sandbox

struct TransformEngineTests {
    @Test func `every object gets its output, rows in order`() async throws {
        let scene = try Scene([
            "in/a.csv": Birds.adelie + Birds.gentoo + Birds.chinstrap, "in/more/b.csv": Birds.gentoo,
        ])
        let (outcome, record) = await scene.run()
        #expect(
            await record.outputs == [
                "out/a.csv.out": "Adelie\nGentoo\nChinstrap\n", "out/more/b.csv.out": "Gentoo\n",
            ])
        guard case .completed(let progress) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(progress.objectsDone == 2 && progress.objects == 2)
        #expect(progress.recordsDone == 4 && progress.batchesDone == 2)
        #expect(progress.fraction == 1)
    }

    @Test func `the first line of the data log gives the effective settings`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        #expect(
            await scene.run().record.lines(of: .data(instance: 0)) == [
                "[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=1, BatchStrategy=MULTI_RECORD"
            ])
        scene.request.maxPayloadInMB = 20
        scene.request.maxConcurrentTransforms = 4
        scene.request.batchStrategy = .singleRecord
        #expect(
            await scene.run().record.lines(of: .data(instance: 0)) == [
                "[sagemaker logs]: MaxConcurrentTransforms=4, MaxPayloadInMB=20, BatchStrategy=SINGLE_RECORD"
            ])
        let ensemble = try Scene(["in/a.csv": Birds.adelie], of: DemoTraining.ensemble)
        #expect(await ensemble.run().record.lines(of: .data(instance: 0))[0].contains("MaxPayloadInMB=6"))
    }

    @Test func `containers log their requests`() async throws {
        let (_, record) = try await Scene(["in/a.csv": Birds.adelie + Birds.gentoo]).run()
        for number in 1...3 {
            let lines = await record.lines(of: .container(instance: 0, number: number, count: 3))
            #expect(lines.count { $0.contains("\"POST /invocations HTTP/1.1\" 200") } == 1)
        }
        let first = await record.lines(of: .container(instance: 0, number: 1, count: 3))
        #expect(first.contains("INFO:root:Shape of the requested data: '(2, 7)'"))
    }

    @Test func `SingleRecord sends every record alone`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie + Birds.gentoo])
        scene.request.batchStrategy = .singleRecord
        let (outcome, record) = await scene.run()
        #expect(await record.outputs == ["out/a.csv.out": "Adelie\nGentoo\n"])
        guard case .completed(let progress) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(progress.batchesDone == 2)
    }

    @Test func `a large object is sent in batches of at most the payload`() async throws {
        let rows = InputGenerator(seed: 2).csv(columns: DemoTraining.species.inputColumns, rows: 30_000)
        var scene = try Scene(["in/big.csv": String(decoding: rows, as: UTF8.self)])
        scene.request.maxPayloadInMB = 1
        let (outcome, record) = await scene.run()
        guard case .completed(let progress) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(progress.batchesDone == (rows.count + (1 << 20) - 1) >> 20)
        #expect(progress.recordsDone == 30_000)
        #expect(await record.outputs["out/big.csv.out"]?.utf8.count { $0 == 10 } == 30_000)
    }

    @Test func `without AssembleWith the algorithm's answers run together`() async throws {
        var scene = try Scene(
            ["in/a.csv": "Adelie,Dream,39.5,17.8,188,female,2007\nGentoo,Biscoe,50.0,16.3,230,male,2007\n"],
            of: DemoTraining.bodyMass)
        scene.request.batchStrategy = .singleRecord
        scene.request.transformOutput.assembleWith = nil
        let joined = try #require(await scene.run().record.outputs["out/a.csv.out"])
        #expect(!joined.contains("\n"))
        scene.request.transformOutput.assembleWith = .line
        let lines = try #require(await scene.run().record.outputs["out/a.csv.out"])
        #expect(lines.split(separator: "\n").joined() == joined)
    }

    @Test func `without SplitType the object is one request`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie + Birds.gentoo])
        scene.request.transformInput.splitType = nil
        scene.request.batchStrategy = .singleRecord
        scene.request.transformOutput.assembleWith = nil
        let (outcome, record) = await scene.run()
        #expect(await record.outputs == ["out/a.csv.out": "Adelie\nGentoo\n"])
        guard case .completed(let progress) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(progress.batchesDone == 1)
    }

    @Test func `gzip is unpacked first`() async throws {
        var scene = try Scene([:])
        scene.objects.contents["\(Model.bucket)/in/a.csv.gz"] = Gzip.storing(Array(Birds.gentoo.utf8))
        scene.request.transformInput.compressionType = .gzip
        #expect(await scene.run().record.outputs == ["out/a.csv.gz.out": "Gentoo\n"])
    }

    @Test func `the input filter takes columns away before the model sees them`() async throws {
        var scene = try Scene(["in/a.csv": "id-1," + Birds.adelie + "id-2," + Birds.gentoo])
        scene.request.dataProcessing = DataProcessing(inputFilter: "$[1:]")
        #expect(await scene.run().record.outputs == ["out/a.csv.out": "Adelie\nGentoo\n"])
    }

    @Test func `joined rows are the input's columns, then the prediction`() async throws {
        var scene = try Scene(["in/a.csv": "id-1," + Birds.adelie])
        scene.request.dataProcessing = DataProcessing(inputFilter: "$[1:]", joinSource: .input)
        scene.request.transformOutput.accept = "text/csv"
        #expect(
            await scene.run().record.outputs
                == ["out/a.csv.out": "id-1,Torgersen,39.1,18.7,181,3750,male,2007,Adelie\n"])
        scene.request.dataProcessing?.outputFilter = "$[0,-1]"
        #expect(await scene.run().record.outputs == ["out/a.csv.out": "id-1,Adelie\n"])
    }

    @Test func `the output filter picks among the answered keys`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie + Birds.gentoo])
        scene.ask(for: "predicted_label,probability,probabilities")
        scene.request.dataProcessing = DataProcessing(outputFilter: "$[0]")
        #expect(await scene.run().record.outputs == ["out/a.csv.out": "Adelie\nGentoo\n"])
    }

    @Test func `JSON lines are joined by name`() async throws {
        let record = #"{"id":7,"features":["Biscoe",50.0,16.3,230,5700,"male",2007]}"#
        var scene = try Scene(["in/a.jsonl": record + "\n" + record + "\n"], of: DemoTraining.ensemble)
        scene.request.transformInput.contentType = "application/jsonlines"
        scene.request.dataProcessing = DataProcessing(
            inputFilter: "$['features']", outputFilter: "$['id','SageMakerOutput']", joinSource: .input)
        let line = #"{"id":7,"SageMakerOutput":{"predicted_label":"Gentoo"}}"# + "\n"
        #expect(await scene.run().record.outputs == ["out/a.jsonl.out": line + line])
    }

    @Test func `the transform's environment wins over the model's`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.request.environment = ["MAX_CONTENT_LENGTH": "10"]
        #expect(await scene.run().outcome.reason == "ClientError: See job logs for more information")
    }

    @Test func `objects are shared out among the instances`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie, "in/b.csv": Birds.adelie, "in/c.csv": Birds.adelie])
        scene.request.transformResources.instanceCount = 2
        let (_, record) = await scene.run()
        let counts = await [0, 1, 2].asyncMap { instance in
            await record.lines(of: .container(instance: instance, number: 1, count: 3)).count {
                $0.contains("POST /invocations")
            }
        }
        #expect(counts == [2, 1, 0])
        #expect(await record.lines(of: .data(instance: 1)).count == 1)
    }

    @Test func `pace is asked before every batch and after every object`() async throws {
        let counter = Counter()
        let (_, record) = try await Scene(["in/a.csv": Birds.adelie, "in/b.csv": Birds.adelie]).run { _ in
            await counter.add()
        }
        #expect(await counter.count == 4)
        #expect(await record.outputs.count == 2)
    }

    @Test func `a stopped job withdraws its outputs`() async throws {
        let counter = Counter()
        let (outcome, record) = try await Scene(["in/a.csv": Birds.adelie, "in/b.csv": Birds.adelie]).run { progress in
            await counter.add()
            if progress.objectsDone == 1 { throw CancellationError() }
        }
        guard case .stopped(let progress) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(progress.objectsDone == 1)
        #expect(
            await record.events.last == .withdrawn([S3Location(bucket: Model.bucket, key: "out/a.csv.out")]))
    }

    @Test func `cancelling the task stops the job`() async throws {
        let scene = try Scene(["in/a.csv": Birds.adelie])
        let task = Task { await scene.run { _ in while !Task.isCancelled { await Task.yield() } } }
        task.cancel()
        guard case .stopped = await task.value.outcome else {
            Issue.record("not stopped")
            return
        }
    }

    @Test func `a store that refuses an output is an internal error`() async throws {
        let scene = try Scene(["in/a.csv": Birds.adelie])
        let engine = TransformEngine(request: scene.request, containers: scene.containers, objects: scene.objects)
        let outcome = await engine.run(emit: { event in
            if case .output = event { throw DiskFull() }
        })
        #expect(outcome.reason?.hasPrefix("InternalServerError") == true)
    }

    private struct DiskFull: Error {}
}

actor Counter {
    private(set) var count = 0

    func add() {
        count += 1
    }
}

extension TransformOutcome {
    /// The FailureReason of a failed job.
    var reason: String? {
        if case .failed(let reason, _) = self { return reason }
        return nil
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ transform: (Element) async -> Result) async -> [Result] {
        var results: [Result] = []
        for element in self { results.append(await transform(element)) }
        return results
    }
}
