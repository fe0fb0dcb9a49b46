import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: images, texts, JSON and other files")
struct RecordFormTests {
    private let bench = PreflightBench()
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0...255)
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + (0...255)

    private func put(_ bytes: [UInt8]) {
        for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", bytes: bytes) }
    }

    private func job(
        _ config: AutoMLProblemTypeConfig, _ name: AutoMLProblemTypeConfigName, contentType: String
    ) -> DescribeAutoMLJobV2Response {
        DescribeAutoMLJobV2Response(
            autoMLJobName: "automl-churn", autoMLJobArn: "arn",
            autoMLJobInputDataConfig: [
                AutoMLJobChannel(
                    channelType: .training, contentType: contentType,
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo-data/train/")))
            ],
            outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://demo-data/out/"), roleArn: Samples.role,
            creationTime: Timestamp(secondsSinceEpoch: 0), lastModifiedTime: Timestamp(secondsSinceEpoch: 0),
            autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed, autoMLProblemTypeConfig: config,
            autoMLProblemTypeConfigName: name)
    }

    @Test(
        "an image job is proposed whole objects of the type that it was trained on",
        arguments: [
            ("image/png", "image/png"), ("image/jpeg", "image/jpeg"), ("image/*", "application/x-image"),
            ("text/csv", "application/x-image"),
        ])
    func proposedImages(trained: String, proposed: String) {
        let description = job(
            AutoMLProblemTypeConfig(imageClassificationJobConfig: ImageClassificationJobConfig()), .imageClassification,
            contentType: trained)
        var plan = LaunchPlan.proposed(
            for: Samples.churnCandidate, of: JobOverview(.v2(description)), now: Timestamp(secondsSinceEpoch: 0))
        #expect(plan.contentType == proposed && plan.split == .none && plan.assemble == .none)
        plan.input = "s3://demo-data/in/march/"
        #expect(!plan.problems().contains { $0.severity == .error })
    }

    @Test("images that are sent as text, or as another type, are failures with a fix")
    func images() async {
        var bench = bench
        put(Self.png)
        let asText = await bench.findings(.text)
        #expect(asText.troubles == ["failed: part-1.csv is an image, and would be sent as text/csv, line by line"])
        asText.first?.edit?.apply(to: &bench.plan)
        #expect(bench.plan.contentType == "image/png" && bench.plan.split == .none)
        #expect(await bench.report([.images, .text, .columns]).findings.map(\.text) == ["2 images: sent as image/png"])
        put(Self.jpeg)
        let other = await bench.findings(.images)
        #expect(other.troubles == ["failed: part-1.csv is image/jpeg, and would be sent as image/png"])
        #expect(other.first?.edit == .images("image/jpeg"))
        bench.account.put("s3://demo-data/in/march/part-2.csv", bytes: Self.png)
        #expect(await bench.findings(.images).troubles.first?.contains("image/jpeg and image/png") == true)
        bench.account.put("s3://demo-data/in/march/part-2.csv", "no image")
        #expect(
            await bench.findings(.images).troubles == [
                "failed: part-2.csv isn't an image, but would be sent as image/png"
            ]
        )
        bench.plan.split = .line
        #expect(await bench.findings(.images).troubles.first?.contains("an image has no lines") == true)
    }

    @Test("a text job has the one column that it names, whether its training data can be read or not")
    func texts() async {
        let text = job(
            AutoMLProblemTypeConfig(
                textClassificationJobConfig: TextClassificationJobConfig(
                    contentColumn: "plan", targetLabelColumn: "churn")), .textClassification,
            contentType: "text/csv;header=present")
        bench.account.change { $0.job = .v2(text) }
        for isThere in [true, false] {
            if !isThere { bench.account.change { $0.objects[S3Location("s3://demo-data/train/churn.csv")!] = nil } }
            put(Array("\"a parcel, late again\"\n\"refund, please\"\n".utf8))
            #expect(await bench.findings(.columns).map(\.text) == ["1 column, as trained on"])
            put(Array("refund me,yes\nhello there,no\n".utf8))
            #expect(await bench.findings(.columns).troubles.first?.contains("2 columns, trained on 1") == true)
            put(Array("plan\nhello\n".utf8))
            #expect(await bench.findings(.columns).troubles.first?.contains("start with a header row") == true)
        }
    }

    @Test("records of JSON without a column of the training, or with another count of values, are failures")
    func json() async {
        var bench = bench
        bench.plan.contentType = "application/jsonlines"
        func troubles(_ record: String) async -> [String] {
            put(Array("\(record)\n".utf8))
            return await bench.findings(.columns).troubles
        }
        #expect(await troubles(#"{"state":"KS","calls":3,"minutes":1.5,"plan":"basic","churn":"yes"}"#).isEmpty)
        #expect(
            await troubles(#"{"state":"KS","calls":3}"#) == [
                "failed: part-1.csv, line 1 has no 'minutes', 'plan', which the model was trained on"
            ])
        #expect(
            await troubles(#"{"account":1,"usage":2}"#) == [
                "failed: part-1.csv, line 1 has none of the training columns; it has account, usage"
            ])
        #expect(await troubles(#"{"features":["KS",3,1.5,"basic"]}"#).isEmpty)
        #expect(await troubles(#"["KS",3,1.5]"#) == ["failed: part-1.csv, line 1 has 3 values, trained on 4"])
        // What is no record fits nothing, and lists of lists tell nothing of their columns.
        for (record, words) in [
            ("3", "has 1 value, trained on 4"), (#""abc""#, "has 1 value, trained on 4"), ("null", "is null"),
            ("true", "has 1 value"), ("{}", "is an empty object"), ("[]", "has 0 values"),
        ] {
            #expect(await troubles(record).first?.hasPrefix("failed: part-1.csv, line 1 \(words)") == true, "\(record)")
        }
        let lists = await troubles("[[1],[2]]")
        #expect(lists.first?.contains("which are lists of lists or of objects") == true, "\(lists)")
        // Another spelling of an accent is another name.
        #expect(
            await troubles(#"{"st\u0061te\u0301":"KS","calls":3,"minutes":1.5,"plan":"basic"}"#) == [
                "failed: part-1.csv, line 1 has no 'state', which the model was trained on"
            ])
        bench.plan.inputFilter = "$.rec"
        #expect(await troubles(#"{"id":1,"rec":["KS",3,1.5,"basic"]}"#).isEmpty)
    }

    @Test("a JSONPath with a character that SageMaker refuses is a failure before the launch")
    func paths() async {
        var bench = bench
        bench.plan.contentType = "application/jsonlines"
        bench.plan.accept = "application/jsonlines"
        bench.plan.join = .input
        put(Array(#"{"account_id":1}"#.utf8) + [0x0A])
        bench.plan.outputFilter = "$['account_id','SageMakerOutput']"
        #expect(
            await bench.findings(.filters).troubles == [
                "failed: the filter $['account_id','SageMakerOutput']: CreateTransformJob refuses '_' in a JSONPath"
            ])
        #expect(!bench.plan.problems().contains { $0.severity == .error })
        bench.plan.outputFilter = "$['SageMakerOutput']"
        #expect(await bench.findings(.filters).troubles.isEmpty)
    }

    @Test("one request for each of very many rows is worth a word; of few it is not")
    func singleRecords() async {
        var bench = bench
        bench.plan.batchStrategy = .singleRecord
        #expect(await bench.findings(.payload).troubles.isEmpty)
        put(Array(String(repeating: PreflightBench.rows, count: 60_000).utf8))
        let findings = await bench.findings(.payload)
        #expect(findings.troubles.first?.hasPrefix("warned: one request for each of about 360\u{202F}000 rows") == true)
        findings.first?.edit?.apply(to: &bench.plan)
        #expect(bench.plan.batchStrategy == .multiRecord)
        #expect(await bench.findings(.payload).troubles.isEmpty)
    }

    @Test("archives, programs and filled markers below the input are failures, and spoil no other check")
    func otherFiles() async {
        let folder = "s3://demo-data/in/march/"
        for name in ["model/model.tar.gz", "code/train.py", "nb/eda.ipynb"] { bench.account.put(folder + name, "x") }
        bench.account.put(folder + ".part-1.crc", "crc")
        bench.account.put(folder + "_SUCCESS", "")
        bench.account.put(folder + "_march.csv", PreflightBench.rows)
        let report = await bench.report([.unexpectedObjects, .text, .columns, .compression])
        #expect(
            report.findings.troubles == [
                "failed: .part-1.crc is a marker or metadata file, but would be sent as records",
                "warned: _SUCCESS and 1 more object are marker or metadata files, and are read as data",
                "failed: code/train.py and 2 more objects are archives, programs or pages, and would be sent as records",
            ])
        #expect(report.findings.filter { $0.verdict != .passed }.allSatisfy { $0.correction == .dataAlone })
    }

    @Test("outputs of an earlier run are strays beside records, and the input where there is nothing else")
    func outputs() async {
        bench.account.put("s3://demo-data/in/march/part-1.csv.out", "yes\n")
        let both = await bench.report([.unexpectedObjects, .columns]).findings
        #expect(both.troubles.first == "warned: part-1.csv.out is the output of a transform, and is read as input")
        #expect(both.last?.fix.hasPrefix("keep outputs of earlier transforms out of the input") == true)
        for part in 1...2 {
            bench.account.change { $0.objects[S3Location("s3://demo-data/in/march/part-\(part).csv")!] = nil }
        }
        #expect(await bench.findings(.unexpectedObjects).troubles.isEmpty)
    }
}
