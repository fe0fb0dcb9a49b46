import AWSOperations
import AWSSigning

/// S3's uploads in parts, the list of buckets, and their policies.
enum MultipartWire {
    static func call(_ request: CreateMultipartUploadRequest) -> Call {
        Call(
            operation: CreateMultipartUploadRequest.operation, target: .bucket(request.bucket, key: request.key),
            method: .post, query: [(name: "uploads", value: "")],
            headers: [(name: "Content-Type", value: request.contentType ?? "application/octet-stream")])
    }

    static func call(_ request: UploadPartRequest) -> Call {
        Call(
            operation: UploadPartRequest.operation, target: .bucket(request.bucket, key: request.key), method: .put,
            query: [
                (name: "partNumber", value: String(request.partNumber)), (name: "uploadId", value: request.uploadID),
            ],
            headers: [(name: "Content-Type", value: "application/octet-stream")], body: request.body)
    }

    static func call(_ request: CompleteMultipartUploadRequest) -> Call {
        var body = #"<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"#
        for part in request.parts {
            body += "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(escaped(part.eTag))</ETag></Part>"
        }
        body += "</CompleteMultipartUpload>"
        return Call(
            operation: CompleteMultipartUploadRequest.operation, target: .bucket(request.bucket, key: request.key),
            method: .post, query: [(name: "uploadId", value: request.uploadID)],
            headers: [(name: "Content-Type", value: "application/xml")], body: Array(body.utf8))
    }

    static func call(_ request: AbortMultipartUploadRequest) -> Call {
        Call(
            operation: AbortMultipartUploadRequest.operation, target: .bucket(request.bucket, key: request.key),
            method: .delete, query: [(name: "uploadId", value: request.uploadID)])
    }

    static func call(_ request: ListPartsRequest) -> Call {
        var query = [(name: "uploadId", value: request.uploadID)]
        if let marker = request.partNumberMarker { query.append((name: "part-number-marker", value: marker)) }
        return Call(
            operation: ListPartsRequest.operation, target: .bucket(request.bucket, key: request.key), method: .get,
            query: query)
    }

    static func call(_ request: ListMultipartUploadsRequest) -> Call {
        var query = [(name: "uploads", value: ""), (name: "encoding-type", value: "url")]
        if let prefix = request.prefix { query.append((name: "prefix", value: prefix)) }
        if let marker = request.marker {
            query.append((name: "key-marker", value: marker.key))
            query.append((name: "upload-id-marker", value: marker.uploadID))
        }
        return Call(
            operation: ListMultipartUploadsRequest.operation, target: .bucket(request.bucket, key: ""), method: .get,
            query: query)
    }

    static func call(_ request: ListBucketsRequest) -> Call {
        Call(operation: ListBucketsRequest.operation, method: .get)
    }

    static func call(_ request: GetBucketPolicyRequest) -> Call {
        Call(
            operation: GetBucketPolicyRequest.operation, target: .bucket(request.bucket, key: ""), method: .get,
            query: [(name: "policy", value: "")])
    }

    // MARK: Answers

    static func uploadID(_ answer: HTTPAnswer) throws(AWSFailure) -> String {
        let root = try root(of: answer, "InitiateMultipartUploadResult", CreateMultipartUploadRequest.operation)
        guard let id = root["UploadId"]?.knownText, !id.isEmpty else {
            throw undecodable(CreateMultipartUploadRequest.operation, "UploadId is missing", answer)
        }
        return id
    }

    static func partETag(_ answer: HTTPAnswer) throws(AWSFailure) -> String {
        guard let eTag = answer.head["etag"] else {
            throw undecodable(UploadPartRequest.operation, "ETag is missing", answer)
        }
        return eTag
    }

    static func completed(_ answer: HTTPAnswer) throws(AWSFailure) -> CompleteMultipartUploadResponse {
        let root = try root(
            of: answer, "CompleteMultipartUploadResult", CompleteMultipartUploadRequest.operation)
        return CompleteMultipartUploadResponse(eTag: root["ETag"]?.knownText)
    }

    static func buckets(_ answer: HTTPAnswer) throws(AWSFailure) -> ListBucketsResponse {
        let root = try root(of: answer, "ListAllMyBucketsResult", ListBucketsRequest.operation)
        var unread = UnreadParts()
        let names = root["Buckets"]?.all("Bucket").compactMap { bucket -> String? in
            guard let name = bucket["Name"]?.knownText, !name.isEmpty else {
                unread.leftOut("Bucket without Name")
                return nil
            }
            return name
        }
        var response = ListBucketsResponse(names: names ?? [])
        response.unread = unread
        return response
    }

    static func parts(_ answer: HTTPAnswer) throws(AWSFailure) -> ListPartsResponse {
        let root = try root(of: answer, "ListPartsResult", ListPartsRequest.operation)
        var unread = UnreadParts()
        let parts = root.all("Part").compactMap { part -> UploadedPart? in
            // An upload that goes on writes such a part again.
            guard let number = part["PartNumber"].flatMap({ Int($0.text) }),
                let size = part["Size"].flatMap({ Int($0.text) }), let eTag = part["ETag"]?.knownText
            else {
                unread.leftOut("Part without PartNumber, Size or ETag")
                return nil
            }
            return UploadedPart(number: number, eTag: eTag, size: size)
        }
        var response = ListPartsResponse(
            parts: parts, isTruncated: S3Wire.isTruncated(root, hasToken: root["NextPartNumberMarker"] != nil),
            nextPartNumberMarker: root["NextPartNumberMarker"]?.knownText)
        response.unread = unread
        return response
    }

    static func uploads(_ answer: HTTPAnswer) throws(AWSFailure) -> ListMultipartUploadsResponse {
        let root = try root(of: answer, "ListMultipartUploadsResult", ListMultipartUploadsRequest.operation)
        func decoded(_ text: String) -> String { S3Wire.decoded(text, in: root) }
        var unread = UnreadParts()
        let uploads = root.all("Upload").compactMap { upload -> MultipartUpload? in
            guard let key = upload["Key"]?.knownText, let id = upload["UploadId"]?.knownText else {
                unread.leftOut("Upload without Key or UploadId")
                return nil
            }
            return MultipartUpload(
                key: decoded(key), uploadID: id, initiated: upload["Initiated"].flatMap { Timestamp(iso8601: $0.text) })
        }
        var next: ListMultipartUploadsRequest.Marker?
        if let key = root["NextKeyMarker"]?.knownText, let id = root["NextUploadIdMarker"]?.knownText, !id.isEmpty {
            next = .init(key: decoded(key), uploadID: id)
        }
        var response = ListMultipartUploadsResponse(
            uploads: uploads, isTruncated: S3Wire.isTruncated(root, hasToken: next != nil), nextMarker: next)
        response.unread = unread
        return response
    }

    private static func root(
        of answer: HTTPAnswer, _ name: String, _ operation: OperationDescriptor
    ) throws(AWSFailure) -> XMLElement {
        guard let root = try? XMLElement.parse(answer.bytes), root.name == name else {
            throw undecodable(operation, "no \(name)", answer)
        }
        return root
    }

    private static func undecodable(
        _ operation: OperationDescriptor, _ detail: String, _ answer: HTTPAnswer
    ) -> AWSFailure {
        .undecodable(operation: operation, detail: detail, requestID: RequestID.find(answer.head))
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
