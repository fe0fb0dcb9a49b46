import AWSOperations
import Testing

@testable import Sandbox

struct InferencePipelineTests {
    /// The best candidate's containers with their artifacts, as CreateModel would have them.
    private func containers(of job: TrainedJob) throws -> [ModelContainer] {
        try Model.containers(of: try #require(job.best))
    }

    private func invoke(
        _ containers: [ModelContainer], _ body: String, contentType: String? = "text/csv", accept: String? = nil
    ) throws -> Invocation {
        try InferencePipeline(containers).invoke(Array(body.utf8), contentType: contentType, accept: accept)
    }

    private func text(_ invocation: Invocation) throws -> String {
        String(decoding: try invocation.outcome.get().body, as: UTF8.self)
    }

    private func failure(_ invocation: Invocation) -> InvocationFailure? {
        guard case .failure(let failure) = invocation.outcome else { return nil }
        return failure
    }

    /// One bird of each species: Adelie, Gentoo, Chinstrap.
    private let birds = """
        Torgersen,39.1,18.7,181,3750,male,2007
        Biscoe,50.0,16.3,230,5700,male,2007
        Dream,46.5,17.9,192,3500,female,2007

        """

    @Test func `three containers answer labels`() throws {
        let invocation = try invoke(try containers(of: DemoTraining.species), birds)
        #expect(try text(invocation) == "Adelie\nGentoo\nChinstrap\n")
        #expect(invocation.logs.count == 3)
        #expect(invocation.logs[0][0] == "INFO:root:Shape of the requested data: '(3, 7)'")
        #expect(invocation.logs[2][0] == "INFO:root:Shape of the requested data: '(3, 1)'")
        #expect(invocation.logs.allSatisfy { $0.last?.contains("\"POST /invocations HTTP/1.1\" 200") == true })
    }

    @Test func `the environment decides the columns`() throws {
        var chain = try containers(of: DemoTraining.species)
        chain[1].environment["SAGEMAKER_INFERENCE_OUTPUT"] = "predicted_label,probability,probabilities"
        chain[2].environment["SAGEMAKER_INFERENCE_INPUT"] = "predicted_label,probability,probabilities"
        chain[2].environment["SAGEMAKER_INFERENCE_OUTPUT"] = "probability,predicted_label,labels,probabilities"
        let lines = try text(try invoke(chain, birds)).split(separator: "\n")
        let fields = try CSVLine.fields(of: Array(lines[0].utf8)[...]).map(CSVLine.text(ofField:))
        #expect(fields.count == 4)
        let probability = try #require(Double(fields[0]))
        #expect((0.5...1).contains(probability))
        #expect(fields[1] == "Adelie")
        #expect(fields[2] == "['Adelie', 'Chinstrap', 'Gentoo']")
        let list = fields[3].dropFirst().dropLast().split(separator: ", ").compactMap { Double($0) }
        #expect(list.count == 3)
        #expect(list.max() == probability)
        #expect(isClose(list.reduce(0, +), 1, within: 1e-5))
    }

    @Test func `a key that the container before did not hand over is nan`() throws {
        var chain = try containers(of: DemoTraining.species)
        chain[2].environment["SAGEMAKER_INFERENCE_OUTPUT"] = "predicted_label,probability"
        #expect(try text(try invoke(chain, birds)).hasPrefix("Adelie,nan\n"))
    }

    @Test func `an INPUT that does not match the OUTPUT before is refused`() throws {
        var chain = try containers(of: DemoTraining.species)
        chain[2].environment["SAGEMAKER_INFERENCE_INPUT"] = "predicted_label,probability"
        #expect(failure(try invoke(chain, birds))?.status == 400)
        chain[2].environment["SAGEMAKER_INFERENCE_INPUT"] = "predicted_label"
        chain[1].environment["SAGEMAKER_INFERENCE_OUTPUT"] = "probabilities"
        #expect(failure(try invoke(chain, birds))?.message.hasPrefix("could not convert string to float: '[") == true)
    }

    @Test func `two classes answer the probability of the second`() throws {
        var chain = try containers(of: DemoTraining.sex)
        chain[1].environment["SAGEMAKER_INFERENCE_OUTPUT"] = "probability,probabilities"
        let line = try text(try invoke(Array(chain.prefix(2)), "Gentoo,Biscoe,50.0,16.3,230,5700,2007\n"))
        let fields = try CSVLine.fields(of: Array(line.utf8)[...]).map(CSVLine.text(ofField:))
        #expect(fields[1].hasSuffix(", \(fields[0])]"))
    }

    @Test func `without the last container labels are class numbers`() throws {
        let chain = try containers(of: DemoTraining.species)
        #expect(try text(try invoke(Array(chain.prefix(2)), birds)) == "0\n2\n1")
    }

    @Test func `a regression answers numbers near the truth`() throws {
        let chain = try containers(of: DemoTraining.bodyMass)
        let answer = try text(try invoke(chain, "Adelie,Torgersen,39.1,18.7,181,male,2007\n"))
        #expect(abs(try #require(Double(answer)) - 3750) < 600)
    }

    @Test func `one ensembling container takes raw rows, in CSV and JSON`() throws {
        let chain = try containers(of: DemoTraining.ensemble)
        #expect(try text(try invoke(chain, birds)) == "Adelie\nGentoo\nChinstrap\n")
        let byName =
            #"{"features":["Biscoe",50.0,16.3,230,5700,"male",2007]}"# + "\n"
            + #"{"island":"Dream","bill_length_mm":46.5,"bill_depth_mm":17.9,"flipper_length_mm":192,"sex":null}"#
        #expect(
            try text(try invoke(chain, byName, contentType: "application/jsonlines", accept: "application/jsonlines"))
                == "{\"predicted_label\":\"Gentoo\"}\n{\"predicted_label\":\"Chinstrap\"}\n")
        let document = #"{"instances":[{"features":["Biscoe",50.0,16.3,230,5700,"male",2007]}]}"#
        #expect(
            try text(try invoke(chain, document, contentType: "application/json", accept: "application/json"))
                == #"{"predictions":[{"predicted_label":"Gentoo"}]}"#)
    }

