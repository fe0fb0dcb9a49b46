import AWSOperations
import BatchInference
import Predictions
import Testing

@Suite("A column over all outputs, as a screen asks for it")
struct ColumnOfAllOutputsTests {
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

    private static let label = RowPager.Column(.output, 0, title: "predicted_label")
    private static let probability = RowPager.Column(.output, 1, title: "probability")
    private static let island = RowPager.Column(.input, 0, title: "island")
    private static let number = RowPager.Column(.input, 1, title: "number")

    /// What comes up to the end, with the columns known from the first rows.
    private static func summaries(
        of column: RowPager.Column, by: RowPager.Column? = nil, against: RowPager.Column? = nil,
        leastConfident: Int = 0,
        names: ColumnNames = names, lacking: Int = 0, only key: String? = nil, breaking uri: String? = nil
    ) async throws -> (partial: [OutputSummary], whole: OutputSummary) {
        let (bucket, listing) = bucket(lacking: lacking)
        let preview = try await PredictionLoader(storage: bucket, job: job)
            .preview(of: try #require(listing.rows.first), in: listing, names: names, rowLimit: 50)
        if let uri { bucket.put(uri, [1, 2], eTag: "\"other\"") }
        var request = OutputSummarizer.Request()
        request.column = ColumnReference(column, of: preview)
        request.groupedBy = by.map { ColumnReference($0, of: preview) }
        request.scatteredWith = against.map { ColumnReference($0, of: preview) }
        request.leastConfident = leastConfident
        request.object = key.map { ByteText($0) }
        var partial: [OutputSummary] = []
        var whole: OutputSummary?
        for try await update in OutputSummarizer(storage: bucket, job: job, names: names).updates(
            of: request, in: listing)
        {
            switch update {
            case .progress(_, let summary): partial.append(summary)
            case .finished(let summary): whole = summary
            }
        }
        return (partial, try #require(whole))
    }

    private static func labels(_ statistics: ColumnStatistics?) -> [String] {
        statistics?.labels().map { "\($0.label) \($0.count)" } ?? []
    }

    private static let all = 0..<files * rows

    private static func written(_ row: Int) -> Double { Double("0.\(100 + row * 7 % 900)")! }

    @Test("Every row of every output is counted, by a column of the input, with the least certain rows first")
    func everyRow() async throws {
        let (partial, summary) = try await Self.summaries(of: Self.label, by: Self.island, leastConfident: 100)
        #expect(summary.rows == Self.all.count && summary.objectsRead == 3 && summary.shortfalls.isEmpty)
        let gentoo = Self.all.count { $0 % 3 == 0 }
        let figures = ["Adelie \(Self.all.count - gentoo)", "Gentoo \(gentoo)"]
        #expect(Self.labels(summary.columns.first?.statistics) == figures)
        #expect(summary.groups.map(\.value) == ["Biscoe", "Dream"] && summary.rowsBeyondGroups == 0)
        #expect(
            Self.labels(summary.groups.first?.statistics) == [
                "Adelie \(Self.all.count { $0 % 5 == 0 && $0 % 3 != 0 })", "Gentoo \(Self.all.count { $0 % 15 == 0 })",
            ])
        #expect(summary.uncertainRows.map(\.confidence) == Array(Self.all.map(Self.written).sorted().prefix(100)))
        for row in summary.uncertainRows {
            let file = try #require(Int(row.output.string.prefix { $0 != "." }.suffix(1)))
            #expect(Self.written(file * Self.rows + row.number) == row.confidence)
            #expect(row.numberWithoutBlankLines == row.number)
        }
        // What comes before the end never tells more than there is.
        #expect(!partial.isEmpty && partial.allSatisfy { $0.rows <= summary.rows })
    }

    @Test("Rows can be grouped by a column of the predictions, and a column of the input summarized")
    func eitherSide() async throws {
        let summary = try await Self.summaries(of: Self.number, by: Self.label).whole
        let numbers = try #require(summary.columns.first?.statistics.numbers)
        #expect(numbers.minimum == 0 && numbers.maximum == Double(Self.all.count - 1))
        #expect(summary.columns.first?.title == "number" && summary.groupedColumn == "number")
        #expect(
            summary.groups.map { "\($0.value) \($0.statistics.rows)" } == [
                "Adelie \(Self.all.count { $0 % 3 != 0 })", "Gentoo \(Self.all.count { $0 % 3 == 0 })",
            ])
        #expect(summary.groups.last?.statistics.numbers?.maximum == Double(Self.all.last { $0 % 3 == 0 }!))
    }

