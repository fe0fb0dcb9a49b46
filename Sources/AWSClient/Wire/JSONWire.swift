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
            let namesUnknown = (type as? any PartlyReadResponse.Type)?.namesUnknownMembers ?? false
            let (response, losses, unknown) = try JSON.decodeLeniently(type, from: bytes, namingUnknown: namesUnknown)
            var ledger = LossLedger(losses.map { .init(path: $0.path, error: $0.error, isItem: $0.isItem) })
            ledger.unknown = unknown
            return try ledger.entered(into: response)
        } catch {
            throw .undecodable(
                operation: operation, detail: DecodingDetail.describe(error, in: answer),
                requestID: RequestID.find(answer.head))
        }
    }
}

/// What of one answer could not be read, and how its response says so.
struct LossLedger {
    struct Loss {
        var path: [any CodingKey]
        var error: any Error
        /// Whether an item was left out of its list.
        var isItem: Bool
    }

    /// An answer that has nothing of what it should have.
    struct UnrecognizableResponse: Error {}

    private let losses: [Loss]
    /// The ways to members that the response's type doesn't know.
    var unknown: [[any CodingKey]] = []

    /// What answers call the token of the next page.
    private static let tokens: Set<String> = ["NextToken", "nextToken", "Marker", "NextContinuationToken"]

    init(_ losses: [Loss]) {
        self.losses = losses
    }

    /// The response with the count of what is missing; throws where nothing at all of it is known.
    func entered<Response>(into response: Response) throws -> Response {
        guard var partly = response as? any PartlyReadResponse else { return response }
        guard partly.isRecognizable else { throw UnrecognizableResponse() }
        guard !losses.isEmpty || !unknown.isEmpty else { return response }
        partly.unread.unknown = unknown.map { path in
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        for loss in losses {
            let place = DecodingDetail.describe(loss.error)
            // An item of the answer's own lists: a list's key, and a place in it.
            if loss.isItem, loss.path.count == 2 { partly.unread.leftOut(place) } else { partly.unread.lost(place) }
            if loss.path.count == 1, Self.tokens.contains(loss.path[0].stringValue) { partly.unread.lacksToken = true }
            partly.lost(at: steps(of: loss))
        }
        return partly as? Response ?? response
    }

    /// The way to a loss in the response, where the items of a list have moved up into the places of those left out.
    private func steps(of loss: Loss) -> [AnswerStep] {
        guard loss.path.count > 1, let index = loss.path[1].intValue else {
            return loss.path.map { $0.intValue.map(AnswerStep.index) ?? .key($0.stringValue) }
        }
        let list = loss.path[0].stringValue
        let leftOut = losses.count {
            $0.isItem && $0.path.count == 2 && $0.path[0].stringValue == list && $0.path[1].intValue ?? 0 < index
        }
        return [.key(list), .index(index - leftOut)]
            + loss.path.dropFirst(2).map { $0.intValue.map(AnswerStep.index) ?? .key($0.stringValue) }
    }
}