    @Test func `missing values are filled in`() throws {
        let chain = try containers(of: DemoTraining.species)
        #expect(try text(try invoke(chain, ",50.0,16.3,230,NA,,\n")) == "Gentoo\n")
    }

    @Test(arguments: [
        ("Torgersen,39.1,18.7,181,3750,male,2007,Adelie\n", 400, "Expected number of columns is 7, but received 8"),
        ("39.1,18.7\n", 400, "Expected number of columns is 7, but received 2"),
        (
            "island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\n", 400,
            "could not convert string to float: 'bill_length_mm'"
        ),
        (
            "Torgersen,39.1,18.7,181,3750,male,2007\nDream,1\n", 400,
            "Error tokenizing data. C error: Expected 7 fields in line 2, saw 2"
        ),
        (
            "Tor\"gersen,39.1,18.7,181,3750,male,2007\n", 400,
            "Failed to parse input as CSV: bare \" in non quoted field found near: Tor\"gersen,39.1,18.7,181,3750,male,"
                + "2007"
        ),
    ])
    func `bad rows are refused`(_ body: String, _ status: Int, _ message: String) throws {
        let invocation = try invoke(try containers(of: DemoTraining.species), body)
        #expect(failure(invocation) == InvocationFailure(status: status, message: message))
        #expect(invocation.logs[0].last?.contains("\"POST /invocations HTTP/1.1\" 400") == true)
        #expect(invocation.logs[1].isEmpty)
    }

