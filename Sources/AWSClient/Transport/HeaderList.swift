import CCurl

/// A request's headers as the list that libcurl reads, in one piece of memory.
struct HeaderList: ~Copyable {
    private let memory: UnsafeMutableRawPointer
    private let count: Int

    /// The first node; nil for no header.
    var first: UnsafeMutablePointer<curl_slist>? {
        count == 0 ? nil : memory.assumingMemoryBound(to: curl_slist.self)
    }

    /// - Precondition: No value has a line break or a NUL; see `HTTPRequest.brokenHeader`.
    /// - Parameter unwanted: Names of headers that libcurl would add by itself, and shall not.
    init(_ headers: [(name: String, value: String)], without unwanted: [String]) {
        count = headers.count + unwanted.count
        let nodes = MemoryLayout<curl_slist>.stride * count
        // Each with a colon, a space and the end.
        let text =
            headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
            + unwanted.reduce(0) { $0 + $1.utf8.count + 2 }
        memory = .allocate(byteCount: max(1, nodes + text), alignment: MemoryLayout<curl_slist>.alignment)
        var writer = Writer(
            node: memory.bindMemory(to: curl_slist.self, capacity: count),
            at: (memory + nodes).bindMemory(to: CChar.self, capacity: text), left: count)
        for header in headers {
            // A header without a value is written with a semicolon, or libcurl leaves it out.
            if header.value.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                writer.append(header.name, ";", "")
            } else {
                writer.append(header.name, ": ", header.value)
            }
        }
        for name in unwanted { writer.append(name, ":", "") }
    }

    deinit { memory.deallocate() }

    private struct Writer {
        var node: UnsafeMutablePointer<curl_slist>
        var at: UnsafeMutablePointer<CChar>
        /// Nodes to come.
        var left: Int

        mutating func append(_ name: String, _ separator: String, _ value: String) {
            left -= 1
            node.initialize(to: curl_slist(data: at, next: left > 0 ? node + 1 : nil))
            node += 1
            write(name)
            write(separator)
            write(value)
            at.pointee = 0
            at += 1
        }

        private mutating func write(_ text: String) {
            var text = text
            text.withUTF8 { bytes in
                guard let base = bytes.baseAddress else { return }
                UnsafeMutableRawPointer(at).copyMemory(from: base, byteCount: bytes.count)
                at += bytes.count
            }
        }
    }
}
