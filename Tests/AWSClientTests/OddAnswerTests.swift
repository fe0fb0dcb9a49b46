import AWSOperations
import JSONCoding
import Testing

@testable import AWSClient

/// Answers that are not as the service model says, in one place each: everything else in them is read.
@Suite struct OddAnswerTests {
    /// A response's decoder as the client uses it, and the full answer that it is tried with.
    struct Operation: CustomTestStringConvertible, Sendable {
        var name: String
        var full: JSONTree
        var read: @Sendable (JSONTree) throws -> (again: JSONTree, unread: UnreadParts?)
        var testDescription: String { name }

        init<Request: JSONRequest>(_ type: Request.Type) {
            name = Request.operation.name
            let sample = try! SampleDecoder.sample(of: Request.Response.self)
            full = try! JSON.decode(JSONTree.self, from: try! JSON.encode(sample))
            read = { tree in
                let answer = HTTPAnswer(head: HTTPHead(status: 200), body: .whole(try JSON.encode(tree)))
                let response = try JSONWire.response(
                    Request.Response.self, operation: Request.operation, answer: answer)
                return (
                    try JSON.decode(JSONTree.self, from: try JSON.encode(response)),
                    (response as? any PartlyReadResponse)?.unread
                )
            }
        }
    }

    static let operations: [Operation] = [
        Operation(ListAutoMLJobsRequest.self), Operation(ListTransformJobsRequest.self),
        Operation(ListCandidatesForAutoMLJobRequest.self), Operation(ListModelsRequest.self),
        Operation(ListTagsRequest.self), Operation(DescribeAutoMLJobRequest.self),
        Operation(DescribeAutoMLJobV2Request.self), Operation(DescribeModelRequest.self),
        Operation(DescribeTransformJobRequest.self), Operation(CreateModelRequest.self),
        Operation(CreateTransformJobRequest.self), Operation(DeleteModelRequest.self),
        Operation(StopTransformJobRequest.self), Operation(DescribeLogStreamsRequest.self),
        Operation(GetLogEventsRequest.self), Operation(GetMetricDataRequest.self), Operation(GetProductsRequest.self),
        Operation(ListServiceQuotasRequest.self), Operation(ListAWSDefaultServiceQuotasRequest.self),
        Operation(GetServiceQuotaRequest.self), Operation(DescribeKeyRequest.self), Operation(GetKeyPolicyRequest.self),
        Operation(BatchGetImageRequest.self), Operation(GetRepositoryPolicyRequest.self),
    ]

    private static let odd: [JSONTree?] = [
        nil, .null, .number(7), .number(5.5), .number(-1e300), .text("x"), .text(""), .flag(false), .list([]),
        .list([.null]), .object([:]), .object(["x": .null]),
    ]

    @Test(arguments: operations) func aFullAnswerIsReadWhole(_ operation: Operation) throws {
        let (again, unread) = try operation.read(operation.full)
        #expect(again == operation.full)
        #expect(unread?.isEmpty ?? true)
    }

    /// What is copied names, in every object of its answer, the member that came into the service later.
    @Test(arguments: [Operation(DescribeModelRequest.self), Operation(DescribeTransformJobRequest.self)])
    func aMemberOfLaterIsNamed(_ operation: Operation) throws {
        #expect(try operation.read(operation.full).unread?.unknown == [])
        var tried = 0
        for (path, part) in operation.full.parts {
            guard case .object(var members) = part, !path.description.contains("Environment") else { continue }
            members["OfLater"] = .flag(true)
            let unread = try operation.read(operation.full.replacing(path[...], with: .object(members))).unread
            #expect(unread?.isEmpty == true && unread?.unknown.count == 1, "\(path)")
            #expect(unread?.unknown.first?.hasSuffix("OfLater") == true, "\(path)")
            tried += 1
        }
        #expect(tried >= 5)
    }

