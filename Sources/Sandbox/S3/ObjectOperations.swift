import AWSOperations
import AWSSigning

/// What can be done with one object: read it or a range of it, write it, copy it, remove it, upload it in parts.
struct ObjectOperations: Sendable {
    let access: ObjectAccess
    let uploads: MultipartUploads
    let principal: Principal

    private var store: ObjectStore { access.store }

    func respond(to request: WireRequest, at location: S3Location, now: Timestamp) async throws -> WireResponse {
        let fields = Set(request.queryFields.map(\.name))
        let action = S3Action.ofObject(request.method, fields)
        // Reading has more to it than the one permission.
        if action != "s3:GetObject" {
            try await access.require(action, on: location, by: principal, context: Self.context(of: request))
        }
        switch request.method {
        case "GET" where fields.contains("uploadId"):
            return .xml(try await uploads.parts(of: request, at: location))
        case "GET" where fields.isDisjoint(with: ["uploadId", "tagging", "acl"]):
            return try await read(request, at: location, sendsBody: true)
        case "GET" where fields.contains("tagging"):
            _ = try await store.record(of: location)
            return .xml(XMLElement("Tagging", namespace: S3Service.namespace, [XMLElement("TagSet", [])]))
        case "HEAD":
            return try await read(request, at: location, sendsBody: false)
        case "PUT" where fields.contains("uploadId") && request.headers["x-amz-copy-source"] != nil:
            return try await copyPart(request, to: location, now: now)
        case "PUT" where fields.contains("uploadId"):
            return try await uploads.keepPart(of: request, at: location, now: now)
        case "PUT" where request.headers["x-amz-copy-source"] != nil:
            return try await copy(request, to: location, now: now)
        case "PUT" where fields.isDisjoint(with: ["tagging", "acl"]):
            return try await write(request, at: location, now: now)
        case "DELETE" where fields.contains("uploadId"):
            try await uploads.abort(request.queryValue("uploadId") ?? "", at: location)
            return WireResponse(status: 204)
        case "DELETE":
            try await store.delete(location)
            return WireResponse(status: 204)
        case "POST" where fields.contains("uploads"):
            guard location.key.utf8.count <= 1024 else { throw Self.keyTooLong }
            let sealed = try await access.sealed(request, in: location.bucket, by: principal)
            return try await uploads.open(sealed, at: location, now: now)
        case "POST" where fields.contains("uploadId"):
            return try await uploads.complete(request, at: location, in: store, now: now)
        default: throw S3Service.methodNotAllowed
        }
    }

    /// What conditions of policies may ask of a request that writes.
    private static func context(of request: WireRequest) -> [String: [String]] {
        var context: [String: [String]] = [:]
        for name in ["x-amz-acl", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"] {
            if let value = request.headers[name] { context["s3:\(name)"] = [value] }
        }
        return context
    }

    private static let keyTooLong = ServiceFault("KeyTooLongError", "Your key is too long")

    private func read(_ request: WireRequest, at location: S3Location, sendsBody: Bool) async throws -> WireResponse {
        let record = try await access.readable(location, by: principal)
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
        guard location.key.utf8.count <= 1024 else { throw Self.keyTooLong }
        let sealed = try await access.sealed(request, in: location.bucket, by: principal)
        let record = try await store.write(
            request.body, to: location, attributes: ObjectAttributes(headers: sealed.headers), at: now)
        var headers: [(name: String, value: String)] = [("ETag", record.entityTag)]
        if let crc32 = record.crc32 { headers.append(("x-amz-checksum-crc32", crc32)) }
        return WireResponse(headers: headers)
    }

    private func copy(_ request: WireRequest, to location: S3Location, now: Timestamp) async throws -> WireResponse {
        let (origin, record) = try await source(of: request)
        let sealed = try await access.sealed(request, in: location.bucket, by: principal)
        var attributes = ObjectAttributes(headers: sealed.headers)
        if request.headers["x-amz-metadata-directive"] != "REPLACE" {
            let encryption = attributes.storedHeaders.filter { ObjectAttributes.encryptionHeaders.contains($0.key) }
            attributes = ObjectAttributes(contentType: record.contentType)
            // How a copy is encrypted is said of the copy, not taken from its source.
            attributes.storedHeaders = record.storedHeaders
                .filter { !ObjectAttributes.encryptionHeaders.contains($0.key) }
                .merging(encryption) { $1 }
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

    /// The object that a copy is of, which its maker must be able to read.
    private func source(of request: WireRequest) async throws -> (S3Location, ObjectRecord) {
        let sent = (request.headers["x-amz-copy-source"] ?? "").drop { $0 == "/" }
        let source = PercentEncoding.decode(sent) ?? String(sent)
        guard let origin = S3Location("s3://" + source), !origin.key.isEmpty else {
            throw ServiceFault(
                "InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        }
        return (origin, try await access.readable(origin, by: principal))
    }

    private func copyPart(
        _ request: WireRequest, to location: S3Location, now: Timestamp
    ) async throws -> WireResponse {
        let (origin, record) = try await source(of: request)
        var range = 0..<record.size
        if let text = request.headers["x-amz-copy-source-range"] {
            guard let asked = ByteRange(text)?.within(record.size) else {
                throw ServiceFault(
                    "InvalidArgument", "The x-amz-copy-source-range value must be of the form bytes=first-last")
            }
            range = asked
        }
        var part = request
        part.body = Array(try await store.bytes(of: origin)[range])
        let kept = try await uploads.keepPart(of: part, at: location, now: now)
        let tag = kept.headers.first { $0.name == "ETag" }?.value ?? ""
        return .xml(
            XMLElement(
                "CopyPartResult", namespace: S3Service.namespace,
                [XMLElement("LastModified", now.iso8601), XMLElement("ETag", tag)]))
    }
}

/// A `Range` header of one range: `bytes=0-99`, `bytes=100-` or `bytes=-100`.
struct ByteRange: Hashable {
    private var first: Int?
    private var last: Int?

    /// Nil for anything else, which S3 ignores.
    init?(_ header: String) {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        (first, last) = (Int(parts[0]), Int(parts[1]))
        guard first != nil || parts[0].isEmpty, last != nil || parts[1].isEmpty, first != nil || last != nil else {
            return nil
        }
    }

    /// The part of an object that is meant; nil where there is none.
    func within(_ size: Int) -> Range<Int>? {
        guard let first else {
            let count = min(last ?? 0, size)
            return count > 0 ? size - count..<size : nil
        }
        let end = last.map { $0 < size ? $0 + 1 : size } ?? size
        return first < end ? first..<end : nil
    }
}
