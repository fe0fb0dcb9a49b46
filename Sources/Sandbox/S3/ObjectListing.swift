import AWSOperations
import AWSSigning

/// One page of a bucket's listing: ListObjects and ListObjectsV2 differ only in their tokens' names.
struct ObjectListing {
    var request: WireRequest
    var bucket: String

    private var prefix: String { request.queryValue("prefix") ?? "" }
    private var delimiter: String { request.queryValue("delimiter") ?? "" }
    private var isVersion2: Bool { request.queryValue("list-type") == "2" }

    func page(from store: ObjectStore) async throws(ServiceFault) -> XMLElement {
        let limitText = request.queryValue("max-keys") ?? "1000"
        guard let asked = Int(limitText), asked >= 0 else {
            throw ServiceFault("InvalidArgument", "Provided max-keys not an integer or within integer range")
        }
        let limit = min(asked, 1000)
        let start = try startKey()
        let records = try await store.records(in: bucket, prefix: prefix, after: start)
        var contents: [ObjectRecord] = []
        var folders: [String] = []
        var lastKey: String?
        var isTruncated = false
        for record in records {
            let folder = folder(of: record.key)
            // A page that ended inside a folder goes on behind it.
            if let folder, folder == folders.last || start.map({ $0.hasPrefix(folder) }) == true { continue }
            guard contents.count + folders.count < limit else {
                isTruncated = limit > 0
                break
            }
            if let folder {
                folders.append(folder)
                lastKey = folder
            } else {
                contents.append(record)
                lastKey = record.key
            }
        }
        var children = [
            XMLElement("Name", bucket), XMLElement("Prefix", encoded(prefix)), XMLElement("MaxKeys", asked),
            XMLElement("IsTruncated", isTruncated),
        ]
        if !delimiter.isEmpty { children.append(XMLElement("Delimiter", encoded(delimiter))) }
        if let encoding = request.queryValue("encoding-type") { children.append(XMLElement("EncodingType", encoding)) }
        children += tokens(count: contents.count + folders.count, nextKey: isTruncated ? lastKey : nil)
        children += contents.map(element)
        children += folders.map { XMLElement("CommonPrefixes", [XMLElement("Prefix", encoded($0))]) }
        return XMLElement("ListBucketResult", namespace: S3Service.namespace, children)
    }

    private func startKey() throws(ServiceFault) -> String? {
        guard isVersion2 else { return request.queryValue("marker").flatMap { $0.isEmpty ? nil : $0 } }
        if let token = request.queryValue("continuation-token") {
            guard let key = PageToken.decode(token) else {
                throw ServiceFault("InvalidArgument", "The continuation token provided is incorrect")
            }
            return key
        }
        return request.queryValue("start-after").flatMap { $0.isEmpty ? nil : $0 }
    }

    private func folder(of key: String) -> String? {
        guard !delimiter.isEmpty else { return nil }
        let rest = Array(key.utf8.dropFirst(prefix.utf8.count))
        let mark = Array(delimiter.utf8)
        guard rest.count >= mark.count else { return nil }
        for start in 0...(rest.count - mark.count) where Array(rest[start..<start + mark.count]) == mark {
            return prefix + String(decoding: rest[..<(start + mark.count)], as: UTF8.self)
        }
        return nil
    }

    private func tokens(count: Int, nextKey: String?) -> [XMLElement] {
        guard isVersion2 else {
            var elements = [XMLElement("Marker", encoded(request.queryValue("marker") ?? ""))]
            if let nextKey { elements.append(XMLElement("NextMarker", encoded(nextKey))) }
            return elements
        }
        var elements = [XMLElement("KeyCount", count)]
        if let token = request.queryValue("continuation-token") {
            elements.append(XMLElement("ContinuationToken", token))
        }
        if let start = request.queryValue("start-after") { elements.append(XMLElement("StartAfter", encoded(start))) }
        if let nextKey { elements.append(XMLElement("NextContinuationToken", PageToken.encode(nextKey))) }
        return elements
    }

    private func element(_ record: ObjectRecord) -> XMLElement {
        XMLElement(
            "Contents",
            [
                XMLElement("Key", encoded(record.key)), XMLElement("LastModified", record.lastModified.iso8601),
                XMLElement("ETag", record.entityTag), XMLElement("Size", record.size),
                XMLElement("StorageClass", "STANDARD"),
            ])
    }

    private func encoded(_ text: String) -> String {
        request.queryValue("encoding-type") == "url" ? PercentEncoding.encode(text, keepingSlashes: true) : text
    }
}