    /// Whatever one part is replaced by, every value outside of it is still there.
    @Test(arguments: operations) func onePartThatIsOddHidesNothingElse(_ operation: Operation) throws {
        for (path, _) in operation.full.parts {
            for value in Self.odd {
                let answer = operation.full.replacing(path[...], with: value)
                let again: JSONTree
                do {
                    again = try operation.read(answer).again
                } catch {
                    // A list that is none, and what an operation gives alone, cannot be done without.
                    #expect(path.count == 1, "\(path) as \(String(describing: value)): \(error)")
                    continue
                }
                let lost = operation.full.leaves.filter { leaf in
                    !leaf.path.starts(with: path)
                        && again.value(at: leaf.path.moved(by: path, of: operation.full, in: again)) != leaf.value
                }
                #expect(lost.isEmpty, "\(path) as \(String(describing: value)) hides \(lost)")
            }
        }
    }

    @Test func itemsThatAreNoneAreCounted() throws {
        for operation in Self.operations {
            for (path, value) in operation.full.parts where path.count == 2 && path[1] == .place(0) && value.isObject {
                let (_, unread) = try operation.read(operation.full.replacing(path[...], with: .null))
                #expect(unread == nil || unread?.items == 1, "\(operation.name) \(path)")
                #expect(unread?.places.count == unread?.count, "\(operation.name) \(path)")
            }
        }
    }

    @Test func anAnswerOfAnotherServiceIsNone() {
        for name in ["DescribeTransformJob", "DescribeModel", "DescribeAutoMLJob", "DescribeAutoMLJobV2"] {
            let operation = Self.operations.first { $0.name == name }!
            #expect(throws: AWSFailure.self) { try operation.read(.object([:])) }
            #expect(throws: AWSFailure.self) { try operation.read(.object(["message": .text("hello")])) }
        }
    }

    // MARK: What is read in place of what was sent

    private func read<Response: Decodable>(_ type: Response.Type, _ text: String) throws -> Response {
        let answer = HTTPAnswer(head: HTTPHead(status: 200), body: .whole(Array(text.utf8)))
        return try JSONWire.response(type, operation: DescribeModelRequest.operation, answer: answer)
    }

