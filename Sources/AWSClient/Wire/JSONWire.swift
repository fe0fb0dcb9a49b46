import AWSOperations
import JSONCoding

/// JSON 1.0 and 1.1: the operation's name in a header, the request as the body.
enum JSONWire {
    static func call<Request: JSONRequest>(_ request: Request) throws(AWSFailure) -> Call {
        let operation = Request.operation
        guard case .json(let version, let targetPrefix) = operation.service.wireProtocol else {
            throw .configuration(
                problem: "\(operation.name) is not an operation of a JSON service", remedy: "send it another way")
        }
        let body: [UInt8]
        do {
            body = try JSON.encode(request)
        } catch {
            throw .configuration(
                problem: "\(operation.name) cannot be written as JSON: \(DecodingDetail.describe(error))", remedy: "")
        }
        var call = Call(operation: operation, method: .post, body: body)
        call.headers = [
            (name: "Content-Type", value: "application/x-amz-json-" + version),
            (name: "X-Amz-Target", value: targetPrefix + "." + operation.name),
        ]
        // CloudWatch spoke query before JSON; this asks for the error codes of that time beside the new ones.
        if operation.service == .cloudWatch { call.headers.append((name: "x-amzn-query-mode", value: "true")) }
        return call
    }

    static func response<Response: Decodable>(
        _ type: Response.Type, operation: OperationDescriptor, answer: HTTPAnswer
    ) throws(AWSFailure) -> Response {
        let bytes = answer.bytes.isEmpty ? Array("{}".utf8) : answer.bytes
        do {
            let (response, losses) = try JSON.decodeLeniently(type, from: bytes)
            return try LossLedger(losses.map { .init(path: $0.path, error: $0.error, isItem: $0.isItem) })
                .entered(into: response)
        } catch {
            throw .undecodable(
                operation: operation, detail: DecodingDetail.describe(error, in: answer),
                requestID: RequestID.find(answer.head))
        }
    }
}
