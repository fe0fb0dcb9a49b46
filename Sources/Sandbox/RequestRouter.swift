import AWSOperations

/// Takes every request: verifies it, waits for the data that it needs, and hands it to its service.
struct RequestRouter: Sendable {
    let verifier: RequestVerifier
    let readiness: Readiness
    let s3: S3Service
    let queries: QueryServices
    /// By the number of the caller's account, the prefix of `X-Amz-Target`, and the operation.
    let operations: [String: [String: [String: JSONOperation]]]
    let record = RequestRecord()

    func respond(to request: WireRequest) async -> WireResponse {
        let now = Timestamp.now
        let requestID = RandomText.requestID()
        let service = ServiceIdentity.of(request)
        var response: WireResponse
        do {
            let verified = try await verifier.admit(request, to: service, at: now)
            response = try await answer(verified, service: service, now: now, requestID: requestID)
        } catch let fault as ServiceFault {
            response = FaultWriter(service: service, request: request, requestID: requestID).response(to: fault)
        } catch {
            let fault = ServiceFault(
                "InternalFailure", "The sandbox could not do this: \(SandboxError.reason(error))", status: 500)
            response = FaultWriter(service: service, request: request, requestID: requestID).response(to: fault)
        }
        response.headers.append(("Date", HTTPDate.text(now)))
        switch service {
        case .s3:
            response.headers.append(
                ("x-amz-request-id", String(requestID.filter { $0 != "-" }.prefix(16)).uppercased()))
            response.headers.append(("x-amz-id-2", requestID))
        default: response.headers.append(("x-amzn-RequestId", requestID))
        }
        return response
    }

    /// The answer to a request whose headers do not tell of somebody known here, so that its body is not read.
    func refusal(of head: WireRequest) async -> WireResponse? {
        let service = ServiceIdentity.of(head)
        do {
            try await verifier.check(head, to: service, at: .now)
            return nil
        } catch {
            return FaultWriter(service: service, request: head, requestID: RandomText.requestID()).response(to: error)
        }
    }

    private func answer(
        _ verified: RequestVerifier.Verified, service: ServiceIdentity, now: Timestamp, requestID: String
    ) async throws -> WireResponse {
        switch service.style {
        case .query:
            return try await queries.respond(
                to: verified.request, service: service, by: verified.principal, at: now, requestID: requestID)
        case .restXML:
            try await readiness.wait(for: .everything)
            return try await s3.respond(to: verified.request, by: verified.principal, at: now)
        case .json(let version):
            return try await json(verified, service: service, version: version, now: now)
        }
    }

    private func json(
        _ verified: RequestVerifier.Verified, service: ServiceIdentity, version: String, now: Timestamp
    ) async throws -> WireResponse {
        let target = (verified.request.headers["x-amz-target"] ?? "").split(separator: ".", maxSplits: 1)
        let own = operations[verified.principal.account.number] ?? [:]
        guard target.count == 2, let operation = own[String(target[0])]?[String(target[1])] else {
            throw ServiceFault(
                "UnknownOperationException", "The sandbox does not have the operation \(target.last ?? "").")
        }
        let action = "\(service.actionPrefix):\(target[1])"
        guard service.hasResourcePolicies || verified.principal.mayDo(action, isRead: operation.isRead) else {
            throw ServiceFault("AccessDeniedException", verified.principal.refusal(of: action))
        }
        if !service.knowsItsDataAtOnce {
            try await readiness.wait(for: target[1].contains("AutoMLJob") ? .jobs : .everything)
        }
        if !operation.isRead { await record.add(target[1], verified.request.body) }
        let body = try await operation.respond(
            to: ServiceCall(body: verified.request.body, principal: verified.principal, now: now))
        return WireResponse(
            headers: [("Content-Type", "application/x-amz-json-\(version)")], body: .bytes(body))
    }
}
