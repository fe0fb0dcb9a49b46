/// One started container: what it does to a request, as its environment and its artifact say.
struct InferenceStage: Sendable {
    enum Role: Sendable {
        /// AUTOML_TRANSFORM_MODE feature-transform.
        case features(FeaturePipeline)
        /// AUTOML_TRANSFORM_MODE inverse-label-transform.
        case inverseLabels([String])
        case algorithm(any TrainedModel)
        /// An ensembling container: from raw rows to labels in one.
        case whole(FeaturePipeline, any TrainedModel)
        /// A time-series container: from histories with their header to forecasts with theirs.
        case forecast(Forecaster)
    }

    /// What passes between containers.
    enum Payload: Sendable {
        case body([UInt8], contentType: String)
        case features(Matrix)
        case predictions(PredictionTable)

        /// Bytes on the wire; features as 4-byte numbers in records.
        var size: Int {
            switch self {
            case .body(let bytes, _): bytes.count
            case .features(let matrix): matrix.values.count * 4 + matrix.rows * 28
            case .predictions(let table): table.rows.count * table.keys.count * 8
            }
        }
    }

    let role: Role
    let selection: InferenceSelection
    let maximumContentLength: Int
    let defaultAccept: String

    /// `number` counts from 1, for messages.
    init(_ container: ModelContainer, number: Int) throws(ModelLoadFailure) {
        let artifact: ModelArtifact
        do throws(ModelArtifactError) {
            artifact = try ModelArtifact(reading: container.artifact)
        } catch {
            switch error {
            case .notAnArchive: throw .notAnArchive(modelDataUrl: container.modelDataUrl)
            case .unreadable(let detail): throw .unusable(container: number, detail: detail)
            }
        }
        let mode = container.environment["AUTOML_TRANSFORM_MODE"]
        switch (mode, artifact.pipeline, artifact.model) {
        case (nil, nil, nil):
            guard let forecaster = artifact.forecaster else {
                throw .unusable(container: number, detail: "the artifact is empty")
            }
            role = .forecast(forecaster)
        case ("feature-transform"?, let pipeline?, _): role = .features(pipeline)
        case ("inverse-label-transform"?, let pipeline?, _): role = .inverseLabels(pipeline.labels)
        case (nil, let pipeline?, let model?) where Self.fits(model, pipeline):
            role = .whole(pipeline, model)
        case (nil, nil, let model?): role = .algorithm(model)
        default:
            throw .unusable(
                container: number,
                detail: "the artifact does not fit AUTOML_TRANSFORM_MODE \(mode ?? "(not set)")")
        }
        selection = InferenceSelection(environment: container.environment)
        maximumContentLength = container.environment["MAX_CONTENT_LENGTH"].flatMap { Int($0) } ?? 20 << 20
        defaultAccept = container.environment["SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT"] ?? "text/csv"
    }

    /// Whether the model takes what the pipeline makes, and answers a value or a score for every label.
    private static func fits(_ model: any TrainedModel, _ pipeline: FeaturePipeline) -> Bool {
        model.featureCount == pipeline.featureCount
            && (pipeline.labels.isEmpty ? model.outputCount == 1 : model.outputCount == pipeline.labels.count)
    }

    /// What the container's `/execution-parameters` asks for; only the feature transform's has an opinion.
    var preferredPayloadInMB: Int? {
        if case .features = role { return 1 }
        return nil
    }

    /// Whether a CSV answer ends in a newline: the algorithms' own containers leave it out.
    var endsAnswersWithNewline: Bool {
        if case .algorithm = role { return false }
        return true
    }

