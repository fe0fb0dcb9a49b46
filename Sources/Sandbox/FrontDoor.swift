import AWSOperations

/// Takes every request: verifies it, waits for the data that it needs, and hands it to its service.
struct FrontDoor: Sendable {
    let gatekeeper: Gatekeeper
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
            let admission = try await gatekeeper.admit(request, to: service, at: now)
            response = try await answer(admission, service: service, now: now, requestID: requestID)
        } catch let fault as ServiceFault {
            response = FaultWriter(service: service, request: request, requestID: requestID).response(to: fault)
        } catch {
            let fault = ServiceFault(
                "InternalFailure", "The sandbox could not do this: \(error)", status: 500)
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
            try await gatekeeper.check(head, to: service, at: .now)
            return nil
        } catch {
            return FaultWriter(service: service, request: head, requestID: RandomText.requestID()).response(to: error)
        }
    }

    private func answer(
        _ admission: Gatekeeper.Admission, service: ServiceIdentity, now: Timestamp, requestID: String
    ) async throws -> WireResponse {
        switch service.style {
        case .query:
            return try await queries.respond(
                to: admission.request, service: service, by: admission.principal, at: now, requestID: requestID)
        case .restXML:
            try await readiness.wait(for: .everything)
            return try await s3.respond(to: admission.request, by: admission.principal, at: now)
        case .json(let version):
            return try await json(admission, service: service, version: version, now: now)
        }
    }

    private func json(
        _ admission: Gatekeeper.Admission, service: ServiceIdentity, version: String, now: Timestamp
    ) async throws -> WireResponse {
        let target = (admission.request.headers["x-amz-target"] ?? "").split(separator: ".", maxSplits: 1)
        let own = operations[admission.principal.account.number] ?? [:]
        guard target.count == 2, let operation = own[String(target[0])]?[String(target[1])] else {
            throw ServiceFault(
                "UnknownOperationException", "The sandbox does not have the operation \(target.last ?? "").")
        }
        let action = "\(service.actionPrefix):\(target[1])"
        guard service.hasResourcePolicies || admission.principal.mayDo(action, isRead: operation.isRead) else {
            throw ServiceFault("AccessDeniedException", admission.principal.refusal(of: action))
        }
        if !service.knowsItsDataAtOnce {
            try await readiness.wait(for: target[1].contains("AutoMLJob") ? .jobs : .everything)
        }
        if !operation.isRead { await record.add(target[1], admission.request.body) }
        let body = try await operation.respond(
            to: ServiceCall(body: admission.request.body, principal: admission.principal, now: now))
        return WireResponse(
            headers: [("Content-Type", "application/x-amz-json-\(version)")], body: .bytes(body))
    }
}
