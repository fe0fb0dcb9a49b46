/// A model's containers, started from their artifacts and chained as SageMaker chains an inference pipeline.
struct InferencePipeline: Sendable {
    let stages: [InferenceStage]

    init(_ containers: [ModelContainer]) throws(ModelLoadFailure) {
        var stages: [InferenceStage] = []
        for (index, container) in containers.enumerated() {
            stages.append(try InferenceStage(container, number: index + 1))
        }
        self.stages = stages
    }

    /// What the first container's `/execution-parameters` asks for.
    var preferredPayloadInMB: Int? { stages.first?.preferredPayloadInMB }

    /// Sends one request through every container.
    ///
    /// - Parameters:
    ///   - contentType: Of the body; `text/csv` where absent. Parameters such as a character set are ignored.
    ///   - accept: What the last container shall answer; its SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT where absent.
    func invoke(_ body: [UInt8], contentType: String?, accept: String?) -> Invocation {
        var logs = Array(repeating: [String](), count: stages.count)
        var payload = InferenceStage.Payload.body(body, contentType: Self.mediaType(contentType ?? "text/csv"))
        for (index, stage) in stages.enumerated() {
            do throws(InvocationFailure) {
                payload = try stage.process(payload, log: &logs[index])
                if index < stages.count - 1 {
                    logs[index].append(Self.accessLine(status: 200, size: payload.size))
                    continue
                }
                let type = Self.mediaType(accept ?? stage.defaultAccept)
                let reply = InvocationReply(contentType: type, body: try encode(payload, as: type, by: stage))
                logs[index].append(Self.accessLine(status: 200, size: reply.body.count))
                return Invocation(outcome: .success(reply), logs: logs)
            } catch {
                if error.status >= 400, error.status != 413 { logs[index].append("ERROR:root:\(error.message)") }
                logs[index].append(Self.accessLine(status: error.status, size: error.message.utf8.count))
                return Invocation(outcome: .failure(error), logs: logs)
            }
        }
        return Invocation(outcome: .failure(InvocationFailure(status: 500, message: "no containers")), logs: logs)
    }

    private func encode(
        _ payload: InferenceStage.Payload, as accept: String, by stage: InferenceStage
    ) throws(InvocationFailure) -> [UInt8] {
        switch payload {
        case .predictions(let table):
            return try table.encoded(as: accept, endingWithNewline: stage.endsAnswersWithNewline)
        case .features(let matrix):
            if accept == "application/x-recordio-protobuf" { return RecordIO.encode(matrix) }
            guard accept == "text/csv" else { throw .unsupported(accept: accept) }
            let lines = (0..<matrix.rows).map { matrix.row($0).map { "\($0)" }.joined(separator: ",") + "\n" }
            return Array(lines.joined().utf8)
        case .body(let bytes, _):
            return bytes
        }
    }

    private static func mediaType(_ text: String) -> String {
        String((text.split(separator: ";").first ?? "").trimmingSpaces).lowercased()
    }

    private static func accessLine(status: Int, size: Int) -> String {
        "169.254.255.130 - - \"POST /invocations HTTP/1.1\" \(status) \(size) \"-\" \"Go-http-client/1.1\""
    }
}

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

/// Which columns a container reads and writes, by its environment (developer guide, "Select inference response").
struct InferenceSelection: Hashable, Sendable {
    /// SAGEMAKER_INFERENCE_INPUT: what the columns of a request are.
    var input: [String]?
    /// SAGEMAKER_INFERENCE_OUTPUT: what to answer, in this order.
    var output: [String]?
    /// SAGEMAKER_INFERENCE_SUPPORTED: what the container can answer.
    var supported: [String]?

    init(environment: [String: String]) {
        func keys(_ name: String) -> [String]? {
            guard let text = environment[name] else { return nil }
            return text.split(separator: ",").map { String($0.trimmingSpaces).lowercased() }
        }
        input = keys("SAGEMAKER_INFERENCE_INPUT")
        output = keys("SAGEMAKER_INFERENCE_OUTPUT")
        supported = keys("SAGEMAKER_INFERENCE_SUPPORTED")
    }
}

/// A container's refusal of a request: an HTTP status and the text of the reply's body.
struct InvocationFailure: Error, Hashable, Sendable {
    var status: Int
    var message: String

    static func badRequest(_ message: String) -> InvocationFailure { InvocationFailure(status: 400, message: message) }

    static func unsupported(contentType: String) -> InvocationFailure {
        InvocationFailure(status: 415, message: "'\(contentType)' is an unsupported content type.")
    }

    static func unsupported(accept: String) -> InvocationFailure {
        InvocationFailure(status: 406, message: "Accept type '\(accept)' is not supported.")
    }

    /// What the server in front of a container answers.
    static let tooLarge = InvocationFailure(
        status: 413,
        message: "<html>\n<head><title>413 Request Entity Too Large</title></head>\n<body>\n"
            + "<center><h1>413 Request Entity Too Large</h1></center>\n</body>\n</html>")
}

/// A container's answer to one invocation.
struct InvocationReply: Hashable, Sendable {
    var contentType: String
    var body: [UInt8]
}

/// One invocation of a whole pipeline: its answer, and what each container wrote to its log, in the model's order.
struct Invocation: Sendable {
    var outcome: Result<InvocationReply, InvocationFailure>
    var logs: [[String]]
}
