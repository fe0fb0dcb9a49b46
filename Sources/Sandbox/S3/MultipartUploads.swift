import AWSOperations
import AWSSigning

/// Objects that are uploaded in parts, as clients do above 8 MB.
///
/// An upload is a directory of its own: what it is of, and two files a part, so that it goes on after a restart.
actor MultipartUploads {
    struct Upload: Codable, Sendable {
        var bucket: String
        var key: String
        var initiated: Timestamp
        var attributes: ObjectAttributes
        var parts: [Int: Part] = [:]
    }

    struct Part: Codable, Sendable {
        var size: Int
        /// The part's MD5, raw.
        var digest: [UInt8]
        var lastModified: Timestamp

        var entityTag: String { "\"\(Hexadecimal.encode(digest))\"" }
    }

    private static let smallestPart = 5 << 20

    private let files: FileTree
    private var uploads: [String: Upload] = [:]

    /// Opens the directory with what an earlier run left there, or empties it where nothing is kept.
    init(directory: String, isKept: Bool) throws {
        files = try FileTree(directory, isKept: isKept)
        for id in try files.children() {
            guard isKept, files.read("\(id)/upload.json") != nil else {
                files.remove(id)
                continue
            }
            var upload = try files.decode(Upload.self, from: "\(id)/upload.json")
            for file in try files.children(of: id) where file.hasSuffix(".part.json") {
                guard let number = Int(file.dropLast(".part.json".count)) else { continue }
                upload.parts[number] = try files.decode(Part.self, from: "\(id)/\(file)")
            }
            uploads[id] = upload
        }
    }

    func open(_ request: WireRequest, at location: S3Location, now: Timestamp) throws -> WireResponse {
        let id = RandomText.mixed(64)
        let upload = Upload(
            bucket: location.bucket, key: location.key, initiated: now,
            attributes: ObjectAttributes(headers: request.headers))
        try files.makeDirectory(id)
        try files.encode(upload, to: "\(id)/upload.json")
        uploads[id] = upload
        return .xml(
            XMLElement(
                "InitiateMultipartUploadResult", namespace: S3Service.namespace,
                [
                    XMLElement("Bucket", location.bucket), XMLElement("Key", location.key),
                    XMLElement("UploadId", id),
                ]))
    }

    func keepPart(of request: WireRequest, at location: S3Location, now: Timestamp) throws -> WireResponse {
        let id = request.queryValue("uploadId") ?? ""
        guard let number = request.queryValue("partNumber").flatMap({ Int($0) }), (1...10_000).contains(number) else {
            throw ServiceFault(
                "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
        }
        _ = try upload(id, at: location)
        let part = Part(size: request.body.count, digest: MD5.digest(request.body), lastModified: now)
        try files.write(request.body, to: "\(id)/\(number)")
        try files.encode(part, to: "\(id)/\(number).part.json")
        uploads[id]?.parts[number] = part
        var headers: [(name: String, value: String)] = [("ETag", part.entityTag)]
        if let crc32 = request.headers["x-amz-checksum-crc32"] { headers.append(("x-amz-checksum-crc32", crc32)) }
        return WireResponse(headers: headers)
    }

    func complete(
        _ request: WireRequest, at location: S3Location, in store: ObjectStore, now: Timestamp
    ) async throws -> WireResponse {
        let id = request.queryValue("uploadId") ?? ""
        let upload = try upload(id, at: location)
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
            guard number == numbers.last || part.size >= Self.smallestPart else {
                throw ServiceFault(
                    "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            }
            bytes += content
            digests += part.digest
        }
        let record = try await store.write(
            bytes, to: location, attributes: upload.attributes,
            entityTag: "\"\(MD5.hexDigest(digests))-\(numbers.count)\"",
            at: now)
        uploads[id] = nil
        files.remove(id)
        return .xml(
            XMLElement(
                "CompleteMultipartUploadResult", namespace: S3Service.namespace,
                [
                    XMLElement("Location", "/\(location.bucket)/\(location.key)"),
                    XMLElement("Bucket", location.bucket), XMLElement("Key", location.key),
                    XMLElement("ETag", record.entityTag),
                ]))
    }

    func abort(_ id: String, at location: S3Location) throws(ServiceFault) {
        _ = try upload(id, at: location)
        uploads[id] = nil
        files.remove(id)
    }

    /// ListParts: the parts of an upload, a page at a time.
    func parts(of request: WireRequest, at location: S3Location) throws(ServiceFault) -> XMLElement {
        let id = request.queryValue("uploadId") ?? ""
        let upload = try upload(id, at: location)
        let marker = Int(request.queryValue("part-number-marker") ?? "") ?? 0
        let limit = try Self.limit(request, "max-parts")
        let following = upload.parts.keys.filter { $0 > marker }.sorted()
        let page = following.prefix(limit)
        return XMLElement(
            "ListPartsResult", namespace: S3Service.namespace,
            [
                XMLElement("Bucket", location.bucket), XMLElement("Key", location.key), XMLElement("UploadId", id),
                XMLElement("PartNumberMarker", marker), XMLElement("NextPartNumberMarker", page.last ?? 0),
                XMLElement("MaxParts", limit), XMLElement("IsTruncated", following.count > page.count),
                XMLElement("StorageClass", "STANDARD"),
            ]
                + page.compactMap { number in
                    upload.parts[number].map { part in
                        XMLElement(
                            "Part",
                            [
                                XMLElement("PartNumber", number),
                                XMLElement("LastModified", part.lastModified.iso8601),
                                XMLElement("ETag", part.entityTag), XMLElement("Size", part.size),
                            ])
                    }
                })
    }

    /// ListMultipartUploads: the uploads in a bucket that are not over, by key and then by age, a page at a time.
    func listing(_ request: WireRequest, bucket: String) throws(ServiceFault) -> XMLElement {
        let encodes = request.queryValue("encoding-type") == "url"
        func encoded(_ text: String) -> String {
            encodes ? PercentEncoding.encode(text, keepingSlashes: true) : text
        }
        let limit = try Self.limit(request, "max-uploads")
        let prefix = request.queryValue("prefix") ?? ""
        let open = uploads.filter { $0.value.bucket == bucket && ObjectKey($0.value.key).hasPrefix(prefix) }
            .sorted { Self.order($0) < Self.order($1) }
        let following = open[Self.start(of: request, in: open)...]
        let page = following.prefix(limit)
        let isTruncated = following.count > page.count
        var elements = [
            XMLElement("Bucket", bucket), XMLElement("Prefix", encoded(prefix)),
            XMLElement("KeyMarker", encoded(request.queryValue("key-marker") ?? "")),
            XMLElement("UploadIdMarker", request.queryValue("upload-id-marker") ?? ""),
            XMLElement("MaxUploads", limit), XMLElement("IsTruncated", isTruncated),
        ]
        if encodes { elements.append(XMLElement("EncodingType", "url")) }
        if isTruncated, let last = page.last {
            elements.append(XMLElement("NextKeyMarker", encoded(last.value.key)))
            elements.append(XMLElement("NextUploadIdMarker", last.key))
        }
        elements += page.map { id, upload in
            XMLElement(
                "Upload",
                [
                    XMLElement("Key", encoded(upload.key)), XMLElement("UploadId", id),
                    XMLElement("Initiated", upload.initiated.iso8601), XMLElement("StorageClass", "STANDARD"),
                ])
        }
        return XMLElement("ListMultipartUploadsResult", namespace: S3Service.namespace, elements)
    }

    private static func order(_ entry: (key: String, value: Upload)) -> (ObjectKey, Timestamp, String) {
        (ObjectKey(entry.value.key), entry.value.initiated, entry.key)
    }

    /// Behind the upload that both markers name; behind the key where only that is given.
    private static func start(of request: WireRequest, in open: [(key: String, value: Upload)]) -> Int {
        guard let key = request.queryValue("key-marker"), !key.isEmpty else { return 0 }
        if let id = request.queryValue("upload-id-marker"), let index = open.firstIndex(where: { $0.key == id }) {
            return index + 1
        }
        return open.firstIndex { ObjectKey($0.value.key) > ObjectKey(key) } ?? open.count
    }

    private static func limit(_ request: WireRequest, _ name: String) throws(ServiceFault) -> Int {
        guard let text = request.queryValue(name) else { return 1000 }
        guard let limit = Int(text), limit >= 0 else {
            throw ServiceFault("InvalidArgument", "Provided \(name) not an integer or within integer range")
        }
        return min(limit, 1000)
    }

    private func upload(_ id: String, at location: S3Location) throws(ServiceFault) -> Upload {
        guard let upload = uploads[id], ObjectKey(upload.key) == ObjectKey(location.key),
            upload.bucket == location.bucket
        else {
            throw ServiceFault(
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted "
                    + "or completed.", status: 404)
        }
        return upload
    }
}
