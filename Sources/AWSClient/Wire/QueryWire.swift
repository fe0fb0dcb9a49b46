import AWSOperations
import AWSSigning

/// The query protocol: a form in, XML out.
enum QueryWire {
    static func call<Request: QueryRequest>(_ request: Request) throws(AWSFailure) -> Call {
        let operation = Request.operation
        guard case .query(let apiVersion) = operation.service.wireProtocol else {
            throw .configuration(
                problem: "\(operation.name) is not an operation of a query service", remedy: "send it another way")
        }
        let fields = [(name: "Action", value: operation.name), (name: "Version", value: apiVersion)]
        let form = (fields + request.parameters)
            .map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
            .joined(separator: "&")
        return Call(
            operation: operation, method: .post,
            headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(form.utf8))
    }

    /// Reads `<OperationResponse><OperationResult>…`.
    static func response<Response: Decodable>(
        _ type: Response.Type, operation: OperationDescriptor, answer: HTTPAnswer
    ) throws(AWSFailure) -> Response {
        do {
            let root = try XMLElement.parse(answer.bytes)
            let (response, losses) = try XMLValueDecoder.decodeLeniently(
                type, from: root["\(operation.name)Result"] ?? root)
            return try LossLedger(losses).entered(into: response)
        } catch {
            throw .undecodable(
                operation: operation, detail: DecodingDetail.describe(error, in: answer),
                requestID: RequestID.find(answer.head))
        }
    }
}