    @Test("The probability of the second of two classes isn't the smaller one's certainty")
    func secondClass() async throws {
        let names = ColumnNames(
            features: [.init("island"), .init("number")],
            trained: [.init("island"), .init("number"), .init("species", words: ["Adelie", "Gentoo"])],
            responses: ["predicted_label", "probability"])
        let summary = try await Self.summaries(of: Self.label, leastConfident: 10, names: names).whole
        let certain = Self.all.map { max(Self.written($0), 1 - Self.written($0)) }.sorted()
        #expect(summary.uncertainRows.map(\.confidence) == Array(certain.prefix(10)))
    }

    @Test("A scatter is of all rows, or of a sample that says so")
    func scatter() async throws {
        let sample = try await Self.summaries(of: Self.probability, against: Self.number).whole.scatter
        #expect(sample.seen == Self.all.count && sample.pairs.count == sample.limit && !sample.isComplete)
        #expect(sample.pairs.allSatisfy { $0.x == Self.written(Int($0.y)) })
        #expect(Set(sample.pairs.map(\.y)).count == sample.limit)
        let one = try await Self.summaries(of: Self.probability, against: Self.number, only: "out/1.csv.out").whole
        #expect(one.scatter.isComplete && one.scatter.seen == Self.rows)
    }

    @Test("The rows of the object that is summarized are counted on the way", arguments: [false, true])
    func countedOnTheWay(isGrouped: Bool) async throws {
        let (bucket, listing) = Self.bucket()
        let row = try #require(listing.rows.first)
        let preview = try await PredictionLoader(storage: bucket, job: Self.job)
            .preview(of: row, in: listing, names: Self.names, rowLimit: 50)
        func pager() -> RowPager { RowPager(of: row, in: listing, job: Self.job, preview: preview, from: bucket) }
        var request = OutputSummarizer.Request()
        request.column = ColumnReference(Self.label, of: preview)
        request.groupedBy = isGrouped ? ColumnReference(Self.island, of: preview) : nil
        request.object = ByteText("0.csv.out")
        let counted = pager()
        let summarizer = OutputSummarizer(storage: bucket, job: Self.job, names: Self.names)
        for try await _ in summarizer.updates(of: request, in: listing, counting: counted) {}
        let itself = pager()
        for side in isGrouped ? RowPager.Side.allCases : [.output] {
            let (one, other) = (try #require(counted.file(side)), try #require(itself.file(side)))
            while !(try await other.count().isComplete) {}
            #expect(await one.progress == other.progress)
            for number in [0, 1, 999, 1500, Self.rows - 1, Self.rows, Self.rows + 5] {
                let (found, expected) = (
                    try await one.rows(at: .number(number), count: 3),
                    try await other.rows(at: .number(number), count: 3)
                )
                #expect(found?.rows == expected?.rows && found?.firstNumber == expected?.firstNumber)
            }
        }
    }

    @Test("What can't be read or paired is named, and the rest is counted")
    func trouble() async throws {
        let broken = try await Self.summaries(of: Self.label, breaking: "s3://bucket/out/1.csv.out").whole
        #expect(broken.rows == 2 * Self.rows && broken.objectsRead == 2 && broken.objects == 3)
        #expect(broken.shortfalls.map(\.problem).first?.contains("out/1.csv.out") == true)
        let short = try await Self.summaries(of: Self.label, by: Self.island, lacking: 1).whole
        #expect(short.rows == 2 * Self.rows && short.shortfalls.count == 1)
        let unknown = try await Self.summaries(of: .init(.output, 7, title: "nothing")).whole
        #expect(unknown.rows == 0 && unknown.shortfalls.count == 3)
    }
}