    @Test func `other types are refused as they are by the containers`() throws {
        let chain = try containers(of: DemoTraining.species)
        #expect(
            failure(try invoke(chain, "{}", contentType: "application/json"))
                == InvocationFailure(status: 415, message: "'application/json' is an unsupported content type."))
        #expect(failure(try invoke(chain, birds, accept: "image/png"))?.status == 406)
        #expect(try text(try invoke(chain, birds, contentType: "text/csv; charset=utf-8")).hasPrefix("Adelie"))
    }

    @Test func `a payload over MAX_CONTENT_LENGTH is 413`() throws {
        var chain = try containers(of: DemoTraining.species)
        chain[1].environment["MAX_CONTENT_LENGTH"] = "100"
        #expect(failure(try invoke(chain, birds))?.status == 413)
        chain[1].environment["MAX_CONTENT_LENGTH"] = "1000"
        #expect(failure(try invoke(chain, birds)) == nil)
    }

    @Test func `the feature transform alone answers records of protobuf, or CSV`() throws {
        let chain = Array(try containers(of: DemoTraining.species).prefix(1))
        let reply = try invoke(chain, birds).outcome.get()
        #expect(reply.contentType == "application/x-recordio-protobuf")
        #expect(Array(reply.body.prefix(4)) == RecordIO.magic)
        let csv = try text(try invoke(chain, birds, accept: "text/csv"))
        #expect(csv.split(separator: "\n").count == 3)
    }

    @Test func `an algorithm alone checks the width of its features`() throws {
        let chain = [try containers(of: DemoTraining.species)[1]]
        #expect(
            failure(try invoke(chain, "1,2\n"))?.message.contains(
                "Feature size of csv inference data 2 is not consistent with feature size of trained model") == true)
    }

    @Test func `what predicts is what the artifact says`() throws {
        var chain = try containers(of: DemoTraining.species)
        let width = try InferencePipeline(chain).stages[1]
        guard case .algorithm(let model) = width.role else { throw InvocationFailure.badRequest("no algorithm") }
        chain[1].artifact =
            ModelArtifact(model: ConstantModel(featureCount: model.featureCount, scores: [0, 1, 0])).bytes
        #expect(try text(try invoke(chain, birds)) == "Chinstrap\nChinstrap\nChinstrap\n")
    }

    private static let narrow = FeaturePipeline(
        columns: ["a"], encodings: [.numeric(missing: 0, center: 0, scale: 1, degree: 1)], labels: ["x", "y", "z"])

    @Test func `containers whose artifact does not fit do not start`() throws {
        var chain = try containers(of: DemoTraining.species)
        chain[0].artifact = chain[1].artifact
        #expect(throws: ModelLoadFailure.self) { try InferencePipeline(chain) }
        // Three labels, two scores.
        let (features, labels) = (InferencePipelineTests.narrow, ConstantModel(featureCount: 1, scores: [0.5, 0.5]))
        var whole = try containers(of: DemoTraining.ensemble)
        whole[0].artifact = ModelArtifact(pipeline: features, model: labels).bytes
        #expect(throws: ModelLoadFailure.self) { try InferencePipeline(whole) }
        chain[0].artifact = Array("no archive".utf8)
        #expect(throws: ModelLoadFailure.notAnArchive(modelDataUrl: chain[0].modelDataUrl)) {
            try InferencePipeline(chain)
        }
    }
}

/// Models for tests, made of a candidate's own answer and artifacts.
enum Model {
    static let bucket = "demo-bucket"

    static func definitions(of candidate: TrainedCandidate) throws -> [ContainerDefinition] {
        let answer = candidate.candidate(
            account: "123456789012", region: "us-west-2", bucket: bucket,
            createdAt: Timestamp(secondsSinceEpoch: 1_700_000_000))
        let containers = try #require(
            answer.inferenceContainers ?? answer.inferenceContainerDefinitions?["CPU"]
                ?? answer.inferenceContainerDefinitions?["GPU"])
        return containers.map {
            ContainerDefinition(image: $0.image, modelDataUrl: $0.modelDataUrl, environment: $0.environment)
        }
    }

    static func containers(of candidate: TrainedCandidate) throws -> [ModelContainer] {
        let artifacts = candidate.artifacts(bucket: bucket)
        return try definitions(of: candidate).map { container in
            let url = try #require(container.modelDataUrl)
            return ModelContainer(
                image: container.image ?? "", environment: container.environment ?? [:],
                artifact: try #require(artifacts.first { $0.location.uri == url }).bytes, modelDataUrl: url)
        }
    }
}
