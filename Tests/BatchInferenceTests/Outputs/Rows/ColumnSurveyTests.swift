import AWSOperations
import BatchInference
import Testing

@Suite("A column over all outputs")
struct ColumnSurveyTests {
    private static let files = 3
    private static let rows = 2000

    private static func line(_ file: Int, _ row: Int) -> (input: String, output: String) {
        let number = file * rows + row
        return (
            "\(number % 5 == 0 ? "Biscoe" : "Dream"),\(number)\n",
            "\(number % 3 == 0 ? "Gentoo" : "Adelie"),0.\(100 + number * 7 % 900)\n"
        )
    }

    /// A bucket with some outputs and their listing; the last one can have a row less than its input.
    private static func bucket(lacking: Int = 0) -> (FakeBucket, OutputListing) {
        let bucket = FakeBucket()
        var (inputs, outputs): ([S3Object], [S3Object]) = ([], [])
        for file in 0..<files {
            let lines = (0..<rows).map { line(file, $0) }
            let input = Array(lines.map(\.input).joined().utf8)
            let output = Array(lines.dropLast(file == files - 1 ? lacking : 0).map(\.output).joined().utf8)
            for (key, bytes) in [("in/\(file).csv", input), ("out/\(file).csv.out", output)] {
                bucket.put("s3://bucket/\(key)", bytes, eTag: "\"\(key)\"")
                let object = S3Object(
                    key: key, size: bytes.count, lastModified: Timestamp(secondsSinceEpoch: 100), eTag: "\"\(key)\"")
                if key.hasPrefix("in") { inputs.append(object) } else { outputs.append(object) }
            }
        }
        return (
            bucket,
            OutputListing(
                inputs: inputs, outputs: outputs, inputLocation: S3Location("s3://bucket/in/")!,
                outputLocation: S3Location("s3://bucket/out/")!)
        )
    }

    private static let job = Samples.transform(from: "s3://bucket/in/", to: "s3://bucket/out/", accept: nil)

    private static let names = ColumnNames(
        features: [.init("island"), .init("number")], responses: ["predicted_label", "probability"])

    private static func survey(
        _ request: ColumnSurvey.Request, lacking: Int = 0, only: OutputRow.ID? = nil, breaking uri: String? = nil
    ) async throws -> ColumnSurvey {
        let (bucket, listing) = bucket(lacking: lacking)
        if let uri { bucket.put(uri, [1, 2], eTag: "\"other\"") }
        var last: ColumnSurvey?
        try await ColumnSurveyor(storage: bucket, job: job, names: names).survey(request, of: listing, only: only) {
            last = $0
        }
        return try #require(last)
    }

    private static let label = RowPager.Column(.output, 0, title: "predicted_label")
    private static let probability = RowPager.Column(.output, 1, title: "probability")
    private static let island = RowPager.Column(.input, 0, title: "island")

    @Test("Every row of every output is counted, by a column of the input, with the least certain rows first")
    func all() async throws {
        let survey = try await Self.survey(
            .init(
                column: Self.label, by: Self.island, probabilities: [Self.probability]))
        let all = 0..<Self.files * Self.rows
        #expect(survey.isComplete && survey.rows == all.count && survey.problems.isEmpty && survey.objectsDone == 3)
        let gentoo = all.count { $0 % 3 == 0 }
        #expect(
            survey.statistics.labels().map { "\($0.label) \($0.count)" }
                == ["Adelie \(all.count - gentoo)", "Gentoo \(gentoo)"])
        #expect(Set(survey.groups.keys) == ["Biscoe", "Dream"] && survey.ungrouped == 0)
        #expect(
            survey.groups["Biscoe"]?.labels().map { "\($0.label) \($0.count)" } == [
                "Adelie \(all.count { $0 % 5 == 0 && $0 % 3 != 0 })", "Gentoo \(all.count { $0 % 15 == 0 })",
            ])
        let confidences = all.map { Double("0.\(100 + $0 * 7 % 900)")! }.sorted()
        #expect(survey.uncertain.map(\.confidence) == Array(confidences.prefix(ColumnSurvey.uncertainLimit)))
        #expect(
            survey.uncertain.allSatisfy { row in
                let file = Int(row.name.prefix(1))!
                return "0.\(100 + (file * Self.rows + row.number) * 7 % 900)"
                    == "0.\(Int((row.confidence * 1000).rounded()))"
            })
    }

    @Test("A scatter is of all rows, or of a sample that says so")
    func scatter() async throws {
        let number = RowPager.Column(.input, 1, title: "number")
        let survey = try await Self.survey(.init(column: Self.probability, against: number))
        #expect(survey.pairsSeen == Self.files * Self.rows && survey.pairs.count == ColumnSurvey.pairLimit)
        #expect(survey.pairs.allSatisfy { Int(($0.x * 1000).rounded()) == 100 + Int($0.y) * 7 % 900 })
    }

    @Test("What can't be read or paired is named, and the rest is counted")
    func trouble() async throws {
        let broken = try await Self.survey(.init(column: Self.label), breaking: "s3://bucket/out/1.csv.out")
        #expect(broken.isComplete && broken.rows == 2 * Self.rows && broken.problems.count == 1)
        #expect(broken.problems.first?.problem.contains("out/1.csv.out") == true)
        let short = try await Self.survey(.init(column: Self.label, by: Self.island), lacking: 1)
        #expect(short.rows == 2 * Self.rows)
        #expect(short.problems.map(\.problem).first?.contains("differ") == true)
        let alone = try await Self.survey(.init(column: Self.label), only: "in/2.csv")
        #expect(alone.rows == Self.rows && alone.objects == 1)
        let unknown = try await Self.survey(.init(column: .init(.output, 7, title: "nothing")))
        #expect(unknown.rows == 0 && unknown.problems.count == 3)
    }
}
