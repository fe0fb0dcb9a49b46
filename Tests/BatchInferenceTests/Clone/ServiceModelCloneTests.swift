import AWSOperations
import FoundationEssentials
import JSONCoding
import PythonOracle
import Testing

@testable import BatchInference

/// Every member that botocore's service model has of a described model and transform, cloned: what CreateModel or
/// CreateTransformJob takes is in the clone's requests, or named as not taken over.
@Suite struct ServiceModelCloneTests {
    /// A described model or transform in which every member has a value, and the members that a create takes.
    private struct Sample: Decodable {
        var model: String
        var transform: String
        /// Paths such as `Containers.ImageConfig.RepositoryAccessMode`.
        var modelPaths: [String: String]
        var transformPaths: [String: String]
    }

    /// Members of a container that are given in the arguments are left out.
    private static let program = """
        import json, sys
        try:
            import botocore.session
        except ImportError:
            sys.exit("botocore is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        service = botocore.session.get_session().get_service_model("sagemaker")
        left_out = set(sys.argv[1:])
        def sample(shape, name, create, path, found, depth=0):
            kind = shape.type_name
            if kind == "structure":
                members = {}
                for key, member in shape.members.items():
                    inner = create.members.get(key) if create is not None and create.type_name == "structure" else None
                    if key in left_out or depth > 8:
                        continue
                    members[key] = sample(member, key, inner, path + [key], found, depth + 1)
                return members
            if kind == "list":
                inner = create.member if create is not None else None
                return [sample(shape.member, name, inner, path, found, depth + 1)]
            if kind == "map":
                value = {"NAME": "value of " + name}
                if create is not None:
                    found[".".join(path + ["NAME"])] = value["NAME"]
                return value
            if kind == "boolean":
                value = True
            elif kind in ("integer", "long"):
                value = 7
            elif kind in ("float", "double"):
                value = 0.5
            elif kind == "timestamp":
                value = 1700000000
            elif getattr(shape, "enum", None):
                value = [word for word in shape.enum if word != "None"][-1]
            else:
                value = "s3://bucket/" + name + "/" if name.endswith(("Uri", "Url", "Path")) else "value-of-" + name
            if create is not None:
                found[".".join(path)] = json.dumps(value).strip('"')
            return value
        def pair(describe, create):
            found = {}
            output = service.operation_model(describe).output_shape
            value = sample(output, "", service.operation_model(create).input_shape, [], found)
            return json.dumps(value), found
        model, model_paths = pair("DescribeModel", "CreateModel")
        transform, transform_paths = pair("DescribeTransformJob", "CreateTransformJob")
        json.dump(dict(model=model, transform=transform, modelPaths=model_paths, transformPaths=transform_paths), sys.stdout)
        """

    private static func sample(leavingOut members: [String]) async throws -> Sample {
        try await PythonOracle.answer(program, arguments: members)
    }

    /// A service that describes one model and one transform.
    private struct Described: Models, TransformJobs {
        var model: DescribeModelResponse
        var transform: DescribeTransformJobResponse
        var modelTags: [ResourceTag] = []
        /// Pages of the transform's own tags; a token is the number of the next.
        var transformTags: [ListTagsResponse] = []

