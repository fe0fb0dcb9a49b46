#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes a fault as the service that was asked writes its errors.
struct FaultWriter {
    var service: ServiceIdentity
    var request: WireRequest
    var requestID: String

    func response(to fault: ServiceFault) -> WireResponse {
        switch service.style {
        case .json(let version): json(fault, version: version)
        case .query(let namespace): query(fault, namespace: namespace)
        case .restXML: restXML(fault)
        }
    }

    private func json(_ fault: ServiceFault, version: String) -> WireResponse {
        // Errors that the service model names carry `Message`, the others `message`.
        let isModelled = ["ResourceNotFound", "ResourceInUse", "ResourceLimitExceeded"].contains(fault.code)
        let body = ["__type": fault.code, isModelled ? "Message" : "message": fault.message]
        let bytes = (try? JSONEncoder().encode(body)).map(Array.init) ?? []
        var headers: [(name: String, value: String)] = [("Content-Type", "application/x-amz-json-\(version)")]
        if case .cloudWatch = service {
            headers.append(("x-amzn-query-error", "\(fault.code);\(fault.status < 500 ? "Sender" : "Receiver")"))
        }
        return WireResponse(status: fault.status, headers: headers, body: .bytes(bytes))
    }

    private func query(_ fault: ServiceFault, namespace: String) -> WireResponse {
        .xml(
            XMLElement(
                "ErrorResponse", namespace: namespace,
                [
                    XMLElement(
                        "Error",
                        [
                            XMLElement("Type", fault.status < 500 ? "Sender" : "Receiver"),
                            XMLElement("Code", fault.code), XMLElement("Message", fault.message),
                        ]), XMLElement("RequestId", requestID),
                ]), status: fault.status, contentType: "text/xml")
    }

    private func restXML(_ fault: ServiceFault) -> WireResponse {
        var response = WireResponse.xml(
            XMLElement(
                "Error",
                [XMLElement("Code", fault.code), XMLElement("Message", fault.message)]
                    + fault.details.map { XMLElement($0.name, $0.value) }
                    + [
                        XMLElement("Resource", request.path),
                        XMLElement("RequestId", String(requestID.filter { $0 != "-" }.prefix(16)).uppercased()),
                        XMLElement("HostId", requestID),
                    ]), status: fault.status)
        if let region = fault.details.first(where: { $0.name == "Region" })?.value {
            response.headers.append(("x-amz-bucket-region", region))
        }
        // An answer to HEAD has no body, so its status has to say it all.
        if request.method == "HEAD" { response.body = .headOnly(length: 0) }
        return response
    }
}
