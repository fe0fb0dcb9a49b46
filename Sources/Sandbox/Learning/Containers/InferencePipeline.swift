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