    @Test(
        arguments: [
            ("1780000000", 1_780_000_000.0), ("1780000000.25", 1_780_000_000.25), (#""1780000000""#, 1_780_000_000.0),
            (#""2026-05-28T20:26:40.250Z""#, 1_780_000_000.25), (#""Thu, 28 May 2026 20:26:40 GMT""#, 1_780_000_000.0),
            ("null", nil), (#""""#, nil), ("{}", nil), (#""NaN""#, nil), ("true", nil), (#""yesterday""#, nil),
        ] as [(String, Double?)])
    func times(_ sent: String, _ expected: Double?) throws {
        let model = try read(ModelSummary.self, #"{"ModelName": "a", "CreationTime": \#(sent)}"#)
        #expect(model.$creationTime?.secondsSinceEpoch == expected)
        #expect(model.creationTime.isKnown == (expected != nil))
    }

    @Test func namesComeFromARNsWhereTheyAreMissing() throws {
        let arn = "arn:aws:sagemaker:us-east-1:111122223333:transform-job/job-a"
        #expect(try read(TransformJobSummary.self, #"{"TransformJobArn": "\#(arn)"}"#).transformJobName == "job-a")
        #expect(
            try read(TransformJobSummary.self, #"{"TransformJobName": "b", "TransformJobArn": "\#(arn)"}"#)
                .transformJobName == "b")
        for text in [
            "{}", #"{"TransformJobArn": "x/y"}"#, #"{"TransformJobArn": "arn:aws:x/"}"#, #"{"TransformJobName": []}"#,
        ] {
            #expect(try read(TransformJobSummary.self, text).transformJobName.isEmpty)
        }
        // What was not sent is not written either.
        let again = try JSON.encode(try read(TransformJobSummary.self, #"{"TransformJobArn": "\#(arn)"}"#))
        #expect(String(decoding: again, as: UTF8.self) == #"{"TransformJobArn":"\#(arn)"}"#)
    }

    @Test func containersThatAreNotWholeSayItAndOthersDoNot() throws {
        let container = #"{"Image": "i", "ModelDataUrl": "s3://b/m", "Environment": {"A": "1", "B": null}}"#
        let good = #"{"Image": "i", "ModelDataUrl": "s3://b/m", "Environment": {"A": "1"}}"#
        let page = try read(
            ListCandidatesForAutoMLJobResponse.self,
            """
            {"Candidates": [null, {"CandidateName": "a", "InferenceContainers": [\(good), \(container)]}, \
            {"CandidateName": "b", "InferenceContainers": [\(good)]}, \
            {"CandidateName": "c", "InferenceContainerDefinitions": {"CPU": [\(good), 5]}}]}
            """)
        #expect(page.itemsLeftOut == 1)
        #expect(page.candidates.map(\.candidateName) == ["a", "b", "c"])
        #expect(page.candidates[0].inferenceContainers?.map(\.isWhole) == [false, false])
        #expect(page.candidates[1].inferenceContainers?.map(\.isWhole) == [true])
        #expect(page.candidates[2].inferenceContainerDefinitions?["CPU"]?.map(\.isWhole) == [false])
    }

    @Test func pointsOfAMetricKeepTheirTimes() throws {
        let result = try read(
            MetricDataResult.self, #"{"Timestamps": [1, null, 3, 4], "Values": [0.1, 0.2, "NaN", {}]}"#)
        #expect(result.timestamps?.count == 4)
        #expect(result.values?.count == 4)
        #expect(result.values?[0] == 0.1 && result.values?[3] == nil)
    }

    @Test func strictDecodersRefuseWhatIsMissing() {
        #expect(throws: DecodingError.self) { try JSON.decode(TransformS3DataSource.self, from: Array("{}".utf8)) }
        #expect(throws: DecodingError.self) {
            try JSON.decode(TransformResources.self, from: Array(#"{"InstanceType": "ml.m5.large"}"#.utf8))
        }
    }

    // MARK: XML

    private func xml(_ text: String) -> HTTPAnswer {
        HTTPAnswer(head: HTTPHead(status: 200), body: .whole(Array(text.utf8)))
    }

    @Test func objectsOfAListingAreShownWithWhatTheyHave() throws {
        let good =
            "<Contents><Key>a</Key><Size>5</Size><LastModified>2026-05-28T20:26:40.000Z</LastModified><ETag>e</ETag></Contents>"
        for odd in [
            "<Contents><Key>b</Key></Contents>",
            "<Contents><Key>b</Key><Size>x</Size><LastModified>?</LastModified></Contents>",
            "<Contents><Key>b</Key><Size>-1</Size><LastModified/></Contents>",
        ] {
            let last = good.replacing("<Key>a", with: "<Key>c")
            let page = try S3Wire.list(xml("<ListBucketResult>\(good)\(odd)\(last)</ListBucketResult>"))
            #expect(page.contents.map(\.key) == ["a", "b", "c"])
            #expect(page.contents[1].$size == nil && page.contents[1].$lastModified == nil)
            #expect(page.itemsLeftOut == 0 && page.unread.count == 2)
        }
        let lost =
            "<Contents><Size>5</Size></Contents><Contents/><CommonPrefixes/>"
            + "<CommonPrefixes><Prefix/></CommonPrefixes>"
        let page = try S3Wire.list(xml("<ListBucketResult>\(good)\(lost)</ListBucketResult>"))
        #expect(page.contents.map(\.key) == ["a"] && page.commonPrefixes.isEmpty)
        #expect(page.itemsLeftOut == 4)
    }

    @Test func bucketsPartsAndUploadsWithoutTheirNamesAreCounted() throws {
        let buckets = try MultipartWire.buckets(
            xml(
                "<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket><Bucket/></Buckets></ListAllMyBucketsResult>"
            ))
        #expect(buckets.names == ["a"] && buckets.unread.items == 1)
        let parts = try MultipartWire.parts(
            xml(
                "<ListPartsResult><Part><PartNumber>1</PartNumber><Size>5</Size><ETag>e</ETag></Part><Part><PartNumber>x</PartNumber></Part></ListPartsResult>"
            ))
        #expect(parts.parts.map(\.number) == [1] && parts.itemsLeftOut == 1)
        let uploads = try MultipartWire.uploads(
            xml(
                "<ListMultipartUploadsResult><Upload><Key>k</Key></Upload><Upload><Key>k</Key><UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"
            ))
        #expect(uploads.uploads.map(\.uploadID) == ["u"] && uploads.itemsLeftOut == 1)
    }

    @Test("a token of another type than text is no token", arguments: ["7", "7.5", "true", "null", "{}", "[\"f\"]"])
    func tokens(value: String) throws {
        let page = try JSONWire.response(
            GetLogEventsResponse.self, operation: GetLogEventsRequest.operation,
            answer: xml(#"{"events":[{"message":"m","timestamp":"soon"}],"nextForwardToken":\#(value)}"#))
        #expect(page.nextForwardToken == nil)
        #expect(page.events == [OutputLogEvent(message: "m")])
        let text = try JSONWire.response(
            GetLogEventsResponse.self, operation: GetLogEventsRequest.operation,
            answer: xml(#"{"events":[],"nextForwardToken":"7"}"#))
        #expect(text.nextForwardToken == "7")
    }

    @Test("a list whose token can't be read is cut short", arguments: ["{}", "[1]"])
    func listTokens(value: String) throws {
        let page = try JSONWire.response(
            ListModelsResponse.self, operation: ListModelsRequest.operation,
            answer: xml(#"{"Models":[],"NextToken":\#(value)}"#))
        #expect(page.nextToken == nil && page.isCutShort)
    }

    @Test func queryAnswersAreReadAsFarAsTheyGo() throws {
        let answer = xml(
            """
            <SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>perhaps</IsTruncated>
            <EvaluationResults><member><EvalActionName>a:b</EvalActionName><EvalDecision>allowed</EvalDecision></member>
            <member><EvalResourceName>*</EvalResourceName></member></EvaluationResults>
            </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
            """)
        let response = try QueryWire.response(
            SimulatePrincipalPolicyResponse.self, operation: SimulatePrincipalPolicyRequest.operation, answer: answer)
        #expect(response.evaluationResults.map(\.actionName) == ["a:b", ""])
        #expect(response.evaluationResults[1].$decision == nil)
        #expect(response.isTruncated == nil)
        #expect(response.unread.count == 1)
    }
}

extension JSONTree {
    /// Every scalar and every empty container, with the way to it.
    fileprivate var leaves: [(path: [Step], value: JSONTree)] { parts.filter { $0.value.parts.isEmpty } }

    fileprivate func value(at path: [Step]) -> JSONTree? {
        var value = self
        for step in path {
            switch (value, step) {
            case (.object(let object), .key(let key)):
                guard let next = object[key] else { return nil }
                value = next
            case (.list(let list), .place(let place)):
                guard list.indices.contains(place) else { return nil }
                value = list[place]
            default: return nil
            }
        }
        return value
    }
}

extension [JSONTree.Step] {
    /// Where a part stands once the item at another path has been left out of its list, if it has been.
    fileprivate func moved(by item: [JSONTree.Step], of full: JSONTree, in again: JSONTree) -> [JSONTree.Step] {
        let list = Array(item.dropLast())
        guard case .place(let place)? = item.last, count >= item.count, starts(with: list),
            case .place(let own) = self[list.count], own > place,
            case .list(let before)? = full.value(at: list), case .list(let after)? = again.value(at: list),
            after.count < before.count
        else { return self }
        var moved = self
        moved[list.count] = .place(own - 1)
        return moved
    }
}
