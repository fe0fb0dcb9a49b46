import AWSOperations
import AWSSigning

/// What can be done with one object: read it or a range of it, write it, copy it, remove it, upload it in parts.
struct ObjectOperations: Sendable {
    let store: ObjectStore
    let uploads: MultipartUploads

    func respond(to request: WireRequest, at location: S3Location, now: Timestamp) async throws -> WireResponse {
        let fields = Set(request.queryFields.map(\.name))
        switch request.method {
        case "GET" where fields.isDisjoint(with: ["uploadId", "tagging", "acl"]):
            return try await read(request, at: location, sendsBody: true)
        case "GET" where fields.contains("tagging"):
            _ = try await store.record(of: location)
            return .xml(XMLElement("Tagging", namespace: S3Service.namespace, [XMLElement("TagSet", [])]))
        case "HEAD":
            return try await read(request, at: location, sendsBody: false)
        case "PUT" where fields.contains("uploadId"):
            return try await uploads.keepPart(of: request, at: location)
        case "PUT" where request.headers["x-amz-copy-source"] != nil:
            return try await copy(request, to: location, now: now)
        case "PUT" where fields.isDisjoint(with: ["tagging", "acl"]):
            return try await write(request, at: location, now: now)
        case "DELETE" where fields.contains("uploadId"):
            try await uploads.abort(request.queryValue("uploadId") ?? "")
            return WireResponse(status: 204)
        case "DELETE":
            try await store.delete(location)
            return WireResponse(status: 204)
        case "POST" where fields.contains("uploads"):
            return try await uploads.open(request, at: location, in: store)
        case "POST" where fields.contains("uploadId"):
            return try await uploads.complete(request, at: location, in: store, now: now)
        default: throw S3Service.methodNotAllowed
        }
    }

    private func read(_ request: WireRequest, at location: S3Location, sendsBody: Bool) async throws -> WireResponse {
        let record = try await store.record(of: location)
        if let response = try condition(on: record, in: request) { return response }
        var headers: [(name: String, value: String)] = [
            ("ETag", record.entityTag), ("Last-Modified", HTTPDate.text(record.lastModified)),
            ("Content-Type", record.contentType), ("Accept-Ranges", "bytes"),
        ]
        headers += (record.storedHeaders.merging(record.metadata) { first, _ in first }).map { ($0.key, $0.value) }
        for (name, value) in request.queryFields where name.hasPrefix("response-content-") {
            headers.removeAll { $0.name.lowercased() == name.dropFirst(9) }
            headers.append((String(name.dropFirst(9)), value))
        }
        var range = 0..<record.size
        var status = 200
        if let text = request.headers["range"], let asked = ByteRange(text) {
            guard let cut = asked.within(record.size) else {
                throw ServiceFault(
                    "InvalidRange", "The requested range is not satisfiable", status: 416,
                    details: [("RangeRequested", text), ("ActualObjectSize", String(record.size))])
            }
            range = cut
            status = 206
            headers.append(("Content-Range", "bytes \(cut.lowerBound)-\(cut.upperBound - 1)/\(record.size)"))
        } else if request.headers["x-amz-checksum-mode"]?.uppercased() == "ENABLED", let crc32 = record.crc32 {
            headers.append(("x-amz-checksum-crc32", crc32))
            headers.append(("x-amz-checksum-type", "FULL_OBJECT"))
        }
        let body: WireResponse.Body =
            !sendsBody
            ? .headOnly(length: range.count)
            : range.isEmpty ? .bytes([]) : .file(path: store.path(of: location), range: range)
        return WireResponse(status: status, headers: headers, body: body)
    }

    /// The answer of a conditional request whose condition does not hold.
    private func condition(on record: ObjectRecord, in request: WireRequest) throws(ServiceFault) -> WireResponse? {
        func matches(_ header: String?) -> Bool? {
            header.map { text in
                text.split(separator: ",").contains { tag in
                    let tag = tag.filter { $0 != " " && $0 != "\"" }
                    return tag == "*" || tag == record.entityTag.filter { $0 != "\"" }
                }
            }
        }
        if matches(request.headers["if-match"]) == false {
            throw ServiceFault(
                "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status: 412,
                details: [("Condition", "If-Match")])
        }
        if matches(request.headers["if-none-match"]) == true {
            return WireResponse(status: 304, headers: [("ETag", record.entityTag)])
        }
        return nil
    }

    private func write(_ request: WireRequest, at location: S3Location, now: Timestamp) async throws -> WireResponse {
        if request.headers["if-none-match"] == "*", (try? await store.record(of: location)) != nil {
            throw ServiceFault(
                "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status: 412,
                details: [("Condition", "If-None-Match")])
        }
        guard location.key.utf8.count <= 1024 else { throw ServiceFault("KeyTooLongError", "Your key is too long") }
        let record = try await store.write(
            request.body, to: location, attributes: ObjectAttributes(headers: request.headers), at: now)
        var headers: [(name: String, value: String)] = [("ETag", record.entityTag)]
        if let crc32 = record.crc32 { headers.append(("x-amz-checksum-crc32", crc32)) }
        return WireResponse(headers: headers)
    }

    private func copy(_ request: WireRequest, to location: S3Location, now: Timestamp) async throws -> WireResponse {
        let sent = (request.headers["x-amz-copy-source"] ?? "").drop { $0 == "/" }
        let source = PercentEncoding.decode(sent) ?? String(sent)
        guard let origin = S3Location("s3://" + source), !origin.key.isEmpty else {
            throw ServiceFault(
                "InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        }
        let record = try await store.record(of: origin)
        var attributes = ObjectAttributes(headers: request.headers)
        if request.headers["x-amz-metadata-directive"] != "REPLACE" {
            attributes = ObjectAttributes(contentType: record.contentType)
            attributes.storedHeaders = record.storedHeaders
            attributes.metadata = record.metadata
        }
        attributes.crc32 = record.crc32
        let copy = try await store.write(
            try await store.bytes(of: origin), to: location, attributes: attributes, at: now)
        return .xml(
            XMLElement(
                "CopyObjectResult", namespace: S3Service.namespace,
                [XMLElement("LastModified", copy.lastModified.iso8601), XMLElement("ETag", copy.entityTag)]))
    }
}
