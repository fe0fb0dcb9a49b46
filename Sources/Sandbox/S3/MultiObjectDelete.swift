import AWSOperations

/// DeleteObjects: up to 1,000 keys in one request.
struct MultiObjectDelete: Sendable {
    let store: ObjectStore
    let bucket: String

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
            try await store.delete(S3Location(bucket: bucket, key: key))
            if !isQuiet { deleted.append(XMLElement("Deleted", [XMLElement("Key", key)])) }
        }
        return .xml(XMLElement("DeleteResult", namespace: S3Service.namespace, deleted))
    }
}
