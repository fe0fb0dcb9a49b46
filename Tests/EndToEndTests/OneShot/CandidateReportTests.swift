import FoundationEssentials
import Testing

/// `candidates JOB --report`, on what the sandbox left about its models.
@Suite("The report on a candidate")
struct CandidateReportTests {
    @Test("figures as text and as a document, of the best and of a named candidate; what is missing is said")
    func reports() async throws {
        try await Workplace.withSandbox { place in
            let text = try await place.flightdeck("candidates", "penguins-sex-tabular", "--report")
            #expect(text.status == .exited(0), "\(text.error)")
            for part in [
                "best of penguins-sex-tabular", "Binary classification", "best constant", "Confusion matrix",
                "ROC curve, AUC", "Precision-recall curve", "Feature importance, Kernel SHAP",
                "Input columns, in this order", "records don't have sex", "notebook",
            ] {
                #expect(text.output.contains(part), "\(part)")
            }
            let document = try await place.flightdeck("candidates", "penguins-species", "--report", "--json").json()
            let section = document["ModelQuality"]["Sections"].elements.first ?? .null
            #expect(section["ProblemType"].text == "MulticlassClassification")
            let labels = section["ConfusionMatrix"]["Labels"].elements
            #expect(labels.map { $0["Label"].text } == ["Adelie", "Chinstrap", "Gentoo"])
            // The accuracy of the report is that of its matrix.
            let rows = labels.compactMap { $0["Rows"].number }.reduce(0, +)
            let right = labels.enumerated().compactMap { $1["Counts"].elements[$0].number }.reduce(0, +)
            let accuracy = section["Metrics"]["accuracy"]["Value"].number ?? 0
            #expect(abs(accuracy - right / rows) < 1e-9)
            #expect(document["Explainability"]["Methods"].elements.first?["Outputs"].elements.count == 3)
            #expect(document["InputColumns"]["Columns"].elements.count == 7)
            #expect(document["Notebooks"]["DataExplorationNotebookLocation"].text?.hasPrefix("s3://") == true)

            let forecast = try await place.flightdeck("candidates", "climate-forecast", "--report", "--ascii")
            #expect(forecast.output.contains("forecasts beside actual values"), "\(forecast.output)\(forecast.error)")
            #expect(forecast.output.utf8.allSatisfy { $0 < 0x80 })

            let unknown = try await place.flightdeck("candidates", "penguins-species", "nobody", "--report")
            #expect(unknown.status == .exited(1))
            #expect(unknown.error.contains("has no candidate nobody"))
            let alone = try await place.flightdeck("candidates", "penguins-species", "nobody")
            #expect(alone.status == .exited(2))
        }
    }
}
