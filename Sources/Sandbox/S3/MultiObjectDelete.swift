import AWSOperations

/// DeleteObjects: up to 1,000 keys in one request, each with its own permission.
struct MultiObjectDelete: Sendable {
    let access: ObjectAccess
    let bucket: String
    let principal: Principal

    func respond(to request: WireRequest) async throws -> WireResponse {
        let keys = XMLText.values(of: "Key", in: request.bodyText)
        guard !keys.isEmpty, keys.count <= 1000 else {
            throw ServiceFault(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema")
        }
        let isQuiet = XMLText.values(of: "Quiet", in: request.bodyText).first == "true"
        var deleted: [XMLElement] = []
        for key in keys {
            let location = S3Location(bucket: bucket, key: key)
            do throws(ServiceFault) {
                try await access.require("s3:DeleteObject", on: location, by: principal)
            } catch {
                deleted.append(
                    XMLElement(
                        "Error",
                        [
                            XMLElement("Key", key), XMLElement("Code", error.code),
                            XMLElement("Message", error.message),
                        ]))
                continue
            }
            try await access.store.delete(location)
            if !isQuiet { deleted.append(XMLElement("Deleted", [XMLElement("Key", key)])) }
        }
        return .xml(XMLElement("DeleteResult", namespace: S3Service.namespace, deleted))
    }
}