    func process(_ payload: Payload, log: inout [String]) throws(InvocationFailure) -> Payload {
        guard payload.size <= maximumContentLength else { throw .tooLarge }
        switch role {
        case .features(let pipeline):
            let rows = try RequestRows.cells(of: payload, columns: pipeline.columns, acceptsJSON: false)
            log.append("INFO:root:Shape of the requested data: '(\(rows.count), \(rows.first?.count ?? 0))'")
            return .features(try pipeline.features(of: rows))
        case .inverseLabels(let labels):
            let table = try RequestRows.predictions(of: payload)
            log.append("INFO:root:Shape of the requested data: '(\(table.rows.count), \(table.keys.count))'")
            return .predictions(try restoreLabels(of: table, labels: labels))
        case .algorithm(let model):
            let features = try RequestRows.features(of: payload)
            guard features.columns == model.featureCount else {
                throw .badRequest(
                    "Unable to evaluate payload provided: Feature size of csv inference data \(features.columns) is not "
                        + "consistent with feature size of trained model \(model.featureCount).")
            }
            return .predictions(predictions(from: model.scores(for: features), labels: nil))
        case .whole(let pipeline, let model):
            let rows = try RequestRows.cells(of: payload, columns: pipeline.columns, acceptsJSON: true)
            log.append("INFO:root:Shape of the requested data: '(\(rows.count), \(rows.first?.count ?? 0))'")
            let scores = model.scores(for: try pipeline.features(of: rows))
            return .predictions(predictions(from: scores, labels: pipeline.labels))
        case .forecast(let forecaster):
            let rows = try RequestRows.cells(of: payload, columns: [], acceptsJSON: false)
            log.append("INFO:root:Shape of the requested data: '(\(rows.count), \(rows.first?.count ?? 0))'")
            return .predictions(try ForecastRows(rows).predictions(by: forecaster))
        }
    }

    /// Scores as the keys that the environment asks for; a key that is not supported becomes `nan`.
    private func predictions(from scores: Matrix, labels: [String]?) -> PredictionTable {
        guard scores.columns > 1 else {
            return PredictionTable(keys: ["score"], rows: scores.values.map { [.number(Float($0))] })
        }
        let keys = selection.output ?? ["predicted_label"]
        let names = (0..<scores.columns).map { index in
            labels.map { PredictionValue.text($0[index]) } ?? .text("\(index)")
        }
        let winners = scores.mostProbableColumns
        let rows = (0..<scores.rows).map { row in
            keys.map { key -> PredictionValue in
                guard selection.supported?.contains(key) ?? true else { return .text("nan") }
                switch key {
                case "predicted_label": return names[winners[row]]
                // Of two classes the second is "true"; of more, the winner counts.
                case "probability": return .number(Float(scores[row, scores.columns == 2 ? 1 : winners[row]]))
                case "probabilities": return .list(scores.row(row).map { .number(Float($0)) })
                case "labels": return .list(names)
                default: return .text("nan")
                }
            }
        }
        return PredictionTable(keys: keys, rows: rows)
    }

    /// Turns class numbers back into labels; columns are taken for what SAGEMAKER_INFERENCE_INPUT says they are.
    private func restoreLabels(of table: PredictionTable, labels: [String]) throws(InvocationFailure) -> PredictionTable
    {
        let input = selection.input ?? ["predicted_label"]
        let output = selection.output ?? ["predicted_label"]
        guard input.count == table.keys.count else {
            throw .badRequest(
                "SAGEMAKER_INFERENCE_INPUT names \(input.count) columns (\(input.joined(separator: ","))), but "
                    + "\(table.keys.count) were received")
        }
        let list = PredictionValue.list(labels.map { .text($0) })
        var rows: [[PredictionValue]] = []
        rows.reserveCapacity(table.rows.count)
        for row in table.rows {
            var restored: [PredictionValue] = []
            for key in output {
                if key == "labels" {
                    restored.append(list)
                } else if let place = input.firstIndex(of: key) {
                    restored.append(key == "predicted_label" ? try label(for: row[place], among: labels) : row[place])
                } else {
                    restored.append(.text("nan"))
                }
            }
            rows.append(restored)
        }
        return PredictionTable(keys: output, rows: rows)
    }

    private func label(for value: PredictionValue, among labels: [String]) throws(InvocationFailure) -> PredictionValue
    {
        guard let number = Double(value.text), number.isFinite else {
            throw .badRequest("could not convert string to float: '\(value.text)'")
        }
        guard number > -1, number < Double(labels.count) else {
            throw .badRequest("y contains previously unseen labels: [\(number)]")
        }
        return .text(labels[Int(number)])
    }
}
