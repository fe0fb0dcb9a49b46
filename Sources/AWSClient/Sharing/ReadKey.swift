/// A request by its bytes on the wire, as the key under which its answer is shared.
///
/// Not by Swift's equality of texts: to that, two keys of S3 are one where they are the same in Unicode alone.
struct ReadKey: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ call: Call) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + call.body.count)
        // Each with its length, so that no two lists of texts come out alike.
        func add(_ text: String) {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count)) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: text.utf8)
        }
        add(call.operation.service.rawValue)
        add(call.operation.name)
        add(call.region ?? "")
        switch call.target {
        case .service: add("")
        case .path(let path): add(path)
        case .bucket(let bucket, let key):
            add(bucket)
            add(key)
        }
        for field in call.query + call.headers {
            add(field.name)
            add(field.value)
        }
        bytes.append(contentsOf: call.body)
        self.bytes = bytes
    }
}
