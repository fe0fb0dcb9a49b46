import AWSOperations
import Testing

@testable import Sandbox

@Suite("Forecasts")
struct ForecastJobTests {
    private let job = ForecastJob()

    @Test("the series are whole, and months count as months do")
    func series() {
        #expect(SeriesData.items.map(\.values.count) == [264, 264])
        #expect(SeriesData.items[0].values.allSatisfy { (330...380).contains($0) })
        #expect(SeriesData.items[1].values.allSatisfy { (15...32).contains($0) })
        #expect("\(Month(year: 1999, month: 11).adding(months: 3))" == "2000-02-01")
        #expect(Month("2001-12-01 00:00:00") == Month(year: 2001, month: 12))
        #expect(Month("2001-13-01") == nil)
        #expect(Month("yesterday") == nil)
    }

    @Test("the fitted candidate beats the naive ones, and its quantiles are in order")
    func measured() throws {
        let losses = Dictionary(
            uniqueKeysWithValues: job.candidates.map { ($0.name, $0.metrics.weightedQuantileLoss) })
        let fitted = try #require(losses["HoltWinters-t1"])
        #expect(losses.allSatisfy { $0.value >= fitted && $0.value > 0 && $0.value < 0.2 }, "\(losses)")
        let record = job.record(seededAt: .now)
        #expect(record.best(at: .now)?.candidateName == "HoltWinters-t1")
        for candidate in job.candidates {
            for step in candidate.forecaster.forecast(SeriesData.items[0].values) {
                #expect(step.quantiles == step.quantiles.sorted())
                #expect((300...420).contains(step.mean))
            }
        }
    }

    @Test("a forecaster comes back from its artifact")
    func artifacts() throws {
        for candidate in job.candidates {
            let read = try ModelArtifact(reading: ModelArtifact(forecaster: candidate.forecaster).bytes)
            #expect(read.forecaster == candidate.forecaster)
        }
    }

    @Test("a candidate's backtest lies where it says, and its rows give its metrics")
    func backtests() throws {
        let record = job.record(seededAt: .now)
        for candidate in record.candidates(at: .now) {
            let locations = try #require(candidate.candidateProperties?.candidateArtifactLocations)
            let prefix = try #require(locations.backtestResults)
            let files = job.artifacts(bucket: DemoPlaces.bucket).filter { $0.location.uri.hasPrefix(prefix + "/") }
            func lines(_ name: String) throws -> [[Substring]] {
                let file = try #require(files.first { $0.location.key.hasSuffix(name) })
                return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
                    .map { $0.split(separator: ",") }
            }
            let accuracy = try lines("accuracy-metrics.csv")
            #expect(accuracy.count == 3 && accuracy.allSatisfy { $0.count == accuracy[0].count })
            let values = try lines("forecasted-values.csv")
            #expect(values.count == 1 + 2 * 12)
            #expect(values[1].prefix(2) == ["mauna-loa-co2", "2001-01-01"])
            // WAPE of the item from its months.
            let months = values.filter { $0[0] == "mauna-loa-co2" }
            let errors = try months.map { try abs(#require(Double($0[2])) - #require(Double($0[5]))) }
            let total = try months.map { try #require(Double($0[2])) }.reduce(0, +)
            let place = try #require(accuracy[0].firstIndex(of: "WAPE"))
            #expect(try abs(errors.reduce(0, +) / total - #require(Double(accuracy[1][place]))) < 1e-12)
        }
    }

    private func invoke(_ body: [UInt8], accept: String? = nil) throws -> Invocation {
        let record = job.record(seededAt: .now)
        let definition = try #require(record.best(at: .now)?.inferenceContainers?.first)
        let artifact = try #require(
            job.artifacts(bucket: DemoPlaces.bucket).first { $0.location.uri == definition.modelDataUrl })
        return try InferencePipeline([
            ModelContainer(
                image: definition.image, environment: definition.environment ?? [:], artifact: artifact.bytes,
                modelDataUrl: definition.modelDataUrl)
        ]).invoke(body, contentType: "text/csv", accept: accept)
    }

    @Test("a request with its header is answered with a year for each item")
    func forecast() throws {
        let invocation = try invoke(job.inputs[0].bytes)
        let lines = String(decoding: try invocation.outcome.get().body, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "item_id,timestamp,mean,p10,p50,p90")
        #expect(lines.count == 1 + 2 * 12)
        #expect(lines[1].hasPrefix("mauna-loa-co2,2002-01-01,"))
        let mean = try #require(Double(lines[1].split(separator: ",")[2]))
        #expect((369...376).contains(mean))
    }

    @Test(
        "what is no history with its header is refused",
        arguments: [
            ("a,2001-01-01,3\n", "Column 'item_id' is missing"),
            ("item_id,timestamp,value\n", "no observations"),
            ("item_id,timestamp,value\na,2001-01-01,3\n", "at least 24 are needed"),
            ("item_id,timestamp,value\na,then,3\n", "Timestamp 'then'"),
            ("item_id,timestamp,value\na,2001-01-01,much\n", "could not convert string to float"),
            ("item_id,timestamp,value\na,2001-01-01\n", "Expected 3 fields"),
        ])
    func refused(body: String, words: String) throws {
        guard case .failure(let failure) = try invoke(Array(body.utf8)).outcome else {
            Issue.record("it was answered")
            return
        }
        #expect(failure.status == 400 && failure.message.contains(words), "\(failure.message)")
    }
}
