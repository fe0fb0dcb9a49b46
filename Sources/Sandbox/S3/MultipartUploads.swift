import AWSOperations
import AWSSigning

/// Objects that are uploaded in parts, as clients do above 8 MB.
actor MultipartUploads {
    private struct Upload {
        var location: S3Location
        var attributes: ObjectAttributes
        var parts: [Int: Part] = [:]
    }

    private struct Part {
        var size: Int
        /// The part's MD5, raw.
        var digest: [UInt8]
    }

    private let files: FileTree
    private var uploads: [String: Upload] = [:]

    /// Parts wait in a directory of their own; what an earlier run left there is removed.
    init(directory: String) throws {
        files = try FileTree(directory, isKept: false)
        for name in try files.children() { files.remove(name) }
    }

    func open(_ request: WireRequest, at location: S3Location, in store: ObjectStore) async throws -> WireResponse {
        guard await store.hasBucket(location.bucket) else {
            throw ServiceFault("NoSuchBucket", "The specified bucket does not exist", status: 404)
        }
        let id = RandomText.mixed(64)
        uploads[id] = Upload(location: location, attributes: ObjectAttributes(headers: request.headers))
        try files.makeDirectory(id)
        return .xml(
            XMLElement(
                "InitiateMultipartUploadResult", namespace: S3Service.namespace,
                [
                    XMLElement("Bucket", location.bucket), XMLElement("Key", location.key),
                    XMLElement("UploadId", id),
                ]))
    }

    func keepPart(of request: WireRequest, at location: S3Location) throws -> WireResponse {
        let id = request.queryValue("uploadId") ?? ""
        guard let number = request.queryValue("partNumber").flatMap({ Int($0) }), (1...10_000).contains(number) else {
            throw ServiceFault(
                "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
        }
        guard uploads[id]?.location == location else { throw Self.unknownUpload }
        try files.write(request.body, to: "\(id)/\(number)")
        let digest = MD5.digest(request.body)
        uploads[id]?.parts[number] = Part(size: request.body.count, digest: digest)
        var headers: [(name: String, value: String)] = [("ETag", "\"\(Hexadecimal.encode(digest))\"")]
        if let crc32 = request.headers["x-amz-checksum-crc32"] { headers.append(("x-amz-checksum-crc32", crc32)) }
        return WireResponse(headers: headers)
    }

    func complete(
        _ request: WireRequest, at location: S3Location, in store: ObjectStore, now: Timestamp
    ) async throws -> WireResponse {
        let id = request.queryValue("uploadId") ?? ""
        guard let upload = uploads[id], upload.location == location else { throw Self.unknownUpload }
        let numbers = XMLText.values(of: "PartNumber", in: request.bodyText).compactMap { Int($0) }
        let tags = XMLText.values(of: "ETag", in: request.bodyText).map { $0.filter { $0 != "\"" } }
        guard !numbers.isEmpty, numbers.count == tags.count else {
            throw ServiceFault(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema")
        }
        guard zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
            throw ServiceFault("InvalidPartOrder", "The list of parts was not in ascending order.")
        }
        var bytes: [UInt8] = []
        var digests: [UInt8] = []
        for (number, tag) in zip(numbers, tags) {
            guard let part = upload.parts[number], Hexadecimal.encode(part.digest) == tag,
                let content = files.read("\(id)/\(number)")
            else {
                throw ServiceFault("InvalidPart", "One or more of the specified parts could not be found.")
            }
            guard number == numbers.last || part.size >= 5 << 20 else {
                throw ServiceFault(
                    "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            }
            bytes += content
            digests += part.digest
        }
        uploads[id] = nil
        files.remove(id)
        let record = try await store.write(
            bytes, to: location, attributes: upload.attributes, entityTag: "\"\(MD5.hex(digests))-\(numbers.count)\"",
            at: now)
        return .xml(
            XMLElement(
                "CompleteMultipartUploadResult", namespace: S3Service.namespace,
                [
                    XMLElement("Location", "/\(location.bucket)/\(location.key)"),
                    XMLElement("Bucket", location.bucket), XMLElement("Key", location.key),
                    XMLElement("ETag", record.entityTag),
                ]))
    }

    func abort(_ id: String) throws(ServiceFault) {
        guard uploads.removeValue(forKey: id) != nil else { throw Self.unknownUpload }
        files.remove(id)
    }

    func listing(bucket: String) -> XMLElement {
        let open = uploads.filter { $0.value.location.bucket == bucket }.sorted {
            $0.value.location < $1.value.location
        }
        return XMLElement(
            "ListMultipartUploadsResult", namespace: S3Service.namespace,
            [XMLElement("Bucket", bucket), XMLElement("IsTruncated", false)]
                + open.map { id, upload in
                    XMLElement("Upload", [XMLElement("Key", upload.location.key), XMLElement("UploadId", id)])
                })
    }

    private static let unknownUpload = ServiceFault(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        status: 404)
}