        func describeModel(named name: String) async throws -> DescribeModelResponse { model }
        func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse { transform }
        func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse {
            if request.resourceArn == transform.transformJobArn, !transformTags.isEmpty {
                return transformTags[request.nextToken.flatMap { Int($0) } ?? 0]
            }
            return ListTagsResponse(tags: request.resourceArn == model.modelArn ? modelTags : [])
        }
        func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
            throw AWSFailure.cancelled
        }
        func deleteModel(named name: String) async throws { throw AWSFailure.cancelled }
        func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse { throw AWSFailure.cancelled }
        func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
            throw AWSFailure.cancelled
        }
        func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
            throw AWSFailure.cancelled
        }
        func stopTransformJob(named name: String) async throws { throw AWSFailure.cancelled }
    }

    private static func service(_ sample: Sample) throws -> Described {
        Described(
            model: try JSONDecoder().decode(DescribeModelResponse.self, from: Data(sample.model.utf8)),
            transform: try JSONDecoder().decode(DescribeTransformJobResponse.self, from: Data(sample.transform.utf8)))
    }

    private static func clone(_ service: Described) async throws -> ClonedPlan {
        try await TransformCloner(models: service, transforms: service, journal: FakeJournal())
            .plan(like: "t", now: Timestamp(secondsSinceEpoch: 1_795_000_000))
    }

    /// The members that are chosen anew.
    private static let renewed: Set<String> = ["ModelName", "TransformJobName", "TransformOutput.S3OutputPath"]

    private static let packageMembers = ["ModelPackageName", "InferenceSpecificationName"]

    // DescribeModel gives one of the two, or both where they say the same; and a model has one container or several.
    @Test(arguments: ["ModelDataUrl", "ModelDataSource"], ["PrimaryContainer", "Containers"])
    func everyMemberIsTakenOverOrNamed(artifact: String, containers: String) async throws {
        let sample = try await Self.sample(leavingOut: Self.packageMembers + [artifact, containers])
        #expect(sample.modelPaths.count > 15 && sample.transformPaths.count > 25)
        let clone = try await Self.clone(try Self.service(sample))
        let requests = clone.plan.requests
        let notes = clone.notes.joined(separator: "\n")
        let model = try JSONValue(encoding: requests.createModel)
        let transform = try JSONValue(encoding: requests.createTransformJob)
        for (tree, paths) in [(model, sample.modelPaths), (transform, sample.transformPaths)] {
            for (path, value) in paths where !Self.renewed.contains(path) {
                var names = path.split(separator: ".").map(String.init)
                // A container alone is asked for in a list of one.
                if names[0] == "PrimaryContainer" { names[0] = "Containers" }
                let kept = Self.text(at: names[...], in: tree)
                let isNamed = notes.contains(names.last ?? path)
                #expect(kept == value || isNamed, "\(path) is \(value), and in the clone \(kept ?? "nothing")")
            }
        }
    }

    private static func text(at path: ArraySlice<String>, in tree: JSONValue) -> String? {
        if case .array(let items) = tree { return items.first.flatMap { text(at: path, in: $0) } }
        guard let name = path.first else {
            switch tree {
            case .string(let text): return text
            case .number(let digits): return digits
            case .bool(let value): return "\(value)"
            default: return nil
            }
        }
        return tree[name].flatMap { text(at: path.dropFirst(), in: $0) }
    }

    @Test func aModelPackageIsRefusedByName() async throws {
        let sample = try await Self.sample(leavingOut: ["Containers", "ModelDataUrl"])
        let service = try Self.service(sample)
        let problem = try await #require(throws: CloneProblem.self) { try await Self.clone(service) }
        for member in Self.packageMembers {
            #expect(problem.description.contains(member))
            #expect(problem.description.contains("value-of-\(member)"))
        }
    }

    @Test func whatCameIntoTheServiceLaterIsNamed() async throws {
        let sample = try await Self.sample(leavingOut: Self.packageMembers + ["Containers", "ModelDataSource"])
        var service = try Self.service(sample)
        service.model.unread.unknown = ["PrimaryContainer.Cache", "DeploymentRecommendation"]
        service.transform.unread.unknown = (1...30).map { "New\($0)" }
        let notes = try await Self.clone(service).notes.filter { $0.contains("doesn't know") }
        #expect(notes.count == 2)
        #expect(notes[0].contains("transform t") && notes[0].hasSuffix("New20 and 10 more"))
        #expect(notes[1].contains("model ") && notes[1].hasSuffix(": PrimaryContainer.Cache"))
    }

    @Test func allTagsAreTakenOverAndThoseThatCantBeAreSaid() async throws {
        let sample = try await Self.sample(leavingOut: Self.packageMembers + ["Containers", "ModelDataSource"])
        var service = try Self.service(sample)
        let odd = try JSONDecoder().decode(
            ListTagsResponse.self,
            from: Data(#"{"Tags": [{"Key": "b", "Value": "2"}, {"Key": "", "Value": "x"}]}"#.utf8))
        service.transformTags = [
            ListTagsResponse(tags: [], nextToken: "1"),
            ListTagsResponse(
                tags: [ResourceTag(key: "a", value: "1"), ResourceTag(key: "aws:x", value: "2")], nextToken: "2"),
            odd,
        ]
        let clone = try await Self.clone(service)
        #expect(clone.plan.tags == [ResourceTag(key: "a", value: "1"), ResourceTag(key: "b", value: "2")])
        let notes = clone.notes.filter { $0.contains("tags of the transform") }
        #expect(notes == ["tags of the transform t that can't be read aren't copied (1)"])
        // A token that comes again is no end.
        service.transformTags = [ListTagsResponse(tags: [ResourceTag(key: "a", value: "1")], nextToken: "0")]
        let cut = try await Self.clone(service)
        #expect(cut.plan.tags.map(\.key) == ["a"])
        #expect(cut.notes.contains { $0.contains("tags of the transform t may be missing") }, "\(cut.notes)")
        // What was sent in the list's place.
        service.transformTags = [ListTagsResponse()]
        service.transformTags[0].unread.lost("Tags")
        #expect(try await Self.clone(service).notes.contains { $0.contains("can't be read aren't copied (1)") })
    }

    @Test func tagsOfTheModelAloneAreNamed() async throws {
        let sample = try await Self.sample(leavingOut: Self.packageMembers + ["Containers", "ModelDataSource"])
        var service = try Self.service(sample)
        service.modelTags = [ResourceTag(key: "cost", value: "1"), ResourceTag(key: "aws:x", value: "2")]
        let notes = try await Self.clone(service).notes
        #expect(notes.count == 1 && notes[0].contains("cost") && !notes[0].contains("aws:x"))
    }

    /// DescribeModel names the source of a plain URL, and a mode that is so by itself.
    @Test func whatADescriptionRepeatsIsNotAsked() {
        let url = "s3://b/m/model.tar.gz"
        let described = ContainerDefinition(
            image: "i", mode: .singleModel, modelDataUrl: url,
            modelDataSource: ModelDataSource(
                s3DataSource: S3ModelDataSource(
                    s3Uri: url, s3DataType: "S3Object", compressionType: .gzip, eTag: "e")))
        #expect(described.settings == nil)
        var more = described
        more.modelDataSource?.s3DataSource?.modelAccessConfig = ModelAccessConfig(acceptEula: true)
        #expect(more.settings?.modelDataSource == more.modelDataSource)
    }

    @Test func anotherModelOfTheNameIsToldApartByItsSettings() {
        let container = ContainerDefinition(containerHostname: "a", image: "i", modelDataUrl: "s3://b/m")
        var request = CreateModelRequest(modelName: "m", containers: [container], executionRoleArn: "r")
        let there = DescribeModelResponse(
            modelName: "m", creationTime: Timestamp(secondsSinceEpoch: 0), modelArn: "arn", containers: [container],
            inferenceExecutionConfig: InferenceExecutionConfig(mode: "Serial"), executionRoleArn: "r")
        #expect(there.differences(from: request).isEmpty)
        request.inferenceExecutionConfig = InferenceExecutionConfig(mode: "Direct")
        #expect(there.differences(from: request).count == 1)
        request.containers?[0].containerHostname = "b"
        #expect(there.differences(from: request).count == 2)
    }

    @Test func theSDKsFormSaysWhatItCannotExpress() {
        var plan = Samples.plan
        plan.containerSets.plain[0].settings = ContainerDefinition(containerHostname: "first")
        plan.containerSets.execution = InferenceExecutionConfig(mode: "Direct")
        let export = LaunchExport(plan, at: .init(region: "eu-west-1"))
        for form in ExportForm.allCases {
            let text = export.text(as: form)
            #expect(text.contains("ContainerHostname") && text.contains("first"), "\(form)")
            #expect(text.contains("Direct"), "\(form)")
        }
        #expect(export.gaps(in: .sageMakerSDK).contains { $0.contains("InferenceExecutionConfig") })
    }
}
