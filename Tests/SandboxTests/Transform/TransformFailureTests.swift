import AWSOperations
import Testing

@testable import Sandbox

struct TransformFailureTests {
    private let seeLogs = "ClientError: See job logs for more information"

    @Test func `a failed object is told in the data log, and outputs before it stay`() async throws {
        let scene = try Scene([
            "in/a.csv": Birds.adelie, "in/b.csv": Birds.adelie.dropLast() + ",Adelie\n", "in/c.csv": Birds.gentoo,
        ])
        let (outcome, record) = await scene.run()
        #expect(outcome.reason == seeLogs)
        #expect(await record.outputs == ["out/a.csv.out": "Adelie\n"])
        #expect(
            await Array(record.lines(of: .data(instance: 0)).dropFirst()) == [
                "[sagemaker logs]: demo-bucket/in/b.csv: ClientError: 400",
                "[sagemaker logs]: demo-bucket/in/b.csv: ",
                "[sagemaker logs]: demo-bucket/in/b.csv: Message:",
                "[sagemaker logs]: demo-bucket/in/b.csv: Expected number of columns is 7, but received 8",
            ])
        #expect(
            await record.lines(of: .container(instance: 0, number: 1, count: 3)).last?.contains(
                "\"POST /invocations HTTP/1.1\" 400") == true)
    }

    /// What the data log says last of a job that fails.
    private func lastLine(_ scene: Scene) async -> String? {
        let (outcome, record) = await scene.run()
        #expect(outcome.reason == seeLogs)
        #expect(await record.outputs.isEmpty)
        return await record.lines(of: .data(instance: 0)).last
    }

    @Test func `a header row is no number`() async throws {
        let scene = try Scene(["in/a.csv": "island,bill_length_mm,c,d,e,f,g\n" + Birds.adelie])
        #expect(
            await lastLine(scene)
                == "[sagemaker logs]: demo-bucket/in/a.csv: could not convert string to float: 'bill_length_mm'")
    }

    @Test func `a bad quote is told with the line`() async throws {
        var scene = try Scene(["in/a.csv": "Tor\"gersen,39.1,18.7,181,3750,male,2007\n"])
        #expect(await lastLine(scene)?.contains("Failed to parse input as CSV: bare \" in non quoted field") == true)
        scene.request.dataProcessing = DataProcessing(joinSource: .input)
        scene.request.dataProcessing?.inputFilter = "$[0:7]"
        #expect(await lastLine(scene)?.contains("Failed to parse line: 'Tor\"gersen,") == true)
    }

    @Test func `a payload that the container does not take is 413`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.containers[1].environment?["MAX_CONTENT_LENGTH"] = "10"
        let (outcome, record) = await scene.run()
        #expect(outcome.reason == seeLogs)
        #expect(
            await record.lines(of: .data(instance: 0)).contains(
                "[sagemaker logs]: demo-bucket/in/a.csv: ClientError: 413"))
    }

    @Test func `an object or a line above MaxPayloadInMB is too much`() async throws {
        var scene = try Scene(["in/a.csv": String(repeating: Birds.adelie, count: 30_000)])
        scene.request.transformInput.splitType = SplitType.none
        scene.request.maxPayloadInMB = 1
        let tooMuch = "[sagemaker logs]: demo-bucket/in/a.csv: Too much data for max payload size"
        #expect(await lastLine(scene) == tooMuch)
        scene.request.transformInput.splitType = .line
        scene.objects.contents["demo-bucket/in/a.csv"] = Array(repeating: 65, count: 2 << 20)
        #expect(await lastLine(scene) == tooMuch)
    }

    @Test func `another content type is 415`() async throws {
        var scene = try Scene(["in/a.json": "{}\n"])
        scene.request.transformInput.contentType = "application/json"
        #expect(await lastLine(scene)?.hasSuffix("'application/json' is an unsupported content type.") == true)
    }

    @Test func `what isn't gzip cannot be decompressed`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.request.transformInput.compressionType = .gzip
        #expect(await lastLine(scene)?.contains("Failed to decompress gzip data") == true)
    }

    @Test func `text is no RecordIO`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.request.transformInput.splitType = .recordIO
        #expect(await lastLine(scene)?.contains("Failed to parse RecordIO record at byte 0") == true)
    }

    @Test func `a filter that matches nothing fails the object`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.request.dataProcessing = DataProcessing(inputFilter: "$[9]")
        #expect(await lastLine(scene)?.contains("'$[9]' does not match the record") == true)
    }

    @Test func `a missing artifact fails the job before it reads anything`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        let url = try #require(scene.containers[1].modelDataUrl)
        scene.objects.contents[String(url.dropFirst(5))] = nil
        let (outcome, record) = await scene.run()
        #expect(outcome.reason?.hasPrefix("ClientError: Could not access model data at \(url). Please ensure") == true)
        #expect(outcome.reason?.contains("\"arn:aws:iam::123456789012:role/demo\"") == true)
        #expect(await record.events.isEmpty)
    }

    @Test func `an artifact that is no archive is told as such`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        let url = try #require(scene.containers[0].modelDataUrl)
        scene.objects.contents[String(url.dropFirst(5))] = [1, 2, 3]
        #expect(
            await scene.run().outcome.reason
                == "ClientError: Failed to extract model data archive from URL \"\(url)\". Please ensure that the object "
                + "located at the URL is a valid tar.gz archive.")
        scene.objects.contents[String(url.dropFirst(5))] =
            ModelArtifact(
                model: ConstantModel(featureCount: 1, scores: [1])
            ).bytes
        #expect(await scene.run().outcome.reason?.hasPrefix("AlgorithmError: Container 1 did not pass") == true)
    }

    @Test func `a prefix without objects is told`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.read("nothing/")
        #expect(
            await scene.run().outcome.reason?.hasPrefix(
                "ClientError: No S3 objects found under S3 URL \"s3://demo-bucket/nothing/\" given in input data source."
            )
                == true)
    }
}
